namespace ProblemTracker.Domain;

/// <summary>Leaving Analysis: every side was looked at, people were asked, there is an idea why it happens, and a number to start from.</summary>
internal static class BeforeResponse
{
    public static IEnumerable<Shortfall> Shortfalls(Dossier dossier)
    {
        var sheet = dossier.Analysis;
        foreach (var side in Sides(sheet).Where(side => !IsConsidered(side.Finding)))
            yield return new($"analysis.{side.Name}", $"Write what you found about {side.Who}, or why that does not matter here.", $"analysis.{side.Name}.found");

        var named = sheet.Sources.Where(source => !source.Name.IsBlank()).ToList();
        if (named.Count < 2)
            yield return new("analysis.sources", "Name at least two sources of information, one of them from outside the police.", "analysis.sources");
        else if (!named.Any(source => source.OutsidePolice))
            yield return new("analysis.sources", "Add a source from outside the police, such as residents, a business or another agency.", "analysis.sources");

        if (!sheet.Consulted.Any(talk => talk.AttachmentId is not null))
            yield return new("analysis.consulted", "Talk with at least one person or organization attached to this problem, and note it.", "analysis.consulted");
        if (sheet.CurrentResponse.IsBlank())
            yield return new("analysis.currentResponse", "Write what is being done about it now, and how well that works.", "analysis.currentResponse");
        if (sheet.Hypothesis.IsBlank())
            yield return new("analysis.hypothesis", "Write why you think it happens: \"It happens because ...\".", "analysis.hypothesis");
        if (!sheet.Baselines.Any(IsBaseline))
            yield return new("analysis.baseline", "Give one number that shows how bad it is now: what was counted, how many, and from which day to which.", "analysis.baselines");
    }

    private sealed record Side(string Name, Finding Finding, string Who);

    private static IEnumerable<Side> Sides(AnalysisSheet sheet) =>
    [
        new("triangle.offender", sheet.Triangle.Offender, "the people who cause it"),
        new("triangle.target", sheet.Triangle.Target, "the people or things harmed"),
        new("triangle.place", sheet.Triangle.Place, "the place"),
        new("controllers.handler", sheet.Controllers.Handler, "who could influence the people who cause it (parents, probation, a coach)"),
        new("controllers.guardian", sheet.Controllers.Guardian, "who could protect the people or things harmed (neighbors, friends, guards)"),
        new("controllers.manager", sheet.Controllers.Manager, "who runs the place (owner, landlord, bar staff, parks department)"),
    ];

    private static bool IsConsidered(Finding finding) => !finding.Found.IsBlank() || !finding.NotRelevantBecause.IsBlank();

    private static bool IsBaseline(Measurement measurement) =>
        !measurement.Name.IsBlank() && measurement.Value is not null && measurement.Period.IsComplete;
}
