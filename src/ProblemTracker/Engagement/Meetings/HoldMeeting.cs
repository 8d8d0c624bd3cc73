using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Engagement;

/// <summary>
/// Records that a meeting was held: it becomes a contact, which the log and the reach count, so that nothing is entered twice.
/// </summary>
/// <param name="People">Number of residents who attended.</param>
/// <param name="Minutes">Officers' minutes; the length of the meeting by default.</param>
/// <param name="Heard">What residents said, without names.</param>
/// <param name="CategoryCode">The theme.</param>
[Needs(Permission.WriteNotes)]
public sealed record HoldMeeting(long MeetingId, int Version, int? People, int? Minutes = null, string? Heard = null,
    string? CategoryCode = null) : ICommand<MeetingRow>;

/// <summary>Cancels a meeting that is to come. Residents who could read about it read why.</summary>
[Needs(Permission.WriteNotes)]
public sealed record CancelMeeting(long MeetingId, int Version, string Reason) : ICommand<MeetingRow>;

internal sealed class HoldMeetingValidator : AbstractValidator<HoldMeeting>
{
    public HoldMeetingValidator()
    {
        RuleFor(c => c.People).NotNull().WithMessage("Enter how many people attended.").InclusiveBetween(1, Contacts.MostPeople)
            .WithMessage("Enter 1 to 100,000 people. Cancel a meeting that nobody attended.");
        RuleFor(c => c.Minutes).InclusiveBetween(1, Contacts.MostMinutes).WithMessage("Enter 1 to 1,440 minutes.");
        RuleFor(c => c.Heard).MaximumLength(Contacts.LongestHeard);
        RuleFor(c => c.CategoryCode).MaximumLength(50);
    }
}

internal sealed class CancelMeetingValidator : AbstractValidator<CancelMeeting>
{
    public CancelMeetingValidator() =>
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Say why it is canceled.").MaximumLength(Meetings.LongestReason);
}

internal sealed class HoldMeetingHandler(Db db, Actor actor, AgencySettings agency, EngagementEmails emails, TimeProvider clock)
    : IRequestHandler<HoldMeeting, MeetingRow>, IRequestHandler<CancelMeeting, MeetingRow>
{
    public async Task<MeetingRow> Handle(HoldMeeting command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await MeetingSql.Take(db, actor, command.MeetingId, command.Version, now, ct);
        if (before.StartsAt > now)
            throw new RuleBroken("meeting.notYet", "This meeting has not started. Record it afterward.", "people");
        await EngagementSql.MustBeTheme(db, command.CategoryCode, null, ct);
        var contact = await EngagementSql.Insert(db, new()
        {
            Kind = before.Kind.AsContact(),
            HappenedAt = before.StartsAt,
            HappenedOn = (await agency.Calendar(ct)).DateOf(before.StartsAt),
            Minutes = command.Minutes ?? (int)Math.Ceiling((before.EndsAt - before.StartsAt).TotalMinutes),
            NeighborhoodId = before.NeighborhoodId,
            CategoryCode = command.CategoryCode,
            People = command.People!.Value,
            Heard = command.Heard,
            LoggedBy = actor.PersonId,
            LoggedAt = now,
            MeetingId = before.Id,
        }, ct);
        await db.Record(actor, now, "meeting.held", null, before.Id, null, null, EngagementSql.Facts(contact), ct);
        return await MeetingSql.Read(db, before.Id, now, ct);
    }

    public async Task<MeetingRow> Handle(CancelMeeting command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await MeetingSql.Take(db, actor, command.MeetingId, command.Version, now, ct);
        var reason = command.Reason.Trim();
        // What residents never read, or is over, is no news.
        await db.Execute("UPDATE Meeting SET CanceledAt = @now, CancelReason = @reason, NewsAt = COALESCE(@NewsAt, NewsAt) WHERE Id = @Id",
            new { before.Id, now, reason, NewsAt = before.IsPublic && before.StartsAt > now ? now : (DateTimeOffset?)null }, ct);
        await db.Record(actor, now, "meeting.canceled", null, before.Id, null, null, new { reason }, ct);
        var after = await MeetingSql.Read(db, before.Id, now, ct);
        await emails.TellCanceled(after, ct);
        return after;
    }
}

internal static class HoldMeetingEndpoint
{
    public sealed record HoldBody(int? People, int? Minutes = null, string? Heard = null, string? CategoryCode = null);

    public sealed record CancelBody(string Reason);

    public static void MapHoldMeeting(this RouteGroupBuilder meetings)
    {
        meetings.MapPost("/{id:long}/hold", (long id, IfMatch version, HoldBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new HoldMeeting(id, version, body.People, body.Minutes, body.Heard, body.CategoryCode), ct))
            .WithName("HoldMeeting").WithSummary("Record attendance and what was heard, which counts as a contact");
        meetings.MapPost("/{id:long}/cancel", (long id, IfMatch version, CancelBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new CancelMeeting(id, version, body.Reason), ct))
            .WithName("CancelMeeting").WithSummary("Cancel a meeting, with a reason that residents read");
    }
}
