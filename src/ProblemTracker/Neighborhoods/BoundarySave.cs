namespace ProblemTracker.Neighborhoods;

/// <summary>Saves the boundaries of a file in the caller's transaction. Shared by the import verb and the upload job.</summary>
internal sealed class BoundarySave(Db db, Actor actor, TimeProvider clock)
{
    private sealed record Known
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string NameKey { get; init; } = "";
        public string? Boundary { get; init; }
    }

    /// <returns>The counts, with <see cref="NeighborhoodsImported.Moved"/> still 0.</returns>
    public async Task<NeighborhoodsImported> Save(string fileName, IReadOnlyList<NamedBoundary> boundaries, CancellationToken ct)
    {
        var known = (await db.List<Known>("SELECT Id, Name, NameKey, Boundary FROM Neighborhood", null, ct)).ToDictionary(n => n.NameKey);
        List<string> added = [], changed = [];
        foreach (var wanted in boundaries)
            if (!known.TryGetValue(wanted.Key, out var present))
            {
                await db.Execute("INSERT INTO Neighborhood (Name, NameKey, Boundary) VALUES (@Name, @Key, @Boundary)", wanted, ct);
                added.Add(wanted.Name);
            }
            else if (present.Boundary != wanted.Boundary || present.Name != wanted.Name)
            {
                await db.Execute("UPDATE Neighborhood SET Name = @Name, Boundary = @Boundary, Version = Version + 1 WHERE Id = @Id",
                    new { wanted.Name, wanted.Boundary, present.Id }, ct);
                changed.Add(wanted.Name);
            }
        if (added.Count + changed.Count > 0)
            await db.Record(actor, clock.GetUtcNow(), "neighborhoods.imported", null, fileName, null, null,
                new { Added = added, Changed = changed }, ct);
        return new(boundaries.Count, added.Count, changed.Count, boundaries.Count - added.Count - changed.Count, 0);
    }
}
