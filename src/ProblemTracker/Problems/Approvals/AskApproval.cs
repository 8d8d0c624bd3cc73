using System.Text.Json;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// Asks a supervisor for what only they decide. It is checked now as it will be when they approve; one request of a kind waits at a time.
/// </summary>
/// <param name="Gate">With an override: the gate to be passed, <see cref="Gate.Start"/> for the start of the response.</param>
/// <param name="Codes">With an override: the shortfalls to be overridden.</param>
/// <param name="ClosingReason">With an early closing, or with an override of the gate to Closed.</param>
/// <param name="RelatedProblemId">With the closing reason Duplicate: the problem that goes on.</param>
/// <param name="DueOn">With an extension.</param>
/// <param name="UntilOn">With a hold: the first day on which work goes on.</param>
[Needs(Permission.WorkProblems)]
public sealed record AskApproval(
    long ProblemId, ApprovalKind Kind, string Reason, Gate? Gate = null, IReadOnlyList<string>? Codes = null,
    ClosingReason? ClosingReason = null,
    long? RelatedProblemId = null, DateOnly? DueOn = null, DateOnly? UntilOn = null) : ICommand<ApprovalDetails>;

internal sealed class AskApprovalValidator : AbstractValidator<AskApproval>
{
    public AskApprovalValidator()
    {
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Say in a sentence or two why.").MaximumLength(2000);
        When(c => c.Kind == ApprovalKind.Override, () =>
        {
            RuleFor(c => c.Gate).NotNull().WithMessage("Say which gate is to be passed.");
            RuleFor(c => c.Codes).Must(codes => codes is { Count: > 0 }).WithMessage("Choose at least one requirement to override.");
        }).Otherwise(() =>
        {
            RuleFor(c => c.Gate).Null().WithMessage("Only an override names a gate.");
            RuleFor(c => c.Codes).Must(codes => codes is null or { Count: 0 })
                .WithMessage("Only an override request takes codes. Leave them out.");
        });
        RuleFor(c => c.Gate).IsInEnum();
        RuleForEach(c => c.Codes).Must(code => code is not null && Sara.Codes.Contains(code))
            .WithMessage((_, code) => $"\"{code}\" is not a requirement that can be overridden.");
        RuleFor(c => c.ClosingReason).IsInEnum();
        RuleFor(c => c.ClosingReason).NotNull().When(Closes).WithMessage("Choose why the problem is closed.");
        RuleFor(c => c.ClosingReason).Null().When(c => !Closes(c))
            .WithMessage("Give a closing reason only where the problem is to be closed.");
        RuleFor(c => c.RelatedProblemId).NotNull().When(c => c.ClosingReason == Domain.ClosingReason.Duplicate)
            .WithMessage("Say which problem this one duplicates.");
        RuleFor(c => c.RelatedProblemId).Null().When(c => c.ClosingReason != Domain.ClosingReason.Duplicate)
            .WithMessage("Only a duplicate names another problem.");
        RuleFor(c => c.DueOn).NotNull().When(c => c.Kind == ApprovalKind.Extension).WithMessage("Choose the day by which it will be done.");
        RuleFor(c => c.DueOn).Null().When(c => c.Kind != ApprovalKind.Extension).WithMessage("Only an extension has a due date.");
        RuleFor(c => c.UntilOn).NotNull().When(c => c.Kind == ApprovalKind.Hold).WithMessage("Choose the first day on which work goes on.");
        RuleFor(c => c.UntilOn).Null().When(c => c.Kind != ApprovalKind.Hold).WithMessage("Only a hold ends on a day.");
    }

    private static bool Closes(AskApproval c) =>
        c.Kind == ApprovalKind.Closing || (c.Kind == ApprovalKind.Override && c.Gate == Domain.Gate.Closed);
}

