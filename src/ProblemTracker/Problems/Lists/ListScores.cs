using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Teams' scores of their own work on closed problems, with the sentence behind each score; most recently closed first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListScores : IQuery<Page<ScoreItem>>, IPaged, IProblemFilter
{
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    /// <summary>Id of the problem's lead; 0 for problems without a lead.</summary>
    public long? LeadId { get; init; }
    /// <summary>First local day of the current closing, inclusive.</summary>
    public DateOnly? ClosedFrom { get; init; }
    /// <summary>Last local day, inclusive.</summary>
    public DateOnly? ClosedTo { get; init; }
    /// <summary>Lowest weighted score, inclusive.</summary>
    public int? AtLeast { get; init; }
    /// <summary>Highest weighted score, exclusive.</summary>
    public int? Below { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same scores as a CSV file, without paging.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportScores(ListScores Filter) : IQuery<CsvFile>;

/// <param name="Weighted">The weighted mean of the four scores, 0 to 10, to two decimals. Analysis and Assessment count double.</param>
public sealed record ScoreItem(
    long ProblemId, string Number, string Title, bool Confidential, long NeighborhoodId, string Neighborhood, string CategoryCode,
    string Category, DateTimeOffset ClosedAt, SelfScores Scores, double Weighted);

/// <summary>A row read for a <see cref="ScoreItem"/>, with the Assessment worksheet, the only place that holds the sentences.</summary>
internal sealed record ScoreRow
{
    private ScoreItem? _item;

    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public bool Confidential { get; init; }
    public long NeighborhoodId { get; init; }
    public string Neighborhood { get; init; } = "";
    public string CategoryCode { get; init; } = "";
    public string Category { get; init; } = "";
    public DateTimeOffset ClosedAt { get; init; }
    public string Body { get; init; } = "";

    public ScoreItem Item => _item ??= Read(JsonSerializer.Deserialize<AssessmentSheet>(Body, Json.Options)!.Scores);

    private ScoreItem Read(SelfScores scores) => new(
        ProblemId, Number, Title, Confidential, NeighborhoodId, Neighborhood, CategoryCode, Category, ClosedAt,
        scores, Math.Round(scores.Weighted ?? 0, 2));
}

/// <summary>The list of scores: its filters, order and CSV file.</summary>
internal static class ScoreList
{
    public static readonly Filters<ListScores> Filters = new Filters<ListScores>()
        // Selects closed problems by ClosedAt, since the index on it also gives the order.
        .Always($"p.ClosedAt IS NOT NULL AND {ProblemSql.Scored}")
        .Instants(q => q.ClosedFrom, q => q.ClosedTo, "p.ClosedAt")
        .Is(q => q.AtLeast, $"{ScoreSql.Sixths} >= 6 * @AtLeast")
        .Is(q => q.Below, $"{ScoreSql.Sixths} < 6 * @Below")
        .OfProblem();

    private static readonly ListOrder<ScoreRow> ClosedLast =
        new(descending: true) { { "p.ClosedAt", row => row.ClosedAt }, { "p.Id", row => row.ProblemId } };

    public static readonly Listing<ListScores, ScoreRow> Listing = new()
    {
        Columns = """
            p.Id AS ProblemId, p.Number, p.Title, p.Confidential, p.NeighborhoodId, n.Name AS Neighborhood, p.CategoryCode,
            c.Name AS Category, p.ClosedAt, w.Body
            """,
        From = "Problem p",
        Names = """
            LEFT JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            LEFT JOIN Category c ON c.Code = p.CategoryCode
            LEFT JOIN Worksheet w ON w.ProblemId = p.Id AND w.Kind = 'Assessment'
            """,
        Filters = Filters,
        Order = _ => ClosedLast,
        File = new("scores", "p.ClosedAt DESC, p.Id DESC")
        {
            { "number", row => row.Number },
            { "title", row => row.Title },
            { "category", row => row.Category },
            { "neighborhood", row => row.Neighborhood },
            { "closedAt", row => row.ClosedAt },
            { "scanning", row => row.Item.Scores.Scanning.Points },
            { "scanningReason", row => row.Item.Scores.Scanning.Reason },
            { "analysis", row => row.Item.Scores.Analysis.Points },
            { "analysisReason", row => row.Item.Scores.Analysis.Reason },
            { "response", row => row.Item.Scores.Response.Points },
            { "responseReason", row => row.Item.Scores.Response.Reason },
            { "assessment", row => row.Item.Scores.Assessment.Points },
            { "assessmentReason", row => row.Item.Scores.Assessment.Reason },
            { "weighted", row => row.Item.Weighted },
        },
    };
}

internal sealed class ListScoresValidator : AbstractValidator<ListScores>
{
    public ListScoresValidator()
    {
        this.ProblemRules();
        RuleFor(q => q.ClosedTo).Must((q, last) => !(q.ClosedFrom > last)).WithMessage("The last day is before the first. Swap them.");
        RuleFor(q => q.AtLeast).InclusiveBetween(SelfScores.Lowest, SelfScores.Highest)
            .WithMessage($"Scores must be between {SelfScores.Lowest} and {SelfScores.Highest}.");
        RuleFor(q => q.Below).Must((q, below) => !(q.AtLeast >= below))
            .WithMessage("The upper limit must be greater than the lower limit. Swap them.");
        RuleFor(q => q.Below).InclusiveBetween(SelfScores.Lowest, SelfScores.Highest)
            .WithMessage($"Scores must be between {SelfScores.Lowest} and {SelfScores.Highest}.");
    }
}

internal sealed class ListScoresHandler(ListReader lists)
    : IRequestHandler<ListScores, Page<ScoreItem>>, IRequestHandler<ExportScores, CsvFile>
{
    public async Task<Page<ScoreItem>> Handle(ListScores query, CancellationToken ct) =>
        (await lists.Page(ScoreList.Listing, query, ct)).Select(row => row.Item);

    public Task<CsvFile> Handle(ExportScores query, CancellationToken ct) => lists.File(ScoreList.Listing, query.Filter, ct);
}

internal static class ListScoresEndpoint
{
    public static void MapListScores(this RouteGroupBuilder scores) => scores
        .MapGet("/", ([AsParameters] ListScores query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListScores").WithSummary("List teams' scores of their own work on closed problems, with the sentence behind each");
}
