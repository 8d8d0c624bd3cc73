using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using ProblemTracker.Mail;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Links;

/// <summary>Where a link leads.</summary>
internal sealed record LinkRow
{
    public long Id { get; init; }
    public long ActionId { get; init; }
    public long ProblemId { get; init; }
    public long AttachmentId { get; init; }
    public long StakeholderId { get; init; }
    public bool HasConsent { get; init; }
}

/// <summary>
/// One-purpose links for owners without an account. A link opens one action and nothing else, lives for 30 days of the tracker's clock, and can
/// be withdrawn. Of its secret, 256 random bits, only the digest is kept; until the mail is sent it waits there encrypted.
/// </summary>
internal static class ActionLinks
{
    /// <summary>Days.</summary>
    public const int Lifetime = 30;

    private const int LongestToken = 100;

    /// <returns>Null for one that is unknown, expired or withdrawn, or whose action has another owner, whose owner was detached or merged into somebody else, whose problem is closed.</returns>
    public static Task<LinkRow?> Find(Db db, string token, DateTimeOffset now, CancellationToken ct) => token.Length > LongestToken
        ? Task.FromResult<LinkRow?>(null)
        : db.Find<LinkRow>($"""
            SELECT l.Id, l.ActionId, a.ProblemId, l.AttachmentId, s.Id AS StakeholderId, IIF({StakeholderSql.HasConsent}, 1, 0) AS HasConsent
            FROM ActionLink l
            JOIN ProblemAction a ON a.Id = l.ActionId AND a.OwnerAttachmentId = l.AttachmentId
            JOIN Problem p ON p.Id = a.ProblemId
            JOIN ProblemStakeholder t ON t.Id = l.AttachmentId
            JOIN Stakeholder s ON s.Id = t.StakeholderId
            WHERE l.Digest = @Digest AND l.WithdrawnAt IS NULL AND l.ExpiresAt > @now
                AND t.DetachedAt IS NULL AND s.MergedIntoId IS NULL AND p.Stage <> 'Closed'
            """, new { Digest = Digest(token), now }, ct);

    /// <summary>Makes a link.</summary>
    /// <returns>Its id, and its secret as a letter carries it: encrypted.</returns>
    public static async Task<(long Id, string Secret, DateTimeOffset ExpiresAt)> Make(
        Db db, IDataProtectionProvider protection, Actor actor, DateTimeOffset now, long actionId, long attachmentId, CancellationToken ct)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var row = new { actionId, attachmentId, Digest = Digest(token), now, actor.PersonId, ExpiresAt = now.AddDays(Lifetime) };
        var id = await db.Insert("""
            INSERT INTO ActionLink (ActionId, AttachmentId, Digest, CreatedAt, CreatedBy, ExpiresAt)
            VALUES (@actionId, @attachmentId, @Digest, @now, @PersonId, @ExpiresAt)
            """, row, ct);
        return (id, protection.CreateProtector(Outbox.SecretPurpose).Protect(token), row.ExpiresAt);
    }

    /// <returns>How many were open.</returns>
    public static Task<int> Withdraw(Db db, long actionId, DateTimeOffset now, CancellationToken ct) =>
        db.Execute("UPDATE ActionLink SET WithdrawnAt = @now WHERE ActionId = @actionId AND WithdrawnAt IS NULL", new { actionId, now }, ct);

    /// <summary>Where the reader of a letter goes; the secret is put in on the way out.</summary>
    public static string Address(TrackerOptions options) => options.PublicUrl + Path;

    public const string Path = $"/link/{Outbox.SecretMark}";

    // A fast digest is enough: the secret is random, not a password.
    private static string Digest(string token) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));
}
