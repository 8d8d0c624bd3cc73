using System.Text.Json;

namespace ProblemTracker.Incidents;

/// <summary>Column maps of incidents saved by name, for next month's file.</summary>
internal sealed class SavedMaps(Db db, Actor actor, TimeProvider clock)
{
    public const int LongestName = 100;

    /// <returns>Null if no map has this name; case, accents and spacing do not matter.</returns>
    public async Task<IncidentMap?> Find(string name, CancellationToken ct) =>
        await db.Find<string>("SELECT Body FROM SavedMap WHERE NameKey = @Key", new { Key = SearchKey.Of(name) }, ct) is { } body
            ? JsonSerializer.Deserialize<IncidentMap>(body, Json.Options) : null;

    /// <exception cref="Invalid">At <c>savedMap</c>: no map has this name.</exception>
    public async Task<IncidentMap> Get(string name, CancellationToken ct) =>
        await Find(name, ct) ?? throw new Invalid("savedMap", $"There is no saved column map \"{name}\".");

    /// <summary>Saves a map; replaces one with the same name.</summary>
    public async Task Put(string name, IncidentMap map, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var row = new
        {
            Name = name.Trim(),
            Key = SearchKey.Of(name),
            Body = JsonSerializer.Serialize(map, Json.Options),
            actor.PersonId,
            now
        };
        if (await db.Execute("UPDATE SavedMap SET Name = @Name, Body = @Body, SavedBy = @PersonId, SavedAt = @now WHERE NameKey = @Key",
            row, ct) == 0)
            await db.Execute("INSERT INTO SavedMap (Name, NameKey, Body, SavedBy, SavedAt) VALUES (@Name, @Key, @Body, @PersonId, @now)",
                row, ct);
        await db.Record(actor, now, "import.map", null, row.Name, null, null, map, ct);
    }
}
