using System.Text.Json.Serialization;
using Dapper;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>
/// Overdue problems that the actor may see, by days overdue, escalation, lead officer and supervisor. The filter's dates are due dates.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadOverdueReport(ReportFilter Filter) : IQuery<OverdueReport>
{
    /// <summary>The most problems listed in the report, longest overdue first; the CSV has all.</summary>
    public const int Shown = 200;
}

/// <param name="Bands">Bands of days overdue that the filter's dates allow; the columns of <see cref="OverdueRow.ByBand"/>.</param>
/// <param name="EscalationLevels">Levels that at least one problem has reached, lowest first.</param>
/// <param name="Leads">By name, including people who have left; problems without a lead officer last.</param>
/// <param name="Supervisors">By name; neighborhoods without a supervisor last.</param>
/// <param name="Problems">The first <see cref="ReadOverdueReport.Shown"/>, longest overdue first.</param>
public sealed record OverdueReport(
    DateOnly Today, IReadOnlyList<OverdueBand> Bands, OverdueRow All, IReadOnlyList<OverdueRow> EscalationLevels,
    IReadOnlyList<OverdueRow> Leads, IReadOnlyList<OverdueRow> Supervisors, IReadOnlyList<OverdueProblem> Problems,
    OverdueDefinitions Definitions) : IReport
{
    /// <summary>Every overdue problem, read from the database while enumerated.</summary>
    [JsonIgnore]
    public IAsyncEnumerable<OverdueProblem> Everything { get; init; } = AsyncEnumerable.Empty<OverdueProblem>();

    public ReportTable ToTable() => new("overdue",
        ["number", "title", "neighborhood", "stage", "dueOn", "daysOverdue", "escalationLevel", "lead", "leadHasLeft", "supervisor",
            "list"],
        Everything.Select(IReadOnlyList<object?> (p) =>
        [
            p.Number, p.Title, p.Neighborhood, p.Stage.ToString(), ReportFilter.Day(p.DueOn), p.DaysOverdue,
            Wording.Of(p.EscalationLevel), p.Lead, p.LeadHasLeft ? "yes" : "no", p.Supervisor, $"/api/v1/problems/{p.Id}",
        ]));
}

/// <param name="From">Fewest days overdue, inclusive.</param>
/// <param name="To">Most days overdue, inclusive; null for no limit.</param>
public sealed record OverdueBand(int From, int? To)
{
    public static readonly IReadOnlyList<OverdueBand> All = [new(1, 7), new(8, 30), new(31, 90), new(91, null)];

    [JsonIgnore]
    public string Label => To is { } to ? $"{From} to {to} days" : $"{From} days or more";
}

/// <param name="EscalationLevel">Set only in rows by level.</param>
/// <param name="PersonId">The lead officer or supervisor; null if there is none.</param>
public sealed record OverdueRow(EscalationLevel? EscalationLevel, long? PersonId, string? Name, bool HasLeft, Figure Overdue,
    IReadOnlyList<Figure> ByBand);

public sealed record OverdueProblem
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public bool Confidential { get; init; }
    public Stage Stage { get; init; }
    public DateOnly DueOn { get; init; }
    public int DaysOverdue { get; init; }
    public EscalationLevel EscalationLevel { get; init; }
    public long? LeadId { get; init; }
    public string? Lead { get; init; }
    public bool LeadHasLeft { get; init; }
    /// <summary>The supervisor of the neighborhood; null if there is none.</summary>
    public string? Supervisor { get; init; }
}

/// <summary>Definitions of the figures, shown beside them.</summary>
public sealed record OverdueDefinitions
{
    public string Dates { get; init; } = "Dates are the due dates of stages.";
    public string Overdue { get; init; } = "Open problems whose stage was due before today, except problems on hold.";
    public string DaysOverdue { get; init; } = "Calendar days since the stage was due: 1 on the day after the due date.";
    public string EscalationLevel { get; init; } =
        "The highest reminder or escalation sent for the current due date; a new due date or stage starts over.";
    public string Lead { get; init; } = "The lead officer today, even if that person has left.";
    public string Supervisor { get; init; } = "The supervisor of the neighborhood today.";
}

internal sealed class ReadOverdueReportValidator : AbstractValidator<ReadOverdueReport>
{
    public ReadOverdueReportValidator() => this.ReportRules(q => q.Filter);
}

internal sealed class ReadOverdueReportHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ReadOverdueReport, OverdueReport>
{
    /// <summary>The number of overdue problems with the same lead officer, supervisor, escalation level and band.</summary>
    private sealed record Cell
    {
        public long? LeadId { get; init; }
        public string? Lead { get; init; }
        public bool LeadHasLeft { get; init; }
        public long? SupervisorId { get; init; }
        public string? Supervisor { get; init; }
        public bool SupervisorHasLeft { get; init; }
        public EscalationLevel EscalationLevel { get; init; }
        public int Band { get; init; }
        public int Problems { get; init; }
    }

    private const string Problems = $"""
        SELECT p.Id, p.Number, p.Title, n.Name AS Neighborhood, p.Confidential, p.Stage, p.DueOn,
            {ProblemSql.HighestEscalationLevel} AS EscalationLevel,
            p.LeadId, l.Name AS Lead, IIF(l.Active = 0, 1, 0) AS LeadHasLeft, s.Name AS Supervisor
        FROM Problem p
        JOIN Neighborhood n ON n.Id = p.NeighborhoodId
        LEFT JOIN Person l ON l.Id = p.LeadId
        LEFT JOIN Person s ON s.Id = n.SupervisorId
        """;

