using ProblemTracker.Links;
using ProblemTracker.Mail;

namespace ProblemTracker.Accounts;

/// <summary>A change of a person's email address, as stored.</summary>
internal sealed record EmailChangeRow
{
    public long Id { get; init; }
    public long PersonId { get; init; }
    public string OldEmail { get; init; } = "";
    public string NewEmail { get; init; } = "";
    /// <summary>Why the old address need not be confirmed; null if it must be.</summary>
    public string? OldAddressReason { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? OldConfirmedAt { get; init; }
    public DateTimeOffset? NewConfirmedAt { get; init; }

    /// <summary>Whether nothing is left to confirm.</summary>
    public bool IsConfirmed => NewConfirmedAt is not null && (OldConfirmedAt is not null || OldAddressReason is not null);
}

/// <summary>
/// Changes of email addresses. Both addresses get a link, and the address changes when both are confirmed. A person has one open change at
/// most: a new request replaces it.
/// </summary>
internal sealed class EmailChanges(
    AccountLinks links, AccountEmails emails, Sessions sessions, Db db, Actor actor, TrackerClock clock, TrackerOptions options)
{
    private const string Path = "/email-address/";

    /// <summary>The condition on <c>c</c> (EmailChange) for one that waits for a confirmation, with the parameter <c>@Now</c>.</summary>
    public const string IsOpen = "c.EndedAt IS NULL AND c.ExpiresAt > @Now";

    private const string Columns =
        "c.Id, c.PersonId, c.OldEmail, c.NewEmail, c.OldAddressReason, c.ExpiresAt, c.OldConfirmedAt, c.NewConfirmedAt";

    /// <summary>Whether person <c>p</c> never signed in, so that nothing but an invitation knows the address: 1 or 0.</summary>
    public const string NeverSignedIn = """
        IIF(p.PasswordHash IS NULL AND NOT EXISTS (SELECT 1 FROM SignOnIdentity i WHERE i.PersonId = p.Id)
            AND NOT EXISTS (SELECT 1 FROM Session s WHERE s.PersonId = p.Id), 1, 0)
        """;

    /// <summary>
    /// Holds the person's row until the transaction ends, so that two requests or two confirmations at once wait for each other.
    /// </summary>
    /// <exception cref="NotFound">There is no such person.</exception>
    /// <exception cref="RuleBroken">The person can't sign in.</exception>
    public async Task<Account> Hold(long personId, CancellationToken ct)
    {
        await db.Execute("UPDATE Person SET Active = Active WHERE Id = @personId", new { personId }, ct);
        var account = await Account.Find(db, personId, ct) ?? throw new NotFound();
        return account.Active ? account : throw new RuleBroken("person.inactive",
            "This person can't sign in. Let them sign in first, then change the address.", "active");
    }

    /// <exception cref="Invalid">The address is the present one, or belongs to another account.</exception>
    /// <exception cref="RuleBroken">The configuration names the present address.</exception>
    public async Task MustFit(Account account, string email, CancellationToken ct)
    {
        if (SearchKey.OfEmail(email) == SearchKey.OfEmail(account.Email))
            throw new Invalid("email", $"The address is {account.Email} already. Upper and lower case make no difference.");
        if (options.SignOn?.OnlyPassword is { } only && SearchKey.OfEmail(only) == SearchKey.OfEmail(account.Email))
            throw new RuleBroken("email.breakGlass",
                "The setting SignOn:BreakGlass names the present address. Change the setting first, then the address.", "email");
        // Partners must not find out who works for the department. They are told after they showed that the new address is theirs.
        if (!actor.IsOutside) await MustBeFree(email, ct);
    }

    /// <summary>Emails a link to both addresses, or tells the old one if there is a reason why it need not be confirmed.</summary>
    public async Task Request(Account account, string email, string? oldAddressReason, CancellationToken ct)
    {
        await End(account.Id, ct);
        var now = clock.GetUtcNow();
        var id = await db.Insert("""
            INSERT INTO EmailChange (PersonId, OldEmail, NewEmail, OldAddressReason, RequestedBy, RequestedAt, ExpiresAt)
            VALUES (@Id, @Email, @NewEmail, @oldAddressReason, @RequestedBy, @now, @ExpiresAt)
            """, new
        {
            account.Id,
            account.Email,
            NewEmail = email,
            oldAddressReason,
            RequestedBy = actor.PersonId,
            now,
            ExpiresAt = now.AddHours(AccountLinks.Hours),
        }, ct);
        var who = actor.PersonId == account.Id ? "Someone, probably you," : "An administrator";
        if (oldAddressReason is null)
            await Send(LinkPurpose.OldEmail, id, account.Id, account.Email, "Confirm the change of your email address",
            [
                new Paragraph($"{who} asked to change the email address of your account in ProblemTracker from {account.Email} to "
                    + $"{email}."),
                new LinkParagraph("Confirm or refuse the change", options.PublicUrl + Path + Outbox.SecretMark),
                new Paragraph($"The address changes when both addresses are confirmed. Another email went to {email}."),
                new Paragraph($"The link works once, for {AccountLinks.Hours} hours. If you did not ask for this, open it and refuse."),
            ], ct);
        else
            await emails.Tell(account.Id, $"An administrator asked to change the email address of your account from {account.Email} to "
                + $"{email}, because this address no longer works. If you read this, tell an administrator", ct);
        await Send(LinkPurpose.NewEmail, id, account.Id, email, "Confirm your new email address",
        [
            new Paragraph($"{who} asked to use this email address for an account in ProblemTracker."),
            new LinkParagraph("Confirm this address", options.PublicUrl + Path + Outbox.SecretMark),
            new Paragraph($"The link works once, for {AccountLinks.Hours} hours. If you have no such account, ignore this email."),
        ], ct);
        await db.Record(actor, now, "person.emailRequested", null, account.Id, null, new { account.Email },
            new { Email = email, oldAddressReason }, ct);
    }

    /// <summary>The open change of a person; null if there is none.</summary>
    public Task<EmailChangeRow?> Open(long personId, CancellationToken ct) => db.Find<EmailChangeRow>(
        $"SELECT {Columns} FROM EmailChange c WHERE c.PersonId = @personId AND {IsOpen}", new { personId, Now = clock.GetUtcNow() }, ct);

    /// <summary>Ends the person's open change, if there is one, and its links.</summary>
    public async Task<EmailChangeRow?> End(long personId, CancellationToken ct)
    {
        if (await Open(personId, ct) is not { } change) return null;
        await db.Execute("UPDATE EmailChange SET EndedAt = @Now WHERE Id = @Id", new { change.Id, Now = clock.GetUtcNow() }, ct);
        await links.Withdraw(LinkPurpose.OldEmail, change.Id, ct);
        await links.Withdraw(LinkPurpose.NewEmail, change.Id, ct);
        return change;
    }

    /// <summary>The open change that a link belongs to.</summary>
    /// <exception cref="NotFound">The link is unknown, was used, expired, or the change ended.</exception>
    public async Task<(EmailChangeRow Change, bool IsOld)> OfLink(string token, CancellationToken ct)
    {
        foreach (var purpose in new[] { LinkPurpose.OldEmail, LinkPurpose.NewEmail })
            if (await db.Find<EmailChangeRow>($"""
                SELECT {Columns} FROM OneTimeLink l JOIN EmailChange c ON c.Id = l.SubjectId JOIN Person p ON p.Id = c.PersonId
                WHERE {OneTimeLinks.IsOpen} AND {IsOpen} AND p.Active = 1
                """, OneTimeLinks.OpenArgs(token, purpose, clock.GetUtcNow()), ct) is { } change)
                return (change, purpose == LinkPurpose.OldEmail);
        throw new NotFound("This link was used, has expired, or the change of the email address was canceled. "
            + "Start the change again under My settings.");
    }

    /// <summary>Notes a confirmation, and changes the address with the last one.</summary>
    /// <returns>The change after it.</returns>
    public async Task<EmailChangeRow> Confirm(EmailChangeRow change, bool isOld, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var column = isOld ? "OldConfirmedAt" : "NewConfirmedAt";
        await db.Execute($"UPDATE EmailChange SET {column} = @now WHERE Id = @Id", new { change.Id, now }, ct);
        await links.Withdraw(isOld ? LinkPurpose.OldEmail : LinkPurpose.NewEmail, change.Id, ct);
        await db.Record(actor, now, "person.emailConfirmed", null, change.PersonId, null, null,
            new { Email = isOld ? change.OldEmail : change.NewEmail }, ct);
        change = isOld ? change with { OldConfirmedAt = now } : change with { NewConfirmedAt = now };
        if (!change.IsConfirmed) return change;

        await MustBeFree(change.NewEmail, ct);
        await End(change.PersonId, ct);
        await Set(change.PersonId, change.OldEmail, change.NewEmail, ct);
        await sessions.EndOf(change.PersonId, exceptThis: true, ct);
        var what = $"The email address of your account is now {change.NewEmail} instead of {change.OldEmail}";
        await emails.Tell(change.PersonId, what, ct);
        await emails.Tell(change.PersonId, what, ct, recipient: change.OldEmail);
        return change;
    }

    /// <summary>Writes a new address. Links to set a password that went to the old one stop working.</summary>
    public async Task Set(long personId, string before, string email, CancellationToken ct)
    {
        await db.Execute("UPDATE Person SET Email = @email, EmailKey = @Key, Version = Version + 1 WHERE Id = @personId",
            new { personId, email, Key = SearchKey.OfEmail(email) }, ct);
        await links.Withdraw(LinkPurpose.SetPassword, personId, ct);
        await db.Record(actor, clock.GetUtcNow(), "person.emailChanged", null, personId, null, new { Email = before },
            new { email }, ct);
    }

    private async Task MustBeFree(string email, CancellationToken ct)
    {
        if (await Account.Find(db, email, ct) is not null)
            throw new Invalid("email", $"Another account has the address {email}. Choose a different one.");
    }

    private async Task Send(
        LinkPurpose purpose, long id, long personId, string recipient, string subject, IReadOnlyList<EmailPart> parts, CancellationToken ct)
    {
        var text = new EmailText(subject, parts);
        await Outbox.Queue(db, clock, new($"email-change:{id}:{purpose}", recipient, subject, text.Plain, text.Html)
        {
            PersonId = personId,
            Secret = await links.Make(purpose, id, ct),
        }, ct);
    }
}
