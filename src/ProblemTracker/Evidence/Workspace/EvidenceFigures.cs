using ProblemTracker.Agency;
using ProblemTracker.Incidents;

namespace ProblemTracker.Evidence;

/// <summary>A figure that a worksheet gets.</summary>
/// <param name="Text">The panel's sentence with its source and date.</param>
internal sealed record CountedFigure(IncidentFilter Filter, string Words, PanelDetails Panel, DateOnly From, DateOnly To, DateOnly On)
{
    public string Text => $"{Panel.Sentence} (Source: {Words}, {Days}; counted {DateText.Date(On)}.)";

    private string Days => From == To ? DateText.Date(From) : PanelWords.Days(From, To);
}

/// <summary>Counts the figure of a command before its transaction, which others wait for.</summary>
internal sealed class EvidenceFigures(Db db, Actor actor, EvidenceReader reader, AgencySettings agency)
{
    private CountedFigure? _counted;

    /// <summary>The figure that was counted before the transaction.</summary>
    public CountedFigure Counted => _counted!;

    /// <param name="site">Of the site checklist; null for the site of its last walk.</param>
    /// <exception cref="RuleBroken">There is no figure.</exception>
    public async Task Count(long problemId, IncidentFilter? filter, EvidencePanel panel, string? site, CancellationToken ct)
    {
        var problem = await EvidenceSql.Problem(db, actor, problemId, ct);
        if (panel == EvidencePanel.SiteChecklist)
        {
            var walks = await ChecklistSql.Walks(db, problemId, ct);
            _counted = ChecklistPanel.Figure(problemId, walks, site, await agency.Today(ct));
            return;
        }
        if (filter is null or { IsEmpty: true }) filter = await reader.SetOf(problemId, ct);
        EvidenceSql.MustBeOwn(problemId, filter);
        var found = await reader.Read(problem, filter, [panel], ct);
        if (found.Panels is not [{ Sentence: not null, Figure: not null } shown])
            throw new RuleBroken("evidence.none",
                $"There is no figure to cite. {found.None ?? found.Panels[0].None}", "panel");
        _counted = new(filter, found.Words, shown, found.From!.Value, found.To!.Value, await agency.Today(ct));
    }
}
