using FluentValidation;
using MediatR;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;

namespace ProblemTracker.Evidence;

/// <summary>The workspace of a problem: its incidents counted by month, hour, place and source, each with a sentence and a table.</summary>
/// <param name="Filter">Null for the set that was chosen for the problem, else the incidents linked to it.</param>
[Needs(Permission.ReadProblems)]
public sealed record ReadEvidence(long ProblemId, IncidentFilter? Filter = null) : IQuery<EvidenceDetails>;

/// <summary>The table of one panel as a CSV file.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportEvidence(long ProblemId, EvidencePanel Panel = EvidencePanel.Total, IncidentFilter? Filter = null)
    : IQuery<CsvFile>;

/// <summary>A problem's set of incidents and what it shows.</summary>
public sealed record EvidenceDetails
{
    /// <summary>Finds the incidents.</summary>
    public IncidentFilter Filter { get; init; } = new();
    /// <summary>The filter in words.</summary>
    public string Words { get; init; } = "";
    /// <summary>Whether it is the set of the problem rather than one that was only asked for.</summary>
    public bool IsChosen { get; init; }
    /// <summary>Rows of one incident count once.</summary>
    public int Incidents { get; init; }
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    /// <summary>Around most of them, for a map; null without coordinates.</summary>
    public MapBox? View { get; init; }
    /// <summary>Why the incidents show nothing, in one sentence; null if they do.</summary>
    public string? None { get; init; }
    public IReadOnlyList<PanelDetails> Panels { get; init; } = [];
}

internal sealed class ReadEvidenceValidator : AbstractValidator<ReadEvidence>
{
    public ReadEvidenceValidator() => this.FilterRules(q => q.Filter);
}

internal sealed class ExportEvidenceValidator : AbstractValidator<ExportEvidence>
{
    public ExportEvidenceValidator()
    {
        RuleFor(q => q.Panel).IsInEnum();
        this.FilterRules(q => q.Filter);
    }
}

internal sealed class ReadEvidenceHandler(Db db, Actor actor, EvidenceReader reader)
    : IRequestHandler<ReadEvidence, EvidenceDetails>, IRequestHandler<ExportEvidence, CsvFile>
{
    public Task<EvidenceDetails> Handle(ReadEvidence query, CancellationToken ct) =>
        Read(query.ProblemId, query.Filter, Enum.GetValues<EvidencePanel>(), ct);

    public async Task<CsvFile> Handle(ExportEvidence query, CancellationToken ct)
    {
        var found = await Read(query.ProblemId, query.Filter, [query.Panel], ct);
        var panel = found.Panels.Count == 0 ? PanelDetails.Without(query.Panel, "") : found.Panels[0];
        return new($"evidence-{query.Panel.ToString().ToLowerInvariant()}.csv", panel.Columns.Count == 0 ? ["Incidents"] : panel.Columns,
            panel.Rows.Select(row => (IReadOnlyList<object?>)[row.Label, .. row.Values.Cast<object?>()]).ToAsyncEnumerable())
        { ProblemId = query.ProblemId };
    }

    private async Task<EvidenceDetails> Read(long problemId, IncidentFilter? filter, IReadOnlyCollection<EvidencePanel> panels,
        CancellationToken ct)
    {
        var problem = await EvidenceSql.Problem(db, actor, problemId, ct);
        var chosen = await reader.SetOf(problemId, ct);
        if (filter is null or { IsEmpty: true }) filter = chosen;
        var found = await reader.Read(problem, filter, [.. panels.Where(panel => panel != EvidencePanel.SiteChecklist)], ct) with
        {
            IsChosen = filter == chosen,
        };
        return !panels.Contains(EvidencePanel.SiteChecklist) ? found
            : found with { Panels = [.. found.Panels, ChecklistPanel.Of(await ChecklistSql.Walks(db, problemId, ct))] };
    }
}

internal static class ReadEvidenceEndpoint
{
    public static void MapReadEvidence(this RouteGroupBuilder problems)
    {
        problems.MapGet("/{id:long}/evidence", (long id, [AsParameters] IncidentFilter filter, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReadEvidence(id, filter), ct))
            .WithName("ReadEvidence")
            .WithSummary("Read what a problem's incidents show: without a filter those of its set, else those linked");
        problems.MapGet("/{id:long}/evidence.csv", (long id, EvidencePanel? panel, [AsParameters] IncidentFilter filter, IMediator mediator,
                CancellationToken ct) => mediator.Send(new ExportEvidence(id, panel ?? EvidencePanel.Total, filter), ct))
            .WithName("ExportEvidence").WithSummary("The table of one panel of a problem's evidence as a CSV file")
            .Produces<string>(200, "text/csv");
    }
}
