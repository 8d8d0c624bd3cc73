using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Partners;

/// <summary>What a one-purpose link opens: the action alone. Reading changes nothing, since mail scanners follow links.</summary>
[AllowEveryone]
public sealed record ReadLink(string Token) : IQuery<LinkDetails>;

/// <summary>An action as the holder of its link sees it: nothing of the problem, of who leads it or of anybody else.</summary>
public sealed record LinkDetails
{
    public string Description { get; init; } = "";
    public DateOnly? DueOn { get; init; }
    public ActionStatus Status { get; init; }
    public DateOnly? DoneOn { get; init; }
    public OwnerAnswer? OwnerAnswer { get; init; }
    public string? OwnerAnswerReason { get; init; }
    public DateOnly? ReportedDoneOn { get; init; }
    public string? ReturnedBecause { get; init; }
    public int Version { get; init; }
    public bool IsOverdue { get; init; }
    /// <summary>Whether we may write to them.</summary>
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
            SELECT a.Description, a.DueOn, a.Status, a.DoneOn, a.OwnerAnswer, a.OwnerAnswerReason, a.ReportedDoneOn, a.ReturnedBecause,
                a.Version
            FROM ProblemAction a WHERE a.Id = @ActionId
            """, link, ct);
        return action with
        {
            IsOverdue = OwnerRules.IsOverdue(action.Status, action.DueOn, action.ReportedDoneOn, today),
            HasConsent = link.HasConsent,
            Today = today,
            // Who else may speak for the owner is not for a link to say: mail is forwarded.
            Comments = [.. (await Conversations.OfOwner(db, link.ActionId, ct)).Comments.Select(c => c with { Who = null })],
        };
    }
}
