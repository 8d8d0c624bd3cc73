using System.Globalization;
using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>How the teams scored their own work on closed problems, with the sentence behind each score; closed last first.</summary>
/// <param name="LeadId">Of problems with this lead; 0 means nobody leads it.</param>
/// <param name="ClosedFrom">First local day of the present closing, inclusive.</param>
/// <param name="ClosedTo">Last local day, inclusive.</param>
/// <param name="AtLeast">The weighted score is no less.</param>
/// <param name="Below">The weighted score is less.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListScores(
    long? NeighborhoodId = null, string? CategoryCode = null, long? LeadId = null, DateOnly? ClosedFrom = null, DateOnly? ClosedTo = null,
    int? AtLeast = null, int? Below = null, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<ScoreItem>>;

/// <param name="Weighted">The mean of the four, 0 to 10, in which Analysis and Assessment count double; to a hundredth.</param>
public sealed record ScoreItem(
    long ProblemId, string Number, string Title, bool Confidential, long NeighborhoodId, string Neighborhood, string CategoryCode, string Category, DateTimeOffset ClosedAt,
    SelfScores Scores, double Weighted);

internal sealed class ListScoresValidator : AbstractValidator<ListScores>
{
    public ListScoresValidator()
    {
        this.ProblemRules(q => (q.NeighborhoodId, q.CategoryCode, q.LeadId));
        this.PageRules(q => q.Size, q => q.After, 2);
        RuleFor(q => q.ClosedTo).Must((q, last) => !(q.ClosedFrom > last)).WithMessage("The last day lies before the first. Swap them.");
        RuleFor(q => q.AtLeast).InclusiveBetween(SelfScores.Lowest, SelfScores.Highest).WithMessage($"Scores go from {SelfScores.Lowest} to {SelfScores.Highest}.");
        RuleFor(q => q.Below).Must((q, below) => !(q.AtLeast >= below)).WithMessage("No score is that low and that high. Swap them.");
        RuleFor(q => q.Below).InclusiveBetween(SelfScores.Lowest, SelfScores.Highest).WithMessage($"Scores go from {SelfScores.Lowest} to {SelfScores.Highest}.");
    }
}

/// <summary>A row of <see cref="ScoreSql.Rows"/>; the sentences stand in the worksheet alone.</summary>
internal sealed record ScoreRow
{
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

    public ScoreItem Item
    {
        get
        {
            var scores = JsonSerializer.Deserialize<AssessmentSheet>(Body, Json.Options)!.Scores;
            return new(ProblemId, Number, Title, Confidential, NeighborhoodId, Neighborhood, CategoryCode, Category, ClosedAt, scores, Math.Round(scores.Weighted ?? 0, 2));
        }
    }
}

/// <summary>Parameters of <see cref="ScoreSql.Matching"/> and of one page.</summary>
internal sealed record ScoreArgs
{
    public long? ActorId { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    public long? LeadId { get; init; }
    public DateTimeOffset ClosedFrom { get; init; }
    public DateTimeOffset ClosedTo { get; init; }
    public double? AtLeastSixths { get; init; }
    public double? BelowSixths { get; init; }
    public DateTimeOffset AfterAt { get; init; }
    public long AfterId { get; init; }
    public int Take { get; init; }
    public int CountTo { get; init; }

    public static ScoreArgs Of(ListScores query, Actor actor, AgencyCalendar calendar) => new()
    {
        ActorId = actor.PersonId,
        NeighborhoodId = query.NeighborhoodId,
        CategoryCode = query.CategoryCode,
        LeadId = query.LeadId,
        ClosedFrom = query.ClosedFrom is { } from ? calendar.StartOf(from) : default,
        ClosedTo = query.ClosedTo is { } to ? calendar.EndOf(to) : default,
        AtLeastSixths = query.AtLeast * SelfScores.Weights,
        BelowSixths = query.Below * SelfScores.Weights,
    };
}

internal sealed class ListScoresHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ListScores, Page<ScoreItem>>
{
    public async Task<Page<ScoreItem>> Handle(ListScores query, CancellationToken ct)
    {
        var where = ScoreSql.Matching(query, actor);
        var key = PageKey.Parse(query.After, 2) is { } parts && DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, out var at)
            ? (At: at, Id: long.Parse(parts[1], CultureInfo.InvariantCulture)) : ((DateTimeOffset At, long Id)?)null;
        var args = ScoreArgs.Of(query, actor, await agency.Calendar(ct)) with
        {
            AfterAt = key?.At ?? default,
            AfterId = key?.Id ?? 0,
            Take = query.Size + 1,
            CountTo = Page.CountedExactlyUpTo + 1,
        };
        var rows = await db.List<ScoreRow>($"""
            {ScoreSql.Rows}
            {where.When(key is not null, "p.ClosedAt <= @AfterAt AND (p.ClosedAt < @AfterAt OR p.Id < @AfterId)")}
            ORDER BY p.ClosedAt DESC, p.Id DESC {db.Dialect.First("@Take")}
            """, args, ct);
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (SELECT p.Id FROM Problem p {where} ORDER BY p.ClosedAt DESC, p.Id DESC {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        return Page.Of([.. rows.Select(row => row.Item)], query.Size, total, last => PageKey.For(last.ClosedAt.ToString("O", CultureInfo.InvariantCulture), $"{last.ProblemId}"));
    }
}

internal static class ListScoresEndpoint
{
    /// <summary>The message as it stands in a query string.</summary>
    public sealed record Query(
        long? NeighborhoodId, string? CategoryCode, long? LeadId, DateOnly? ClosedFrom, DateOnly? ClosedTo, int? AtLeast, int? Below, string? After, int? Size);

    public static void MapListScores(this RouteGroupBuilder scores) => scores
        .MapGet("/", ([AsParameters] Query q, IMediator mediator, CancellationToken ct) => mediator.Send(new ListScores(
            q.NeighborhoodId, q.CategoryCode, q.LeadId, q.ClosedFrom, q.ClosedTo, q.AtLeast, q.Below, q.After, q.Size ?? Page.DefaultSize), ct))
        .WithName("ListScores").WithSummary("The teams' own scores of closed problems you may see, with the sentence behind each").ProducesValidationProblem();
}
