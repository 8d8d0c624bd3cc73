namespace ProblemTracker.Agency;

/// <summary>A setting with its version, to send back when changing it.</summary>
/// <param name="Version">0 before the first change.</param>
public sealed record VersionedSetting<T>(int Version, T Value) : IVersioned where T : class;

internal static class SettingSql
{
    /// <summary>Writes a setting and increments its version.</summary>
    public static async Task Put(Db db, string name, string value, CancellationToken ct)
    {
        var row = new { name, value };
        if (await db.Execute("UPDATE Setting SET Value = @value, Version = Version + 1 WHERE Name = @name", row, ct) == 0)
            await db.Execute("INSERT INTO Setting (Name, Value) VALUES (@name, @value)", row, ct);
    }

    /// <summary>
    /// Writes a setting if it is still at this version. Its row stays locked until the transaction ends, so that the caller can safely
    /// write related tables too.
    /// </summary>
    /// <returns>The new version.</returns>
    /// <exception cref="Stale">Someone else changed the setting first.</exception>
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
            // On a database with several writers, two first changes can happen at once.
            throw new Stale(1);
        }
    }

    /// <returns>0 before the first change.</returns>
    public static async Task<int> Version(Db db, string name, CancellationToken ct) =>
        await db.Find<int>("SELECT Version FROM Setting WHERE Name = @name", new { name }, ct);
}

internal static class SettingConventions
{
    /// <summary>Sends a setting without an envelope, so that clients can send it back as read. Its version is in the ETag.</summary>
    public static BareResult Result<T>(this VersionedSetting<T> setting) where T : class => new(setting.Value, setting.Version);
}
