using FluentValidation;
using MediatR;

namespace ProblemTracker.Retention;

public enum HoldCovers { Everything, Problem, Stakeholder, Concern }

/// <summary>Sets a legal hold: while it stands, nothing that it covers is purged or deleted.</summary>
/// <param name="Covers">What it covers.</param>
/// <param name="SubjectId">Id of the problem, stakeholder or concern; null if it covers everything, or with a number.</param>
/// <param name="Reason">Why, for those who manage retention and for the readers of the problem.</param>
/// <param name="Reference">The case or request, such as a court's docket number.</param>
/// <param name="Number">The number of the problem or concern, instead of its id.</param>
[Needs(Permission.ManageRetention)]
public sealed record SetLegalHold(HoldCovers Covers, long? SubjectId, string Reason, string? Reference, string? Number = null)
    : ICommand<HoldSet>;

public sealed record HoldSet(long Id);

/// <summary>Ends a legal hold. Purges approved before or during the hold must be proposed again.</summary>
[Needs(Permission.ManageRetention)]
public sealed record EndLegalHold(long HoldId, string Reason) : ICommand<Done>;

internal sealed class SetLegalHoldValidator : AbstractValidator<SetLegalHold>
{
    public SetLegalHoldValidator()
    {
        RuleFor(c => c.Covers).IsInEnum();
        RuleFor(c => c.SubjectId).NotNull().When(c => c.Covers != HoldCovers.Everything && c.Number is null)
            .WithMessage("Enter which problem, stakeholder or concern the hold covers.");
        RuleFor(c => c.SubjectId).Null().When(c => c.Covers == HoldCovers.Everything || c.Number is not null)
            .WithMessage(c => c.Covers == HoldCovers.Everything ? "A hold on everything covers no single record. Leave this blank."
                : "Give the number or the ID, not both.");
        RuleFor(c => c.Number).Null().When(c => c.Covers is not (HoldCovers.Problem or HoldCovers.Concern))
            .WithMessage("Only problems and concerns have a number. Choose One problem or One concern, or leave this blank.");
        RuleFor(c => c.Number).MaximumLength(20);
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Explain why these records must be preserved.").MaximumLength(1000);
        RuleFor(c => c.Reference).MaximumLength(200);
    }
}

internal sealed class EndLegalHoldValidator : AbstractValidator<EndLegalHold>
{
    public EndLegalHoldValidator() =>
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Explain why the hold ends.").MaximumLength(1000);
}

internal sealed class LegalHoldHandler(Db db, Actor actor, Schedules schedules, TimeProvider clock)
    : IRequestHandler<SetLegalHold, HoldSet>, IRequestHandler<EndLegalHold, Done>
{
    private sealed record Row
    {
        public HoldCovers Covers { get; init; }
        public long? SubjectId { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
    }

    public async Task<HoldSet> Handle(SetLegalHold command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await LegalHolds.Lock(db, now, ct);
        var subject = command.Number is { } number ? await IdOf(command.Covers, number, ct) : command.SubjectId;
        if (command.Number is null && subject is { } given) await MustExist(command.Covers, given, ct);
        var id = await db.Insert("""
            INSERT INTO LegalHold (Covers, SubjectId, Reason, Reference, SetBy, SetAt)
            VALUES (@Covers, @subject, @Reason, @Reference, @PersonId, @now)
            """, new
        {
            Covers = command.Covers.ToString(),
            subject,
            Reason = command.Reason.Trim(),
            Reference = string.IsNullOrWhiteSpace(command.Reference) ? null : command.Reference.Trim(),
            actor.PersonId,
            now,
        }, ct);
        await db.Record(actor, now, "hold.set", ProblemOf(command.Covers, subject), id, null, null,
            new { command.Covers, SubjectId = subject, command.Reason, command.Reference }, ct);
        return new(id);
    }

    public async Task<Done> Handle(EndLegalHold command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await LegalHolds.Lock(db, now, ct);
        var hold = await db.Find<Row>("SELECT Covers, SubjectId, EndedAt FROM LegalHold WHERE Id = @HoldId", command, ct)
            ?? throw new NotFound();
        if (hold.EndedAt is not null) throw new Conflict("hold.ended", "This legal hold was already ended.");
        await db.Execute("UPDATE LegalHold SET EndedBy = @PersonId, EndedAt = @now, EndReason = @Reason WHERE Id = @HoldId",
            new { command.HoldId, actor.PersonId, now, Reason = command.Reason.Trim() }, ct);
        await db.Record(actor, now, "hold.ended", ProblemOf(hold.Covers, hold.SubjectId), command.HoldId, null, null,
            new { command.Reason }, ct);
        return Done.Instance;
    }

    private static long? ProblemOf(HoldCovers covers, long? subject) => covers == HoldCovers.Problem ? subject : null;

    private async Task<long> IdOf(HoldCovers covers, string number, CancellationToken ct)
    {
        var kind = KindOf(covers);
        return await db.Find<long?>($"SELECT {kind.Id} FROM {kind.From} WHERE {kind.Label} = @number",
            new { number = number.Trim().ToUpperInvariant() }, ct)
            ?? throw new Invalid("number", covers == HoldCovers.Concern
                ? "There is no concern with this number. Check it; numbers are like C-2026-0042."
                : "There is no problem with this number. Check it; numbers are like P-2026-0042.");
    }

    private RecordKind KindOf(HoldCovers covers) => schedules.Kind(covers switch
    {
        HoldCovers.Problem => "problem",
        HoldCovers.Concern => "concern",
        _ => "stakeholder",
    });

    private async Task MustExist(HoldCovers covers, long id, CancellationToken ct)
    {
        var kind = KindOf(covers);
        if (await db.Single<int>($"SELECT COUNT(*) FROM {kind.From} WHERE {kind.Id} = @id", new { id }, ct) == 0)
            throw new Invalid("subjectId", "There is no record with this ID. Check the number in its address.");
    }
}

internal static class LegalHoldEndpoints
{
    public sealed record End(string Reason);

    public static void MapSetLegalHold(this RouteGroupBuilder retention) => retention
        .MapPost("/holds", (SetLegalHold body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
        .WithName("SetLegalHold").WithSummary("Set a legal hold on a problem, a stakeholder, a concern or everything");

    public static void MapEndLegalHold(this RouteGroupBuilder retention) => retention
        .MapPost("/holds/{id:long}/end", async (long id, End body, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new EndLegalHold(id, body.Reason), ct);
            return TypedResults.NoContent();
        })
        .WithName("EndLegalHold").WithSummary("End a legal hold");
}
