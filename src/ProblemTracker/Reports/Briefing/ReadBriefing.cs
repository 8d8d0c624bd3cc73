using MediatR;

namespace ProblemTracker.Reports;

/// <summary>
/// What a commander reads in two minutes: what is open, late and escalated, what changed in the last seven days, what came in and went out
/// in twelve months, and what came of it in each neighborhood. It counts the problems that the actor may see.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadBriefing : IQuery<Briefing>
{
    /// <summary>Months of the flow, the present one included.</summary>
    public const int Months = 12;
    /// <summary>Quarters of the small series, the present one included.</summary>
    public const int Quarters = 8;
    /// <summary>Days that count as the last week, today included.</summary>
    public const int Week = 7;
    /// <summary>Problems named in a sentence.</summary>
    public const int Named = 3;
    /// <summary>Neighborhoods with series of their own: as many as fit on the second sheet.</summary>
    public const int Places = 16;
}

/// <param name="Escalated">Overdue problems of which somebody above the lead was told.</param>
/// <param name="WeekFrom">First day of the week that <paramref name="Week"/> tells of: the page's ends today, the email's is the calendar's
/// last one.</param>
/// <param name="WeekTo">Its last day.</param>
/// <param name="Months">The last twelve, the present one included, oldest first.</param>
/// <param name="Places">By name. The busiest, where there are more than <see cref="ReadBriefing.Places"/>.</param>
/// <param name="OtherPlaces">How many neighborhoods with open problems, closings or results are not among them.</param>
/// <param name="MostClosed">The largest number of closings of a neighborhood in a quarter: the height of the series.</param>
/// <param name="MostMeasured">The same of objectives.</param>
public sealed record Briefing(
    DateOnly Today, Figure Open, Figure Overdue, Figure Escalated, Figure OnHold, DateOnly WeekFrom, DateOnly WeekTo,
    IReadOnlyList<WeekLine> Week, IReadOnlyList<MonthFlow> Months,
    IReadOnlyList<PlaceSeries> Places, int OtherPlaces, int MostClosed, int MostMeasured, BriefingDefinitions Definitions);

/// <summary>A sentence about the week; its number comes first.</summary>
/// <param name="Sentence">What the number counts, agreeing with it: <c>problems were opened</c>.</param>
/// <param name="Problems">Some of them by name.</param>
/// <param name="WithoutTest">Of those that are said to have improved: how many had no pre-set test. Null where nothing is claimed.</param>
public sealed record WeekLine(Figure Figure, string Sentence, IReadOnlyList<NamedProblem> Problems, Figure? WithoutTest);

public sealed record NamedProblem
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public Verdict? Verdict { get; init; }
    public bool PresetTest { get; init; }
    /// <summary>It is said to have improved, and what would count as success was not written down before the response.</summary>
    public bool IsUntested => Verdict is Domain.Verdict.Improved or Domain.Verdict.PartlyImproved && !PresetTest;
    /// <summary>An email says its number only.</summary>
    public bool Confidential { get; init; }
}

public sealed record MonthFlow(Span Month, Figure Opened, Figure Closed);

/// <param name="Improved">Of the problems closed in the series' time with a verdict: those that improved.</param>
/// <param name="ImprovedWithoutTest">Of those that improved, those without a pre-set test.</param>
/// <param name="Unjudged">Closed in it without a verdict.</param>
/// <param name="Better">Of the quality-of-life objectives measured in it: those that moved the wanted way.</param>
/// <param name="BetterDoubted">Of these, those of problems whose assessment says no change, worse or cannot tell.</param>
public sealed record PlaceSeries(
    long NeighborhoodId, string Neighborhood, Figure Open, Figure Overdue, Share Improved, Figure ImprovedWithoutTest, Figure Unjudged,
    Share Better, Figure BetterDoubted, IReadOnlyList<QuarterResult> Quarters);

/// <param name="Improved">Closed in it with the verdict improved.</param>
/// <param name="Closed">Closed in it with any verdict.</param>
/// <param name="Better">Quality-of-life objectives of those closed in it that moved the wanted way.</param>
/// <param name="Measured">All that were measured.</param>
public sealed record QuarterResult(Span Quarter, int Improved, int Closed, int Better, int Measured);

/// <summary>What each figure counts, to be shown beside it.</summary>
public sealed record BriefingDefinitions
{
    public string Open { get; init; } = "Problems not closed.";
    public string Overdue { get; init; } = "Open problems whose stage was due before today, without those on hold.";
    public string Escalated { get; init; } = "Overdue problems that were escalated to a supervisor or a commander.";
    public string OnHold { get; init; } = "Open problems on hold until a date that a supervisor set.";
    public string Flow { get; init; } =
        "Opened: problems opened in the month. Closed: closings in the month; a problem that was reopened and closed again counts twice.";
    public string Improved { get; init; } = "Of the problems closed in the last eight quarters with a verdict, those that improved.";
    public string Better { get; init; } =
        "Of the objectives of these problems about fear, disorder, trust and quality of life that were measured after the response, those "
            + "that moved the wanted way, by however little. Doubted by the assessment: it says no change, worse or cannot tell.";
}

internal sealed class ReadBriefingHandler(BriefingReader reader, Actor actor) : IRequestHandler<ReadBriefing, Briefing>
{
    public Task<Briefing> Handle(ReadBriefing query, CancellationToken ct) => reader.Read(actor, lastWeek: null, ct);
}

internal static class ReadBriefingEndpoint
{
    public static void MapReadBriefing(this RouteGroupBuilder reports) => reports
        .MapGet("/briefing", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadBriefing(), ct))
        .WithName("ReadBriefing")
        .WithSummary("The commander's page: open, overdue, escalated, the week, the year, results by neighborhood");
}
