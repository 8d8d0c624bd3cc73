using System.Text.RegularExpressions;

namespace ProblemTracker.Mail;

/// <summary>An email to one address, to be queued.</summary>
/// <param name="Key">Identifies the email; a second one with the same key is not queued.</param>
/// <param name="Html">The same content as <paramref name="Text"/>, for programs that show HTML.</param>
internal sealed record Email(string Key, string Recipient, string Subject, string Text, string? Html = null)
{
    /// <summary>The recipient's account, if they have one.</summary>
    public long? PersonId { get; init; }

    /// <summary>The stakeholder it goes to. If they withdraw consent, queued emails are discarded.</summary>
    public long? StakeholderId { get; init; }

    /// <summary>Encrypted secret of a link. It replaces <see cref="Outbox.SecretMark"/> on sending, and is then deleted.</summary>
    public string? Secret { get; init; }

    /// <summary>The code of the text's language; null for English.</summary>
    public string? Language { get; init; }

    /// <summary>Pictures in the HTML, which refers to them as <c>cid:name</c>.</summary>
    public IReadOnlyList<EmailPicture> Pictures { get; init; } = [];

    /// <summary>Path of the page where the reader can turn off such emails, for the <c>List-Unsubscribe</c> header.</summary>
    public string? Unsubscribe { get; init; }

    /// <summary>Whether a POST to that path turns them off at once (RFC 8058).</summary>
    public bool OneClick { get; init; }
}

/// <param name="Content">A PNG file.</param>
internal sealed record EmailPicture(string Name, byte[] Content);

/// <summary>The queue of emails: filled in the transaction that causes them, sent later by <see cref="DeliverMail"/>.</summary>
internal static partial class Outbox
{
    /// <summary>Placeholder for the secret of a link in text and HTML.</summary>
    public const string SecretMark = "{secret}";

    /// <summary>Data protection purpose of <see cref="Email.Secret"/>. Changing it would break emails already queued.</summary>
    public const string SecretPurpose = "ActionLink";

    /// <summary>Attempts after which an email is given up.</summary>
    public const int ParkedAfter = 8;

    /// <summary>5, 10, 20, … minutes: eight attempts take about ten hours.</summary>
    public static TimeSpan WaitAfter(int attempts) => TimeSpan.FromMinutes(5 * Math.Pow(2, attempts - 1));

    /// <returns>False if an email with this key already exists.</returns>
    public static async Task<bool> Queue(Db db, TrackerClock clock, Email email, CancellationToken ct)
    {
        try
        {
            var isNew = await db.Execute("""
                INSERT INTO Outbox (DedupeKey, Recipient, Subject, Body, Html, PersonId, StakeholderId, Secret, Unsubscribe, OneClick,
                    Language, CreatedAt, NextAttemptAt)
                SELECT @Key, @Recipient, @Subject, @Text, @Html, @PersonId, @StakeholderId, @Secret, @Unsubscribe, @OneClick,
                    @Language, @Now, @RealNow
                WHERE NOT EXISTS (SELECT 1 FROM Outbox WHERE DedupeKey = @Key)
                """, new
            {
                email.Key,
                email.Recipient,
                email.Subject,
                email.Text,
                email.Html,
                email.PersonId,
                email.StakeholderId,
                email.Secret,
                email.Unsubscribe,
                email.OneClick,
                email.Language,
                Now = clock.GetUtcNow(),
                RealNow = clock.Real.GetUtcNow(),
            }, ct) == 1;
            if (isNew && email.Pictures.Count > 0)
                await db.Execute(
                    "INSERT INTO OutboxPicture (OutboxId, Name, Content) SELECT Id, @Name, @Content FROM Outbox WHERE DedupeKey = @Key",
                    email.Pictures.Select(picture => new { email.Key, picture.Name, picture.Content }), ct);
            var named = ProblemNumber().Matches($"{email.Subject} {email.Text}").Select(m => m.Value).Distinct();
            foreach (var numbers in isNew ? named.Chunk(500) : [])
                await db.Execute("""
                    INSERT INTO OutboxProblem (OutboxId, Number)
                    SELECT o.Id, p.Number FROM Outbox o JOIN Problem p ON p.Number IN @numbers WHERE o.DedupeKey = @Key
                    """, new { email.Key, numbers }, ct);
            return isNew;
        }
        catch (System.Data.Common.DbException error) when (db.IsDuplicate(error))
        {
            // Another node queued it at the same moment. Only this statement failed, so the transaction can continue.
            return false;
        }
    }

    // Emails name the problems they are about, also confidential ones, by number.
    [GeneratedRegex(@"\bP-\d{4}-\d{4,}\b")]
    private static partial Regex ProblemNumber();
}
