using System.Text.Json.Serialization;

namespace ProblemTracker.Problems;

/// <summary>A stakeholder's role in one problem.</summary>
public sealed record AttachmentRow
{
    /// <summary>The id that worksheets and actions refer to. It never changes and doesn't reveal the stakeholder.</summary>
    [JsonPropertyName("attachmentId")]
    public long Id { get; init; }
    /// <summary>Null if the role is protected and you may not see the name; <c>isHidden</c> is then true.</summary>
    public long? StakeholderId { get; init; }
    public string? Name { get; init; }
    public StakeholderKind? Kind { get; init; }
    public StakeholderRole Role { get; init; }
    public DateTimeOffset AttachedAt { get; init; }
    /// <summary>Null while attached.</summary>
    public DateTimeOffset? DetachedAt { get; init; }
    public bool IsHidden { get; init; }
}

/// <summary>The only code that reads attachments, so that protected names are withheld in one place.</summary>
internal static class AttachmentSql
{
    /// <summary>Parameter of <see cref="NamedTo"/>.</summary>
    public static IReadOnlyList<string> ProtectedRoles { get; } =
        [.. Enum.GetValues<StakeholderRole>().Where(role => role.IsProtected()).Select(role => role.ToString())];

    /// <summary>
    /// Attachments whose stakeholder the actor may know by name: a condition on <c>a</c>, the SQL counterpart of
    /// <see cref="Actor.MayNameProtected"/>. Its parameters are <c>@ProtectedRoles</c> and <c>@ActorId</c>.
    /// </summary>
    public static string NamedTo(Actor actor) => actor.MayNameProtected(onTeam: false)
        ? "1 = 1"
        : "(a.Role NOT IN @ProtectedRoles OR EXISTS (SELECT 1 FROM ProblemMember t WHERE t.ProblemId = a.ProblemId "
            + "AND t.PersonId = @ActorId))";

    private const string Select = """
        SELECT a.Id, a.StakeholderId, s.Name, s.Kind, a.Role, a.AttachedAt, a.DetachedAt
        FROM ProblemStakeholder a JOIN Stakeholder s ON s.Id = a.StakeholderId
        """;

    /// <summary>All stakeholders who are or were attached, in the order of attachment.</summary>
    /// <param name="mayNameProtected">Result of <see cref="Actor.MayNameProtected"/> for the reader and this problem.</param>
    public static async Task<IReadOnlyList<AttachmentRow>> List(Db db, long problemId, bool mayNameProtected, CancellationToken ct) =>
        [.. (await db.List<AttachmentRow>($"{Select} WHERE a.ProblemId = @problemId ORDER BY a.Id", new { problemId }, ct))
            .Select(a => Shown(a, mayNameProtected))];

    public static async Task<AttachmentRow?> Find(Db db, long problemId, long attachmentId, bool mayNameProtected, CancellationToken ct) =>
        await db.Find<AttachmentRow>($"{Select} WHERE a.Id = @attachmentId AND a.ProblemId = @problemId",
            new { attachmentId, problemId }, ct) is { } row
            ? Shown(row, mayNameProtected) : null;

    private static AttachmentRow Shown(AttachmentRow row, bool mayNameProtected) =>
        mayNameProtected || !row.Role.IsProtected() ? row : row with { StakeholderId = null, Name = null, Kind = null, IsHidden = true };

    /// <summary>A line for the timeline. Everyone who can view the problem reads it, so it never names the stakeholder.</summary>
    public static string Line(string verb, StakeholderRole role) => $"{verb} a stakeholder as {Wording.Of(role).ToLowerInvariant()}.";
}
