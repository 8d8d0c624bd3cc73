namespace ProblemTracker.Problems;

/// <summary>How a temporary handover ended. Stored by name.</summary>
public enum HandoverOutcome
{
    /// <summary>The person before has it back.</summary>
    Returned,
    /// <summary>It stayed where it was, since the person before can't have it back or someone else had it by then.</summary>
    NotReturned,
    /// <summary>There was nothing to return: it is closed or done, or the person before had it already.</summary>
    Over,
}

/// <summary>The lead of a problem, or one of its actions, that somebody has until a day.</summary>
public sealed record HandoverDetails
{
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    /// <summary>Null for the lead.</summary>
    public long? ActionId { get; init; }
    public string? Action { get; init; }
    public long FromPersonId { get; init; }
    public string FromPerson { get; init; } = "";
    public long ToPersonId { get; init; }
    public string ToPerson { get; init; } = "";
    /// <summary>The day on which the person before gets it back.</summary>
    public DateOnly ReturnOn { get; init; }
    public string Reason { get; init; } = "";
}

/// <summary>SQL of temporary handovers.</summary>
internal static class TemporaryHandovers
{
    /// <summary>
    /// The handovers that still hold: the receiver still has what was handed over. Add a condition on <c>h</c> and <c>p</c>.
    /// </summary>
    public const string Select = """
        SELECT h.ProblemId, p.Number, p.Title, h.ActionId, a.Description AS Action, h.FromPersonId, f.Name AS FromPerson, h.ToPersonId,
            t.Name AS ToPerson, h.ReturnOn, h.Reason
        FROM TemporaryHandover h JOIN Problem p ON p.Id = h.ProblemId JOIN Person f ON f.Id = h.FromPersonId
            JOIN Person t ON t.Id = h.ToPersonId LEFT JOIN ProblemAction a ON a.Id = h.ActionId
        WHERE h.EndedAt IS NULL AND p.Stage <> 'Closed' AND ((h.ActionId IS NULL AND p.LeadId = h.ToPersonId)
            OR (h.ActionId IS NOT NULL AND a.OwnerId = h.ToPersonId AND a.Status = 'Planned'))
        """;

    /// <summary>A condition on <c>h</c>: the actor handed it over or got it.</summary>
    public const string OfActor = """
        h.Id IN (SELECT x.Id FROM TemporaryHandover x WHERE x.FromPersonId = @ActorId AND x.EndedAt IS NULL
            UNION SELECT y.Id FROM TemporaryHandover y WHERE y.ToPersonId = @ActorId AND y.EndedAt IS NULL)
        """;

    public const string OfProblem = $"{Select} AND h.ProblemId = @ProblemId ORDER BY h.Id";

    public static void Begin(CaseFile file, HandOverWork command, long? actionId, DateOnly returnOn) => file.Write("""
        INSERT INTO TemporaryHandover (ProblemId, ActionId, FromPersonId, ToPersonId, ReturnOn, Reason, HandedBy, HandedAt)
        VALUES (@ProblemId, @actionId, @FromPersonId, @ToPersonId, @returnOn, @Reason, @HandedBy, @Now)
        """, new
    {
        ProblemId = file.Problem.Id,
        actionId,
        command.FromPersonId,
        command.ToPersonId,
        returnOn,
        Reason = command.Reason.Trim(),
        HandedBy = file.Actor.PersonId,
        file.Now,
    });
}
