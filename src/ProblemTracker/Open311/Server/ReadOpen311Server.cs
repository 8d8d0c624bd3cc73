using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Open311;

/// <summary>What everyone may know about the Open311 server.</summary>
[AllowEveryone]
public sealed record ReadOpen311Server : IQuery<Open311Server>;

/// <param name="IsOn">Whether it answers: while the public site is on.</param>
/// <param name="JurisdictionId">What clients send as <c>jurisdiction_id</c>; null if they need not.</param>
/// <param name="Contact">For developers of clients; null if the agency set none.</param>
/// <param name="Agency">The agency's name; null if it set none.</param>
public sealed record Open311Server(bool IsOn, string? JurisdictionId, string? Contact, string? Agency, bool IsDemo);

internal sealed class ReadOpen311ServerHandler(Db db, TrackerOptions options) : IRequestHandler<ReadOpen311Server, Open311Server>
{
    public async Task<Open311Server> Handle(ReadOpen311Server query, CancellationToken ct)
    {
        var (settings, agency) = (await Open311Settings.Read(db, ct), await AgencySql.Read(db, ct));
        return new((await PublicSiteSql.Read(db, ct)).IsOn, settings.JurisdictionId, settings.Contact ?? agency.Phone, agency.Name,
            options.IsDemo);
    }
}
