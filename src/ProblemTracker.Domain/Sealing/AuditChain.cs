using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ProblemTracker.Domain;

/// <summary>The fields of an audit entry that stay when its text is purged.</summary>
public sealed record AuditFields(long Id, DateTimeOffset At, long? PersonId, string Event, long? ProblemId, string? SubjectId);

/// <summary>The text of an audit entry, which a purge deletes.</summary>
/// <param name="Before">The stored JSON, as text.</param>
/// <param name="After">The stored JSON, as text.</param>
public sealed record AuditPayload(string Origin, string? Summary, string? Before, string? After)
{
    public bool IsEmpty => Origin.Length == 0 && Summary is null && Before is null && After is null;
}

/// <summary>
/// The chain of seals on the audit log. All hashes are SHA-256 of <see cref="CanonicalJson"/> in UTF-8, written as 64 lower-case
/// hexadecimal digits.
/// </summary>
public static class AuditChain
{
    /// <summary>What the first seal has for the hash of the seal before it.</summary>
    public static readonly string Beginning = new('0', 64);

    /// <summary>Bytes of a salt.</summary>
    public const int SaltLength = 32;

    /// <summary>
    /// The digest of an entry's text: of <c>{"after","before","origin","salt","summary"}</c>. Without the salt, nobody can find out a
    /// purged text by trying.
    /// </summary>
    /// <param name="salt">Random, as hexadecimal digits.</param>
    public static string Digest(string salt, AuditPayload payload) => Sha256(CanonicalJson.Of(
        ("salt", salt), ("origin", payload.Origin), ("summary", payload.Summary), ("before", payload.Before), ("after", payload.After)));

    /// <summary>
    /// The hash of a seal: of <c>{"at","event","id","number","payload","personId","previous","problemId","sealedAt","subjectId"}</c>.
    /// Instants are UTC with seven decimals, such as <c>2026-03-02T14:00:00.0000000Z</c>.
    /// </summary>
    /// <param name="previous">The hash of the seal before; for the first seal <see cref="Beginning"/>.</param>
    /// <param name="number">1 for the first seal.</param>
    public static string Hash(string previous, long number, DateTimeOffset sealedAt, AuditFields entry, string payloadDigest) =>
        Sha256(CanonicalJson.Of(
            ("previous", previous), ("number", number), ("sealedAt", Instant(sealedAt)), ("id", entry.Id), ("at", Instant(entry.At)),
            ("personId", entry.PersonId), ("event", entry.Event), ("problemId", entry.ProblemId), ("subjectId", entry.SubjectId),
            ("payload", payloadDigest)));

    public static string NewSalt() => RandomNumberGenerator.GetHexString(2 * SaltLength, lowercase: true);

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
