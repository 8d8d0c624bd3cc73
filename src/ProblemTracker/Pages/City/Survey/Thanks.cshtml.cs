using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ProblemTracker.Pages.City;

/// <summary>After a survey was sent. Its address says nothing of the link.</summary>
[AllowAnonymous, Untraceable, ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SurveyThanksPage(IMediator mediator) : CityPage(mediator);
