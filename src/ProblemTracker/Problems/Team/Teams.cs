namespace ProblemTracker.Problems;

/// <summary>Queries and checks about teams and leads.</summary>
internal static class Teams
{
    public static async Task<bool> IsOn(Db db, long problemId, long? personId, CancellationToken ct) =>
        await db.Find<long?>("SELECT PersonId FROM ProblemMember WHERE ProblemId = @problemId AND PersonId = @personId",
            new { problemId, personId }, ct) is not null;

    /// <summary>A condition: the person can lead a problem or be on its team.</summary>
    /// <param name="person">The name of a table Person in the statement. Must be constant.</param>
    public static string CanLead(string person) => $"""
        ({person}.Active = 1 AND EXISTS (
            SELECT 1 FROM PersonRole r WHERE r.PersonId = {person}.Id AND r.Role IN ('Officer', 'Supervisor', 'Analyst')))
        """;

    /// <summary>Checks that a lead or team member is an active officer, supervisor or analyst.</summary>
    /// <exception cref="Invalid">The person is not.</exception>
    public static async Task MustBeAbleToLead(Db db, long personId, string field, CancellationToken ct)
    {
        if (await db.Find<long?>($"SELECT p.Id FROM Person p WHERE p.Id = @personId AND {CanLead("p")}", new { personId }, ct) is null)
            throw new Invalid(field, "This is not the id of an active officer, supervisor or analyst.");
    }
}
