using NetTopologySuite.Geometries;

namespace ProblemTracker.Neighborhoods;

/// <summary>A row of <c>Neighborhood</c> that a command holds.</summary>
internal sealed record HeldNeighborhood
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string NameKey { get; init; } = "";
    public string? Boundary { get; init; }
    public long? SupervisorId { get; init; }
    public DateOnly? FirstDay { get; init; }
    public DateOnly? LastDay { get; init; }
    public bool Active { get; init; }
    public bool IsUnassigned { get; init; }
    public int Version { get; init; }
}

/// <summary>A neighborhood that takes the place of another.</summary>
internal sealed record Follower
{
    public long FollowerId { get; init; }
    public DateOnly FirstDay { get; init; }
}

/// <summary>The steps that several changes of neighborhoods share, in the caller's transaction.</summary>
internal sealed class NeighborhoodChanges(Db db, NeighborhoodEnded ended, TimeProvider clock)
{
    private const string Columns = "Id, Name, NameKey, Boundary, SupervisorId, FirstDay, LastDay, Active, IsUnassigned, Version";

    /// <summary>Holds a neighborhood to change it, and raises its version.</summary>
    /// <param name="version">Null if the caller did not show it before.</param>
    /// <exception cref="NotFound">No neighborhood has this id.</exception>
    /// <exception cref="Stale">Someone else changed it.</exception>
    public async Task<HeldNeighborhood> Take(long id, int? version, CancellationToken ct)
    {
        await db.Execute("UPDATE Neighborhood SET Version = Version + 1 WHERE Id = @id", new { id }, ct);
        var place = await db.Find<HeldNeighborhood>($"SELECT {Columns} FROM Neighborhood WHERE Id = @id", new { id }, ct)
            ?? throw new NotFound();
        if (place.IsUnassigned)
            throw new RuleBroken("neighborhood.unassigned", "\"No neighborhood\" is not a neighborhood, so it can't be changed.", "name");
        return version is null || place.Version == version + 1 ? place : throw new Stale(place.Version - 1);
    }

    public async Task<long> Add(string name, string? boundary, DateOnly? firstDay, long? supervisorId, CancellationToken ct)
    {
        try
        {
            return await db.Insert("""
                INSERT INTO Neighborhood (Name, NameKey, Boundary, FirstDay, SupervisorId)
                VALUES (@name, @Key, @boundary, @firstDay, @supervisorId)
                """, new { name, Key = SearchKey.Of(name), boundary, firstDay, supervisorId }, ct);
        }
        catch (System.Data.Common.DbException error) when (db.IsDuplicate(error))
        {
            throw NeighborhoodNames.Taken(name);
        }
    }

    /// <summary>Sets how many people live there; null if that is not known.</summary>
    public Task<int> Count(long id, int? population, CancellationToken ct) =>
        db.Execute("UPDATE Neighborhood SET Population = @population WHERE Id = @id", new { id, population }, ct);

    /// <summary>Sets its population to that of these neighborhoods together, if it is known for all.</summary>
    public Task<int> Together(long id, IReadOnlyCollection<long> ids, CancellationToken ct) => db.Execute("""
        UPDATE Neighborhood SET Population = (SELECT SUM(p.Population) FROM Neighborhood p WHERE p.Id IN @ids)
        WHERE Id = @id AND NOT EXISTS (SELECT 1 FROM Neighborhood u WHERE u.Id IN @ids AND u.Population IS NULL)
        """, new { id, ids }, ct);

    /// <summary>Gives it another name and keeps the one before, so that it is still found by it.</summary>
    public async Task Rename(HeldNeighborhood place, string name, CancellationToken ct)
    {
        var key = SearchKey.Of(name);
        try
        {
            await db.Execute("UPDATE Neighborhood SET Name = @name, NameKey = @key WHERE Id = @Id", new { name, key, place.Id }, ct);
        }
        catch (System.Data.Common.DbException error) when (db.IsDuplicate(error))
        {
            throw NeighborhoodNames.Taken(name);
        }
        if (key == place.NameKey) return;
        await db.Execute("DELETE FROM NeighborhoodName WHERE NeighborhoodId = @Id AND NameKey IN (@NameKey, @key)",
            new { place.Id, place.NameKey, key }, ct);
        await db.Execute("INSERT INTO NeighborhoodName (NeighborhoodId, Name, NameKey, RenamedAt) VALUES (@Id, @Name, @NameKey, @Now)",
            new { place.Id, place.Name, place.NameKey, Now = clock.GetUtcNow() }, ct);
    }

