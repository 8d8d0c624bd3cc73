using FluentValidation;

namespace ProblemTracker.Portal;

/// <summary>A bulletin in one language: plain text, in which web addresses become links.</summary>
public sealed record BulletinText : IPublicText
{
    public const int LongestTitle = 200, LongestBody = 4000;

    /// <summary>The code of a language of the public site.</summary>
    public string Language { get; init; } = "";
    public string Title { get; init; } = "";
    public string Body { get; init; } = "";

    internal BulletinText Trimmed() => this with { Title = Title.Trim(), Body = Body.Trim() };
}

internal sealed class BulletinTextRules : AbstractValidator<BulletinText>
{
    public BulletinTextRules()
    {
        RuleFor(t => t.Language).LanguageOfSite();
        RuleFor(t => t.Title).NotEmpty().WithMessage("Enter a title.").MaximumLength(BulletinText.LongestTitle);
        RuleFor(t => t.Body).NotEmpty().WithMessage("Enter what residents should know.").MaximumLength(BulletinText.LongestBody);
    }
}

/// <summary>SQL about <c>b</c> (Bulletin) that the slices share.</summary>
internal static class BulletinSql
{
    /// <summary>What anyone may read.</summary>
    public const string IsPublic = "b.Status = 'Published'";

    public const string Columns = """
        b.Id, b.NeighborhoodId, n.Name AS Neighborhood, b.Texts AS Json, b.Status, b.WrittenBy AS WriterId, w.Name AS WrittenBy,
        b.WrittenAt, d.Name AS DecidedBy, b.DecidedAt, b.Reason, b.Version
        """;

    public const string Names = """
        LEFT JOIN Neighborhood n ON n.Id = b.NeighborhoodId LEFT JOIN Person w ON w.Id = b.WrittenBy
        LEFT JOIN Person d ON d.Id = b.DecidedBy
        """;

    /// <exception cref="NotFound">There is no such bulletin.</exception>
    public static async Task<BulletinDetails> Read(Db db, long id, CancellationToken ct) =>
        await db.Find<BulletinDetails>($"SELECT {Columns} FROM Bulletin b {Names} WHERE b.Id = @id", new { id }, ct)
            ?? throw new NotFound();

    /// <summary>Locks a bulletin for a change of this version.</summary>
    /// <exception cref="NotFound">There is no such bulletin.</exception>
    /// <exception cref="Stale">Someone else changed it first.</exception>
    public static async Task<BulletinDetails> Take(Db db, long id, int version, CancellationToken ct)
    {
        var taken = await db.Execute("UPDATE Bulletin SET Version = Version + 1 WHERE Id = @id AND Version = @version",
            new { id, version }, ct);
        if (taken == 0) throw new Stale((await Read(db, id, ct)).Version);
        return await Read(db, id, ct);
    }
}
