using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Single objectives of the problems that the actor may see, with what became of them; those of the newest problem first.</summary>
/// <param name="LeadId">Of problems with this lead; 0 means nobody leads it.</param>
/// <param name="Closed">True: of closed problems only, false: of open ones.</param>
/// <param name="ClosedFrom">First local day of the present closing, inclusive.</param>
/// <param name="ClosedTo">Last local day, inclusive.</param>
/// <param name="KindGiven">Whether the sheet says what kind of measure it is.</param>
/// <param name="Measured">Whether there is a number before and one after.</param>
/// <param name="Moved">Of those measured: whether it moved in the wanted direction.</param>
/// <param name="Reached">Of those measured: whether it came as far as its target.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListObjectives(
    long? ProblemId = null, long? NeighborhoodId = null, string? CategoryCode = null, long? LeadId = null, bool? Closed = null, DateOnly? ClosedFrom = null,
    DateOnly? ClosedTo = null, MeasureKind? Kind = null, bool? KindGiven = null, bool? Measured = null, bool? Moved = null, bool? Reached = null,
    string? After = null, int Size = Page.DefaultSize) : IQuery<Page<ObjectiveItem>>
{
    /// <summary>Whether it is about fear, disorder, trust or quality of life.</summary>
    public bool? QualityOfLife { get; init; }
    /// <summary>Whether it was measured and has a target.</summary>
    public bool? Targeted { get; init; }
    /// <summary>Whether the assessment of its problem says no change, worse or cannot tell, whatever the number does.</summary>
    public bool? Doubted { get; init; }
}

public sealed record ObjectiveItem
{
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public bool Confidential { get; init; }
    public long NeighborhoodId { get; init; }
    public string Neighborhood { get; init; } = "";
    public string CategoryCode { get; init; } = "";
    public string Category { get; init; } = "";
    public Stage Stage { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    /// <summary>Names it within its problem.</summary>
    public string ObjectiveKey { get; init; } = "";
    public string? Measure { get; init; }
    public MeasureKind? Kind { get; init; }
    public string? Unit { get; init; }
    public Direction? Direction { get; init; }
    /// <summary>Before the response, in the measure's own unit.</summary>
    public double? BaselineValue { get; init; }
    public double? TargetValue { get; init; }
    public DateOnly? TargetDate { get; init; }
    /// <summary>After the response; null until it was measured.</summary>
    public double? AfterValue { get; init; }

    [JsonIgnore]
    public ObjectiveOutcome Outcome => new(Direction, BaselineValue, TargetValue, AfterValue);

    /// <summary>Whether it moved in the wanted direction; null where it was not measured.</summary>
    public bool? MovedAsWanted => Outcome.MovedAsWanted;
    /// <summary>Whether it came as far as its target; null where it was not measured or has no target.</summary>
    public bool? ReachedTarget => Outcome.ReachedTarget;
    /// <summary>Change in percent of the baseline, to a tenth: positive is for the better, whichever direction is wanted.</summary>
    public double? PercentBetter => Outcome.PercentBetter is { } percent ? Math.Round(percent, 1) : null;
}

internal sealed class ListObjectivesValidator : AbstractValidator<ListObjectives>
{
    public ListObjectivesValidator()
    {
        this.ProblemRules(q => (q.NeighborhoodId, q.CategoryCode, q.LeadId));
        this.PageRules(q => q.Size, q => q.After, 2);
        RuleFor(q => q.Kind).IsInEnum();
        RuleFor(q => q.ClosedTo).Must((q, last) => !(q.ClosedFrom > last)).WithMessage("The last day lies before the first. Swap them.");
    }
}

/// <summary>Parameters of <see cref="ObjectiveSql.Matching"/> and of one page.</summary>
internal sealed record ObjectiveArgs
{
    public long? ActorId { get; init; }
    public long? ProblemId { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    public long? LeadId { get; init; }
    public DateTimeOffset ClosedFrom { get; init; }
    public DateTimeOffset ClosedTo { get; init; }
    public string? Kind { get; init; }
    public long AfterId { get; init; }
    public string? AfterKey { get; init; }
    public int Take { get; init; }
    public int CountTo { get; init; }

    public static ObjectiveArgs Of(ListObjectives query, Actor actor, AgencyCalendar calendar) => new()
    {
        ActorId = actor.PersonId,
        ProblemId = query.ProblemId,
        NeighborhoodId = query.NeighborhoodId,
        CategoryCode = query.CategoryCode,
        LeadId = query.LeadId,
        ClosedFrom = query.ClosedFrom is { } from ? calendar.StartOf(from) : default,
        ClosedTo = query.ClosedTo is { } to ? calendar.EndOf(to) : default,
        Kind = query.Kind?.ToString(),
    };
}

internal sealed class ListObjectivesHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ListObjectives, Page<ObjectiveItem>>
{
    public async Task<Page<ObjectiveItem>> Handle(ListObjectives query, CancellationToken ct)
    {
        var where = ObjectiveSql.Matching(query, actor);
        var key = PageKey.Parse(query.After, 2);
        var args = ObjectiveArgs.Of(query, actor, await agency.Calendar(ct)) with
        {
            AfterId = PageKey.LastId(query.After, 2) ?? 0,
            AfterKey = key?[0],
            Take = query.Size + 1,
            CountTo = Page.CountedExactlyUpTo + 1,
        };
        var rows = await db.List<ObjectiveItem>($"""
            {ObjectiveSql.Rows}
            {where.When(key is not null, "o.ProblemId <= @AfterId AND (o.ProblemId < @AfterId OR o.ObjectiveKey < @AfterKey)")}
            ORDER BY o.ProblemId DESC, o.ObjectiveKey DESC {db.Dialect.First("@Take")}
            """, args, ct);
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (SELECT o.ProblemId FROM ProblemObjective o JOIN Problem p ON p.Id = o.ProblemId {where} ORDER BY o.ProblemId DESC {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        return Page.Of(rows, query.Size, total, last => PageKey.For(last.ObjectiveKey, $"{last.ProblemId}"));
    }
}

internal static class ListObjectivesEndpoint
{
    /// <summary>The message as it stands in a query string.</summary>
    public sealed record Query(
        long? ProblemId, long? NeighborhoodId, string? CategoryCode, long? LeadId, bool? Closed, DateOnly? ClosedFrom, DateOnly? ClosedTo, QueryEnum<MeasureKind>? Kind,
        bool? KindGiven, bool? QualityOfLife, bool? Measured, bool? Moved, bool? Reached, bool? Targeted, bool? Doubted, string? After, int? Size);

    public static void MapListObjectives(this RouteGroupBuilder objectives) => objectives
        .MapGet("/", ([AsParameters] Query q, IMediator mediator, CancellationToken ct) => mediator.Send(new ListObjectives(
            q.ProblemId, q.NeighborhoodId, q.CategoryCode, q.LeadId, q.Closed, q.ClosedFrom, q.ClosedTo, q.Kind?.Value, q.KindGiven, q.Measured, q.Moved, q.Reached,
            q.After, q.Size ?? Page.DefaultSize)
        { QualityOfLife = q.QualityOfLife, Targeted = q.Targeted, Doubted = q.Doubted }, ct))
        .WithName("ListObjectives").WithSummary("Single objectives of the problems you may see, with what became of them").ProducesValidationProblem();
}
