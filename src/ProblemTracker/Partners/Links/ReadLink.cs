using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Partners;

/// <summary>Reads the action of a one-time link. Changes nothing, because email scanners follow links.</summary>
[AllowEveryone]
public sealed record ReadLink(string Token) : IQuery<LinkDetails>;

/// <summary>An action as the holder of its link sees it, without anything about the problem, its lead officer or other people.</summary>
public sealed record LinkDetails
{
    public string Description { get; init; } = "";
    public DateOnly? DueOn { get; init; }
    public ActionStatus Status { get; init; }
    public DateOnly? DoneOn { get; init; }
    public OwnerAnswer? OwnerAnswer { get; init; }
    public string? OwnerAnswerReason { get; init; }
    public DateOnly? ReportedDoneOn { get; init; }
    public string? ReturnedReason { get; init; }
    public int Version { get; init; }
    public bool IsOverdue { get; init; }
    /// <summary>Whether the owner agreed to be contacted.</summary>
    public bool HasConsent { get; init; }
    public DateOnly Today { get; init; }
    public IReadOnlyList<CommentDetails> Comments { get; init; } = [];
}

internal sealed class ReadLinkHandler(Db db, AgencySettings agency, TimeProvider clock) : IRequestHandler<ReadLink, LinkDetails>
{
    public async Task<LinkDetails> Handle(ReadLink query, CancellationToken ct)
    {
        var link = await OwnerLinks.Find(db, query.Token, clock.GetUtcNow(), ct) ?? throw new NotFound();
        var today = await agency.Today(ct);
        var action = await db.Single<LinkDetails>("""
            SELECT a.Description, a.DueOn, a.Status, a.DoneOn, a.OwnerAnswer, a.OwnerAnswerReason, a.ReportedDoneOn, a.ReturnedReason,
                a.Version
            FROM ProblemAction a WHERE a.Id = @ActionId
            """, link, ct);
        return action with
        {
            IsOverdue = OwnerRules.IsOverdue(action.Status, action.DueOn, action.ReportedDoneOn, today),
            HasConsent = link.HasConsent,
            Today = today,
            // Emails get forwarded, so a link must not reveal who else speaks for the owner.
            Comments = [.. (await Conversations.OfOwner(db, link.ActionId, ct)).Comments.Select(c => c with { Who = null })],
        };
    }
}
