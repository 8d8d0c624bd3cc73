namespace ProblemTracker.Neighborhoods;

/// <param name="NeighborhoodId">Of the neighborhood that was changed or is used since.</param>
/// <param name="Sentence">What came after the import, as a part of a sentence.</param>
internal sealed record UndoHindrance(long NeighborhoodId, string Sentence);

/// <summary>
/// Undoes an import of boundaries in two steps: neighborhoods get back what they had, and then, once incidents are placed again, those that
/// the import added are deleted.
/// </summary>
internal sealed class BoundaryUndo(Db db, NeighborhoodChanges changes, NeighborhoodEnded ended)
{
    /// <summary>Hindrances that a sentence names.</summary>
    private const int MostNamed = 8;

    /// <summary>Neighborhoods looked up in one query.</summary>
    private const int IdsAtOnce = 500;

    private sealed record Use
    {
        public long NeighborhoodId { get; init; }
        public int Problems { get; init; }
        public int Assignments { get; init; }
        public int Residents { get; init; }
        public bool HasIncidents { get; init; }
    }

    private sealed record Succession
    {
        public long EndedId { get; init; }
        public string Ended { get; init; } = "";
        public string Follower { get; init; } = "";
    }

    /// <summary>
    /// Gives the neighborhoods back what they had, in the caller's transaction. Those that were added have no points anymore.
    /// </summary>
    /// <returns>What depends on the import since; if anything does, nothing was taken back.</returns>
    public async Task<IReadOnlyList<UndoHindrance>> TakeBack(BoundaryTrail trail, CancellationToken ct)
    {
        var held = new Dictionary<long, HeldNeighborhood>();
        foreach (var id in trail.Added.Select(a => a.Id).Concat(trail.Changed.Select(c => c.Id)).Concat(trail.Ended.Select(e => e.Id))
            .Distinct().Order())
            if (await Find(id, ct) is { } place) held[id] = place;
        if (await Hindrances(trail, held, ct) is [_, ..] found) return found;
        foreach (var changed in trail.Changed)
            if (held.TryGetValue(changed.Id, out var place)) await Redraw(changed, place, ct);
        foreach (var end in trail.Ended)
            if (held.TryGetValue(end.Id, out var place)) await Reopen(end, place, ct);
        foreach (var overlap in trail.Overlaps) await Choose(overlap, ct);
        foreach (var added in trail.Added)
            await db.Execute("UPDATE Neighborhood SET Active = 0, Boundary = NULL WHERE Id = @Id", new { added.Id }, ct);
        return [];
    }

    /// <summary>Why an import can't be undone.</summary>
    public static string Sentence(IReadOnlyList<UndoHindrance> found) => "This import can't be undone, because of what came after it: "
        + $"{string.Join("; ", found.Take(MostNamed).Select(one => one.Sentence))}"
        + $"{(found.Count > MostNamed ? $"; and {found.Count - MostNamed} more" : "")}. Take that back first.";

    /// <summary>Deletes the neighborhoods that the import added, but for those that got a problem or an assignment meanwhile.</summary>
    public async Task<Done> Remove(BoundaryTrail trail, CancellationToken ct)
    {
        var used = (await Uses(trail, ct)).Select(use => use.NeighborhoodId).ToHashSet();
        foreach (var added in trail.Added)
            if (!used.Contains(added.Id)) await changes.Delete(added.Id, ct);
        return Done.Instance;
    }

    private async Task<HeldNeighborhood?> Find(long id, CancellationToken ct)
    {
        try
        {
            return await changes.Take(id, null, ct);
        }
        catch (NotFound)
        {
            // It was removed since, which leaves nothing to take back.
            return null;
        }
    }

    private async Task<IReadOnlyList<Use>> Uses(BoundaryTrail trail, CancellationToken ct)
    {
        var uses = new List<Use>();
        foreach (var ids in trail.Added.Select(added => added.Id).Chunk(IdsAtOnce))
            uses.AddRange(await db.List<Use>($"""
                SELECT n.Id AS NeighborhoodId, (SELECT COUNT(*) FROM Problem p WHERE p.NeighborhoodId = n.Id) AS Problems,
                    (SELECT COUNT(*) FROM Assignment a WHERE a.NeighborhoodId = n.Id) AS Assignments,
                    CASE WHEN EXISTS (SELECT 1 FROM Incident i WHERE i.NeighborhoodId = n.Id) THEN 1 ELSE 0 END AS HasIncidents,
                    {NeighborhoodSql.OfResidents} AS Residents
                FROM Neighborhood n WHERE n.Id IN @ids ORDER BY n.Id
                """, new { ids }, ct));
        return uses.FindAll(use => use.Problems + use.Assignments + use.Residents > 0 || use.HasIncidents);
    }

