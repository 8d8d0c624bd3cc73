using System.Text.Json;
using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>All saved maps, by name. Not paged, because there are only a few for each source.</summary>
[Needs(Permission.Import)]
public sealed record ListMaps : IQuery<Page<SavedMapRow>>;

public sealed record SavedMapRow(long Id, string Name, string? SavedBy, DateTimeOffset SavedAt, IncidentMap Map);

internal sealed class ListMapsHandler(Db db) : IRequestHandler<ListMaps, Page<SavedMapRow>>
{
    private sealed record Row
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string Body { get; init; } = "";
        public string? SavedBy { get; init; }
        public DateTimeOffset SavedAt { get; init; }
    }

    public async Task<Page<SavedMapRow>> Handle(ListMaps query, CancellationToken ct)
    {
        var rows = await db.List<Row>("""
            SELECT m.Id, m.Name, m.Body, p.Name AS SavedBy, m.SavedAt FROM SavedMap m LEFT JOIN Person p ON p.Id = m.SavedBy
            ORDER BY m.NameKey
            """, null, ct);
        var maps = rows.Select(r => new SavedMapRow(r.Id, r.Name, r.SavedBy, r.SavedAt,
            JsonSerializer.Deserialize<IncidentMap>(r.Body, Json.Options)!));
        return new([.. maps], rows.Count, false, null);
    }
}

internal static class ListMapsEndpoint
{
    public static void MapListMaps(this RouteGroupBuilder imports) => imports
        .MapGet("/maps", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListMaps(), ct))
        .WithName("ListMaps").WithSummary("List saved column maps of incidents, by name");
}
