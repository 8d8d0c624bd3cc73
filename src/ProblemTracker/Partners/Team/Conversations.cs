namespace ProblemTracker.Partners;

/// <summary>A comment in the conversation between the team and an action's owner.</summary>
public sealed record CommentDetails
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>True if the police team wrote it, false if the owner did.</summary>
    public bool FromTeam { get; init; }
    /// <summary>The author's name; null if written by link or if the reader may not know it.</summary>
    public string? Who { get; init; }
    public string Text { get; init; } = "";
    /// <summary>False if it belongs to the conversation with an earlier owner, which the current owner can't read.</summary>
    public bool WithPresentOwner { get; init; }
}

/// <summary>A photo that an owner attached.</summary>
public sealed record PhotoDetails
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    public string? Caption { get; init; }
    /// <summary>Pixels.</summary>
    public int Width { get; init; }
    /// <summary>Pixels.</summary>
    public int Height { get; init; }
    public bool WithPresentOwner { get; init; }
}

/// <summary>The comments and photos of an action, in order.</summary>
public sealed record Conversation(IReadOnlyList<CommentDetails> Comments, IReadOnlyList<PhotoDetails> Photos);

/// <summary>Reads and writes conversations. Each owner has a separate conversation with the team, stored under their attachment.</summary>
internal static class Conversations
{
    public const int LongestComment = 2000;

    /// <summary>Maximum number of comments per action.</summary>
    public const int MostComments = 200;

    // A person with a stakeholder, or no person (by link), writes for the owner; anyone else writes for the team.
    private const string Comments = """
        SELECT c.Id, c.At, IIF(c.PersonId IS NOT NULL AND w.StakeholderId IS NULL, 1, 0) AS FromTeam, w.Name AS Who, c.Body AS Text,
            IIF(c.AttachmentId = a.OwnerAttachmentId, 1, 0) AS WithPresentOwner
        FROM ActionComment c JOIN ProblemAction a ON a.Id = c.ActionId LEFT JOIN Person w ON w.Id = c.PersonId
        WHERE c.ActionId = @actionId
        """;

    private const string Photos = """
        SELECT f.Id, f.At, f.Caption, f.Width, f.Height, IIF(f.AttachmentId = a.OwnerAttachmentId, 1, 0) AS WithPresentOwner
        FROM ActionPhoto f JOIN ProblemAction a ON a.Id = f.ActionId WHERE f.ActionId = @actionId
        """;

    /// <summary>The whole conversation, for the team.</summary>
    /// <param name="namesOwners">Whether the reader may know who wrote for the owner.</param>
    public static async Task<Conversation> Of(Db db, long actionId, bool namesOwners, CancellationToken ct)
    {
        var comments = await db.List<CommentDetails>($"{Comments} ORDER BY c.Id", new { actionId }, ct);
        return new(
            [.. comments.Select(c => c.FromTeam || namesOwners ? c : c with { Who = null })],
            await db.List<PhotoDetails>($"{Photos} ORDER BY f.Id", new { actionId }, ct));
    }

    /// <summary>The conversation with the current owner, as that owner sees it: without the names of team members.</summary>
    public static async Task<Conversation> OfOwner(Db db, long actionId, CancellationToken ct) => new(
        [.. (await db.List<CommentDetails>($"{Comments} AND c.AttachmentId = a.OwnerAttachmentId ORDER BY c.Id", new { actionId }, ct))
            .Select(c => c.FromTeam ? c with { Who = null } : c)],
        await db.List<PhotoDetails>($"{Photos} AND f.AttachmentId = a.OwnerAttachmentId ORDER BY f.Id", new { actionId }, ct));

    /// <summary>Adds a comment.</summary>
    /// <exception cref="RuleBroken">The action already has <see cref="MostComments"/> comments.</exception>
    public static async Task Say(Db db, Actor who, DateTimeOffset now, long actionId, long attachmentId, string text, CancellationToken ct)
    {
        var row = new { actionId, attachmentId, who.PersonId, Text = text.Trim(), now };
        if (await db.Single<int>("SELECT COUNT(*) FROM ActionComment WHERE ActionId = @actionId", row, ct) >= MostComments)
            throw new RuleBroken("action.muchSaid",
                $"This action already has {MostComments} comments, the maximum. Continue by phone.", "text");
        await db.Execute("""
            INSERT INTO ActionComment (ActionId, AttachmentId, PersonId, Body, At) VALUES (@actionId, @attachmentId, @PersonId, @Text, @now)
            """, row, ct);
    }
}
