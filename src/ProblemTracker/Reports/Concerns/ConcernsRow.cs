using ProblemTracker.Analysis;

namespace ProblemTracker.Reports;

/// <summary>The figures of some concerns.</summary>
/// <param name="Label">A period, or the name of a neighborhood.</param>
/// <param name="NeighborhoodId">Null for a period, for no neighborhood and for all.</param>
/// <param name="DaysToAcknowledge">Median of calendar days, of <see cref="AcknowledgedCount"/> concerns; null if there are none.</param>
/// <param name="DaysToDecide">Median of calendar days, of <see cref="DecidedCount"/> concerns; null if there are none.</param>
public sealed record ConcernsRow(string Label, long? NeighborhoodId, int Received, InTime Acknowledged, double? DaysToAcknowledge,
    int AcknowledgedCount, InTime Decided, double? DaysToDecide, int DecidedCount, int Open, int Referred, int Linked, int Merged,
    int Closed)
{
    /// <summary>The lists behind the counts; null for a reader who can't open concerns.</summary>
    public ConcernsLists? Lists { get; init; }

    internal static ConcernsRow Of(string label, long? neighborhoodId, IEnumerable<ConcernTimes> some, DateOnly today)
    {
        var concerns = some.ToList();
        int[] acknowledged = [.. concerns.Where(one => one.AcknowledgedOn is not null)
            .Select(one => one.AcknowledgedOn!.Value.DayNumber - one.ReceivedOn.DayNumber)];
        int[] decided = [.. concerns.Where(one => one.DecidedOn is not null)
            .Select(one => one.DecidedOn!.Value.DayNumber - one.ReceivedOn.DayNumber)];
        int Now(ConcernStatus status) => concerns.Count(one => one.Status == status);
        return new(label, neighborhoodId, concerns.Count,
            InTime.Of(concerns.Select(one => (one.AcknowledgedOn, one.AcknowledgeBy)), today), Median(acknowledged), acknowledged.Length,
            InTime.Of(concerns.Select(one => (one.DecidedOn, one.DecideBy)), today), Median(decided), decided.Length,
            Now(ConcernStatus.New) + Now(ConcernStatus.Acknowledged), Now(ConcernStatus.Referred), Now(ConcernStatus.Linked),
            Now(ConcernStatus.Merged), Now(ConcernStatus.Closed));
    }

    private static double? Median(int[] days) =>
        Frequencies.Median([.. days.CountBy(day => day).OrderBy(day => day.Key).Select(day => ((double)day.Key, day.Value))]);
}

/// <summary>Addresses in the API of the lists behind the counts of a row.</summary>
public sealed record ConcernsLists(string Received, string Open, string Referred, string Linked, string Merged, string Closed)
{
    /// <param name="filter">The report's filter; its neighborhood is that of the row.</param>
    /// <param name="from">The first day received.</param>
    /// <param name="to">The last one.</param>
    internal static ConcernsLists Of(ReportFilter filter, DateOnly from, DateOnly to)
    {
        return new(List(), List(("open", "true"), ("withAgency", "false")), Now(ConcernStatus.Referred), Now(ConcernStatus.Linked),
            Now(ConcernStatus.Merged), Now(ConcernStatus.Closed));

        string Now(ConcernStatus status) => List(("status", status.ToString()));

        string List(params IEnumerable<(string Name, string? Value)> more) => filter.List("/concerns",
            [("receivedFrom", ReportFilter.Day(from)), ("receivedTo", ReportFilter.Day(to)), .. more]);
    }
}

/// <summary>How many of those that could be in time were.</summary>
/// <param name="Percent">0 to 100, rounded to a tenth; null with fewer than <see cref="Share.FewestForPercent"/> cases.</param>
/// <param name="Low">The lower end of the 95% Wilson confidence interval, in percent.</param>
/// <param name="High">The upper end.</param>
public sealed record InTime(int Part, int Whole, double? Percent, double? Low, double? High)
{
    internal static InTime Of(IEnumerable<(DateOnly? DoneOn, DateOnly By)> some, DateOnly today)
    {
        // One that is neither done nor past its last day says nothing yet.
        var known = some.Where(one => one.DoneOn is not null || one.By < today).ToList();
        var part = known.Count(one => one.DoneOn <= one.By);
        if (known.Count < Share.FewestForPercent) return new(part, known.Count, null, null, null);
        var share = (double)part / known.Count;
        var interval = Proportion.Wilson(share, known.Count);
        return new(part, known.Count, InPercent(share), InPercent(interval.Low), InPercent(interval.High));
    }

    private static double InPercent(double share) => Math.Round(100 * share, 1);
}

/// <summary>The local days of a concern.</summary>
internal sealed record ConcernTimes(long? NeighborhoodId, ConcernStatus Status, DateOnly ReceivedOn, DateOnly? AcknowledgedOn,
    DateOnly? DecidedOn, DateOnly AcknowledgeBy, DateOnly DecideBy)
{
    internal sealed record Row
    {
        public long? NeighborhoodId { get; init; }
        public ConcernStatus Status { get; init; }
        public DateTimeOffset ReceivedAt { get; init; }
        public DateTimeOffset? AcknowledgedAt { get; init; }
        public DateTimeOffset? DecidedAt { get; init; }
        public DateOnly AcknowledgeBy { get; init; }
        public DateOnly DecideBy { get; init; }
    }

    internal static ConcernTimes Of(Row row, Func<DateTimeOffset, DateOnly> dateOf) => new(row.NeighborhoodId, row.Status,
        dateOf(row.ReceivedAt), row.AcknowledgedAt is { } at ? dateOf(at) : null, row.DecidedAt is { } decided ? dateOf(decided) : null,
        row.AcknowledgeBy, row.DecideBy);
}

/// <summary>The report as one table.</summary>
internal static class ConcernsTable
{
    private static readonly string[] Header =
    [
        "section", "about", "received", "acknowledgedInTime", "acknowledgedInTimeOf", "acknowledgedInTimePercent",
        "medianDaysToAcknowledge", "acknowledged", "decidedInTime", "decidedInTimeOf", "decidedInTimePercent", "medianDaysToDecide",
        "decided", "open", "referred", "linked", "merged", "closed",
    ];

    public static ReportTable Of(ConcernsReport report) => new("concerns", Header,
    [
        .. report.Periods.Select(row => Row("period", row)), .. report.Neighborhoods.Select(row => Row("neighborhood", row)),
        Row("all", report.All),
    ]);

    private static IReadOnlyList<object?> Row(string section, ConcernsRow row) =>
    [
        section, row.Label, row.Received, row.Acknowledged.Part, row.Acknowledged.Whole, row.Acknowledged.Percent, row.DaysToAcknowledge,
        row.AcknowledgedCount, row.Decided.Part, row.Decided.Whole, row.Decided.Percent, row.DaysToDecide, row.DecidedCount, row.Open,
        row.Referred, row.Linked, row.Merged, row.Closed,
    ];
}
