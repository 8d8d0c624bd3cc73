using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>The order of a list of actions.</summary>
public enum ActionSort
{
    /// <summary>Newest first.</summary>
    Newest,
    /// <summary>By due date, earliest first. Leaves out actions without one.</summary>
    Due,
}

/// <summary>Actions across all problems that the reader can view. Dates are local days, both ends inclusive.</summary>
[Needs(Permission.ReadProblems)]
public sealed record FindActions : IQuery<Page<ActionRow>>, IPaged, IProblemFilter
{
    /// <summary>Id of the owner in the department; 0 for actions without any owner.</summary>
    public long? OwnerId { get; init; }
    public ActionOwner? OwnedBy { get; init; }
    /// <summary>Whether the owner is outside the department.</summary>
    public bool? Outside { get; init; }
    public ActionStatus? Status { get; init; }
    public DateOnly? DueFrom { get; init; }
    public DateOnly? DueTo { get; init; }
    /// <summary>True: done on or before the due date. False: done later. Both leave out actions not done or without a due date.</summary>
    public bool? OnTime { get; init; }
    /// <summary>Whether it is overdue: planned in an open problem, due before today, not reported done and not declined.</summary>
    public bool? Overdue { get; init; }
    /// <summary>Whether the outside owner declined it.</summary>
    public bool? Declined { get; init; }
    /// <summary>True: the outside owner accepted or declined. False: the outside owner has not answered.</summary>
    public bool? Answered { get; init; }
    /// <summary>Whether it has a due date.</summary>
    public bool? Dated { get; init; }
    /// <summary>First local day on which it was added.</summary>
    public DateOnly? AgreedFrom { get; init; }
    public DateOnly? AgreedTo { get; init; }

