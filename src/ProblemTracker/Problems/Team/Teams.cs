namespace ProblemTracker.Problems;

/// <summary>Queries and checks about teams and leads.</summary>
internal static class Teams
{
    public static async Task<bool> IsOn(Db db, long problemId, long? personId, CancellationToken ct) =>
        await db.Find<long?>("SELECT PersonId FROM ProblemMember WHERE ProblemId = @problemId AND PersonId = @personId",
            new { problemId, personId }, ct) is not null;

    /// <summary>Checks that a lead or team member is an active officer, supervisor or analyst.</summary>
    /// <exception cref="Invalid">The person is not.</exception>
    public static async Task MustBeAbleToLead(Db db, long personId, string field, CancellationToken ct)
    {
        if (await db.Find<long?>("""
            SELECT p.Id FROM Person p WHERE p.Id = @personId AND p.Active = 1
                AND EXISTS (SELECT 1 FROM PersonRole r WHERE r.PersonId = p.Id AND r.Role IN ('Officer', 'Supervisor', 'Analyst'))
            """, new { personId }, ct) is null)
            throw new Invalid(field, "This is not the id of an active officer, supervisor or analyst.");
    }
}
