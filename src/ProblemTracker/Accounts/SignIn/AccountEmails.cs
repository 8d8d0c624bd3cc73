using ProblemTracker.Mail;

namespace ProblemTracker.Accounts;

/// <summary>Tells people what happened to their own account, so that they notice what was not them.</summary>
internal sealed class AccountEmails(Db db, TrackerClock clock, TrackerOptions options)
{
    private sealed record PersonRow
    {
        public string Email { get; init; } = "";
    }

    /// <param name="personId">The person.</param>
    /// <param name="what">What happened, as a sentence without its full stop.</param>
    /// <param name="ct">Cancels the command.</param>
    /// <param name="key">Identifies the email; a second one with the same key is not sent.</param>
    /// <param name="recipient">Another address than the person's own; null for their own.</param>
    public async Task Tell(long personId, string what, CancellationToken ct, string? key = null, string? recipient = null)
    {
        const string subject = "A change to how you sign in to ProblemTracker";
        if (await db.Find<PersonRow>("SELECT Email FROM Person WHERE Id = @personId", new { personId }, ct) is not { } person) return;
        var text = new EmailText(subject,
        [
            new Paragraph($"{what}."),
            new Paragraph("If this was you, there is nothing to do. If not, change your password and tell an administrator."),
            new LinkParagraph("See how you sign in", $"{options.PublicUrl}/me/second-factor"),
        ]);
        await Outbox.Queue(db, clock,
            new($"account:{key ?? $"{Guid.NewGuid():N}"}", recipient ?? person.Email, subject, text.Plain, text.Html)
            {
                PersonId = personId,
            }, ct);
    }
}
