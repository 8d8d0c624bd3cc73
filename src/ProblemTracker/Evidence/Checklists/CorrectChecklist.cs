using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>
/// Corrects a walk: the actor's own, or any as the lead officer or a supervisor. It keeps the items that it was filled with.
/// </summary>
[Needs(Permission.WorkEvidence)]
public sealed record CorrectChecklist : WalkFacts, ICommand<WalkDetails>
{
    public CorrectChecklist(long problemId, int number, int version, WalkFacts facts) : base(facts) =>
        (ProblemId, Number, Version) = (problemId, number, version);

    public long ProblemId { get; }
    public int Number { get; }
    public int Version { get; }
}

/// <summary>Withdraws a walk that should not count, such as one that was entered twice. It stays on record.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record WithdrawChecklist(long ProblemId, int Number, int Version, string? Reason) : ICommand<WalkDetails>;

internal sealed class CorrectChecklistValidator : WalkRules<CorrectChecklist>;

internal sealed class WithdrawChecklistValidator : AbstractValidator<WithdrawChecklist>
{
    public WithdrawChecklistValidator() => RuleFor(c => c.Reason).NotEmpty().WithMessage("Say why this walk should not count.")
        .MaximumLength(ChecklistSql.LongestReason);
}

internal sealed class CorrectChecklistHandler(Db db, CaseFiles files)
    : IRequestHandler<CorrectChecklist, WalkDetails>, IRequestHandler<WithdrawChecklist, WalkDetails>
{
    public async Task<WalkDetails> Handle(CorrectChecklist command, CancellationToken ct)
    {
        var (file, before) = await Take(command.ProblemId, command.Number, command.Version, ct);
        var answers = WalkAnswers.Of(command, [.. before.Items.Select(item => (item.ItemId, item.Item))]);
        var at = WalkAnswers.Time(command, file, before.WalkedAt);
        await db.Execute("""
            UPDATE ChecklistWalk SET Site = @Site, WalkedAt = @at, WalkedOn = @On, Residents = @Residents, Note = @Note,
                Version = Version + 1
            WHERE Id = @Id
            """, new
        {
            Site = command.Site!.Trim(),
            at,
            On = file.Calendar.DateOf(at),
            command.Residents,
            Note = WalkAnswers.Text(command.Note),
            before.Id,
        }, ct);
        await WalkAnswers.Write(db, before.Id, answers, ct);
        var after = await ChecklistSql.Walk(db, command.ProblemId, command.Number, ct);
        file.Record("checklist.corrected", before.Id, $"Corrected the site checklist of {DateText.Date(after.WalkedOn)}.",
            ChecklistSql.Facts(before), ChecklistSql.Facts(after));
        await files.Save(file, ct);
        return after;
    }

    public async Task<WalkDetails> Handle(WithdrawChecklist command, CancellationToken ct)
    {
        var (file, before) = await Take(command.ProblemId, command.Number, command.Version, ct);
        var reason = command.Reason!.Trim();
        await db.Execute("""
            UPDATE ChecklistWalk SET WithdrawnBy = @PersonId, WithdrawnAt = @Now, WithdrawnReason = @reason, Version = Version + 1
            WHERE Id = @Id
            """, new { file.Actor.PersonId, file.Now, reason, before.Id }, ct);
        file.Record("checklist.withdrawn", before.Id, $"Withdrew the site checklist of {DateText.Date(before.WalkedOn)}: {reason}", null,
            new { before.Site, before.WalkedAt, Reason = reason });
        await files.Save(file, ct);
        return await ChecklistSql.Walk(db, command.ProblemId, command.Number, ct);
    }

    private async Task<(CaseFile File, WalkDetails Before)> Take(long problemId, int number, int version, CancellationToken ct)
    {
        var file = await files.Take(problemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var before = await ChecklistSql.Walk(db, problemId, number, ct);
        if (!ChecklistSql.MayCorrect(file.Actor, before, file.Problem.LeadId))
            throw new Forbidden($"Only {before.FilledBy}, who filled this checklist, the lead officer or a supervisor can change it.");
        if (before.IsWithdrawn)
            throw new RuleBroken("checklist.withdrawn", "This walk was withdrawn. Fill a new checklist instead.", "number");
        if (before.Version != version) throw new Stale(before.Version);
        return (file, before);
    }
}

internal static class CorrectChecklistEndpoint
{
    public sealed record Body(string? Reason);

    public static void MapCorrectChecklist(this RouteGroupBuilder problems)
    {
        problems.MapPut("/{id:long}/checklists/{number:int}",
                (long id, int number, IfMatch version, WalkFacts body, IMediator mediator, CancellationToken ct) =>
                    mediator.Send(new CorrectChecklist(id, number, version, body), ct))
            .WithName("CorrectChecklist").WithSummary("Correct a filled site checklist");
        problems.MapPost("/{id:long}/checklists/{number:int}/withdraw",
                (long id, int number, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
                    mediator.Send(new WithdrawChecklist(id, number, version, body.Reason), ct))
            .WithName("WithdrawChecklist").WithSummary("Withdraw a filled site checklist with a reason; it stays on record");
    }
}
