using System.Text.Json;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>Who writes: for the top of every page, also before signing in, every print and every email.</summary>
[AllowEveryone]
public sealed record ReadLetterhead : IQuery<Letterhead>;

/// <param name="Name">Null until an administrator sets it.</param>
/// <param name="Logo">Null if there is none.</param>
/// <param name="Phone">Null if none is set.</param>
/// <param name="Sender">The sender of emails as an administrator set it, for example <c>Problem team &lt;team@city.example&gt;</c>.</param>
public sealed record Letterhead(string? Name, LogoRef? Logo, string? Phone = null, string? Sender = null)
{
    public static readonly Letterhead Blank = new(null, null);

    /// <summary>How to reach the agency, without words, so that it reads the same in every language.</summary>
    public IEnumerable<string> Contact => new[] { Phone, Sender }.OfType<string>();
}

/// <param name="Digest">Part of the logo's address.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record LogoRef(string Digest, int Width, int Height);

/// <summary>The logo itself.</summary>
[AllowEveryone]
public sealed record ReadLogo : IQuery<LogoFile>;

/// <summary>A JPEG.</summary>
public sealed record LogoFile
{
    public byte[] Content { get; init; } = [];
    public string Digest { get; init; } = "";
}

internal sealed class ReadLetterheadHandler(Db db) : IRequestHandler<ReadLetterhead, Letterhead>, IRequestHandler<ReadLogo, LogoFile>
{
    public Task<Letterhead> Handle(ReadLetterhead query, CancellationToken ct) => LetterheadSql.Read(db, ct);

    public async Task<LogoFile> Handle(ReadLogo query, CancellationToken ct) => await LetterheadSql.Logo(db, ct) ?? throw new NotFound();
}

/// <summary>SQL shared by pages and emails.</summary>
internal static class LetterheadSql
{
    private sealed record Row
    {
        public string? Profile { get; init; }
        public string? Digest { get; init; }
        public int? Width { get; init; }
        public int? Height { get; init; }
    }

    public static async Task<Letterhead> Read(Db db, CancellationToken ct)
    {
        var row = await db.Find<Row>("""
            SELECT s.Value AS Profile, l.Digest, l.Width, l.Height
            FROM (SELECT 1 AS One) o LEFT JOIN Setting s ON s.Name = @Agency LEFT JOIN AgencyLogo l ON l.Id = 1
            """, new { SettingNames.Agency }, ct);
        var agency = row?.Profile is { } text ? JsonSerializer.Deserialize<AgencyProfile>(text, Json.Options)! : AgencyProfile.Unset;
        return new(agency.Name, row?.Digest is { } digest ? new(digest, row.Width!.Value, row.Height!.Value) : null, agency.Phone,
            agency.Sender);
    }

    public static Task<LogoFile?> Logo(Db db, CancellationToken ct) =>
        db.Find<LogoFile>("SELECT l.Content, l.Digest FROM AgencyLogo l WHERE l.Id = 1", null, ct);
}
