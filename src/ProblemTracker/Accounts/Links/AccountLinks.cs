using Microsoft.AspNetCore.DataProtection;
using ProblemTracker.Links;
using ProblemTracker.Mail;

namespace ProblemTracker.Accounts;

/// <summary>
/// Links to a person's account: an invitation, a new password, a new email address. The newest of a purpose is the only one that works.
/// </summary>
internal sealed class AccountLinks(
    Db db, Actor actor, TrackerClock clock, TrackerOptions options, IDataProtectionProvider protection)
{
    /// <summary>Hours that a link works.</summary>
    public const int Hours = 72;

    private const string Path = "/password/";
    private const string InvitationSubject = "Your account in ProblemTracker";
    private const string Invitation = "An administrator made an account for you in ProblemTracker.";

    /// <summary>
    /// Call it before the transaction. A verb can be the first on a database, and the first key, which is saved beside the transaction,
    /// would wait for it.
    /// </summary>
    public void Prepare() => protection.CreateProtector(Outbox.SecretPurpose).Protect("");

    /// <summary>Emails a new person how to sign in: by a link to choose a password, or with the single sign-on provider.</summary>
    public async Task Invite(long personId, CancellationToken ct)
    {
        var email = await db.Single<string>("SELECT Email FROM Person WHERE Id = @personId", new { personId }, ct);
        if (!PasswordsOff.For(options, email))
        {
            await Send(personId, isInvitation: true, ct);
            return;
        }
        var text = new EmailText(InvitationSubject,
        [
            new Paragraph(Invitation),
            new LinkParagraph($"Sign in with {options.SignOn!.Name}", $"{options.PublicUrl}/sign-in"),
            new Paragraph($"Use the login whose email address is {email}."),
        ]);
        await Outbox.Queue(db, clock,
            new($"invitation:{personId}", email, InvitationSubject, text.Plain, text.Html) { PersonId = personId }, ct);
    }

    /// <summary>Emails a person a link. It also forgets failed sign-ins, which unlocks the account.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="isInvitation">Whether the person never had a password.</param>
    /// <param name="ct">Cancels the command.</param>
    public async Task Send(long personId, bool isInvitation, CancellationToken ct)
    {
        var email = await db.Single<string>("SELECT Email FROM Person WHERE Id = @personId", new { personId }, ct);
        var secret = await Make(LinkPurpose.SetPassword, personId, ct);
        var (subject, opening) = isInvitation
            ? (InvitationSubject, Invitation)
            : ("Set a new password for ProblemTracker", "Someone, probably you or an administrator, asked for a new password.");
        var text = new EmailText(subject,
        [
            new Paragraph(opening),
            new LinkParagraph(isInvitation ? "Choose a password and sign in" : "Choose a new password",
                options.PublicUrl + Path + Outbox.SecretMark),
            new Paragraph($"The link works once, for {Hours} hours. " + (isInvitation ? $"Sign in with {email}."
                : "If you did not ask for it, ignore this email: your password stays as it is.")),
        ]);
        await PasswordSignIn.Unlock(db, email, ct);
        await Outbox.Queue(db, clock,
            new($"password:{Guid.NewGuid():N}", email, subject, text.Plain, text.Html) { PersonId = personId, Secret = secret }, ct);
    }

    /// <summary>The address of a new link for a person, for the terminal.</summary>
    public async Task<string> Address(long personId, CancellationToken ct) =>
        options.PublicUrl + Path
            + protection.CreateProtector(Outbox.SecretPurpose).Unprotect(await Make(LinkPurpose.SetPassword, personId, ct));

    /// <summary>The subject of an open link.</summary>
    /// <exception cref="NotFound">The link is unknown, was used, expired or replaced.</exception>
    public async Task<long> Subject(LinkPurpose purpose, string token, CancellationToken ct) => await db.Find<long?>(
        $"SELECT l.SubjectId FROM OneTimeLink l WHERE {OneTimeLinks.IsOpen}",
        OneTimeLinks.OpenArgs(token, purpose, clock.GetUtcNow()), ct)
        ?? throw new NotFound("This link was used, was replaced by a newer one, or has expired. "
            + "Select Forgot password on the sign-in page, or ask your administrator for a new one.");

    public Task<int> Withdraw(LinkPurpose purpose, long subjectId, CancellationToken ct) =>
        OneTimeLinks.Withdraw(db, purpose, subjectId, clock.GetUtcNow(), ct);

    /// <summary>Makes a link, which replaces the others of its purpose and subject.</summary>
    /// <returns>Its token, encrypted for the outbox.</returns>
    public async Task<string> Make(LinkPurpose purpose, long subjectId, CancellationToken ct)
    {
        await Withdraw(purpose, subjectId, ct);
        var (_, secret, _) = await OneTimeLinks.Make(db, protection, actor, clock.GetUtcNow(), purpose, subjectId, null, ct,
            TimeSpan.FromHours(Hours));
        return secret;
    }
}