    public async Task<OverdueReport> Handle(ReadOverdueReport query, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var filter = query.Filter;
        var where = filter.Problems(actor).When(true, ProblemSql.Overdue)
            .When(filter.From is not null, "p.DueOn >= @From")
            .When(filter.To is not null, "p.DueOn <= @To");
        var args = new DynamicParameters(filter.Args(actor, await agency.Calendar(ct)) with { Today = today });
        args.AddDynamicParams(new { Days8 = Back(today, 8), Days31 = Back(today, 31), Days91 = Back(today, 91), ReadOverdueReport.Shown });
        var cells = await db.List<Cell>($"""
            SELECT g.LeadId, l.Name AS Lead, IIF(l.Active = 0, 1, 0) AS LeadHasLeft, g.SupervisorId, s.Name AS Supervisor,
                IIF(s.Active = 0, 1, 0) AS SupervisorHasLeft, g.EscalationLevel, g.Band, COUNT(*) AS Problems
            FROM (
                SELECT p.LeadId, n.SupervisorId, {ProblemSql.HighestEscalationLevel} AS EscalationLevel,
                    CASE WHEN p.DueOn > @Days8 THEN 0 WHEN p.DueOn > @Days31 THEN 1 WHEN p.DueOn > @Days91 THEN 2 ELSE 3 END AS Band
                FROM Problem p JOIN Neighborhood n ON n.Id = p.NeighborhoodId
                {where}
            ) g
            LEFT JOIN Person l ON l.Id = g.LeadId
            LEFT JOIN Person s ON s.Id = g.SupervisorId
            GROUP BY g.LeadId, l.Name, l.Active, g.SupervisorId, s.Name, s.Active, g.EscalationLevel, g.Band
            """, args, ct);
        var worst = await db.List<OverdueProblem>($"{Problems} {where} ORDER BY p.DueOn, p.Id {db.Dialect.First("@Shown")}", args, ct);

        var bands = OverdueBand.All.Select((band, number) => (Number: number, Band: band, Dates: Dates(band, filter, today)))
            .Where(b => b.Dates is not null).ToList();
        OverdueRow Row(IEnumerable<Cell> of, EscalationLevel? level, long? personId, string? name, bool hasLeft,
            params (string Name, string? Value)[] which)
        {
            var all = of.ToList();
            return new(level, personId, name, hasLeft,
                new(all.Sum(c => c.Problems), List(filter, (filter.From, filter.To), which)),
                [.. bands.Select(b => new Figure(all.Where(c => c.Band == b.Number).Sum(c => c.Problems),
                    List(filter, b.Dates!.Value, which)))]);
        }
        return new(today, [.. bands.Select(b => b.Band)], Row(cells, null, null, null, false),
            [.. cells.GroupBy(c => c.EscalationLevel).OrderBy(g => g.Key)
                .Select(g => Row(g, g.Key, null, null, false, ("escalationLevel", g.Key.ToString())))],
            [.. cells.GroupBy(c => (c.LeadId, c.Lead, c.LeadHasLeft)).OrderBy(g => g.Key.Lead is null)
                .ThenBy(g => g.Key.Lead, StringComparer.OrdinalIgnoreCase).ThenBy(g => g.Key.LeadId)
                .Select(g => Row(g, null, g.Key.LeadId, g.Key.Lead, g.Key.LeadHasLeft, ("leadId", $"{g.Key.LeadId ?? 0}")))],
            [.. cells.GroupBy(c => (c.SupervisorId, c.Supervisor, c.SupervisorHasLeft)).OrderBy(g => g.Key.Supervisor is null)
                .ThenBy(g => g.Key.Supervisor, StringComparer.OrdinalIgnoreCase).ThenBy(g => g.Key.SupervisorId)
                .Select(g => Row(g, null, g.Key.SupervisorId, g.Key.Supervisor, g.Key.SupervisorHasLeft,
                    ("supervisorId", $"{g.Key.SupervisorId ?? 0}")))],
            [.. worst.Select(Counted)], new())
        {
            Everything = db.Stream<OverdueProblem>($"{Problems} {where} ORDER BY p.DueOn, p.Id", args, ct).Select(Counted),
        };

        OverdueProblem Counted(OverdueProblem problem) => problem with { DaysOverdue = today.DayNumber - problem.DueOn.DayNumber };
    }

    /// <summary>The due dates that are both in the band and in the filter; null if there are none.</summary>
    private static (DateOnly? From, DateOnly? To)? Dates(OverdueBand band, ReportFilter filter, DateOnly today)
    {
        var from = band.To is { } most ? Back(today, most) : filter.From;
        if (filter.From > from) from = filter.From;
        var to = Back(today, band.From);
        if (filter.To < to) to = filter.To.Value;
        return from > to ? null : (from, to);
    }

    private static DateOnly Back(DateOnly today, int days) => DateOnly.FromDayNumber(Math.Max(0, today.DayNumber - days));

    private static string List(ReportFilter filter, (DateOnly? From, DateOnly? To) due,
        params IEnumerable<(string Name, string? Value)> which) => filter.List("/problems",
        [.. which, ("overdue", "true"), ("dueFrom", ReportFilter.Day(due.From)), ("dueTo", ReportFilter.Day(due.To)),
            ("sort", nameof(ProblemSort.Due))]);
}

internal static class ReadOverdueReportEndpoint
{
    public static void MapReadOverdueReport(this RouteGroupBuilder reports) =>
        reports.MapReport("overdue", "Overdue problems by days overdue, escalation, lead officer and supervisor",
            filter => new ReadOverdueReport(filter));
}
