using Microsoft.Extensions.Localization;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>Model of <c>_Problems</c>.</summary>
public sealed record PublicProblemList(CityNeighborhoodPage Page, IEnumerable<PublicProblemLine> Problems);

/// <summary>Stages and outcomes in the resident's language.</summary>
internal static class PublicWords
{
    public static string State(this PublicProblemLine problem, IStringLocalizer<PortalTexts> words) =>
        State(words, problem.Stage, problem.Verdict);

    public static string State(IStringLocalizer<PortalTexts> words, Stage stage, Verdict? verdict) =>
        verdict is { } outcome ? words[$"Outcome.{outcome}"] : words[$"Stage.{stage}"];

    /// <summary>A figure as the language writes it; a hidden one in words.</summary>
    public static string Figure(IStringLocalizer<PortalTexts> words, double? value) => value is { } shown
        ? shown.ToString("#,0.##", Languages.Formats(Languages.Current)) : words["Problem.Few"];
}