    /// <summary>
    /// Gives it another boundary. With a day, the one before stays for the days before; without one it is a correction, as if the boundary
    /// had always been so since the last change.
    /// </summary>
    /// <returns>The last day of the boundary before, if it stays for the days before.</returns>
    /// <exception cref="Invalid">At <c>from</c>: it has had its present boundary only since that day or later.</exception>
    public async Task<DateOnly?> Redraw(HeldNeighborhood place, string boundary, DateOnly? from, CancellationToken ct)
    {
        DateOnly? kept = null;
        if (from is { } day && place.Boundary is { } before && !(place.FirstDay >= day))
        {
            var lastDay = day.AddDays(-1);
            if (await db.Find<DateOnly?>($"""
                SELECT LastDay FROM NeighborhoodBoundary WHERE NeighborhoodId = @Id ORDER BY LastDay DESC {db.Dialect.First("1")}
                """, place, ct) is { } since && since >= lastDay)
                throw new Invalid("from", $"{place.Name} has had its present boundary since {DateText.Date(since.AddDays(1))}. "
                    + "Choose a later day, or leave the day blank to correct that boundary.");
            await db.Execute("INSERT INTO NeighborhoodBoundary (NeighborhoodId, LastDay, Boundary) VALUES (@Id, @lastDay, @before)",
                new { place.Id, lastDay, before }, ct);
            kept = lastDay;
        }
        await db.Execute("UPDATE Neighborhood SET Boundary = @boundary WHERE Id = @Id", new { boundary, place.Id }, ct);
        return kept;
    }

    /// <summary>Sets its last day and which neighborhoods take its place. Those who work there hear of it.</summary>
    /// <exception cref="Invalid">
    /// At <c>lastDay</c>: it begins later. At <c>followerIds</c>: one of them is no other neighborhood.
    /// </exception>
    public async Task End(HeldNeighborhood place, DateOnly lastDay, IReadOnlyCollection<long> followerIds, CancellationToken ct)
    {
        if (place.FirstDay > lastDay)
            throw new Invalid("lastDay", $"{place.Name} begins on {DateText.Date(place.FirstDay.Value)}, so it can't end on "
                + $"{DateText.Date(lastDay)}. Choose a later day, or remove it if it was added by mistake.");
        var followers = await db.List<string>("SELECT Name FROM Neighborhood WHERE Id IN @followerIds AND IsUnassigned = 0 AND Id <> @Id "
            + "ORDER BY NameKey", new { followerIds, place.Id }, ct);
        if (followers.Count != followerIds.Count)
            throw new Invalid("followerIds", "Choose other neighborhoods. GET /api/v1/neighborhoods lists them.");
        await db.Execute("UPDATE Neighborhood SET LastDay = @lastDay, Active = 1 WHERE Id = @Id", new { lastDay, place.Id }, ct);
        await db.Execute("DELETE FROM NeighborhoodSuccession WHERE EndedId = @Id", place, ct);
        foreach (var followerId in followerIds)
            await db.Execute("INSERT INTO NeighborhoodSuccession (EndedId, FollowerId, FirstDay) VALUES (@Id, @followerId, @FirstDay)",
                new { place.Id, followerId, FirstDay = lastDay.AddDays(1) }, ct);
        await ended(new(place.Id, place.Name, place.SupervisorId, lastDay, followers), ct);
    }

    /// <summary>Takes its last day back: it exists again without an end.</summary>
    public async Task Reopen(HeldNeighborhood place, CancellationToken ct)
    {
        await db.Execute("UPDATE Neighborhood SET LastDay = NULL, Active = 1 WHERE Id = @Id", place, ct);
        await db.Execute("DELETE FROM NeighborhoodSuccession WHERE EndedId = @Id", place, ct);
        await ended(new(place.Id, place.Name, place.SupervisorId, null, []), ct);
    }

    /// <summary>The neighborhoods that take the place of one that ends.</summary>
    public Task<IReadOnlyList<Follower>> Followers(long id, CancellationToken ct) => db.List<Follower>(
        "SELECT FollowerId, FirstDay FROM NeighborhoodSuccession WHERE EndedId = @id ORDER BY Id", new { id }, ct);

    /// <summary>Deletes it with its history. Nothing else may refer to it.</summary>
    public async Task Delete(long id, CancellationToken ct)
    {
        foreach (var part in new[]
        {
            "DELETE FROM NeighborhoodBoundary WHERE NeighborhoodId = @id",
            "DELETE FROM NeighborhoodName WHERE NeighborhoodId = @id",
            "DELETE FROM NeighborhoodSuccession WHERE EndedId = @id OR FollowerId = @id",
            "DELETE FROM NeighborhoodOverlap WHERE WinnerId = @id OR OtherId = @id",
            "DELETE FROM Neighborhood WHERE Id = @id",
        }) await db.Execute(part, new { id }, ct);
    }

    /// <summary>Where points may lie in a different neighborhood after a change.</summary>
    /// <param name="first">The first day of the change; null for all days.</param>
    /// <param name="boundaries">The boundaries concerned, before and after.</param>
    /// <returns>Null if none of them has a boundary.</returns>
    public static PlacedAgain? Concerned(DateOnly? first, params IEnumerable<string?> boundaries)
    {
        var box = new Envelope();
        foreach (var boundary in boundaries.OfType<string>()) box.ExpandToInclude(GeoJson.Read(boundary).EnvelopeInternal);
        return box.IsNull ? null : new(box, first ?? DateOnly.MinValue, DateOnly.MaxValue);
    }
}
