using ProblemTracker.Retention;

namespace ProblemTracker.Concerns;

/// <summary>A concern as the desk reads it.</summary>
public sealed record ConcernDetails : IVersioned
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public ConcernStatus Status { get; init; }
    public string CategoryCode { get; init; } = "";
    public string Category { get; init; } = "";
    public string Description { get; init; } = "";
    public string? Address { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? Neighborhood { get; init; }
    public Frequency? Frequency { get; init; }
    /// <summary>The last local day on which it happened.</summary>
    public DateOnly? HappenedOn { get; init; }
    public string? TimesOfDay { get; init; }
    /// <summary>The code of the language in which it was reported.</summary>
    public string Language { get; init; } = "";
    /// <summary>How the department heard of it; null if the reporter or a program sent it.</summary>
    public ConcernChannel? Channel { get; init; }
    /// <summary>Who entered it; null if the reporter or a program sent it.</summary>
    public string? EnteredBy { get; init; }
    public long? EnteredById { get; init; }
    /// <summary>The contact with residents at which the department heard of it.</summary>
    public long? EngagementId { get; init; }
    /// <summary>Whether the reporter has a private page, where they read decisions and messages.</summary>
    public bool HasLink { get; init; }
    /// <summary>When what names its reporter was erased at the reporter's request.</summary>
    public DateTimeOffset? ErasedAt { get; init; }
    /// <summary>The program that sent it by Open311, such as FixMyStreet; null for the public site.</summary>
    public string? SentBy { get; init; }
    /// <summary>The address of a photo at the sender's, as it was sent. The tracker never fetches it.</summary>
    public string? MediaUrl { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public DateOnly AcknowledgeBy { get; init; }
    public DateOnly DecideBy { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public long? AcknowledgedById { get; init; }
    public string? AcknowledgedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? DecidedBy { get; init; }
    /// <summary>What the reporter reads about the decision.</summary>
    public string? Reason { get; init; }
    /// <summary>The agency that has it, or had it; null if it was never referred.</summary>
    public string? ReferredTo { get; init; }
    public DateTimeOffset? ReferredAt { get; init; }
    /// <summary>What the agency answered.</summary>
    public string? ReferralAnswer { get; init; }
    /// <summary>The problem it is part of; null if there is none or the reader can't view it.</summary>
    public long? ProblemId { get; init; }
    public string? ProblemNumber { get; init; }
    public string? ProblemTitle { get; init; }
    /// <summary>The concern with which this one is handled.</summary>
    public long? MergedIntoId { get; init; }
    public string? MergedInto { get; init; }
    /// <summary>The problem that the reporter says affects them too; null if there is none or the reader can't view it.</summary>
    public long? SaysProblemId { get; init; }
    public string? SaysProblemNumber { get; init; }
    public string? SaysProblemTitle { get; init; }
    /// <summary>The concern that the reporter says affects them too; null if there is none or the reader can't view it.</summary>
    public long? SaysConcernId { get; init; }
    public string? SaysConcernNumber { get; init; }
    /// <summary>Whether the reporter gave a name or a way to reach them.</summary>
    public bool HasReporter { get; init; }
    /// <summary>Null if the reader may not know who reported it, or nobody said.</summary>
    public ConcernReporter? Reporter { get; init; }
    public IReadOnlyList<ConcernMessage> Messages { get; init; } = [];
    /// <summary>Ids, in the order in which they were added.</summary>
    public IReadOnlyList<long> Photos { get; init; } = [];
    /// <summary>Concerns that were merged into this one.</summary>
    public IReadOnlyList<MergedConcern> Merged { get; init; } = [];
    /// <summary>Standing legal holds that cover it: its own and that of its problem.</summary>
    public IReadOnlyList<LegalHoldRow> Holds { get; init; } = [];
    public int Version { get; init; }

    public bool IsOpen => DueOn is not null;
}

public sealed record MergedConcern(long Id, string Number);

public sealed record ConcernReporter
{
    public string? Name { get; init; }
    public string? Email { get; init; }
    /// <summary>Whether the reporter confirmed the address, so that emails go there.</summary>
    public bool IsConfirmed { get; init; }
    public string? Phone { get; init; }
    public bool MayCall { get; init; }
    public bool MayAnswer { get; init; }
    public bool MayAttach { get; init; }
}

public sealed record ConcernMessage
{
    public long Id { get; init; }
    public DateTimeOffset SentAt { get; init; }
    public bool FromReporter { get; init; }
    /// <summary>Who of the department wrote it.</summary>
    public string? WrittenBy { get; init; }
    public string Body { get; init; } = "";
}
