using System.Text.Json;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>What the public site is told about the agency.</summary>
[AllowEveryone]
public sealed record ReadPublicSite : IQuery<VersionedSetting<PublicSite>>;

/// <param name="IsOn">Whether anyone can open the public site.</param>
/// <param name="CityServices">The city's number for matters that are not the police's, such as 311; null if there is none.</param>
/// <param name="AcknowledgeDays">Working days within which a concern is acknowledged.</param>
/// <param name="DecideDays">Working days within which a concern is decided.</param>
/// <param name="RepeatConcerns">Concerns about one place that make repeat complaints.</param>
/// <param name="RepeatMonths">Months within which they come.</param>
/// <param name="CityTopics">Matters of the city's other services, in the order in which residents read them; null for none.</param>
public sealed record PublicSite(bool IsOn, string? CityServices = null, int AcknowledgeDays = 2, int DecideDays = 10,
    int RepeatConcerns = 3, int RepeatMonths = 6, IReadOnlyList<CityTopic>? CityTopics = null)
{
    internal static readonly PublicSite Unset = new(false);

    internal ConcernClock Clock => new(AcknowledgeDays, DecideDays);

    internal RepeatRule Repeats => new(RepeatConcerns, RepeatMonths);
}

internal sealed class ReadPublicSiteHandler(Db db) : IRequestHandler<ReadPublicSite, VersionedSetting<PublicSite>>
{
    public async Task<VersionedSetting<PublicSite>> Handle(ReadPublicSite query, CancellationToken ct) =>
        new(await SettingSql.Version(db, SettingNames.PublicSite, ct), await PublicSiteSql.Read(db, ct));
}

/// <summary>SQL shared by the slices that need the setting.</summary>
internal static class PublicSiteSql
{
    public static async Task<PublicSite> Read(Db db, CancellationToken ct) =>
        await db.Find<string>("SELECT Value FROM Setting WHERE Name = @Name", new { Name = SettingNames.PublicSite }, ct) is { } text
            ? JsonSerializer.Deserialize<PublicSite>(text, Json.Options)! : PublicSite.Unset;
}

internal static class ReadPublicSiteEndpoint
{
    public static void MapReadPublicSite(this RouteGroupBuilder settings) => settings
        .MapGet("/public-site", async (IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ReadPublicSite(), ct)).Result())
        .WithName("ReadPublicSite").WithSummary("Read whether the public site is on, and how fast concerns are answered")
        .Produces<PublicSite>();
}
