using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Open311;

/// <summary>The settings of the Open311 server.</summary>
[Needs(Permission.Administer)]
public sealed record ReadOpen311Settings : IQuery<VersionedSetting<Open311Settings>>;

internal sealed class ReadOpen311SettingsHandler(Db db) : IRequestHandler<ReadOpen311Settings, VersionedSetting<Open311Settings>>
{
    public async Task<VersionedSetting<Open311Settings>> Handle(ReadOpen311Settings query, CancellationToken ct) =>
        new(await SettingSql.Version(db, SettingNames.Open311, ct), await Open311Settings.Read(db, ct));
}

internal static class ReadOpen311SettingsEndpoint
{
    public static void MapReadOpen311Settings(this RouteGroupBuilder settings) => settings
        .MapGet("/open311", async (IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ReadOpen311Settings(), ct)).Result())
        .WithName("ReadOpen311Settings").WithSummary("Read the settings of the Open311 server").Produces<Open311Settings>();
}
