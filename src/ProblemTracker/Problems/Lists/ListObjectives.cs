using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Objectives across the problems that the actor can view, with their outcomes; those of the newest problem first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListObjectives : IQuery<Page<ObjectiveItem>>, IPaged, IProblemFilter, IOfOneProblem
{
    public long? ProblemId { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    /// <summary>Id of the problem's lead; 0 for problems without a lead.</summary>
    public long? LeadId { get; init; }
    /// <summary>True: closed problems only. False: open problems only.</summary>
    public bool? Closed { get; init; }
    /// <summary>First local day of the current closing, inclusive.</summary>
    public DateOnly? ClosedFrom { get; init; }
    /// <summary>Last local day, inclusive.</summary>
    public DateOnly? ClosedTo { get; init; }
    public MeasureKind? Kind { get; init; }
    /// <summary>Whether the worksheet names the kind of measure.</summary>
    public bool? KindGiven { get; init; }
    /// <summary>Whether it is about fear, disorder, trust or quality of life.</summary>
    public bool? QualityOfLife { get; init; }
    /// <summary>Whether it has a baseline and a value after the response.</summary>
    public bool? Measured { get; init; }
    /// <summary>Whether it moved in the intended direction. Only measured objectives.</summary>
    public bool? MovedAsIntended { get; init; }
    /// <summary>Whether it reached its target. Only measured objectives with a target.</summary>
    public bool? ReachedTarget { get; init; }
    /// <summary>Whether it is measured and has a target.</summary>
    public bool? Targeted { get; init; }
    /// <summary>Whether the verdict on its problem is no change, worse or cannot tell, regardless of this measure.</summary>
    public bool? Doubted { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same objectives as a CSV file, without paging.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportObjectives(ListObjectives Filter) : IQuery<CsvFile>;

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
    /// <summary>Unique within the problem.</summary>
    public string ObjectiveKey { get; init; } = "";
    public string? Measure { get; init; }
    public MeasureKind? Kind { get; init; }
    public string? Unit { get; init; }
    public Direction? Direction { get; init; }
    /// <summary>Before the response, in the measure's unit.</summary>
    public double? Baseline { get; init; }
    public double? Target { get; init; }
    public DateOnly? TargetDate { get; init; }
    /// <summary>After the response, in the measure's unit; null until measured.</summary>
    public double? After { get; init; }

    [JsonIgnore]
    public ObjectiveOutcome Outcome => new(Direction, Baseline, Target, After);

    /// <summary>Whether it moved in the intended direction; null if not measured.</summary>
    public bool? MovedAsIntended => Outcome.MovedAsIntended;
    /// <summary>Whether it reached its target; null if not measured or without a target.</summary>
    public bool? ReachedTarget => Outcome.ReachedTarget;
    /// <summary>Change in percent of the baseline, to one decimal. Positive is better, whichever direction is desired.</summary>
    public double? PercentBetter => Outcome.PercentBetter is { } percent ? Math.Round(percent, 1) : null;
}

/// <summary>The list of objectives: its filters, order and CSV file.</summary>
internal static class ObjectiveList
{
    public static readonly Filters<ListObjectives> Filters = new Filters<ListObjectives>()
        .Is(q => q.Kind, "o.Kind = @Kind")
        .Instants(q => q.ClosedFrom, q => q.ClosedTo, "p.ClosedAt")
        .OfProblem()
        .Is(q => q.ProblemId, "o.ProblemId = @ProblemId", _ => "one problem")
        .Flag(q => q.Closed, "p.Stage = 'Closed'", "p.Stage <> 'Closed'", "objectives of closed problems", "objectives of open problems")
        .Flag(q => q.QualityOfLife, ObjectiveSql.AboutQualityOfLife, $"(o.Kind IS NULL OR NOT {ObjectiveSql.AboutQualityOfLife})",
            "about fear, disorder, trust or quality of life", "not about quality of life")
        .Flag(q => q.KindGiven, "o.Kind IS NOT NULL", "o.Kind IS NULL", "with a kind of measure", "without a kind of measure")
        .Flag(q => q.Measured, ObjectiveSql.Measured, $"NOT {ObjectiveSql.Measured}", "measured before and after", "not measured")
        .Flag(q => q.MovedAsIntended, ObjectiveSql.Moved, $"{ObjectiveSql.Measured} AND NOT {ObjectiveSql.Moved}",
            "moved in the intended direction", "did not move in the intended direction")
        .Flag(q => q.ReachedTarget, ObjectiveSql.Reached, $"{ObjectiveSql.Targeted} AND NOT {ObjectiveSql.Reached}",
            "target reached", "target not reached")
        .Flag(q => q.Targeted, ObjectiveSql.Targeted, $"NOT {ObjectiveSql.Targeted}",
            "measured and with a target", "not measured, or without a target")
        .Flag(q => q.Doubted, ObjectiveSql.Doubted, $"NOT {ObjectiveSql.Doubted}",
            "of problems assessed as no change, worse or cannot tell", "of problems not assessed as no change, worse or cannot tell");

    private static readonly ListOrder<ObjectiveItem> NewestProblem =
        new(descending: true) { { "o.ProblemId", row => row.ProblemId }, { "o.ObjectiveKey", row => row.ObjectiveKey } };

    public static readonly Listing<ListObjectives, ObjectiveItem> Listing = new()
    {
        Columns = """
            o.ProblemId, p.Number, p.Title, p.Confidential, p.NeighborhoodId, n.Name AS Neighborhood, p.CategoryCode, c.Name AS Category,
            p.Stage, p.ClosedAt, o.ObjectiveKey, o.Measure, o.Kind, o.Unit, o.Direction,
            o.BaselineValue AS Baseline, o.TargetValue AS Target, o.TargetDate, o.AfterValue AS After
            """,
        From = "ProblemObjective o JOIN Problem p ON p.Id = o.ProblemId",
        Names = "LEFT JOIN Neighborhood n ON n.Id = p.NeighborhoodId LEFT JOIN Category c ON c.Code = p.CategoryCode",
        Filters = Filters,
        Order = _ => NewestProblem,
        File = new("objectives", "o.ProblemId DESC, o.ObjectiveKey DESC")
        {
            { "number", row => row.Number },
            { "title", row => row.Title },
            { "category", row => row.Category },
            { "neighborhood", row => row.Neighborhood },
            { "stage", row => Wording.Of(row.Stage) },
            { "closedAt", row => row.ClosedAt },
            { "measure", row => row.Measure },
            { "kind", row => row.Kind is { } kind ? Wording.Of(kind) : null },
            { "unit", row => row.Unit },
            { "direction", row => row.Direction is { } direction ? Wording.Of(direction) : null },
            { "baseline", row => row.Baseline },
            { "target", row => row.Target },
            { "targetDate", row => row.TargetDate },
            { "after", row => row.After },
            { "movedAsIntended", row => row.MovedAsIntended },
            { "reachedTarget", row => row.ReachedTarget },
            { "percentBetter", row => row.PercentBetter },
        },
    };
}

internal sealed class ListObjectivesValidator : AbstractValidator<ListObjectives>
{
    public ListObjectivesValidator()
    {
        this.ProblemRules();
        RuleFor(q => q.Kind).IsInEnum();
        RuleFor(q => q.ClosedTo).Must((q, last) => !(q.ClosedFrom > last)).WithMessage("The last day is before the first. Swap them.");
    }
}

internal sealed class ListObjectivesHandler(ListReader lists)
    : IRequestHandler<ListObjectives, Page<ObjectiveItem>>, IRequestHandler<ExportObjectives, CsvFile>
{
    public Task<Page<ObjectiveItem>> Handle(ListObjectives query, CancellationToken ct) => lists.Page(ObjectiveList.Listing, query, ct);

    public Task<CsvFile> Handle(ExportObjectives query, CancellationToken ct) => lists.File(ObjectiveList.Listing, query.Filter, ct);
}

internal static class ListObjectivesEndpoint
{
    public static void MapListObjectives(this RouteGroupBuilder objectives) => objectives
        .MapGet("/", ([AsParameters] ListObjectives query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListObjectives").WithSummary("List objectives of the problems that you can view, with their outcomes");
}
