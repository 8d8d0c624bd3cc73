using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Engagement;

/// <summary>What is entered about a contact with residents.</summary>
public record EngagementFacts
{
    public EngagementKind? Kind { get; init; }
    /// <summary>Now, or before a change the time it has, by default.</summary>
    public DateTimeOffset? HappenedAt { get; init; }
    public int? Minutes { get; init; }
    /// <summary>Found from the coordinates by default.</summary>
    public long? NeighborhoodId { get; init; }
    /// <summary>Only to find the neighborhood; not stored.</summary>
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    /// <summary>The theme.</summary>
    public string? CategoryCode { get; init; }
    /// <summary>Number of residents who were met.</summary>
    public int? People { get; init; }
    /// <summary>What residents said, without names.</summary>
    public string? Heard { get; init; }
}

/// <summary>Logs a contact with residents, as the actor's own.</summary>
[Needs(Permission.WriteNotes)]
public sealed record LogEngagement : EngagementFacts, ICommand<EngagementRow>
{
    public LogEngagement(EngagementFacts facts) : base(facts) { }
}

/// <summary>Corrects a contact: the actor's own, or any as a supervisor.</summary>
[Needs(Permission.WriteNotes)]
public sealed record ChangeEngagement : EngagementFacts, ICommand<EngagementRow>
{
    public ChangeEngagement(long engagementId, int version, EngagementFacts facts) : base(facts) =>
        (EngagementId, Version) = (engagementId, version);

    public long EngagementId { get; }
    public int Version { get; }
}

internal abstract class EngagementRules<T> : AbstractValidator<T> where T : EngagementFacts
{
    /// <summary>Whatever is before it, is a mistake in the year.</summary>
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    protected EngagementRules()
    {
        RuleFor(c => c.Kind).NotNull().WithMessage("Choose the kind of contact.").IsInEnum();
        RuleFor(c => c.HappenedAt).Must(at => at is null || at >= Earliest).WithMessage("Enter a time after 1999.");
        RuleFor(c => c.Minutes).NotNull().WithMessage("Enter how many minutes it took.").InclusiveBetween(1, Contacts.MostMinutes)
            .WithMessage("Enter 1 to 1,440 minutes.");
        RuleFor(c => c.People).NotNull().WithMessage("Enter how many people you met.").InclusiveBetween(1, Contacts.MostPeople)
            .WithMessage("Enter 1 to 100,000 people.");
        RuleFor(c => c.Latitude).InclusiveBetween(-90, 90).WithMessage("Enter a latitude from -90 to 90.");
        RuleFor(c => c.Longitude).InclusiveBetween(-180, 180).WithMessage("Enter a longitude from -180 to 180.");
        RuleFor(c => c.Latitude).Must((c, latitude) => latitude is null == c.Longitude is null)
            .WithMessage("Enter both coordinates or none.");
        RuleFor(c => c.CategoryCode).MaximumLength(50);
        RuleFor(c => c.Heard).MaximumLength(Contacts.LongestHeard);
    }
}

internal sealed class LogEngagementValidator : EngagementRules<LogEngagement>;

internal sealed class ChangeEngagementValidator : EngagementRules<ChangeEngagement>;

internal sealed class LogEngagementHandler(Db db, Actor actor, AgencySettings agency, NeighborhoodMap map, TimeProvider clock)
    : IRequestHandler<LogEngagement, EngagementRow>, IRequestHandler<ChangeEngagement, EngagementRow>
{
    public async Task<EngagementRow> Handle(LogEngagement command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var after = await EngagementSql.Insert(db, await Values(command, now, null, ct), ct);
        await db.Record(actor, now, "engagement.logged", null, after.Id, null, null, EngagementSql.Facts(after), ct);
        return after;
    }

    public async Task<EngagementRow> Handle(ChangeEngagement command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await EngagementSql.Read(db, command.EngagementId, ct);
        if (!EngagementSql.MayChange(actor, before))
            throw new Forbidden($"Only {before.LoggedBy}, who logged this contact, or a supervisor can change it.");
        var taken = await db.Execute("UPDATE Engagement SET Version = Version + 1 WHERE Id = @EngagementId AND Version = @Version",
            new { command.EngagementId, command.Version }, ct);
        if (taken == 0) throw new Stale(before.Version);
        await db.Execute("""
            UPDATE Engagement SET Kind = @Kind, HappenedAt = @HappenedAt, HappenedOn = @HappenedOn, Minutes = @Minutes,
                NeighborhoodId = @NeighborhoodId, CategoryCode = @CategoryCode, People = @People, Heard = @Heard
            WHERE Id = @Id
            """, (await Values(command, before.HappenedAt, before, ct)).Args, ct);
        var after = await EngagementSql.Read(db, before.Id, ct);
        await db.Record(actor, now, "engagement.changed", null, before.Id, null, EngagementSql.Facts(before),
            EngagementSql.Facts(after), ct);
        return after;
    }

    private async Task<EngagementValues> Values(EngagementFacts facts, DateTimeOffset standard, EngagementRow? before, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var at = facts.HappenedAt ?? standard;
        if (at > now) throw new Invalid("happenedAt", "Enter a time that is not in the future.");
        await EngagementSql.MustBeTheme(db, facts.CategoryCode, before?.CategoryCode, ct);
        return new()
        {
            Id = before?.Id,
            Kind = facts.Kind!.Value,
            HappenedAt = at,
            HappenedOn = (await agency.Calendar(ct)).DateOf(at),
            Minutes = facts.Minutes!.Value,
            NeighborhoodId = await Place(facts, before, ct),
            CategoryCode = facts.CategoryCode,
            People = facts.People!.Value,
            Heard = facts.Heard,
            LoggedBy = actor.PersonId,
            LoggedAt = now,
        };
    }

    private async Task<long?> Place(EngagementFacts facts, EngagementRow? before, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        if (facts.NeighborhoodId is { } id)
            return id == before?.NeighborhoodId || await NeighborhoodSql.CanBeChosen(db, id, today, ct) ? id
                : throw new Invalid("neighborhoodId", "Choose a neighborhood that exists today.");
        if (facts is { Latitude: { } latitude, Longitude: { } longitude })
            return await map.Find(db, latitude, longitude, today, ct)
                ?? throw new Invalid("neighborhoodId", "This location is in no neighborhood. Choose one.");
        // A meeting of the whole city.
        if (before is { MeetingId: not null, NeighborhoodId: null }) return null;
        return await NeighborhoodSql.AnyToChoose(db, today, ct) ? throw new Invalid("neighborhoodId", "Choose the neighborhood.") : null;
    }
}

internal static class LogEngagementEndpoint
{
    public static void MapLogEngagement(this RouteGroupBuilder engagements)
    {
        engagements.MapPost("/", async (EngagementFacts body, IMediator mediator, CancellationToken ct) =>
            {
                var logged = await mediator.Send(new LogEngagement(body), ct);
                return TypedResults.Created($"/api/v1/engagements/{logged.Id}", logged);
            })
            .WithName("LogEngagement").WithSummary("Log a contact with residents");
        engagements.MapPut("/{id:long}", (long id, IfMatch version, EngagementFacts body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ChangeEngagement(id, version, body), ct))
            .WithName("ChangeEngagement").WithSummary("Correct a contact with residents");
    }
}
