using ProblemTracker.Incidents;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>What the slices of the workspace share.</summary>
internal static class EvidenceSql
{
    /// <exception cref="NotFound">It does not exist, or the actor can't view it.</exception>
    public static async Task<ProblemWords> Problem(Db db, Actor actor, long problemId, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, problemId, ct);
        return await db.Single<ProblemWords>("SELECT p.Id, p.Latitude, p.Longitude FROM Problem p WHERE p.Id = @problemId",
            new { problemId }, ct);
    }

    /// <summary>A filter that is kept for everyone who can view the problem must not name another problem, which they may not.</summary>
    /// <param name="field">The field that names it, as it was sent.</param>
    /// <exception cref="Invalid">It does.</exception>
    public static void MustBeOwn(long problemId, IncidentFilter filter, string field = "filter.problemId")
    {
        if ((filter.ProblemId ?? problemId) != problemId || (filter.NotLinkedTo ?? problemId) != problemId)
            throw new Invalid(field, "The incidents of another problem can't be this problem's evidence. Leave it out.");
    }

    /// <summary>
    /// How a number was counted, as worksheets keep it (see <see cref="CountBasis"/>); null for a filter that they can't repeat.
    /// </summary>
    public static CountBasis? Basis(IncidentFilter filter, DateOnly on) =>
        filter.NotLinkedTo is not null ? null : new() { Filter = KeptFilter.Of(filter), On = on };
}
