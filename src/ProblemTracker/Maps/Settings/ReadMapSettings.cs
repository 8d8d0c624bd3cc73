using System.Text.Json;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Maps;

/// <summary>How the agency's maps look: the tiles below them, and the unit of distances.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadMapSettings : IQuery<VersionedSetting<MapSettings>>;

/// <summary>The unit of distances in forms and sentences. The API always uses meters.</summary>
public enum DistanceUnit
{
    Meters,
    Feet,
}

/// <param name="TileAddress">
/// The address of a tile server with {z}, {x} and {y}; null for none, which is the default: no request then leaves this server.
/// </param>
/// <param name="TileAttribution">The credit that the tile server's owner asks for, shown on each map.</param>
/// <param name="Unit">Meters or feet.</param>
public sealed record MapSettings(string? TileAddress = null, string? TileAttribution = null, DistanceUnit Unit = DistanceUnit.Meters)
{
    /// <summary>The tile server, for the content security policy; null without tiles.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? TileServer => TileAddress is null ? null : new Uri(TileAddress.Replace("{", "").Replace("}", ""))
        .GetLeftPart(UriPartial.Authority);
}

internal sealed class ReadMapSettingsHandler(Db db) : IRequestHandler<ReadMapSettings, VersionedSetting<MapSettings>>
{
    public async Task<VersionedSetting<MapSettings>> Handle(ReadMapSettings query, CancellationToken ct) => await MapSql.Settings(db, ct);
}

/// <summary>SQL shared by the slices about maps.</summary>
internal static class MapSql
{
    private sealed record Row
    {
        public string Value { get; init; } = "";
        public int Version { get; init; }
    }

    public static async Task<VersionedSetting<MapSettings>> Settings(Db db, CancellationToken ct) =>
        await db.Find<Row>("SELECT Value, Version FROM Setting WHERE Name = @Name", new { Name = SettingNames.Map }, ct) is { } row
            ? new(row.Version, JsonSerializer.Deserialize<MapSettings>(row.Value, Json.Options)!) : new(0, new());
}

internal static class ReadMapSettingsEndpoint
{
    public static void MapReadMapSettings(this RouteGroupBuilder settings) => settings
        .MapGet("/map", async (IMediator mediator, CancellationToken ct) => (await mediator.Send(new ReadMapSettings(), ct)).Result())
        .WithName("ReadMapSettings").WithSummary("Read the tile server of maps and the unit of distances").Produces<MapSettings>();
}
