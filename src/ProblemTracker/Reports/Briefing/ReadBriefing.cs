using MediatR;

namespace ProblemTracker.Reports;

/// <summary>
/// A two-minute briefing for a commander: what is open, overdue and escalated, what changed in the last seven days, problems opened and
/// closed in the last twelve months, and results by neighborhood. Includes only problems that the actor may see.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadBriefing : IQuery<Briefing>
{
    /// <summary>Months of the flow, including the current one.</summary>
    public const int Months = 12;
    /// <summary>Quarters of the series by neighborhood, including the current one.</summary>
    public const int Quarters = 8;
    /// <summary>Days in the last week, including today.</summary>
    public const int Week = 7;
    /// <summary>The most problems named in one line of the week.</summary>
    public const int Named = 3;
    /// <summary>The most neighborhoods with series: as many as fit on the second printed sheet.</summary>
    public const int Places = 16;
}

/// <param name="Escalated">Overdue problems that were escalated above the lead officer.</param>
/// <param name="WeekFrom">
/// First day that <paramref name="Week"/> covers. On the page the week ends today; in the email it is the last calendar week.
/// </param>
/// <param name="WeekTo">Last day, inclusive.</param>
/// <param name="Months">The last twelve, including the current one, oldest first.</param>
/// <param name="Places">By name. The busiest, if there are more than 16.</param>
/// <param name="OtherPlaces">The number of other neighborhoods with open problems, closings or results.</param>
/// <param name="MostClosed">The most closings in a neighborhood in one quarter: the full height of the series.</param>
/// <param name="MostMeasured">The same for measured objectives.</param>
public sealed record Briefing(
    DateOnly Today, Figure Open, Figure Overdue, Figure Escalated, Figure OnHold, DateOnly WeekFrom, DateOnly WeekTo,
    IReadOnlyList<WeekLine> Week, IReadOnlyList<MonthFlow> Months,
    IReadOnlyList<PlaceSeries> Places, int OtherPlaces, int MostClosed, int MostMeasured, BriefingDefinitions Definitions)
{
    /// <summary>
    /// Quality of life by neighborhood, each compared only to its own past. Of more than 16, those in <see cref="Places"/>.
    /// </summary>
    public IReadOnlyList<PlaceLife> Life { get; init; } = [];
    /// <summary>Null if all three are zero.</summary>
    public BriefingSignals? Signals { get; init; }
    /// <summary>Where the verdicts of the quarters come from.</summary>
    public VerdictOrigins? Origins { get; init; }
}

/// <summary>Signals in the incidents.</summary>
/// <param name="New">First found in the week.</param>
/// <param name="Waiting">Open today.</param>
/// <param name="Problems">Made part of a problem in the week.</param>
public sealed record BriefingSignals(Figure New, Figure Waiting, Figure Problems);

/// <summary>One change in the week: a number, and words that follow it.</summary>
/// <param name="Sentence">What the number counts, singular or plural to agree with it: <c>problems were opened</c>.</param>
/// <param name="Problems">The first few by name.</param>
/// <param name="WithoutTest">How many of those that improved had no pre-set test; null for lines that claim no improvement.</param>
public sealed record WeekLine(Figure Figure, string Sentence, IReadOnlyList<NamedProblem> Problems, Figure? WithoutTest);

public sealed record NamedProblem
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public Verdict? Verdict { get; init; }
    public bool PresetTest { get; init; }
    /// <summary>The verdict is improved or partly improved, and the test was not set before the response began.</summary>
    public bool IsUntested => Verdict is Domain.Verdict.Improved or Domain.Verdict.PartlyImproved && !PresetTest;
    /// <summary>An email gives only its number.</summary>
    public bool Confidential { get; init; }
}

public sealed record MonthFlow(Span Month, Figure Opened, Figure Closed);

/// <param name="Improved">Of the problems closed in these quarters with a verdict, those that improved.</param>
/// <param name="ImprovedWithoutTest">Of those that improved, those without a pre-set test.</param>
/// <param name="WithoutVerdict">Problems closed in these quarters without a verdict.</param>
/// <param name="Better">Of the measured quality-of-life objectives of these problems, those that moved in the intended direction.</param>
/// <param name="BetterDoubted">Of these, those of problems with the verdict no change, worse or cannot tell.</param>
public sealed record PlaceSeries(
    long NeighborhoodId, string Neighborhood, Figure Open, Figure Overdue, Share Improved, Figure ImprovedWithoutTest,
        Figure WithoutVerdict,
    Share Better, Figure BetterDoubted, IReadOnlyList<QuarterResult> Quarters);

/// <param name="Improved">Problems closed in the quarter with the verdict improved.</param>
/// <param name="Closed">Problems closed in the quarter with any verdict.</param>
/// <param name="Better">Quality-of-life objectives of problems closed in the quarter that moved in the intended direction.</param>
/// <param name="Measured">All measured quality-of-life objectives of these problems.</param>
public sealed record QuarterResult(Span Quarter, int Improved, int Closed, int Better, int Measured);

/// <summary>Definitions of the figures, shown beside them.</summary>
public sealed record BriefingDefinitions
{
    public string Open { get; init; } = "Problems that are not closed.";
    public string Overdue { get; init; } = "Open problems whose stage was due before today, except problems on hold.";
    public string Escalated { get; init; } = "Overdue problems that were escalated to a supervisor or commander.";
    public string OnHold { get; init; } = "Open problems that a supervisor put on hold until a later date.";
    public string Signals { get; init; } = "Signals found for the first time: more incidents than expected at a place or in a category.";
    public string Waiting { get; init; } = "Signals that nobody has decided about, today.";
    public string SignalProblems { get; init; } = "Signals from which a problem was opened, or that were linked to one.";
    public string Flow { get; init; } =
        "Opened: problems opened in the month. Closed: closings in the month; a problem reopened and closed again counts twice.";
    public string Improved { get; init; } = "Of the problems closed with a verdict in the last 8 quarters, those that improved.";
    public string Better { get; init; } =
        "Of the measured objectives of these problems for fear, disorder, trust and quality of life, those that moved in the intended "
            + "direction by any amount. Not supported by the assessment: the verdict is no change, worse or cannot tell.";
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
        .WithSummary("Read the briefing: open, overdue and escalated problems, the last 7 days, the last 12 months, "
            + "results by neighborhood");
}
