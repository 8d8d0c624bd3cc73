using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Portal;

namespace ProblemTracker.Engagement;

/// <summary>What is entered about a meeting.</summary>
public record MeetingFacts
{
    public MeetingKind? Kind { get; init; }
    /// <summary>Null for the whole city.</summary>
    public long? NeighborhoodId { get; init; }
    public DateTimeOffset? StartsAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    /// <summary>Address or name of the place.</summary>
    public string Place { get; init; } = "";
    /// <summary>Title and agenda in each language.</summary>
    public IReadOnlyList<MeetingText> Texts { get; init; } = [];
    /// <summary>Whether residents read it on the public site.</summary>
    public bool IsPublic { get; init; }
}

/// <summary>Plans a meeting with residents.</summary>
[Needs(Permission.WriteNotes)]
public sealed record PlanMeeting : MeetingFacts, ICommand<MeetingRow>
{
    public PlanMeeting(MeetingFacts facts) : base(facts) { }
}

/// <summary>Changes a meeting that is neither canceled nor recorded: the actor's own, or any as a supervisor.</summary>
[Needs(Permission.WriteNotes)]
public sealed record ChangeMeeting : MeetingFacts, ICommand<MeetingRow>
{
    public ChangeMeeting(long meetingId, int version, MeetingFacts facts) : base(facts) => (MeetingId, Version) = (meetingId, version);

    public long MeetingId { get; }
    public int Version { get; }
}

internal abstract class MeetingRules<T> : AbstractValidator<T> where T : MeetingFacts
{
    /// <summary>Whatever is before it, is a mistake in the year.</summary>
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    protected MeetingRules()
    {
        RuleFor(c => c.Kind).NotNull().WithMessage("Choose a meeting or an event.").IsInEnum();
        RuleFor(c => c.StartsAt).NotNull().WithMessage("Enter when it starts.")
            .Must(at => at is null || at >= Earliest).WithMessage("Enter a time after 1999.");
        RuleFor(c => c.EndsAt).NotNull().WithMessage("Enter when it ends.");
        RuleFor(c => c.EndsAt).Must((c, end) => end is null || c.StartsAt is not { } start || end > start)
            .WithMessage("Enter an end after the start.");
        RuleFor(c => c.EndsAt).Must((c, end) => end is null || c.StartsAt is not { } start || end - start <= Meetings.Longest)
            .WithMessage("Enter an end within 24 hours of the start.");
        RuleFor(c => c.Place).NotEmpty().WithMessage("Enter where it is.").MaximumLength(Meetings.LongestPlace);
        RuleFor(c => c.Texts).OnePerLanguage();
        RuleForEach(c => c.Texts).NotNull().SetValidator(new MeetingTextRules());
    }
}

internal sealed class PlanMeetingValidator : MeetingRules<PlanMeeting>;

internal sealed class ChangeMeetingValidator : MeetingRules<ChangeMeeting>;

internal sealed class PlanMeetingHandler(Db db, Actor actor, AgencySettings agency, EngagementEmails emails, TimeProvider clock)
    : IRequestHandler<PlanMeeting, MeetingRow>, IRequestHandler<ChangeMeeting, MeetingRow>
{
    public async Task<MeetingRow> Handle(PlanMeeting command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await Check(command, null, ct);
        var id = await db.Insert("""
            INSERT INTO Meeting (Kind, NeighborhoodId, StartsAt, StartsOn, EndsAt, Place, Texts, IsPublic, NewsAt, PlannedBy, PlannedAt,
                ChangedAt)
            VALUES (@Kind, @NeighborhoodId, @StartsAt, @StartsOn, @EndsAt, @Place, @Texts, @IsPublic, @NewsAt, @PersonId, @now, @now)
            """, await Values(command, null, IsNews(command, null, now) ? now : null, ct), ct);
        var after = await MeetingSql.Read(db, id, now, ct);
        await db.Record(actor, now, "meeting.planned", null, id, null, null, MeetingSql.Facts(after), ct);
        return after;
    }

    public async Task<MeetingRow> Handle(ChangeMeeting command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await MeetingSql.Take(db, actor, command.MeetingId, command.Version, now, ct);
        await Check(command, before, ct);
        await db.Execute("""
            UPDATE Meeting SET Kind = @Kind, NeighborhoodId = @NeighborhoodId, StartsAt = @StartsAt, StartsOn = @StartsOn, EndsAt = @EndsAt,
                Place = @Place, Texts = @Texts, IsPublic = @IsPublic, NewsAt = COALESCE(@NewsAt, NewsAt)
            WHERE Id = @Id
            """, await Values(command, before, IsNews(command, before, now) ? now : null, ct), ct);
        var after = await MeetingSql.Read(db, before.Id, now, ct);
        await db.Record(actor, now, "meeting.changed", null, before.Id, null, MeetingSql.Facts(before), MeetingSql.Facts(after), ct);
        await emails.TellChanged(after, ct);
        return after;
    }

    private async Task Check(MeetingFacts facts, MeetingRow? before, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        if (facts.StartsAt > clock.GetUtcNow().AddDays(Meetings.DaysAhead)) throw new Invalid("startsAt", "Enter a time within two years.");
        if (facts.NeighborhoodId is { } id && id != before?.NeighborhoodId && !await NeighborhoodSql.CanBeChosen(db, id, today, ct))
            throw new Invalid("neighborhoodId", "Choose a neighborhood that exists today.");
        if (before is { IsPublic: true } && before.StartsAt != facts.StartsAt && facts.StartsAt < clock.GetUtcNow())
            throw new Invalid("startsAt", "Residents can read about this meeting. Enter a time to come, or cancel it.");
        if (before is { IsPublic: true } && !facts.IsPublic)
            throw new RuleBroken("meeting.public", "Residents can read about this meeting already. Cancel it instead.", "isPublic");
    }

    /// <summary>Residents hear of a public meeting that is to come: of a new one, and of a new time or place.</summary>
    private static bool IsNews(MeetingFacts facts, MeetingRow? before, DateTimeOffset now) => facts.IsPublic && facts.StartsAt > now
        && (before is not { IsPublic: true } || before.StartsAt != facts.StartsAt || before.Place != facts.Place.Trim());

    private async Task<object> Values(MeetingFacts facts, MeetingRow? before, DateTimeOffset? newsAt, CancellationToken ct) => new
    {
        before?.Id,
        Kind = facts.Kind.ToString(),
        facts.NeighborhoodId,
        facts.StartsAt,
        StartsOn = (await agency.Calendar(ct)).DateOf(facts.StartsAt!.Value),
        facts.EndsAt,
        Place = facts.Place.Trim(),
        Texts = PublicTexts.Write(facts.Texts.Select(text => text.Trimmed())),
        facts.IsPublic,
        NewsAt = newsAt,
        actor.PersonId,
        now = clock.GetUtcNow(),
    };
}

internal static class PlanMeetingEndpoint
{
    public static void MapPlanMeeting(this RouteGroupBuilder meetings)
    {
        meetings.MapPost("/", async (MeetingFacts body, IMediator mediator, CancellationToken ct) =>
            {
                var planned = await mediator.Send(new PlanMeeting(body), ct);
                return TypedResults.Created($"/api/v1/meetings/{planned.Id}", planned);
            })
            .WithName("PlanMeeting").WithSummary("Plan a meeting or an event with residents");
        meetings.MapPut("/{id:long}", (long id, IfMatch version, MeetingFacts body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ChangeMeeting(id, version, body), ct))
            .WithName("ChangeMeeting").WithSummary("Change a meeting that is neither canceled nor recorded");
    }
}
