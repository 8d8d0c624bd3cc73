namespace ProblemTracker.Mail;

/// <summary>A mail to one address, as it is queued.</summary>
/// <param name="Key">Stable text; a second email with the same key is not queued.</param>
/// <param name="Html">The same as <paramref name="Text"/>, for programs that show it.</param>
internal sealed record Email(string Key, string Recipient, string Subject, string Text, string? Html = null)
{
    /// <summary>The account it goes to.</summary>
    public long? PersonId { get; init; }

    /// <summary>Or somebody outside: withdrawn consent discards what is still queued.</summary>
    public long? StakeholderId { get; init; }

    /// <summary>Encrypted; put in the place of <see cref="Outbox.SecretMark"/> on the way out and forgotten once it is sent.</summary>
    public string? Secret { get; init; }

    /// <summary>Shown in the HTML, which calls them by their names as <c>cid:name</c>.</summary>
    public IReadOnlyList<EmailPicture> Pictures { get; init; } = [];

    /// <summary>Path of the page on which the reader can refuse this sort of mail; becomes <c>List-Unsubscribe</c>.</summary>
    public string? Unsubscribe { get; init; }
}

/// <param name="Content">A PNG file.</param>
internal sealed record EmailPicture(string Name, byte[] Content);

/// <summary>Where mail waits: written in the transaction that decided it, sent later by <see cref="DeliverMail"/>.</summary>
internal static class Outbox
{
    /// <summary>Stands in text and HTML for the secret of a link.</summary>
    public const string SecretMark = "{secret}";

    /// <summary>
    /// For what data protection encrypts <see cref="Email.Secret"/>. The name is old: changing it would break emails that wait.
    /// </summary>
    public const string SecretPurpose = "ActionLink";

    /// <returns>False if an email with this key is there already.</returns>
    public static async Task<bool> Queue(Db db, TrackerClock clock, Email email, CancellationToken ct)
    {
        try
        {
            var isNew = await db.Execute("""
                INSERT INTO Outbox (DedupeKey, Recipient, Subject, Body, Html, PersonId, StakeholderId, Secret, Unsubscribe, CreatedAt,
                    NextAttemptAt)
                SELECT @Key, @Recipient, @Subject, @Text, @Html, @PersonId, @StakeholderId, @Secret, @Unsubscribe, @Now, @RealNow
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
                Now = clock.GetUtcNow(),
                RealNow = clock.Real.GetUtcNow(),
            }, ct) == 1;
            if (isNew && email.Pictures.Count > 0)
                await db.Execute(
                    "INSERT INTO OutboxPicture (OutboxId, Name, Content) SELECT Id, @Name, @Content FROM Outbox WHERE DedupeKey = @Key",
                    email.Pictures.Select(picture => new { email.Key, picture.Name, picture.Content }), ct);
            return isNew;
        }
        catch (System.Data.Common.DbException error) when (db.IsDuplicate(error))
        {
            // Two nodes at the same moment. The statement alone was undone; the transaction goes on.
            return false;
        }
    }
}
