using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Surveys;

namespace ProblemTracker.Engagement;

/// <summary>Where residents were met, by neighborhood, in a period of up to a year.</summary>
/// <param name="From">First day; by default three months end on the last day.</param>
/// <param name="To">Last day; today by default and at most.</param>
[Needs(Permission.ReadProblems)]
public sealed record ReadReach(DateOnly? From = null, DateOnly? To = null) : IQuery<Reach>;

/// <param name="From">First day of the period.</param>
/// <param name="To">Last day of the period.</param>
/// <param name="Neighborhoods">Those of today and those with contacts in the period; the ones without a recent contact first.</param>
/// <param name="Months">The months of the period, also with contacts for the whole city.</param>
/// <param name="WholeCity">Contacts for the whole city, which count in no neighborhood.</param>
public sealed record Reach(
    DateOnly From, DateOnly To, IReadOnlyList<ReachRow> Neighborhoods, IReadOnlyList<ReachMonth> Months, int WholeCity);

/// <param name="Month">Its first day.</param>
/// <param name="People">Residents met; who was met twice counts twice.</param>
/// <param name="Hours">Officers' hours.</param>
/// <param name="Kinds">The kinds of its contacts, the most frequent first.</param>
public sealed record ReachMonth(DateOnly Month, int Contacts, int People, decimal Hours, IReadOnlyList<ReachKind> Kinds);

public sealed record ReachKind(EngagementKind Kind, int Contacts);

public sealed record ReachRow
{
    public long NeighborhoodId { get; init; }
    public string Neighborhood { get; init; } = "";
    public int Contacts { get; init; }
    /// <summary>Residents met; who was met twice counts twice.</summary>
    public int People { get; init; }
    /// <summary>People who live there; null if not known.</summary>
    public int? Population { get; init; }
    /// <summary>Residents met per 1,000 who live there, with one decimal; null if the population is not known.</summary>
    public decimal? PeoplePerThousand { get; init; }
    /// <summary>Officers' hours.</summary>
    public decimal Hours { get; init; }
    /// <summary>The day of the last contact, also outside the period; null if there never was one.</summary>
    public DateOnly? LastOn { get; init; }
    /// <summary>Months of the period without a contact, counted back from its last day.</summary>
    public int MonthsWithNone { get; init; }
    /// <summary>Whether nobody was met today and on the 30 days before. False for a neighborhood that has ended.</summary>
    public bool IsUnmet { get; init; }
    /// <summary>Whether it exists today and can be drawn on a map.</summary>
    public bool HasOutline { get; init; }
    /// <summary>What the latest closed wave of its surveys says about trust, until the last day of the period; null without one.</summary>
    public ReachTrust? Trust { get; init; }
}

/// <summary>The questions about trust of a wave.</summary>
/// <param name="ClosedOn">The day on which the wave was closed.</param>
/// <param name="People">People who answered; null if they are too few to be shown.</param>
/// <param name="Percent">Share of the two highest of five answers, 0 to 100, with one decimal.</param>
/// <param name="Low">The 95% confidence interval.</param>
public sealed record ReachTrust(long SurveyId, DateOnly ClosedOn, int? People, double? Percent, double? Low, double? High);

internal sealed class ReadReachValidator : AbstractValidator<ReadReach>
{
    /// <summary>Whatever is before it, is a mistake in the year.</summary>
    private static readonly DateOnly Earliest = new(2000, 1, 1);

    public ReadReachValidator()
    {
        RuleFor(q => q.From).Must(day => day is null || day >= Earliest).WithMessage("Enter a day after 1999.");
        RuleFor(q => q.To).Must(day => day is null || day >= Earliest).WithMessage("Enter a day after 1999.");
    }
}

internal sealed class ReadReachHandler(Db db, AgencySettings agency, NeighborhoodMeasures measures) : IRequestHandler<ReadReach, Reach>
{
    /// <summary>The longest period, in days.</summary>
    private const int Longest = 366;

    private const int StandardMonths = 3;

    /// <summary>Waves closed longer ago say nothing about today's trust.</summary>
    private const int TrustYears = 5;

    private const decimal Thousand = 1000;

