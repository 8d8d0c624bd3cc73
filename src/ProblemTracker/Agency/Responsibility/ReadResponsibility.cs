using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The supervisor of each neighborhood and the commander of each supervisor.</summary>
[Needs(Permission.Administer)]
public sealed record ReadResponsibility : IQuery<VersionedSetting<Responsibility>>;

public sealed record NeighborhoodSupervisor
{
    public long NeighborhoodId { get; init; }
    /// <summary>Null if the neighborhood has no supervisor.</summary>
    public long? SupervisorId { get; init; }
}

public sealed record SupervisorCommander
{
    public long SupervisorId { get; init; }
    /// <summary>Null if the supervisor has no commander.</summary>
    public long? CommanderId { get; init; }
}

/// <param name="Neighborhoods">Every neighborhood that has not ended, or has open problems, by name.</param>
/// <param name="Supervisors">Every active supervisor, by name.</param>
public sealed record Responsibility(IReadOnlyList<NeighborhoodSupervisor> Neighborhoods, IReadOnlyList<SupervisorCommander> Supervisors);

internal sealed class ReadResponsibilityHandler(Db db, AgencySettings agency)
    : IRequestHandler<ReadResponsibility, VersionedSetting<Responsibility>>
{
    public async Task<VersionedSetting<Responsibility>> Handle(ReadResponsibility query, CancellationToken ct) =>
        new(await SettingSql.Version(db, SettingNames.Responsibility, ct), await ResponsibilitySql.Read(db, await agency.Today(ct), ct));
}

internal static class ReadResponsibilityEndpoint
{
    public static void MapReadResponsibility(this RouteGroupBuilder settings) => settings
        .MapGet("/responsibility",
            async (IMediator mediator, CancellationToken ct) => (await mediator.Send(new ReadResponsibility(), ct)).Result())
        .WithName("ReadResponsibility").WithSummary("Read the supervisor of each neighborhood and the commander of each supervisor")
        .Produces<Responsibility>();
}
