using System.Text.Json;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Open311;

/// <summary>Changes another city's server, or turns it off and on. After a pause, what came meanwhile is read.</summary>
[Needs(Permission.Administer)]
public sealed record ChangeOpen311Feed(long FeedId, int Version, string Name, string Address, IReadOnlyList<FeedService> Services,
    string? JurisdictionId, bool IsJson, bool IsOn) : ICommand<Open311FeedDetails>;

internal sealed class ChangeOpen311FeedValidator : AbstractValidator<ChangeOpen311Feed>
{
    public ChangeOpen311FeedValidator(TrackerOptions options) =>
        this.FeedRules(options, c => c.Name, c => c.Address, c => c.JurisdictionId, c => c.Services);
}

internal sealed class ChangeOpen311FeedHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ChangeOpen311Feed, Open311FeedDetails>
{
    public async Task<Open311FeedDetails> Handle(ChangeOpen311Feed command, CancellationToken ct)
    {
        var before = await Open311FeedSql.Find(db, command.FeedId, ct);
        await Open311FeedSql.MustHaveCategories(db, command.Services, ct);
        if (await db.Execute("""
            UPDATE Open311Feed SET Name = @Name, Address = @Address, JurisdictionId = @JurisdictionId, IsJson = @IsJson, IsOn = @IsOn,
                Services = @Services, Version = Version + 1
            WHERE Id = @FeedId AND Version = @Version
            """, new
        {
            command.FeedId,
            command.Version,
            Name = command.Name.Trim(),
            Address = command.Address.Trim().TrimEnd('/'),
            JurisdictionId = command.JurisdictionId.IsBlank() ? null : command.JurisdictionId.Trim(),
            command.IsJson,
            command.IsOn,
            Services = JsonSerializer.Serialize(command.Services, Json.Options),
        }, ct) == 0) throw new Stale(before.Version);
        var after = await Open311FeedSql.Find(db, command.FeedId, ct);
        await db.Record(actor, clock.GetUtcNow(), "open311.feedChanged", null, after.Id, null, Open311FeedSql.Audited(before),
            Open311FeedSql.Audited(after), ct);
        return after;
    }
}

internal static class ChangeOpen311FeedEndpoint
{
    public sealed record Body(string Name, string Address, IReadOnlyList<FeedService> Services, string? JurisdictionId = null,
        bool IsJson = false, bool IsOn = true);

    public static void MapChangeOpen311Feed(this RouteGroupBuilder feeds) => feeds
        .MapPut("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeOpen311Feed(id, version, body.Name, body.Address, body.Services, body.JurisdictionId, body.IsJson,
                body.IsOn), ct))
        .WithName("ChangeOpen311Feed").WithSummary("Change another city's Open311 server, or turn it off and on");
}
