using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Concerns;

/// <summary>A resident's report as far as it is written, with the choices of its form.</summary>
/// <param name="Key">The writer's key; null before the first step was sent.</param>
[AllowEveryone]
public sealed record ReadReport(string? Key) : IQuery<ReportForm>;

/// <param name="Photos">Ids of its photos, in the order they were added.</param>
/// <param name="Categories">What it can be about, in the language of the request.</param>
/// <param name="Neighborhoods">Those that exist today, by name.</param>
/// <param name="Point">Where its point is; null without a point.</param>
public sealed record ReportForm(ConcernReport Report, IReadOnlyList<long> Photos, IReadOnlyList<ReportChoice> Categories,
    IReadOnlyList<ReportChoice> Neighborhoods, PointPlace? Point = null);

public sealed record ReportChoice(string Value, string Text);

/// <summary>A photo of the writer's own report.</summary>
[AllowEveryone]
public sealed record ReadReportPhoto(string Key, long PhotoId) : IQuery<ConcernPhotoFile>;

/// <summary>A JPEG.</summary>
public sealed record ConcernPhotoFile
{
    public byte[] Content { get; init; } = [];
}

internal sealed class ReadReportHandler(Db db, AgencySettings agency, ConcernPlaces places, IStringLocalizer<ConcernTexts> words)
    : IRequestHandler<ReadReport, ReportForm>, IRequestHandler<ReadReportPhoto, ConcernPhotoFile>
{
    private sealed record Choice
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
    }

    public async Task<ReportForm> Handle(ReadReport query, CancellationToken ct)
    {
        var row = query.Key is null ? null : await ConcernDrafts.Find(db, query.Key, ct);
        var photos = row is { ConcernId: null }
            ? await db.List<long>("SELECT f.Id FROM ConcernPhoto f WHERE f.DraftId = @Id ORDER BY f.Id", new { row.Id }, ct) : [];
        var today = await agency.Today(ct);
        var neighborhoods = await db.List<Choice>($"""
            SELECT n.Id, n.Name FROM Neighborhood n WHERE {NeighborhoodSql.IsCurrent} AND n.IsUnassigned = 0 ORDER BY n.Name
            """, new { today }, ct);
        var report = row is { ConcernId: null } ? row.Report : new();
        return new(report, photos,
            [.. (await CategorySql.Read(db, ct)).Items.Where(category => category.Active)
                .Select(category =>
                    new ReportChoice(category.Code, ConcernWords.Category(words, category.Code, category.Name, category.Names)))],
            [.. neighborhoods.Select(place => new ReportChoice($"{place.Id}", place.Name))],
            report is { Latitude: { } latitude, Longitude: { } longitude } ? await places.Of(latitude, longitude, today, ct) : null);
    }

    public async Task<ConcernPhotoFile> Handle(ReadReportPhoto query, CancellationToken ct) => await db.Find<ConcernPhotoFile>("""
        SELECT f.Content FROM ConcernPhoto f WHERE f.Id = @PhotoId AND f.DraftId = @Id
        """, new { query.PhotoId, Id = (await ConcernDrafts.Find(db, query.Key, ct))?.Id }, ct) ?? throw new NotFound();
}