    private async Task<IReadOnlyList<UndoHindrance>> Hindrances(BoundaryTrail trail, Dictionary<long, HeldNeighborhood> held,
        CancellationToken ct)
    {
        var found = new List<UndoHindrance>();
        foreach (var use in await Uses(trail, ct))
        {
            var name = held[use.NeighborhoodId].Name;
            if (use.Problems > 0) found.Add(new(use.NeighborhoodId, $"{name} has {Count(use.Problems, "problem")}"));
            if (use.Assignments > 0) found.Add(new(use.NeighborhoodId, $"{name} has {Count(use.Assignments, "assignment")}"));
            if (use.Residents > 0) found.Add(new(use.NeighborhoodId, $"{name} has concerns, contacts or other work with residents"));
        }
        foreach (var added in trail.Added)
            if (held.TryGetValue(added.Id, out var place))
            {
                if (place.Name != added.Name) found.Add(new(place.Id, $"{added.Name} was renamed to {place.Name}"));
                if (BoundaryTrail.DigestOf(place.Boundary) != added.Digest) found.Add(new(place.Id, $"{place.Name} has another boundary"));
                if (place.LastDay is { } last) found.Add(new(place.Id, $"{place.Name} has a last day, {DateText.Date(last)}"));
            }
        foreach (var changed in trail.Changed)
            if (held.TryGetValue(changed.Id, out var place) && BoundaryTrail.DigestOf(place.Boundary) != changed.Digest)
                found.Add(new(place.Id, $"{place.Name} has another boundary"));
        foreach (var end in trail.Ended)
            if (held.TryGetValue(end.Id, out var place) && place.LastDay != end.LastDay)
                found.Add(new(place.Id, place.LastDay is { } last ? $"{place.Name} has another last day, {DateText.Date(last)}"
                    : $"the last day of {place.Name} was taken back"));
        foreach (var ids in trail.Added.Select(added => added.Id).Chunk(IdsAtOnce))
            foreach (var step in await db.List<Succession>("""
                SELECT s.EndedId, e.Name AS Ended, f.Name AS Follower FROM NeighborhoodSuccession s
                JOIN Neighborhood e ON e.Id = s.EndedId JOIN Neighborhood f ON f.Id = s.FollowerId WHERE s.FollowerId IN @ids
                """, new { ids }, ct))
                if (trail.Ended.All(end => end.Id != step.EndedId))
                    found.Add(new(step.EndedId, $"{step.Follower} took the place of {step.Ended}"));
        return found;
    }

    private static string Count(int count, string what) => $"{count:N0} {what}{(count == 1 ? "" : "s")}";

    private async Task Redraw(ChangedTrace changed, HeldNeighborhood place, CancellationToken ct)
    {
        if (changed.KeptUntil is { } lastDay)
        {
            await db.Execute("""
                UPDATE Neighborhood SET Boundary = (SELECT b.Boundary FROM NeighborhoodBoundary b
                    WHERE b.NeighborhoodId = @Id AND b.LastDay = @lastDay)
                WHERE Id = @Id
                """, new { place.Id, lastDay }, ct);
            await db.Execute("DELETE FROM NeighborhoodBoundary WHERE NeighborhoodId = @Id AND LastDay = @lastDay",
                new { place.Id, lastDay }, ct);
        }
        else
            await db.Execute("UPDATE Neighborhood SET Boundary = @Boundary WHERE Id = @Id", new { place.Id, changed.Boundary }, ct);
        if (changed.Name is not null && place.Name == changed.Name) await changes.Rename(place, changed.NameBefore, ct);
    }

    private async Task Reopen(EndedTrace end, HeldNeighborhood place, CancellationToken ct)
    {
        await db.Execute("UPDATE Neighborhood SET LastDay = @LastDayBefore WHERE Id = @Id", end, ct);
        await db.Execute("DELETE FROM NeighborhoodSuccession WHERE EndedId = @Id", end, ct);
        foreach (var follower in end.FollowersBefore)
            await db.Execute("""
                INSERT INTO NeighborhoodSuccession (EndedId, FollowerId, FirstDay)
                SELECT @Id, n.Id, @FirstDay FROM Neighborhood n WHERE n.Id = @FollowerId
                """, new { end.Id, follower.FollowerId, follower.FirstDay }, ct);
        var names = await db.List<string>("""
            SELECT n.Name FROM NeighborhoodSuccession s JOIN Neighborhood n ON n.Id = s.FollowerId WHERE s.EndedId = @Id ORDER BY n.NameKey
            """, new { end.Id }, ct);
        await ended(new(place.Id, place.Name, place.SupervisorId, end.LastDayBefore, names), ct);
    }

    private async Task Choose(OverlapTrace overlap, CancellationToken ct)
    {
        await db.Execute("""
            DELETE FROM NeighborhoodOverlap
            WHERE (WinnerId = @WinnerId AND OtherId = @OtherId) OR (WinnerId = @OtherId AND OtherId = @WinnerId)
            """, overlap, ct);
        if (!overlap.IsMade)
            await db.Execute("""
                INSERT INTO NeighborhoodOverlap (WinnerId, OtherId) SELECT w.Id, o.Id FROM Neighborhood w JOIN Neighborhood o
                    ON o.Id = @OtherId WHERE w.Id = @WinnerId
                """, overlap, ct);
    }
}