    // Filters on the problem.
    public bool? Open { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    /// <summary>Id of the problem's lead; 0 for problems without a lead.</summary>
    public long? LeadId { get; init; }
    public DateOnly? OpenedFrom { get; init; }
    public DateOnly? OpenedTo { get; init; }

    public ActionSort? Sort { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same actions as a CSV file, without paging.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportActions(FindActions Filter) : IQuery<CsvFile>;

public sealed record ActionRow
{
    public long Id { get; init; }
    public string Description { get; init; } = "";
    public ActionOwner OwnedBy { get; init; }
    public long? OwnerId { get; init; }
    /// <summary>
    /// The owner's name, if in the department. Readers who may know the name of an outside owner find it in the problem's stakeholder list.
    /// </summary>
    public string? Owner { get; init; }
    public DateOnly? DueOn { get; init; }
    public bool IsOverdue { get; init; }
    public bool UrgentSafetyMeasure { get; init; }
    public ActionStatus Status { get; init; }
    public DateOnly? DoneOn { get; init; }
    /// <summary>Local date on which the outside owner says it was done.</summary>
    public DateOnly? ReportedDoneOn { get; init; }
    /// <summary>The outside owner's answer; null if they have not answered, and for the department's own actions.</summary>
    public OwnerAnswer? OwnerAnswer { get; init; }
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public Stage Stage { get; init; }
    /// <summary>For changing it, alone or with others.</summary>
    public int Version { get; init; }
}

/// <summary>The list of actions: its filters, orders and CSV file.</summary>
internal static class ActionList
{
    private const string Unowned = "a.OwnerId IS NULL AND a.OwnerAttachmentId IS NULL";

    public static readonly Filters<FindActions> Filters = new Filters<FindActions>()
        .Is(q => q.Status, "a.Status = @Status")
        .Is(q => q.OwnedBy, owner => owner switch
        {
            ActionOwner.Police => "a.OwnerId IS NOT NULL",
            ActionOwner.Resident => $"a.OwnerAttachmentId IS NOT NULL AND {ActionListSql.ByResident}",
            ActionOwner.Partner => $"a.OwnerAttachmentId IS NOT NULL AND NOT {ActionListSql.ByResident}",
            _ => Unowned,
        })
        .Is(q => q.OwnerId, id => id == 0 ? Unowned : "a.OwnerId = @OwnerId")
        .Days(q => q.DueFrom, q => q.DueTo, "a.DueOn")
        .Flag(q => q.Open, "p.Stage <> 'Closed'", "p.Stage = 'Closed'")
        .Is(q => q.Sort, sort => sort is ActionSort.Due ? "a.DueOn IS NOT NULL" : null)
        .OfProblem()
        .Flag(q => q.Outside, "a.OwnerAttachmentId IS NOT NULL", "a.OwnerAttachmentId IS NULL",
            "Owner outside the department", "No owner outside the department")
        .Flag(q => q.OnTime, "a.Status = 'Done' AND a.DoneOn <= a.DueOn", "a.Status = 'Done' AND a.DoneOn > a.DueOn",
            "Done on time", "Done after the due date")
        .Flag(q => q.Overdue, ActionListSql.Overdue, $"NOT {ActionListSql.Overdue}", "Overdue", "Not overdue")
        .Flag(q => q.Declined, ActionListSql.Declined, $"NOT {ActionListSql.Declined}", "Declined", "Not declined")
        .Flag(q => q.Answered, "a.OwnerAnswer IS NOT NULL", ActionListSql.Unanswered, "Answered by the owner", "Not answered by the owner")
        .Flag(q => q.Dated, "a.DueOn IS NOT NULL", "a.DueOn IS NULL", "With a due date", "Without a due date")
        .Instants(q => q.AgreedFrom, q => q.AgreedTo, "a.CreatedAt", "Added")
        .Instants(q => q.OpenedFrom, q => q.OpenedTo, "p.OpenedAt", "Problem opened");

    private static readonly ListOrder<ActionRow> Newest = new(descending: true) { { "a.Id", row => row.Id } };
    private static readonly ListOrder<ActionRow> DueFirst =
        new(descending: false) { { "a.DueOn", row => row.DueOn!.Value }, { "a.Id", row => row.Id } };

    public const string Columns = $"""
        a.Id, a.Description, {ActionListSql.OwnedBy} AS OwnedBy, a.OwnerId, o.Name AS Owner, a.DueOn, a.UrgentSafetyMeasure, a.Status,
        a.DoneOn, a.ReportedDoneOn, a.OwnerAnswer, a.ProblemId, p.Number, p.Title, n.Name AS Neighborhood, p.Stage,
        a.Version
        """;

    public const string From = "ProblemAction a JOIN Problem p ON p.Id = a.ProblemId";

    public const string Names = "LEFT JOIN Neighborhood n ON n.Id = p.NeighborhoodId LEFT JOIN Person o ON o.Id = a.OwnerId";

    public static readonly Listing<FindActions, ActionRow> Listing = new()
    {
        Columns = Columns,
        From = From,
        Names = Names,
        Filters = Filters,
        Order = query => query.Sort is ActionSort.Due ? DueFirst : Newest,
        Shown = (row, reader) => row with
        {
            IsOverdue = OwnerRules.IsOverdue(row.Status, row.DueOn, row.ReportedDoneOn, row.OwnerAnswer, row.Stage, reader.Today),
        },
        File = new("actions", "a.Id")
        {
            { "number", row => row.Number },
            { "title", row => row.Title },
            { "neighborhood", row => row.Neighborhood },
            { "stage", row => Wording.Of(row.Stage) },
            { "description", row => row.Description },
            { "ownedBy", row => Wording.Of(row.OwnedBy) },
            { "owner", row => row.Owner },
            { "dueOn", row => row.DueOn },
            { "isOverdue", row => row.IsOverdue },
            { "status", row => Wording.Of(row.Status) },
            { "ownerAnswer", row => row.OwnerAnswer?.ToString() },
            { "doneOn", row => row.DoneOn },
            { "reportedDoneOn", row => row.ReportedDoneOn },
            { "urgentSafetyMeasure", row => row.UrgentSafetyMeasure },
        },
    };
}

internal sealed class FindActionsValidator : AbstractValidator<FindActions>
{
    private const string Backward = "The last day is before the first. Swap them.";

    public FindActionsValidator()
    {
        RuleFor(q => q.Sort).IsInEnum();
        RuleFor(q => q.OwnerId).GreaterThanOrEqualTo(0).WithMessage("Give a person's id, or 0 for actions without an owner.");
        RuleFor(q => q.DueTo).Must((q, last) => !(q.DueFrom > last)).WithMessage(Backward);
        RuleFor(q => q.AgreedTo).Must((q, last) => !(q.AgreedFrom > last)).WithMessage(Backward);
        RuleFor(q => q.OpenedTo).Must((q, last) => !(q.OpenedFrom > last)).WithMessage(Backward);
        this.ProblemRules();
    }
}

internal sealed class FindActionsHandler(ListReader lists)
    : IRequestHandler<FindActions, Page<ActionRow>>, IRequestHandler<ExportActions, CsvFile>
{
    public Task<Page<ActionRow>> Handle(FindActions query, CancellationToken ct) => lists.Page(ActionList.Listing, query, ct);

    public Task<CsvFile> Handle(ExportActions query, CancellationToken ct) => lists.File(ActionList.Listing, query.Filter, ct);
}

internal static class FindActionsEndpoint
{
    public static void MapFindActions(this RouteGroupBuilder actions) => actions
        .MapGet("/", ([AsParameters] FindActions query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("FindActions").WithSummary("List actions across all problems that you can view");
}
