using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Partners;

/// <summary>Reads the action of a one-time link. Changes nothing, because email scanners follow links.</summary>
[AllowEveryone]
public sealed record ReadLink(string Token) : IQuery<LinkDetails>;

/// <summary>An action as the holder of its link sees it, without anything about the problem but its public title, its
/// lead officer or other people.</summary>
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
    /// <summary>What the problem is called outside the department; null if the team gave it no public title.</summary>
    public string? PublicTitle { get; init; }
    /// <summary>Whether the owner agreed to be contacted.</summary>
    public bool HasConsent { get; init; }
    public DateOnly Today { get; init; }
    public IReadOnlyList<CommentDetails> Comments { get; init; } = [];
    public IReadOnlyList<PhotoDetails> Photos { get; init; } = [];
}

/// <summary>A photo of the conversation behind a link.</summary>
[AllowEveryone]
public sealed record ReadLinkPhoto(string Token, long PhotoId) : IQuery<LinkPhoto>;

/// <summary>A JPEG.</summary>
public sealed record LinkPhoto
{
    public long Id { get; init; }
    public byte[] Content { get; init; } = [];
}

internal sealed class ReadLinkHandler(Db db, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<ReadLink, LinkDetails>, IRequestHandler<ReadLinkPhoto, LinkPhoto>
{
    public async Task<LinkPhoto> Handle(ReadLinkPhoto query, CancellationToken ct)
    {
        var link = await OwnerLinks.Find(db, query.Token, clock.GetUtcNow(), ct) ?? throw new NotFound();
        return await db.Find<LinkPhoto>("""
            SELECT f.Id, f.Content FROM ActionPhoto f WHERE f.Id = @PhotoId AND f.ActionId = @ActionId AND f.AttachmentId = @AttachmentId
            """, new { query.PhotoId, link.ActionId, link.AttachmentId }, ct) ?? throw new NotFound();
    }

    public async Task<LinkDetails> Handle(ReadLink query, CancellationToken ct)
    {
        var link = await OwnerLinks.Find(db, query.Token, clock.GetUtcNow(), ct) ?? throw new NotFound();
        var today = await agency.Today(ct);
        var action = await db.Single<LinkDetails>($"""
            SELECT a.Description, a.DueOn, a.Status, a.DoneOn, a.OwnerAnswer, a.OwnerAnswerReason, a.ReportedDoneOn, a.ReturnedReason,
                a.Version, p.PublicTitle, IIF({ActionListSql.Overdue}, 1, 0) AS IsOverdue
            FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId WHERE a.Id = @ActionId
            """, new { link.ActionId, Today = today }, ct);
        var said = await Conversations.OfOwner(db, link.ActionId, ct);
        return action with
        {
            HasConsent = link.HasConsent,
            Today = today,
            // Emails get forwarded, so a link must not reveal who else speaks for the owner.
            Comments = [.. said.Comments.Select(c => c with { Who = null })],
            Photos = said.Photos,
        };
    }
}