    private sealed record Place
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public bool Active { get; init; }
        public int? Population { get; init; }
        public bool HasBoundary { get; init; }
        public DateOnly? LastOn { get; init; }
    }

    private sealed record Day
    {
        public long? NeighborhoodId { get; init; }
        public EngagementKind Kind { get; init; }
        public DateOnly HappenedOn { get; init; }
        public int Contacts { get; init; }
        public int People { get; init; }
        public int Minutes { get; init; }
    }

    public async Task<Reach> Handle(ReadReach query, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var last = query.To < today ? query.To.Value : today;
        var first = query.From ?? last.AddMonths(-StandardMonths).AddDays(1);
        if (first > last) throw new Invalid("from", "Enter a first day that is not after the last day and not in the future.");
        if (last.DayNumber - first.DayNumber >= Longest) throw new Invalid("from", "Choose a period of at most a year.");

        var places = await db.List<Place>($"""
            SELECT n.Id, n.Name, n.Population, IIF(n.Boundary IS NULL, 0, 1) AS HasBoundary,
                IIF({NeighborhoodSql.IsCurrent}, 1, 0) AS Active,
                (SELECT MAX(e.HappenedOn) FROM Engagement e WHERE e.NeighborhoodId = n.Id) AS LastOn
            FROM Neighborhood n WHERE n.IsUnassigned = 0 ORDER BY n.NameKey
            """, new { today }, ct);
        var all = await db.List<Day>("""
            SELECT e.NeighborhoodId, e.Kind, e.HappenedOn, COUNT(*) AS Contacts, SUM(e.People) AS People, SUM(e.Minutes) AS Minutes
            FROM Engagement e WHERE e.HappenedOn >= @first AND e.HappenedOn <= @last
            GROUP BY e.HappenedOn, e.NeighborhoodId, e.Kind
            """, new { first, last }, ct);
        var days = all.ToLookup(day => day.NeighborhoodId);

        var trust = (await measures.Read(null, last.AddYears(-TrustYears), ct)).Where(wave => wave.ClosedOn <= last)
            .ToLookup(wave => wave.NeighborhoodId, Trust);

        return new(first, last,
        [
            .. from place in places
               let row = Row(place, [.. days[place.Id]], first, last, today) with
               {
                   Trust = trust[place.Id].LastOrDefault(one => one is not null),
               }
               where place.Active || row.Contacts > 0
               orderby row.IsUnmet descending, row.IsUnmet ? row.LastOn ?? DateOnly.MinValue : DateOnly.MinValue
               select row,
        ], Months(all, first, last), days[null].Sum(day => day.Contacts));
    }

    private static List<ReachMonth> Months(IReadOnlyList<Day> days, DateOnly first, DateOnly last)
    {
        var byMonth = days.ToLookup(day => new DateOnly(day.HappenedOn.Year, day.HappenedOn.Month, 1));
        var months = new List<ReachMonth>();
        for (var month = new DateOnly(first.Year, first.Month, 1); month <= last; month = month.AddMonths(1))
            months.Add(new(month, byMonth[month].Sum(day => day.Contacts), byMonth[month].Sum(day => day.People),
                Hours(byMonth[month]),
                [.. byMonth[month].GroupBy(day => day.Kind, (kind, of) => new ReachKind(kind, of.Sum(day => day.Contacts)))
                    .OrderByDescending(kind => kind.Contacts).ThenBy(kind => kind.Kind)]));
        return months;
    }

    private static decimal Hours(IEnumerable<Day> days) =>
        Math.Round(days.Sum(day => day.Minutes) / 60m, 1, MidpointRounding.AwayFromZero);

    private static ReachRow Row(Place place, IReadOnlyList<Day> days, DateOnly first, DateOnly last, DateOnly today) => new()
    {
        NeighborhoodId = place.Id,
        Neighborhood = place.Name,
        Contacts = days.Sum(day => day.Contacts),
        People = days.Sum(day => day.People),
        Population = place.Population,
        PeoplePerThousand = place.Population is > 0 and var people
            ? Math.Round(days.Sum(day => day.People) * Thousand / people, 1, MidpointRounding.AwayFromZero) : null,
        Hours = Hours(days),
        LastOn = place.LastOn,
        MonthsWithNone = Contacts.MonthsWithNone([.. days.Select(day => day.HappenedOn)], first, last),
        IsUnmet = place.Active && Contacts.IsUnmet(place.LastOn, today),
        HasOutline = place.Active && place.HasBoundary,
    };

    private static ReachTrust? Trust(MeasuredWave wave) =>
        wave.Figures.FirstOrDefault(figure => figure.Measure == MeasureKind.Trust) is not { } figure ? null
            : new(wave.SurveyId, wave.ClosedOn, figure.People, Rounded(figure.TopTwoPercent), Rounded(figure.TopTwoLow),
                Rounded(figure.TopTwoHigh));

    private static double? Rounded(double? percent) => percent is { } value ? Math.Round(value, 1) : null;
}

internal static class ReadReachEndpoint
{
    public static void MapReadReach(this RouteGroupBuilder engagements) => engagements
        .MapGet("/reach", ([AsParameters] ReadReach query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ReadReach").WithSummary("Count contacts with residents by neighborhood, those without a recent one first");
}
