namespace ProblemTracker.Domain;

/// <summary>Leaving Analysis: every side was considered, stakeholders were consulted, and there is a hypothesis and a baseline.</summary>
internal static class BeforeResponse
{
    public static IEnumerable<Shortfall> Shortfalls(Dossier dossier)
    {
        var sheet = dossier.Analysis;
        foreach (var (requirement, _) in Sides(sheet).Where(side => !IsConsidered(side.Finding))) yield return requirement.Missing();

        var named = sheet.Sources.Where(source => !source.Name.IsBlank()).ToList();
        // Residents who reported concerns are a source that nobody has to type.
        var residents = dossier.LinkedConcerns > 0;
        if (named.Count + (residents ? 1 : 0) < 2)
            yield return Requirements.Sources.Missing();
        else if (!residents && !named.Any(source => source.OutsidePolice))
            yield return Requirements.Sources.Missing(
                "Add a source from outside the police, such as residents, a business or another agency.");

        if (!sheet.Consulted.Any(talk => talk.AttachmentId is not null))
            yield return Requirements.Consulted.Missing();
        if (sheet.CurrentResponse.IsBlank())
            yield return Requirements.CurrentResponse.Missing();
        if (sheet.Hypothesis.IsBlank())
            yield return Requirements.Hypothesis.Missing();
        if (!sheet.Baselines.Any(IsBaseline))
            yield return Requirements.Baseline.Missing();
    }

    private static IEnumerable<(Requirement Requirement, Finding Finding)> Sides(AnalysisSheet sheet) =>
    [
        (Requirements.Offender, sheet.Triangle.Offender),
        (Requirements.Target, sheet.Triangle.Target),
        (Requirements.Place, sheet.Triangle.Place),
        (Requirements.Handler, sheet.Controllers.Handler),
        (Requirements.Guardian, sheet.Controllers.Guardian),
        (Requirements.Manager, sheet.Controllers.Manager),
    ];

    private static bool IsConsidered(Finding finding) => !finding.Found.IsBlank() || !finding.NotRelevantReason.IsBlank();

    private static bool IsBaseline(Measurement measurement) =>
        !measurement.Name.IsBlank() && measurement.Value is not null && measurement.Period.IsComplete;
}
