using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using ProblemTracker.Mail;

namespace ProblemTracker.Links;

/// <summary>What a link is for. Stored by name.</summary>
public enum LinkPurpose
{
    /// <summary>
    /// Lets an action's owner answer and report without an account. Subject: the action. Holder: the owner's attachment.
    /// </summary>
    ActionOwner,

    /// <summary>Lets a person set a password. Subject: the person.</summary>
    SetPassword,

    /// <summary>Confirms or refuses a change of email address at the old address. Subject: the change.</summary>
    OldEmail,

    /// <summary>Confirms a change of email address at the new address. Subject: the change.</summary>
    NewEmail,

    /// <summary>
    /// Lets a resident follow a concern. Subject: the concern. Holder: <see cref="OneTimeLinks.ByMail"/> if it went to the reporter's
    /// email address, so that whoever has it reads that mail; else null.
    /// </summary>
    Concern,

    /// <summary>Lets a resident confirm or end a subscription to news. Subject: the subscription.</summary>
    News,
}

/// <summary>
/// Links for people who are not signed in. A link has one purpose and one subject, opens nothing else, expires by the tracker's clock
/// (after 30 days unless its purpose says otherwise), and can be withdrawn. Only the digest of its token (256 random bits) is stored, so
/// that a database leak exposes no working links. Until the email is sent, the outbox holds the token encrypted.
/// </summary>
internal static class OneTimeLinks
{
    /// <summary>Days.</summary>
    public const int Lifetime = 30;

    /// <summary>The holder of a <see cref="LinkPurpose.Concern"/> link that was mailed.</summary>
    public const long ByMail = 1;

    public const string Path = $"/link/{Outbox.SecretMark}";

    /// <summary>
    /// A condition on <c>l</c> (OneTimeLink) for the open link of a token, with the parameters of <see cref="OpenArgs"/>. The caller
    /// adds the conditions on subject and holder.
    /// </summary>
    public const string IsOpen = "l.Digest = @Digest AND l.Purpose = @Purpose AND l.WithdrawnAt IS NULL AND l.ExpiresAt > @Now";

    public static object OpenArgs(string token, LinkPurpose purpose, DateTimeOffset now) =>
        new { Digest = Digest(token), Purpose = purpose.ToString(), Now = now };

    /// <returns>The id of the new link, and its token encrypted for the outbox.</returns>
    public static async Task<(long Id, string Secret, DateTimeOffset ExpiresAt)> Make(Db db, IDataProtectionProvider protection,
        Actor actor, DateTimeOffset now, LinkPurpose purpose, long subjectId, long? holderId, CancellationToken ct,
        TimeSpan? lifetime = null)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var row = new
        {
            Purpose = purpose.ToString(),
            subjectId,
            holderId,
            Digest = Digest(token),
            now,
            actor.PersonId,
            ExpiresAt = now + (lifetime ?? TimeSpan.FromDays(Lifetime)),
        };
        var id = await db.Insert("""
            INSERT INTO OneTimeLink (Purpose, SubjectId, HolderId, Digest, CreatedAt, CreatedBy, ExpiresAt)
            VALUES (@Purpose, @subjectId, @holderId, @Digest, @now, @PersonId, @ExpiresAt)
            """, row, ct);
        return (id, protection.CreateProtector(Outbox.SecretPurpose).Protect(token), row.ExpiresAt);
    }

    /// <summary>Withdraws all links to the subject.</summary>
    /// <returns>How many links this call withdrew.</returns>
    public static Task<int> Withdraw(Db db, LinkPurpose purpose, long subjectId, DateTimeOffset now, CancellationToken ct) => db.Execute("""
        UPDATE OneTimeLink SET WithdrawnAt = @now WHERE Purpose = @Purpose AND SubjectId = @subjectId AND WithdrawnAt IS NULL
        """, new { Purpose = purpose.ToString(), subjectId, now }, ct);

    /// <summary>The link's address for an email. The token is filled in when the email is sent.</summary>
    public static string Address(TrackerOptions options) => options.PublicUrl + Path;

    // A fast digest is enough: the token is random, not a password.
    private static string Digest(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
