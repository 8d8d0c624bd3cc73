using System.Text.Json;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>The agency's name and contact details.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadAgency : IQuery<VersionedSetting<AgencyProfile>>;

/// <param name="Name">In the letterhead of pages, prints and emails; null until an administrator sets it.</param>
/// <param name="Phone">In the letterhead too.</param>
/// <param name="SenderName">The sender's name in emails; null for the one of the setting MailFrom.</param>
/// <param name="SenderAddress">The sender's address in emails; null for the one of the setting MailFrom.</param>
public sealed record AgencyProfile(string? Name, string? Phone = null, string? SenderName = null, string? SenderAddress = null)
{
    internal static readonly AgencyProfile Unset = new((string?)null);

    /// <summary>The sender of emails as set on the page; null if neither part is.</summary>
    internal string? Sender => (SenderName, SenderAddress) switch
    {
        ({ } name, { } address) => $"{name} <{address}>",
        var (name, address) => name ?? address,
    };
}

internal sealed class ReadAgencyHandler(Db db) : IRequestHandler<ReadAgency, VersionedSetting<AgencyProfile>>
{
    public async Task<VersionedSetting<AgencyProfile>> Handle(ReadAgency query, CancellationToken ct) =>
        new(await SettingSql.Version(db, SettingNames.Agency, ct), await AgencySql.Read(db, ct));
}

/// <summary>SQL shared by the slices about the agency itself.</summary>
internal static class AgencySql
{
    public static async Task<AgencyProfile> Read(Db db, CancellationToken ct) =>
        await db.Find<string>("SELECT Value FROM Setting WHERE Name = @Name", new { Name = SettingNames.Agency }, ct) is { } text
            ? JsonSerializer.Deserialize<AgencyProfile>(text, Json.Options)! : AgencyProfile.Unset;
}

internal static class ReadAgencyEndpoint
{
    public static void MapReadAgency(this RouteGroupBuilder settings) => settings
        .MapGet("/agency", async (IMediator mediator, CancellationToken ct) => (await mediator.Send(new ReadAgency(), ct)).Result())
        .WithName("ReadAgency").WithSummary("Read the agency's name and contact details").Produces<AgencyProfile>();
}
