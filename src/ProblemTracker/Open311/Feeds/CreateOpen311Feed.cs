using System.Text.Json;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Open311;

/// <summary>Adds another city's Open311 server. Its requests of the last week come with the first run.</summary>
[Needs(Permission.Administer)]
public sealed record CreateOpen311Feed(string Name, string Address, IReadOnlyList<FeedService> Services, string? JurisdictionId = null,
    bool IsJson = false, bool IsOn = true) : ICommand<Open311FeedDetails>
{
    public const int Most = 20;
}

internal sealed class CreateOpen311FeedValidator : AbstractValidator<CreateOpen311Feed>
{
    public CreateOpen311FeedValidator(TrackerOptions options) =>
        this.FeedRules(options, c => c.Name, c => c.Address, c => c.JurisdictionId, c => c.Services);
}

internal sealed class CreateOpen311FeedHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<CreateOpen311Feed, Open311FeedDetails>
{
    public async Task<Open311FeedDetails> Handle(CreateOpen311Feed command, CancellationToken ct)
    {
        if (await db.Single<int>("SELECT COUNT(*) FROM Open311Feed", null, ct) >= CreateOpen311Feed.Most)
            throw new RuleBroken("open311.mostFeeds",
                $"There are already {CreateOpen311Feed.Most} servers. Change one that is off instead.", "name");
        await Open311FeedSql.MustHaveCategories(db, command.Services, ct);
        var id = await db.Insert("""
            INSERT INTO Open311Feed (Name, Address, JurisdictionId, IsJson, IsOn, Services)
            VALUES (@Name, @Address, @JurisdictionId, @IsJson, @IsOn, @Services)
            """, new
        {
            Name = command.Name.Trim(),
            Address = command.Address.Trim().TrimEnd('/'),
            JurisdictionId = command.JurisdictionId.IsBlank() ? null : command.JurisdictionId.Trim(),
            command.IsJson,
            command.IsOn,
            Services = JsonSerializer.Serialize(command.Services, Json.Options),
        }, ct);
        var made = await Open311FeedSql.Find(db, id, ct);
        await db.Record(actor, clock.GetUtcNow(), "open311.feedAdded", null, id, null, null, Open311FeedSql.Audited(made), ct);
        return made;
    }
}

internal static class CreateOpen311FeedEndpoint
{
    public static void MapCreateOpen311Feed(this RouteGroupBuilder feeds) => feeds
        .MapPost("/", async (CreateOpen311Feed body, IMediator mediator, CancellationToken ct) =>
        {
            var made = await mediator.Send(body, ct);
            return TypedResults.Created($"/api/v1/open311/feeds/{made.Id}", made);
        })
        .WithName("CreateOpen311Feed").WithSummary("Add another city's Open311 server, whose requests become concerns");
}
