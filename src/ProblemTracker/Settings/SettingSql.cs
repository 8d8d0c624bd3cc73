namespace ProblemTracker.Settings;

internal static class SettingSql
{
    /// <summary>Writes one setting and counts its version up.</summary>
    public static async Task Put(Db db, string name, string value, CancellationToken ct)
    {
        var row = new { name, value };
        if (await db.Execute("UPDATE Setting SET Value = @value, Version = Version + 1 WHERE Name = @name", row, ct) == 0)
            await db.Execute("INSERT INTO Setting (Name, Value) VALUES (@name, @value)", row, ct);
    }

    /// <summary>0 before the first change.</summary>
    public static async Task<int> Version(Db db, string name, CancellationToken ct) =>
        await db.Find<int>("SELECT Version FROM Setting WHERE Name = @name", new { name }, ct);
}
