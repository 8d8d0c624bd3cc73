namespace ProblemTracker.Problems;

/// <summary>SQL that the problem slices share, the one visibility rule above all.</summary>
internal static class ProblemSql
{
    /// <summary>
    /// Which problems exist for the actor: a condition on <c>p</c>, made of constants; its parameter is <c>@ActorId</c>.
    /// Used by every query, count, export and nudge.
    /// </summary>
    public static string VisibleTo(Actor actor) => actor.SeesConfidential
        ? "1 = 1"
        : "(p.Confidential = 0 OR EXISTS (SELECT 1 FROM ProblemMember m WHERE m.ProblemId = p.Id AND m.PersonId = @ActorId))";

    /// <summary>For reading one part of a problem.</summary>
    /// <exception cref="NotFound">It does not exist, or not for the actor.</exception>
    public static async Task MustSee(Db db, Actor actor, long problemId, CancellationToken ct)
    {
        if (await db.Find<long?>($"SELECT p.Id FROM Problem p WHERE p.Id = @problemId AND {VisibleTo(actor)}",
            new { problemId, ActorId = actor.PersonId }, ct) is null)
            throw new NotFound();
    }

    /// <summary>Locks the problem's row on both databases, if it exists for the actor.</summary>
    public static string Touch(Actor actor) =>
        $"UPDATE Problem SET TouchedAt = @Now WHERE Id IN (SELECT p.Id FROM Problem p WHERE p.Id = @ProblemId AND {VisibleTo(actor)})";

    public const string Columns = """
        p.Id, p.Number, p.Title, p.Description, p.CategoryCode, p.NeighborhoodId, p.Address, p.Latitude, p.Longitude, p.IdentifiedBy, p.Priority,
        p.Confidential, p.LeadId, p.Stage, p.Visit, p.StageSince, p.DueOn, p.OpenedAt, p.OpenedBy, p.LastActivityAt, p.ClosedAt, p.ClosingReason,
        p.RelatedProblemId, p.Verdict, p.PresetTest, p.EnforcementOnly, p.Overrides, p.Returns, p.Reopenings, p.Version
        """;
}

/// <summary>A row of Problem.</summary>
internal sealed record ProblemRecord
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public string CategoryCode { get; init; } = "";
    public long NeighborhoodId { get; init; }
    public string? Address { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public IdentifiedBy IdentifiedBy { get; init; }
    public Priority Priority { get; init; }
    public bool Confidential { get; init; }
    public long? LeadId { get; init; }
    public Stage Stage { get; init; }
    public int Visit { get; init; }
    public DateTimeOffset StageSince { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public long? OpenedBy { get; init; }
    public DateTimeOffset LastActivityAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    public long? RelatedProblemId { get; init; }
    public Verdict? Verdict { get; init; }
    public bool PresetTest { get; init; }
    public bool EnforcementOnly { get; init; }
    public int Overrides { get; init; }
    public int Returns { get; init; }
    public int Reopenings { get; init; }
    public int Version { get; init; }
}
