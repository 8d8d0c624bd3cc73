using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Surveys;

namespace ProblemTracker.Pages.Surveys;

/// <summary>The surveys of residents.</summary>
public sealed class SurveysPage(IMediator mediator, Actor actor) : PlainListPage<ListSurveys, SurveyRow>(mediator)
{
    private AgencyDay _day = null!;

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    public bool MayCreate => actor.Might(Permission.WorkSurveys);

    protected override async Task ReadChoices(CancellationToken ct)
    {
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
        Neighborhoods = await Mediator.Neighborhoods(ct);
    }

    protected override string Path => "/surveys";
    protected override Filters<ListSurveys> Filters => SurveyList.Filters;
    protected override IQuery<CsvFile> Export => new ExportSurveys(Filter);

    public DateOnly DateOf(DateTimeOffset at) => _day.DateOf(at);
}
