using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>How the teams scored their own work on closed problems, with the sentence behind each score; closed last first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListScores : IQuery<Page<ScoreItem>>, IPaged, IProblemFilter
{
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    /// <summary>Of problems with this lead; 0 means nobody leads it.</summary>
    public long? LeadId { get; init; }
    /// <summary>First local day of the present closing, inclusive.</summary>
    public DateOnly? ClosedFrom { get; init; }
    /// <summary>Last local day, inclusive.</summary>
    public DateOnly? ClosedTo { get; init; }
    /// <summary>The weighted score is no less.</summary>
    public int? AtLeast { get; init; }
    /// <summary>The weighted score is less.</summary>
    public int? Below { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The list of the teams' own scores, whole, for a file: the same filters, the same rows.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportScores(ListScores Filter) : IQuery<CsvFile>;

/// <param name="Weighted">The mean of the four, 0 to 10, in which Analysis and Assessment count double; to a hundredth.</param>
public sealed record ScoreItem(
    long ProblemId, string Number, string Title, bool Confidential, long NeighborhoodId, string Neighborhood, string CategoryCode,
    string Category, DateTimeOffset ClosedAt,
    SelfScores Scores, double Weighted);

/// <summary>What is read for a <see cref="ScoreItem"/>; the sentences stand in the worksheet alone.</summary>
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

/// <summary>The list of scores: its filters, its order, its file.</summary>
internal static class ScoreList
{
    public static readonly Filters<ListScores> Filters = new Filters<ListScores>()
        // Only a closed problem has the moment of its closing, and the order goes by the index on that.
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
            { "closed", row => row.ClosedAt },
            { "scanning", row => row.Item.Scores.Scanning.Points },
            { "scanningBecause", row => row.Item.Scores.Scanning.Because },
            { "analysis", row => row.Item.Scores.Analysis.Points },
            { "analysisBecause", row => row.Item.Scores.Analysis.Because },
            { "response", row => row.Item.Scores.Response.Points },
            { "responseBecause", row => row.Item.Scores.Response.Because },
            { "assessment", row => row.Item.Scores.Assessment.Points },
            { "assessmentBecause", row => row.Item.Scores.Assessment.Because },
            { "weighted", row => row.Item.Weighted },
        },
    };
}

internal sealed class ListScoresValidator : AbstractValidator<ListScores>
{
    public ListScoresValidator()
    {
        this.ProblemRules();
        RuleFor(q => q.ClosedTo).Must((q, last) => !(q.ClosedFrom > last)).WithMessage("The last day lies before the first. Swap them.");
        RuleFor(q => q.AtLeast).InclusiveBetween(SelfScores.Lowest, SelfScores.Highest)
            .WithMessage($"Scores go from {SelfScores.Lowest} to {SelfScores.Highest}.");
        RuleFor(q => q.Below).Must((q, below) => !(q.AtLeast >= below)).WithMessage("No score is that low and that high. Swap them.");
        RuleFor(q => q.Below).InclusiveBetween(SelfScores.Lowest, SelfScores.Highest)
            .WithMessage($"Scores go from {SelfScores.Lowest} to {SelfScores.Highest}.");
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
        .WithName("ListScores").WithSummary("The teams' own scores of closed problems you may see, with the sentence behind each");
}
