using Dapper;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>
/// Open problems led and actions owned by each person, in problems that the actor may see. The filter's dates are opening dates; with a
/// lead officer in the filter, the report has only that person's row.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadWorkloadReport(ReportFilter Filter) : IQuery<WorkloadReport>;

/// <param name="People">
/// By name: everyone who leads an open problem or owns an open action, even if they have left. The row for no one comes last.
/// </param>
public sealed record WorkloadReport(DateOnly Today, IReadOnlyList<WorkloadRow> People, WorkloadRow All, WorkloadDefinitions Definitions)
    : IReport
{
    public ReportTable ToTable() => new("workload",
        [
            "personId", "person", "hasLeft", .. WorkloadRow.Stages.Select(s => s.ToString().ToLowerInvariant()), "open", "overdue",
            "openActions", "actionsDue", "actionsOverdue", "list",
        ],
        [.. People.Select(row => Cells(row, row.Name ?? "No one")), Cells(All, "All")]);

    private static IReadOnlyList<object?> Cells(WorkloadRow row, string name) =>
    [
        row.PersonId, name, row.HasLeft ? "yes" : "no", .. row.ByStage.Select(f => (object)f.Value), row.Open.Value, row.Overdue.Value,
        row.OpenActions.Value, row.ActionsDue.Value, row.ActionsOverdue.Value, row.Open.List,
    ];
}

/// <param name="PersonId">Null in the rows for no one and for all.</param>
/// <param name="ByStage">Open problems in Scanning, Analysis, Response and Assessment.</param>
public sealed record WorkloadRow(
    long? PersonId, string? Name, bool HasLeft, IReadOnlyList<Figure> ByStage, Figure Open, Figure Overdue, Figure OpenActions,
    Figure ActionsDue, Figure ActionsOverdue)
{
    public static readonly IReadOnlyList<Stage> Stages = [Stage.Scanning, Stage.Analysis, Stage.Response, Stage.Assessment];
}

/// <summary>Definitions of the figures, shown beside them.</summary>
public sealed record WorkloadDefinitions
{
    public string Dates { get; init; } = "Dates are opening dates of problems.";
    public string Open { get; init; } = "Open problems that the person leads.";
    public string Overdue { get; init; } = "Of these, those whose stage was due before today, except problems on hold.";
    public string OpenActions { get; init; } =
        "Planned actions that the person owns in open problems, including problems led by others. The row for no one counts actions "
            + "without an owner; actions owned outside the police are not included.";
    public string ActionsDue { get; init; } = "Of these, those due in the next 7 days or overdue.";
    public string ActionsOverdue { get; init; } = "Of these, those due before today.";
}

internal sealed class ReadWorkloadReportValidator : AbstractValidator<ReadWorkloadReport>
{
    public ReadWorkloadReportValidator() => this.ReportRules(q => q.Filter);
}

internal sealed class ReadWorkloadReportHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ReadWorkloadReport, WorkloadReport>
{
    private sealed record ProblemCounts
    {
        public long? PersonId { get; init; }
        public Stage Stage { get; init; }
        public int Problems { get; init; }
        public int Overdue { get; init; }
    }

    private sealed record ActionCounts
    {
        public long? PersonId { get; init; }
        public int Planned { get; init; }
        public int Due { get; init; }
        public int Overdue { get; init; }
    }

