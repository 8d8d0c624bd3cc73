using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Engagement;

/// <summary>Marks a commitment as done, with what came of it.</summary>
[Needs(Permission.WriteNotes)]
public sealed record KeepCommitment(long CommitmentId, int Version, string Outcome) : ICommand<CommitmentRow>;

/// <summary>
/// Makes a commitment an action of a problem, with the same words, owner and due date. From then on the action counts, and is reminded of.
/// </summary>
/// <param name="Enforcement">Whether the action is enforcement.</param>
/// <param name="AmendmentReason">Required when the action changes a frozen plan.</param>
[Needs(Permission.WorkProblems)]
public sealed record MakeCommitmentAction(long CommitmentId, int Version, long ProblemId, bool Enforcement = false,
    string? AmendmentReason = null) : ICommand<CommitmentRow>;

internal sealed class KeepCommitmentValidator : AbstractValidator<KeepCommitment>
{
    public KeepCommitmentValidator() =>
        RuleFor(c => c.Outcome).NotEmpty().WithMessage("Say what came of it.").MaximumLength(CommitmentSql.LongestOutcome);
}

internal sealed class MakeCommitmentActionValidator : AbstractValidator<MakeCommitmentAction>
{
    public MakeCommitmentActionValidator() => RuleFor(c => c.AmendmentReason).MaximumLength(2000);
}

internal sealed class KeepCommitmentHandler(Db db, Actor actor, CaseFiles files, EngagementEmails emails, TimeProvider clock)
    : IRequestHandler<KeepCommitment, CommitmentRow>, IRequestHandler<MakeCommitmentAction, CommitmentRow>
{
    public async Task<CommitmentRow> Handle(KeepCommitment command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await CommitmentSql.Take(db, actor, command.CommitmentId, command.Version, ct);
        await db.Execute("UPDATE Commitment SET DoneAt = @now, Outcome = @Outcome, LookOn = NULL WHERE Id = @Id",
            new { before.Id, now, Outcome = command.Outcome.Trim() }, ct);
        await CommitmentSql.ClearReminders(db, before.Id, now, ct);
        await db.Record(actor, now, "commitment.kept", null, before.Id, null, null, CommitmentSql.Facts(before), ct);
        var after = await CommitmentSql.Read(db, before.Id, ct);
        await emails.TellKept(after, ct);
        return after;
    }

    public async Task<CommitmentRow> Handle(MakeCommitmentAction command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        var before = await CommitmentSql.Take(db, actor, command.CommitmentId, command.Version, ct);
        var action = await ActionSql.Add(db, file, new(before.Description, command.Enforcement, OwnerId: before.OwnerId,
            DueOn: before.DueOn, AmendmentReason: command.AmendmentReason), actor, ct);
        await files.Save(file, ct);
        var now = clock.GetUtcNow();
        await db.Execute("UPDATE Commitment SET ActionId = @ActionId, LookOn = NULL WHERE Id = @Id",
            new { before.Id, ActionId = action.Id }, ct);
        await CommitmentSql.ClearReminders(db, before.Id, now, ct);
        var after = await CommitmentSql.Read(db, before.Id, ct);
        await db.Record(actor, now, "commitment.action", null, before.Id, null, CommitmentSql.Facts(before),
            CommitmentSql.Facts(after), ct);
        return after;
    }
}

internal static class KeepCommitmentEndpoint
{
    public sealed record KeptBody(string Outcome);

    public sealed record ActionBody(long ProblemId, bool Enforcement = false, string? AmendmentReason = null);

    public static void MapKeepCommitment(this RouteGroupBuilder commitments)
    {
        commitments.MapPost("/{id:long}/done", (long id, IfMatch version, KeptBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new KeepCommitment(id, version, body.Outcome), ct))
            .WithName("KeepCommitment").WithSummary("Mark a commitment as done, with what came of it");
        commitments.MapPost("/{id:long}/action", (long id, IfMatch version, ActionBody body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new MakeCommitmentAction(id, version, body.ProblemId, body.Enforcement, body.AmendmentReason), ct))
            .WithName("MakeCommitmentAction").WithSummary("Make a commitment an action of a problem");
    }
}
