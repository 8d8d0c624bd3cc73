using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
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
    /// <exception cref="Invalid">It does.</exception>
    public static void MustBeOwn(long problemId, IncidentFilter filter)
    {
        if ((filter.ProblemId ?? problemId) != problemId || (filter.NotLinkedTo ?? problemId) != problemId)
            throw new Invalid("filter.problemId", "The incidents of another problem can't be this problem's evidence. Leave it out.");
    }

    /// <summary>
    /// How a number was counted, as worksheets keep it (see <see cref="CountBasis"/>); null for a filter that they can't repeat.
    /// </summary>
    public static CountBasis? Basis(IncidentFilter filter, DateOnly on)
    {
        if (filter.NotLinkedTo is not null) return null;
        var invariant = CultureInfo.InvariantCulture;
        var query = new QueryBuilder();
        Add("categoryCode", filter.CategoryCode);
        Add("neighborhoodId", filter.NeighborhoodId?.ToString(invariant));
        Add("latitude", filter.Latitude?.ToString(invariant));
        Add("longitude", filter.Longitude?.ToString(invariant));
        Add("radius", filter.Radius?.ToString(invariant));
        Add("area", filter.Area is { } area ? IncidentArea.Read(area, out _)?.Corners ?? area : null);
        Add("text", filter.Text);
        Add("weekday", filter.Weekday?.ToString());
        Add("hour", filter.Hour?.ToString(invariant));
        Add("address", filter.Address);
        Add("importId", filter.ImportId?.ToString(invariant));
        Add("problemId", filter.ProblemId?.ToString(invariant));
        return new() { Filter = query.ToString().TrimStart('?'), On = on };

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) query.Add(name, value);
        }
    }
}
