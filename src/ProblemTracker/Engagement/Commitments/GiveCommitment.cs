using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Engagement;

/// <summary>What is entered about a commitment.</summary>
public record CommitmentFacts
{
    public string Description { get; init; } = "";
    /// <summary>Someone in the department; the actor by default.</summary>
    public long? OwnerId { get; init; }
    public DateOnly? DueOn { get; init; }
}

/// <summary>Records what residents were promised, at a meeting or after another contact. Its owner hears of it.</summary>
[Needs(Permission.WriteNotes)]
public sealed record GiveCommitment : CommitmentFacts, ICommand<CommitmentRow>
{
    public GiveCommitment(CommitmentFacts facts) : base(facts) { }

    /// <summary>This or <see cref="EngagementId"/>.</summary>
    public long? MeetingId { get; init; }
    public long? EngagementId { get; init; }
}

/// <summary>Changes an open commitment: as its owner, as who recorded it, or as a supervisor. A new owner hears of it.</summary>
[Needs(Permission.WriteNotes)]
public sealed record ChangeCommitment : CommitmentFacts, ICommand<CommitmentRow>
{
    public ChangeCommitment(long commitmentId, int version, CommitmentFacts facts) : base(facts) =>
        (CommitmentId, Version) = (commitmentId, version);

    public long CommitmentId { get; }
    public int Version { get; }
}

internal abstract class CommitmentRules<T> : AbstractValidator<T> where T : CommitmentFacts
{
    protected CommitmentRules()
    {
        RuleFor(c => c.Description).NotEmpty().WithMessage("Enter what was promised.").MaximumLength(CommitmentSql.LongestDescription);
        RuleFor(c => c.DueOn).NotNull().WithMessage("Enter when it is due.").PlausibleDate();
    }
}

internal sealed class GiveCommitmentValidator : CommitmentRules<GiveCommitment>
{
    public GiveCommitmentValidator() => RuleFor(c => c.EngagementId).Must((c, id) => id is null != c.MeetingId is null)
        .WithMessage("Give a meeting or a contact.");
}

internal sealed class ChangeCommitmentValidator : CommitmentRules<ChangeCommitment>;

internal sealed class GiveCommitmentHandler(Db db, Actor actor, TimeProvider clock, EngagementEmails emails)
    : IRequestHandler<GiveCommitment, CommitmentRow>, IRequestHandler<ChangeCommitment, CommitmentRow>
{
    public async Task<CommitmentRow> Handle(GiveCommitment command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (command.MeetingId is { } meeting && (await MeetingSql.Read(db, meeting, now, ct)).CanceledAt is not null)
            throw new RuleBroken("meeting.canceled", "This meeting is canceled.", "meetingId");
        if (command.EngagementId is { } contact) await EngagementSql.Read(db, contact, ct);
        var ownerId = command.OwnerId ?? actor.PersonId ?? 0;
        await CommitmentSql.MustBeOwner(db, ownerId, ct);
        var id = await db.Insert("""
            INSERT INTO Commitment (MeetingId, EngagementId, Description, OwnerId, DueOn, GivenBy, GivenAt, LookOn)
            VALUES (@MeetingId, @EngagementId, @Description, @ownerId, @DueOn, @PersonId, @now, @LookOn)
            """, new
        {
            command.MeetingId,
            command.EngagementId,
            Description = command.Description.Trim(),
            ownerId,
            command.DueOn,
            actor.PersonId,
            now,
            LookOn = CommitmentLadder.FirstLook(command.DueOn!.Value),
        }, ct);
        var after = await CommitmentSql.Read(db, id, ct);
        await db.Record(actor, now, "commitment.given", null, id, null, null, CommitmentSql.Facts(after), ct);
        await emails.TellGiven(after, ct);
        return after;
    }

    public async Task<CommitmentRow> Handle(ChangeCommitment command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await CommitmentSql.Take(db, actor, command.CommitmentId, command.Version, ct);
        var ownerId = command.OwnerId ?? before.OwnerId;
        if (ownerId != before.OwnerId)
        {
            await CommitmentSql.MustBeOwner(db, ownerId, ct);
            await CommitmentSql.ClearReminders(db, before.Id, now, ct);
            await CommitmentSql.BringBackReminder(db, before.Id, ownerId, ct);
        }
        await db.Execute("""
            UPDATE Commitment SET Description = @Description, OwnerId = @ownerId, DueOn = @DueOn, LookOn = @LookOn WHERE Id = @Id
            """, new
        {
            before.Id,
            Description = command.Description.Trim(),
            ownerId,
            command.DueOn,
            LookOn = CommitmentLadder.FirstLook(command.DueOn!.Value),
        }, ct);
        var after = await CommitmentSql.Read(db, before.Id, ct);
        await db.Record(actor, now, "commitment.changed", null, before.Id, null, CommitmentSql.Facts(before),
            CommitmentSql.Facts(after), ct);
        if (ownerId != before.OwnerId) await emails.TellGiven(after, ct);
        return after;
    }
}

internal static class GiveCommitmentEndpoint
{
    public static void MapGiveCommitmentAtMeeting(this RouteGroupBuilder meetings) => meetings
        .MapPost("/{id:long}/commitments", async (long id, CommitmentFacts body, IMediator mediator, CancellationToken ct) =>
            Created(await mediator.Send(new GiveCommitment(body) { MeetingId = id }, ct)))
        .WithName("GiveCommitmentAtMeeting").WithSummary("Record what residents were promised at a meeting");

    public static void MapGiveCommitmentAfterContact(this RouteGroupBuilder engagements) => engagements
        .MapPost("/{id:long}/commitments", async (long id, CommitmentFacts body, IMediator mediator, CancellationToken ct) =>
            Created(await mediator.Send(new GiveCommitment(body) { EngagementId = id }, ct)))
        .WithName("GiveCommitmentAfterContact").WithSummary("Record what to do after a contact");

    public static void MapChangeCommitment(this RouteGroupBuilder commitments) => commitments
        .MapPut("/{id:long}", (long id, IfMatch version, CommitmentFacts body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeCommitment(id, version, body), ct))
        .WithName("ChangeCommitment").WithSummary("Change an open commitment, or give it to someone else");

    private static Microsoft.AspNetCore.Http.HttpResults.Created<CommitmentRow> Created(CommitmentRow given) =>
        TypedResults.Created($"/api/v1/commitments/{given.Id}", given);
}
