using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Moves a problem past its next gate, back, to Closed, or from Closed back to an earlier stage.</summary>
/// <param name="Note">The reason; required for every move.</param>
/// <param name="ClosingReason">With a move to Closed.</param>
/// <param name="RelatedProblemId">With the closing reason Duplicate: the problem of which this one is a duplicate.</param>
/// <param name="Override">Requirements that a supervisor who is not the lead overrides.</param>
[Needs(Permission.WorkProblems)]
public sealed record AdvanceStage(
    long ProblemId, int Version, Stage To, string Note, ClosingReason? ClosingReason = null, long? RelatedProblemId = null,
    Override? Override = null)
    : ICommand<StageMoved>;

/// <summary>Codes of shortfalls to override, and the reason.</summary>
public sealed record Override(IReadOnlyList<string> Codes, string Reason);

public sealed record StageMoved(long ProblemId, Stage Stage, DateOnly? DueOn, IReadOnlyList<string> Overridden, int Version) : IVersioned;

internal sealed class AdvanceStageValidator : AbstractValidator<AdvanceStage>
{
    public AdvanceStageValidator()
    {
        RuleFor(c => c.To).IsInEnum();
        RuleFor(c => c.Note).NotEmpty().WithMessage("Say in a sentence why the problem moves to this stage.").MaximumLength(2000);
        RuleFor(c => c.ClosingReason).NotNull().When(c => c.To == Stage.Closed).WithMessage("Choose a closing reason.");
        RuleFor(c => c.RelatedProblemId).NotNull().When(c => c.ClosingReason == Domain.ClosingReason.Duplicate)
            .WithMessage("Choose the problem that this one duplicates.");
        RuleFor(c => c.RelatedProblemId).Null().When(c => c.ClosingReason != Domain.ClosingReason.Duplicate)
            .WithMessage("Name another problem only when the closing reason is Duplicate.");
        RuleFor(c => c.Override).OverrideRules();
    }
}

internal sealed class AdvanceStageHandler(Db db, CaseFiles files) : IRequestHandler<AdvanceStage, StageMoved>
{
    public async Task<StageMoved> Handle(AdvanceStage command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeAt(command.Version);
        var move = new Move(file.Problem.Stage, command.To, command.ClosingReason);
        var shortfalls = file.MustBePossible(move);
        // Check permission to close early or override before the requirements, so that the error says who can.
        if (move.IsEarlyClosing || command.Override is not null) file.Demand(Permission.DecideProblems);
        await file.MustBeAnotherProblem(db, command.RelatedProblemId, ct);
        var overridden = file.Pass(move.Toward, shortfalls, command.Override);
        var note = command.Note.Trim();
        var before = file.Problem;
        file.Enter(move, note, command.RelatedProblemId, overridden);
        file.Record("problem.stage", null, Summary(move, note, overridden), new { before.Stage, before.ClosingReason },
            new { Stage = command.To, command.ClosingReason, command.RelatedProblemId, Overridden = overridden, command.Override?.Reason });
        await files.Save(file, ct);
        return new(command.ProblemId, command.To, file.DueOn, overridden, file.Problem.Version);
    }

    private static string Summary(Move move, string note, IReadOnlyList<string> overridden)
    {
        var what = move.Reason is { } reason ? $"Closed from {Wording.Of(move.From)}: {Wording.Of(reason).ToLowerInvariant()}."
            : move.IsReopening ? $"Reopened to {Wording.Of(move.To)}."
            : move.IsBack ? $"Moved back from {Wording.Of(move.From)} to {Wording.Of(move.To)}."
            : $"Moved from {Wording.Of(move.From)} to {Wording.Of(move.To)}.";
        return overridden.Count == 0 ? $"{what} {note}" : $"{what} Overridden: {Requirements.InWords(overridden)}. {note}";
    }
}

internal static class AdvanceStageEndpoint
{
    public sealed record Body(Stage To, string Note, ClosingReason? ClosingReason = null, long? RelatedProblemId = null,
        Override? Override = null);

    public static void MapAdvanceStage(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/stage", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new AdvanceStage(id, version, body.To, body.Note, body.ClosingReason, body.RelatedProblemId, body.Override), ct))
        .WithName("AdvanceStage").WithSummary("Move a problem to another stage");
}
