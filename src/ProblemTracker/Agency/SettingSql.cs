namespace ProblemTracker.Agency;

/// <summary>A setting as it stands, with the version to send back.</summary>
/// <param name="Version">0 before the first change.</param>
public sealed record VersionedSetting<T>(int Version, T Value) : IVersioned where T : class;

internal static class SettingSql
{
    /// <summary>Writes one setting and counts its version up.</summary>
    public static async Task Put(Db db, string name, string value, CancellationToken ct)
    {
        var row = new { name, value };
        if (await db.Execute("UPDATE Setting SET Value = @value, Version = Version + 1 WHERE Name = @name", row, ct) == 0)
            await db.Execute("INSERT INTO Setting (Name, Value) VALUES (@name, @value)", row, ct);
    }

    /// <summary>
    /// Writes one setting if it is still at this version; its row is locked from then on, so what hangs on it can be written too.
    /// </summary>
    /// <returns>The next version.</returns>
    /// <exception cref="Stale">Somebody else was faster.</exception>
    public static async Task<int> Replace(Db db, string name, string value, int version, CancellationToken ct)
    {
        var row = new { name, value, version };
        try
        {
            var written = version == 0
                ? await db.Execute(
                    "INSERT INTO Setting (Name, Value) SELECT @name, @value WHERE NOT EXISTS (SELECT 1 FROM Setting WHERE Name = @name)",
                    row, ct)
                : await db.Execute("UPDATE Setting SET Value = @value, Version = Version + 1 WHERE Name = @name AND Version = @version",
                    row, ct);
            return written == 1 ? version + 1 : throw new Stale(await Version(db, name, ct));
        }
        catch (System.Data.Common.DbException error) when (db.IsDuplicate(error))
        {
            // Two first changes at once, on a database with more than one writer.
            throw new Stale(1);
        }
    }

    /// <summary>0 before the first change.</summary>
    public static async Task<int> Version(Db db, string name, CancellationToken ct) =>
        await db.Find<int>("SELECT Version FROM Setting WHERE Name = @name", new { name }, ct);
}

internal static class SettingConventions
{
    /// <summary>A setting goes over the wire bare, so that what was read can be sent back; its version is in the ETag.</summary>
    public static BareResult Result<T>(this VersionedSetting<T> setting) where T : class => new(setting.Value, setting.Version);
}
