using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Localization;
using ProblemTracker.Links;
using ProblemTracker.Mail;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Partners;

/// <summary>Emails a one-time link to an action's owner outside the department, who needs no account. Earlier links stay open.</summary>
/// <param name="Note">Added to the email and to the conversation.</param>
/// <param name="PublicTitle">What the problem is called outside the department; null to leave it as it is.</param>
[Needs(Permission.WorkProblems)]
public sealed record SendActionLink(long ActionId, string? Note = null, string? PublicTitle = null) : ICommand<LinkSent>;

public sealed record LinkSent(long LinkId, DateTimeOffset ExpiresAt);

internal sealed class SendActionLinkValidator : AbstractValidator<SendActionLink>
{
    public SendActionLinkValidator()
    {
        RuleFor(c => c.Note).MaximumLength(Conversations.LongestComment);
        RuleFor(c => c.PublicTitle).MaximumLength(SavePartnerSummary.LongestTitle);
    }
}

internal sealed class SendActionLinkHandler(
    Db db, Actor actor, CaseFiles files, TrackerClock clock, TrackerOptions options, IDataProtectionProvider protection,
    IStringLocalizer<OwnerTexts> words)
    : IRequestHandler<SendActionLink, LinkSent>
{
    private sealed record Owner
    {
        public string? Email { get; init; }
        public bool HasConsent { get; init; }
        public long StakeholderId { get; init; }
        public string? EmailLanguage { get; init; }
    }

    public async Task<LinkSent> Handle(SendActionLink command, CancellationToken ct)
    {
        var action = await ActionSql.Find(db, command.ActionId, ct) ?? throw new NotFound();
        var file = await files.Take(action.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        action = (await ActionSql.Find(db, command.ActionId, ct))!;
        if (action.Status != ActionStatus.Planned)
            throw new RuleBroken("action.notPlanned",
                "This action is no longer planned, so there is nothing to ask its owner.", "status");
        if (action.OwnerAttachmentId is not { } attachment)
            throw new RuleBroken("action.ownerNotOutside",
                "Only a stakeholder can get a link. Choose an owner outside the department first.", "ownerAttachmentId");
        var owner = await db.Single<Owner>($"""
            SELECT s.Email, IIF({StakeholderSql.HasConsent}, 1, 0) AS HasConsent, s.Id AS StakeholderId, s.EmailLanguage
            FROM ProblemStakeholder t JOIN Stakeholder s ON s.Id = t.StakeholderId WHERE t.Id = @attachment
            """, new { attachment }, ct);
        List<Shortfall> missing = [];
        if (!owner.HasConsent)
            missing.Add(new("stakeholder.noConsent",
                "The owner has not agreed to be contacted. Ask them, and record their consent in the directory.", "consentOn"));
        if (owner.Email is null)
            missing.Add(new("stakeholder.noEmail", "The directory has no email address for the owner. Add it first.", "email"));
        if (missing.Count > 0) throw new RuleBroken("The link can't be sent yet.", missing);

        if (!command.PublicTitle.IsBlank()) PartnerTerms.Change(file, command.PublicTitle, file.Problem.PartnerSummary);
        var (linkId, secret, expiresAt) = await OneTimeLinks.Make(db, protection, actor, file.Now, LinkPurpose.ActionOwner,
            action.Id, attachment, ct);
        var facts = new ActionEmailFacts
        {
            Number = file.Problem.Number,
            Confidential = file.Problem.Confidential,
            PublicTitle = file.Problem.PublicTitle,
            Description = action.Description,
            DueOn = action.DueOn,
            Email = owner.Email!,
            StakeholderId = owner.StakeholderId,
            Language = owner.EmailLanguage,
        };
        await Outbox.Queue(db, clock, ActionEmail.Compose(words, $"link:{linkId}", facts, secret, ActionEmailReason.Asked,
            command.Note, options), ct);
        if (!command.Note.IsBlank()) await Conversations.Say(db, actor, file.Now, action.Id, attachment, command.Note, ct);
        file.Record("action.linkSent", action.Id, $"Sent the owner of an action a link: {action.Description}", null,
            new { linkId, expiresAt });
        await files.Save(file, ct);
        return new(linkId, expiresAt);
    }
}

internal static class SendActionLinkEndpoint
{
    public sealed record Body(string? Note = null, string? PublicTitle = null);

    public static void MapSendActionLink(this RouteGroupBuilder actions) => actions
        .MapPost("/{id:long}/link",
            (long id, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new SendActionLink(id, body.Note, body.PublicTitle), ct))
        .WithName("SendActionLink").WithSummary("Email a one-time link to an action's owner who has no account");
}
