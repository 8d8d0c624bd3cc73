using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>What the list of actions and what counts them share.</summary>
internal static class ActionListSql
{
    /// <summary>Who answers for <c>a</c>: the name of an <see cref="ActionOwner"/>.</summary>
    public const string OwnedBy = $"""
        CASE WHEN a.OwnerId IS NOT NULL THEN 'Police' WHEN a.OwnerAttachmentId IS NULL THEN 'Nobody' WHEN {ByResident} THEN 'Resident' ELSE 'Partner' END
        """;

    private const string ByResident = "EXISTS (SELECT 1 FROM ProblemStakeholder b JOIN Stakeholder k ON k.Id = b.StakeholderId WHERE b.Id = a.OwnerAttachmentId AND k.Kind = 'Resident')";

    /// <summary>Late: the same as <see cref="OwnerRules.IsOverdue"/> in an open problem, without what was declined.</summary>
    public const string Overdue = $"(a.Status = 'Planned' AND a.DueOn < @Today AND a.ReportedDoneOn IS NULL AND p.Stage <> 'Closed' AND NOT {Declined})";

    public const string Declined = "(a.OwnerAnswer IS NOT NULL AND a.OwnerAnswer = 'Declined')";

    /// <summary>Owned outside the police, and they said neither yes nor no.</summary>
    public const string Unanswered = "(a.OwnerAttachmentId IS NOT NULL AND a.OwnerAnswer IS NULL)";

    /// <summary>The actions that a list's filters let through: conditions on <c>a</c> and <c>p</c>.</summary>
    public static Predicates Matching(ActionFilter filter, Actor actor) => ProblemSql.Of(actor, filter.NeighborhoodId, filter.CategoryCode, filter.LeadId)
        .When(filter.OwnerId is > 0, "a.OwnerId = @OwnerId")
        .When(filter.OwnerId is 0 || filter.OwnedBy is ActionOwner.Nobody, "a.OwnerId IS NULL AND a.OwnerAttachmentId IS NULL")
        .When(filter.OwnedBy is ActionOwner.Police, "a.OwnerId IS NOT NULL")
        .When(filter.OwnedBy is ActionOwner.Resident, $"a.OwnerAttachmentId IS NOT NULL AND {ByResident}")
        .When(filter.OwnedBy is ActionOwner.Partner, $"a.OwnerAttachmentId IS NOT NULL AND NOT {ByResident}")
        .When(filter.Outside is true, "a.OwnerAttachmentId IS NOT NULL")
        .When(filter.Outside is false, "a.OwnerAttachmentId IS NULL")
        .When(filter.Status is not null, "a.Status = @Status")
        .When(filter.DueFrom is not null, "a.DueOn >= @DueFrom")
        .When(filter.DueTo is not null, "a.DueOn <= @DueTo")
        .When(filter.OnTime is true, "a.Status = 'Done' AND a.DoneOn <= a.DueOn")
        .When(filter.OnTime is false, "a.Status = 'Done' AND a.DoneOn > a.DueOn")
        .When(filter.Overdue is true, Overdue)
        .When(filter.Overdue is false, $"NOT {Overdue}")
        .When(filter.Declined is true, Declined)
        .When(filter.Declined is false, $"NOT {Declined}")
        .When(filter.Answered is true, "a.OwnerAnswer IS NOT NULL")
        .When(filter.Answered is false, Unanswered)
        .When(filter.Dated is true, "a.DueOn IS NOT NULL")
        .When(filter.Dated is false, "a.DueOn IS NULL")
        .When(filter.AgreedFrom is not null, "a.CreatedAt >= @AgreedFrom")
        .When(filter.AgreedTo is not null, "a.CreatedAt < @AgreedTo")
        .When(filter.Open is true, "p.Stage <> 'Closed'")
        .When(filter.Open is false, "p.Stage = 'Closed'")
        .When(filter.OpenedFrom is not null, "p.OpenedAt >= @OpenedFrom")
        .When(filter.OpenedTo is not null, "p.OpenedAt < @OpenedTo");

    /// <summary>The parameters of <see cref="Matching"/>.</summary>
    public static ListArgs Args(ActionFilter filter, Actor actor, AgencyCalendar calendar, DateOnly today) => new()
    {
        Today = today,
        ActorId = actor.PersonId,
        OwnerId = filter.OwnerId,
        Status = filter.Status?.ToString(),
        DueFrom = filter.DueFrom ?? default,
        DueTo = filter.DueTo ?? default,
        AgreedFrom = filter.AgreedFrom is { } first ? calendar.StartOf(first) : default,
        AgreedTo = filter.AgreedTo is { } last ? calendar.EndOf(last) : default,
        NeighborhoodId = filter.NeighborhoodId,
        CategoryCode = filter.CategoryCode,
        LeadId = filter.LeadId,
        OpenedFrom = filter.OpenedFrom is { } from ? calendar.StartOf(from) : default,
        OpenedTo = filter.OpenedTo is { } to ? calendar.EndOf(to) : default,
    };

    /// <summary>Parameters of a list of actions and of one page of it.</summary>
    public sealed record ListArgs
    {
        public long? ActorId { get; init; }
        public long? OwnerId { get; init; }
        public string? Status { get; init; }
        public DateOnly Today { get; init; }
        public DateOnly DueFrom { get; init; }
        public DateOnly DueTo { get; init; }
        public DateTimeOffset AgreedFrom { get; init; }
        public DateTimeOffset AgreedTo { get; init; }
        public long? NeighborhoodId { get; init; }
        public string? CategoryCode { get; init; }
        public long? LeadId { get; init; }
        public DateTimeOffset OpenedFrom { get; init; }
        public DateTimeOffset OpenedTo { get; init; }
        public DateOnly Date { get; init; }
        public long? Id { get; init; }
        public int Take { get; init; }
        public int CountTo { get; init; } = Page.CountedExactlyUpTo + 1;
    }
}
