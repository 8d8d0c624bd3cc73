using System.Text.Json;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The agency's name and logo, for the top of every page, also before signing in.</summary>
[AllowEveryone]
public sealed record ReadLetterhead : IQuery<Letterhead>;

/// <param name="Name">Null until an administrator sets it.</param>
/// <param name="Logo">Null if there is none.</param>
public sealed record Letterhead(string? Name, LogoRef? Logo);

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
    private sealed record Row
    {
        public string? Profile { get; init; }
        public string? Digest { get; init; }
        public int? Width { get; init; }
        public int? Height { get; init; }
    }

    public async Task<Letterhead> Handle(ReadLetterhead query, CancellationToken ct)
    {
        var row = await db.Find<Row>("""
            SELECT s.Value AS Profile, l.Digest, l.Width, l.Height
            FROM (SELECT 1 AS One) o LEFT JOIN Setting s ON s.Name = @Agency LEFT JOIN AgencyLogo l ON l.Id = 1
            """, new { SettingNames.Agency }, ct);
        return new(row?.Profile is { } text ? JsonSerializer.Deserialize<AgencyProfile>(text, Json.Options)!.Name : null,
            row?.Digest is { } digest ? new(digest, row.Width!.Value, row.Height!.Value) : null);
    }

    public async Task<LogoFile> Handle(ReadLogo query, CancellationToken ct) =>
        await db.Find<LogoFile>("SELECT l.Content, l.Digest FROM AgencyLogo l WHERE l.Id = 1", null, ct) ?? throw new NotFound();
}
