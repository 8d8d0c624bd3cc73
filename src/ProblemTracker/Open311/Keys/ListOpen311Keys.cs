using MediatR;

namespace ProblemTracker.Open311;

/// <summary>The API keys of programs that send concerns: those that work by name, then revoked ones.</summary>
[Needs(Permission.Administer)]
public sealed record ListOpen311Keys : IQuery<Page<Open311KeyRow>>;

public sealed record Open311KeyRow
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string Contact { get; init; } = "";
    /// <summary>Most requests in a minute.</summary>
    public int PerMinute { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>When its last request was accepted; null if there was none.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
    /// <summary>Concerns that it sent and that still exist.</summary>
    public int Concerns { get; init; }
}

internal sealed class ListOpen311KeysHandler(Db db) : IRequestHandler<ListOpen311Keys, Page<Open311KeyRow>>
{
    /// <summary>Revoked ones beyond it are only in the audit log.</summary>
    private const int Most = 500;

    public async Task<Page<Open311KeyRow>> Handle(ListOpen311Keys query, CancellationToken ct)
    {
        var rows = await db.List<Open311KeyRow>($"""
            SELECT k.Id, k.Name, k.Contact, k.PerMinute, k.CreatedAt, k.LastUsedAt, k.RevokedAt,
                (SELECT COUNT(*) FROM Open311Sent s WHERE s.KeyId = k.Id) AS Concerns
            FROM Open311Key k ORDER BY IIF(k.RevokedAt IS NULL, 0, 1), k.Name, k.Id {db.Dialect.First("@Most")}
            """, new { Most }, ct);
        return new(rows, rows.Count, false, null);
    }
}

internal static class ListOpen311KeysEndpoint
{
    public static void MapListOpen311Keys(this RouteGroupBuilder keys) => keys
        .MapGet("/", (IMediator mediator, CancellationToken ct) => mediator.Send(new ListOpen311Keys(), ct))
        .WithName("ListOpen311Keys").WithSummary("List the API keys for Open311");
}
