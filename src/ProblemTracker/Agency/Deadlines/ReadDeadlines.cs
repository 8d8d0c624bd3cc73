using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The deadline of each stage, in calendar days.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadDeadlines : IQuery<VersionedSetting<DeadlineSettings>>;

internal sealed class ReadDeadlinesHandler(Db db, AgencySettings agency)
    : IRequestHandler<ReadDeadlines, VersionedSetting<DeadlineSettings>>
{
    public async Task<VersionedSetting<DeadlineSettings>> Handle(ReadDeadlines query, CancellationToken ct) =>
        new(await SettingSql.Version(db, SettingNames.Deadlines, ct), (await agency.Calendar(ct)).Deadlines);
}

internal static class ReadDeadlinesEndpoint
{
    public static void MapReadDeadlines(this RouteGroupBuilder settings) => settings
        .MapGet("/deadlines", async (IMediator mediator, CancellationToken ct) => (await mediator.Send(new ReadDeadlines(), ct)).Result())
        .WithName("ReadDeadlines").WithSummary("Read the deadline of each stage, in days").Produces<DeadlineSettings>();
}
