using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Concerns;

/// <summary>
/// Refers a concern to an agency that can deal with it. It stays open, and is due on the day by which the agency should have answered. The
/// reporter reads who has it.
/// </summary>
/// <param name="Agency">Its name, which the reporter reads.</param>
/// <param name="AnswerBy">The last local day for its answer; null for as many working days as it takes to decide.</param>
[Needs(Permission.WorkConcerns)]
public sealed record ReferConcern(long ConcernId, int Version, string Agency, DateOnly? AnswerBy = null) : ICommand<Done>;

/// <summary>
/// Records what the agency answered, which the reporter reads. If that settles the concern, it is closed; else it waits for a decision.
/// </summary>
[Needs(Permission.WorkConcerns)]
public sealed record RecordReferralAnswer(long ConcernId, int Version, string Answer, bool Settles) : ICommand<Done>;

internal sealed class ReferConcernValidator : AbstractValidator<ReferConcern>
{
    public ReferConcernValidator() => RuleFor(c => c.Agency).NotEmpty().WithMessage("Enter the name of the agency.").MaximumLength(200);
}

internal sealed class RecordReferralAnswerValidator : AbstractValidator<RecordReferralAnswer>
{
    public RecordReferralAnswerValidator() =>
        RuleFor(c => c.Answer).NotEmpty().WithMessage("Enter what the agency answered.").MaximumLength(2000);
}

internal sealed class ReferConcernHandler(Db db, Actor actor, AgencySettings agency, ConcernLinks links, TimeProvider clock)
    : IRequestHandler<ReferConcern, Done>, IRequestHandler<RecordReferralAnswer, Done>
{
    public async Task<Done> Handle(ReferConcern command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var concern = await ConcernSql.Take(db, actor, command.ConcernId, command.Version, now, ct);
        var today = (await agency.Calendar(ct)).DateOf(now);
        if (command.AnswerBy < today || command.AnswerBy > today.AddYears(1))
            throw new Invalid("answerBy", "Choose a day from today to a year ahead.");
        var answerBy = command.AnswerBy ?? await DecideBy(today, ct);
        await db.Execute(
        [
            new("""
                UPDATE Concern SET Status = 'Referred', ReferredTo = @Agency, ReferredAt = @now, ReferralAnswer = NULL, DueOn = @answerBy,
                    AcknowledgedAt = COALESCE(AcknowledgedAt, @now), AcknowledgedBy = COALESCE(AcknowledgedBy, @PersonId),
                    Version = Version + 1
                WHERE Id = @Id
                """, new { concern.Id, Agency = command.Agency.Trim(), now, answerBy, actor.PersonId }),
            Audit.Entry(actor, now, "concern.referred", null, concern.Id, null, null, new { command.Agency, answerBy }),
        ], ct);
        await links.Tell([concern], "Email.Decided", ct);
        return Done.Instance;
    }

    public async Task<Done> Handle(RecordReferralAnswer command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var concern = await ConcernSql.Take(db, actor, command.ConcernId, command.Version, now, ct);
        if (concern.Status != ConcernStatus.Referred)
            throw new RuleBroken("concern.notReferred", "This concern was not referred to an agency.", "status");
        var answer = command.Answer.Trim();
        // Whose answer it is, the reporter reads too. As a message, another referral does not replace it.
        var said = $"{await db.Single<string>("SELECT ReferredTo FROM Concern WHERE Id = @Id", new { concern.Id }, ct)}: {answer}";
        await db.Execute(
        [
            new("UPDATE Concern SET ReferralAnswer = @answer WHERE Id = @Id", new { concern.Id, answer }),
            ConcernSql.Message(concern.Id, actor.PersonId, said, now),
            command.Settles ? ConcernSql.Decide(concern.Id, ConcernStatus.Closed, actor, now, said, null)
                : new("UPDATE Concern SET Status = 'Acknowledged', DecideBy = @decideBy, DueOn = @decideBy, Version = Version + 1 "
                    + "WHERE Id = @Id",
                    new { concern.Id, decideBy = await DecideBy((await agency.Calendar(ct)).DateOf(now), ct) }),
            Audit.Entry(actor, now, "concern.referralAnswered", null, concern.Id, null, null, new { command.Settles }),
        ], ct);
        if (command.Settles) await links.Tell([concern], "Email.Decided", ct);
        else await links.TellOne(concern, "Email.Answered", ct);
        return Done.Instance;
    }

    private async Task<DateOnly> DecideBy(DateOnly today, CancellationToken ct) =>
        (await PublicSiteSql.Read(db, ct)).Clock.DecideBy(today, (await agency.Calendar(ct)).Holidays);
}

internal static class ReferConcernEndpoint
{
    public sealed record Body(string Agency, DateOnly? AnswerBy = null);

    public sealed record AnswerBody(string Answer, bool Settles);

    public static void MapReferConcern(this RouteGroupBuilder concerns)
    {
        concerns.MapPost("/{id:long}/referral", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Changed(id, new ReferConcern(id, version, body.Agency, body.AnswerBy), ct))
            .WithName("ReferConcern").WithSummary("Refer a concern to an agency, which should answer by a day");
        concerns.MapPost("/{id:long}/referral/answer",
                (long id, IfMatch version, AnswerBody body, IMediator mediator, CancellationToken ct) =>
                    mediator.Changed(id, new RecordReferralAnswer(id, version, body.Answer, body.Settles), ct))
            .WithName("RecordReferralAnswer").WithSummary("Record what the agency answered to a referral");
    }
}
