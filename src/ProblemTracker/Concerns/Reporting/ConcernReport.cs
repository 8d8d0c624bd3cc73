using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ProblemTracker.Concerns;

/// <summary>A report as far as it is written. Stored as JSON between its steps.</summary>
public sealed record ConcernReport
{
    public string? CategoryCode { get; init; }
    public string? Description { get; init; }
    public string? Address { get; init; }
    public long? NeighborhoodId { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public Frequency? Frequency { get; init; }
    /// <summary>The last local day on which it happened.</summary>
    public DateOnly? HappenedOn { get; init; }
    public string? TimesOfDay { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public bool MayCall { get; init; }
    public bool MayAnswer { get; init; }
    public bool MayAttach { get; init; }

    /// <summary>The published problem that the reporter says affects them too.</summary>
    public long? SaysProblemId { get; init; }
    /// <summary>The concern that the reporter says affects them too.</summary>
    public long? SaysConcernId { get; init; }

    public bool HasWhat => !CategoryCode.IsBlank() && !Description.IsBlank();

    public bool HasWhere => !Address.IsBlank() || NeighborhoodId is not null || Latitude is not null;
}

/// <summary>The key in the cookie of a report's writer.</summary>
public static class ReportKey
{
    /// <summary>Characters of a key that anyone could have been given.</summary>
    public const int Longest = 100;

    /// <summary>How long a report is kept that nobody sends.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);
}

/// <summary>Reports that are being written. Whoever has the key in the cookie is their writer.</summary>
internal static class ConcernDrafts
{
    internal sealed record Row
    {
        public long Id { get; init; }
        public string Body { get; init; } = "";
        public long? ConcernId { get; init; }

        public ConcernReport Report => JsonSerializer.Deserialize<ConcernReport>(Body, Json.Options)!;
    }

    public static Task<Row?> Find(Db db, string key, CancellationToken ct) => db.Find<Row>(
        "SELECT d.Id, d.Body, d.ConcernId FROM ConcernDraft d WHERE d.Digest = @Digest", new { Digest = Digest(key) }, ct);

    /// <summary>Locks a report first, so that one that is sent twice at once becomes one concern.</summary>
    public static async Task<Row?> Take(Db db, string key, DateTimeOffset now, CancellationToken ct) =>
        await db.Execute("UPDATE ConcernDraft SET TouchedAt = @now WHERE Digest = @Digest", new { Digest = Digest(key), now }, ct) == 0
            ? null : await Find(db, key, ct);

    /// <summary>Changes a report that is not sent yet, or begins one. One that was sent stays as it is.</summary>
    public static async Task Finish(Db db, string key, DateTimeOffset now, Func<ConcernReport, ConcernReport> change, CancellationToken ct)
    {
        if (await Take(db, key, now, ct) is not { ConcernId: not null }) await Change(db, key, now, change, ct);
    }

    /// <summary>Changes a report, or begins one.</summary>
    /// <returns>The id of its row.</returns>
    public static async Task<long> Change(Db db, string key, DateTimeOffset now, Func<ConcernReport, ConcernReport> change,
        CancellationToken ct)
    {
        var row = await Take(db, key, now, ct);
        // A report that was sent is done; what is written next is another one.
        var body = JsonSerializer.Serialize(change(row is { ConcernId: null } ? row.Report : new()), Json.Options);
        if (row is null)
            return await db.Insert("INSERT INTO ConcernDraft (Digest, Body, TouchedAt) VALUES (@Digest, @body, @now)",
                new { Digest = Digest(key), body, now }, ct);
        await db.Execute("UPDATE ConcernDraft SET Body = @body, TouchedAt = @now, ConcernId = NULL WHERE Id = @Id",
            new { body, now, row.Id }, ct);
        return row.Id;
    }

    // A fast digest is enough: the key is random, not a password.
    private static string Digest(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