    private sealed record Person
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public bool Active { get; init; }
    }

    public async Task<WorkloadReport> Handle(ReadWorkloadReport query, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var filter = query.Filter;
        // A lead in the filter selects a row, not problems: the person may own actions in problems led by others.
        var anyLead = filter with { LeadId = null };
        var open = anyLead.Problems(actor).When(true, "p.Stage IN ('Scanning', 'Analysis', 'Response', 'Assessment')")
            .When(filter.From is not null, "p.OpenedAt >= @FromAt")
            .When(filter.To is not null, "p.OpenedAt < @ToAt");
        var args = new DynamicParameters(filter.Args(actor, await agency.Calendar(ct)) with { Today = today });
        args.Add("Soon", today.AddDays(ReadMyDay.Soon));

        var problems = await db.List<ProblemCounts>($"""
            SELECT p.LeadId AS PersonId, p.Stage, COUNT(*) AS Problems, SUM(IIF({ProblemSql.Overdue}, 1, 0)) AS Overdue FROM Problem p
            {open.When(filter.LeadId is > 0, "p.LeadId = @LeadId").When(filter.LeadId is 0, "p.LeadId IS NULL")}
            GROUP BY p.LeadId, p.Stage
            """, args, ct);
        var actions = await db.List<ActionCounts>($"""
            SELECT a.OwnerId AS PersonId, COUNT(*) AS Planned, SUM(IIF(a.DueOn <= @Soon, 1, 0)) AS Due,
                SUM(IIF(a.DueOn < @Today, 1, 0)) AS Overdue
            FROM Problem p JOIN ProblemAction a ON a.ProblemId = p.Id
            {open.When(filter.LeadId is > 0, "a.OwnerId = @LeadId").When(filter.LeadId is 0, "a.OwnerId IS NULL")}
                AND a.Status = 'Planned' AND a.OwnerAttachmentId IS NULL
            GROUP BY a.OwnerId
            """, args, ct);
        var people = (await db.List<Person>("SELECT Id, Name, Active FROM Person", null, ct)).ToDictionary(p => p.Id);

        var rows = problems.Select(p => p.PersonId).Union(actions.Select(a => a.PersonId))
            .Select(id => (Id: id, Person: id is { } known ? people[known] : null))
            .OrderBy(who => who.Person is null).ThenBy(who => who.Person?.Name, StringComparer.OrdinalIgnoreCase).ThenBy(who => who.Id)
            .Select(who => Row(anyLead, today, who.Id ?? 0, who.Person, [.. problems.Where(p => p.PersonId == who.Id)],
                [.. actions.Where(a => a.PersonId == who.Id)]));
        return new(today, [.. rows], Row(anyLead, today, filter.LeadId, null, problems, actions), new());
    }

    /// <param name="personId">Null for everyone, 0 for no one.</param>
    private static WorkloadRow Row(ReportFilter filter, DateOnly today, long? personId, Person? person,
        IReadOnlyList<ProblemCounts> problems, IReadOnlyList<ActionCounts> actions)
    {
        (string Name, string? Value)[] opened =
            [("openedFrom", ReportFilter.Day(filter.From)), ("openedTo", ReportFilter.Day(filter.To)), ("open", "true")];
        Figure Led(int value, params (string Name, string? Value)[] more) =>
            new(value, filter.List("/problems", [.. opened, ("leadId", personId is null ? null : $"{personId}"), .. more]));
        Figure Owned(int value, params (string Name, string? Value)[] more) => new(value, filter.List("/actions",
            [.. opened, .. personId is null ? new[] { ("outside", (string?)"false") } : [("ownerId", $"{personId}")],
                ("status", nameof(ActionStatus.Planned)), .. more]));
        return new(person?.Id, person?.Name, person is { Active: false },
            [.. WorkloadRow.Stages.Select(stage =>
                Led(problems.Where(p => p.Stage == stage).Sum(p => p.Problems), ("stage", stage.ToString())))],
            Led(problems.Sum(p => p.Problems)), Led(problems.Sum(p => p.Overdue), ("overdue", "true")),
            Owned(actions.Sum(a => a.Planned)),
            Owned(actions.Sum(a => a.Due), ("dueTo", ReportFilter.Day(today.AddDays(ReadMyDay.Soon))), ("sort", nameof(ActionSort.Due))),
            Owned(actions.Sum(a => a.Overdue), ("dueTo", ReportFilter.Day(today.AddDays(-1))), ("sort", nameof(ActionSort.Due))));
    }
}

internal static class ReadWorkloadReportEndpoint
{
    public static void MapReadWorkloadReport(this RouteGroupBuilder reports) =>
        reports.MapReport("workload", "Open problems by lead officer and stage, overdue problems, and actions due",
            filter => new ReadWorkloadReport(filter));
}