internal sealed class AskApprovalHandler(Db db, Actor actor, CaseFiles files, ApprovalReader reader)
    : IRequestHandler<AskApproval, ApprovalDetails>
{
    public async Task<ApprovalDetails> Handle(AskApproval command, CancellationToken ct)
    {
        // A request always has an asker.
        if (actor.PersonId is null) throw Forbidden.Needs(Permission.WorkProblems);
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        var asked = await Check(file, command, ct);
        var row = new
        {
            command.ProblemId,
            file.Problem.Visit,
            Kind = command.Kind.ToString(),
            Asked = JsonSerializer.Serialize(asked, Json.Options),
            Reason = command.Reason.Trim(),
            actor.PersonId,
            file.Now,
        };
        if (await db.Find<long?>("SELECT Id FROM ApprovalRequest WHERE ProblemId = @ProblemId AND Kind = @Kind AND Status = 'Waiting'",
            row, ct) is not null)
            throw new Conflict("approval.waiting",
                "The same has been asked already and waits for a supervisor. Withdraw that request to ask in another way.");
        var id = await db.Insert("""
            INSERT INTO ApprovalRequest (ProblemId, Visit, Kind, Asked, Reason, AskedBy, AskedAt, Status)
            VALUES (@ProblemId, @Visit, @Kind, @Asked, @Reason, @PersonId, @Now, 'Waiting')
            """, row, ct);
        file.Record("approval.asked", id, $"Asked a supervisor {asked.InWords}. {row.Reason}", null, new { Asked = asked, row.Reason });
        await files.Save(file, ct);
        return await reader.Find(id, ct);
    }

    /// <summary>The same rules as the supervisor's own message has.</summary>
    private async Task<Asked> Check(CaseFile file, AskApproval command, CancellationToken ct)
    {
        switch (command.Kind)
        {
            case ApprovalKind.Start:
                file.MustWaitForStart();
                if (Sara.ShortfallsBefore(Gate.Start, file.Dossier) is { Count: > 0 } missing)
                    throw new RuleBroken("This plan is not ready to start.", missing);
                return new(command.Kind);
            case ApprovalKind.Override:
                return new(command.Kind, command.Gate,
                    MustNameWhatIsMissing(Missing(file, command), command.Codes!), command.ClosingReason);
            case ApprovalKind.Closing:
                var move = new Move(file.Problem.Stage, Stage.Closed, command.ClosingReason);
                file.MustBePossible(move);
                if (!move.IsEarlyClosing)
                    throw new RuleBroken("approval.notNeeded", "From Assessment the team closes a problem itself.", "kind");
                await file.MustBeAnotherProblem(db, command.RelatedProblemId, ct);
                return new(command.Kind, ClosingReason: command.ClosingReason, RelatedProblemId: command.RelatedProblemId);
            case ApprovalKind.Extension:
                file.MustAllowExtension(command.DueOn!.Value);
                return new(command.Kind, DueOn: command.DueOn);
            default:
                file.MustAllowHold(command.UntilOn!.Value);
                return new(command.Kind, UntilOn: command.UntilOn);
        }
    }

    private static IReadOnlyList<Shortfall> Missing(CaseFile file, AskApproval command)
    {
        if (command.Gate == Gate.Start)
        {
            file.MustWaitForStart();
            return Sara.ShortfallsBefore(Gate.Start, file.Dossier);
        }
        var move = new Move(file.Problem.Stage, Enum.Parse<Stage>(command.Gate.ToString()!), command.ClosingReason);
        var missing = file.MustBePossible(move);
        return move.IsForward ? missing : throw new RuleBroken(Sara.NotAllowed, "This is not the gate in front of the problem.", "gate");
    }

    private static string[] MustNameWhatIsMissing(IReadOnlyList<Shortfall> missing, IReadOnlyList<string> codes)
    {
        if (missing.Count == 0)
            throw new RuleBroken("approval.notNeeded", "All requirements are met, so there is nothing to override.", "codes");
        if (Sara.NotOverridden(missing, codes) is { Count: > 0 } left)
            throw new RuleBroken("Something else is missing. Fill it in, or ask to have it overridden too.", left);
        return [.. missing.Select(s => s.Code).Distinct().Order(StringComparer.Ordinal)];
    }
}

internal static class AskApprovalEndpoint
{
    public sealed record Body(
        ApprovalKind Kind, string Reason, Gate? Gate = null, IReadOnlyList<string>? Codes = null, ClosingReason? ClosingReason = null,
        long? RelatedProblemId = null, DateOnly? DueOn = null, DateOnly? UntilOn = null);

    public static void MapAskApproval(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/approvals", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
        {
            var asked = await mediator.Send(
                new AskApproval(id, body.Kind, body.Reason, body.Gate, body.Codes, body.ClosingReason, body.RelatedProblemId,
                    body.DueOn, body.UntilOn), ct);
            return TypedResults.Created($"/api/v1/problems/{id}/approvals", asked);
        })
        .WithName("AskApproval").WithSummary("Ask a supervisor for a start, an override, an early closing, more time or a hold");
}
