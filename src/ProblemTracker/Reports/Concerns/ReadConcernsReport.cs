using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;

namespace ProblemTracker.Reports;

/// <summary>
/// How many concerns residents reported, how fast they were acknowledged and decided, and what became of them, by month and neighborhood.
/// The filter's dates are those on which concerns were received; without dates the report covers the last twelve months.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadConcernsReport(ReportFilter Filter) : IQuery<ConcernsReport>;

/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Periods">Months, or longer periods if there would be too many months.</param>
/// <param name="Neighborhoods">Those with concerns, by name; concerns in no known neighborhood come last.</param>
public sealed record ConcernsReport(DateOnly Today, DateOnly From, DateOnly To, IReadOnlyList<ConcernsRow> Periods,
    IReadOnlyList<ConcernsRow> Neighborhoods, ConcernsRow All, ConcernsDefinitions Definitions) : IReport
{
    public ReportTable ToTable() => ConcernsTable.Of(this);
}

/// <summary>Definitions of the figures, shown beside them.</summary>
public sealed record ConcernsDefinitions
{
    public string Dates { get; init; } = "Dates are local dates on which concerns were received.";
    public string Received { get; init; } = "Concerns received, whether residents sent them or told the department.";
    public string Acknowledged { get; init; } =
        "Of those acknowledged or past the last day to acknowledge, those acknowledged by that day.";
    public string Decided { get; init; } = "Of those decided or past the last day to decide, those decided by that day. Reopening a "
        + "concern or referring it to an agency sets a new last day.";
    public string Median { get; init; } =
        "Median: half of those acknowledged or decided took more calendar days, half fewer; n is how many there were.";
    public string Open { get; init; } = "Not decided yet, without those that an agency has.";
    public string Referred { get; init; } = "With an agency that has not answered yet.";
    public string Linked { get; init; } = "Part of a problem.";
    public string Merged { get; init; } = "Handled together with another concern.";
    public string Closed { get; init; } = "Closed with a reason that the reporter reads.";
    public string Percent { get; init; } =
        "In parentheses: the range that likely contains the true share (95% Wilson confidence interval). With fewer than "
            + $"{Share.FewestForPercent} cases, no percentage is shown.";
}

internal sealed class ReadConcernsReportValidator : AbstractValidator<ReadConcernsReport>
{
    public ReadConcernsReportValidator()
    {
        this.ReportRules(q => q.Filter);
        RuleFor(q => q.Filter.LeadId).Null().WithMessage("Concerns have no lead officer. Leave this out.")
            .OverridePropertyName("leadId");
    }
}

internal sealed class ReadConcernsReportHandler(Db db, Actor actor, AgencySettings agency)
    : IRequestHandler<ReadConcernsReport, ConcernsReport>
{
    private sealed record Named
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
    }

    public async Task<ConcernsReport> Handle(ReadConcernsReport query, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var today = await agency.Today(ct);
        var (from, to) = Periods.Covered(query.Filter, today);
        var filter = query.Filter with { From = from, To = to };
        var where = new Predicates($"c.ReceivedAt >= @FromAt AND c.ReceivedAt < @ToAt AND {ConcernSql.VisibleTo(actor)}")
            .When(filter.NeighborhoodId is not null, "c.NeighborhoodId = @NeighborhoodId")
            .When(filter.CategoryCode is not null, "c.CategoryCode = @CategoryCode");
        var concerns = new List<ConcernTimes>();
        await foreach (var row in db.Stream<ConcernTimes.Row>($"""
            SELECT c.NeighborhoodId, c.Status, c.ReceivedAt, c.AcknowledgedAt, c.DecidedAt, c.AcknowledgeBy, c.DecideBy
            FROM Concern c {where}
            """, filter.Args(actor, calendar), ct))
            concerns.Add(ConcernTimes.Of(row, calendar.DateOf));
        var names = (await db.List<Named>("SELECT n.Id, n.Name FROM Neighborhood n ORDER BY n.Name, n.Id", null, ct))
            .ToDictionary(row => row.Id, row => row.Name);
        return new(today, from, to,
            [.. Periods.Of(from, to).Select(period => ConcernsRow.Of(period.Label, null,
                concerns.Where(one => one.ReceivedOn >= period.From && one.ReceivedOn <= period.To), today) with
            {
                Lists = Lists(filter, period.From, period.To),
            })],
            [.. concerns.GroupBy(one => one.NeighborhoodId)
                .Select(of => ConcernsRow.Of(of.Key is { } id ? names.GetValueOrDefault(id, "") : "No neighborhood", of.Key, of, today) with
                {
                    Lists = Lists(filter with { NeighborhoodId = of.Key ?? 0 }, from, to),
                })
                .OrderBy(row => row.NeighborhoodId is null).ThenBy(row => row.Label, StringComparer.Ordinal)],
            ConcernsRow.Of("All", null, concerns, today) with { Lists = Lists(filter, from, to) }, new());
    }

    private ConcernsLists? Lists(ReportFilter filter, DateOnly from, DateOnly to) =>
        actor.Might(Permission.WorkConcerns) ? ConcernsLists.Of(filter, from, to) : null;
}

internal static class ReadConcernsReportEndpoint
{
    public static void MapReadConcernsReport(this RouteGroupBuilder reports) =>
        reports.MapReport("concerns", "How many concerns residents reported, how fast they were decided, and what became of them",
            filter => new ReadConcernsReport(filter));
}
