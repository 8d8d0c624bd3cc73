using System.Text.Json;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// Requests something that only a supervisor can decide. The same rules apply now and when they approve. A problem has at most one waiting
/// request of each kind.
/// </summary>
/// <param name="Gate">With an override: the gate to pass, <see cref="Gate.Start"/> for the start of the response.</param>
/// <param name="Codes">With an override: the codes of the shortfalls to override.</param>
/// <param name="ClosingReason">With an early closure, or with an override of the gate before Closed.</param>
/// <param name="RelatedProblemId">With the closing reason Duplicate: the problem of which this one is a duplicate.</param>
/// <param name="DueOn">With an extension.</param>
/// <param name="UntilOn">With a hold: the day on which work resumes.</param>
[Needs(Permission.WorkProblems)]
public sealed record CreateRequest(
    long ProblemId, RequestKind Kind, string Reason, Gate? Gate = null, IReadOnlyList<string>? Codes = null,
    ClosingReason? ClosingReason = null, long? RelatedProblemId = null, DateOnly? DueOn = null, DateOnly? UntilOn = null)
    : ICommand<RequestDetails>;

internal sealed class CreateRequestValidator : AbstractValidator<CreateRequest>
{
    public CreateRequestValidator()
    {
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Give the reason in a sentence or two.").MaximumLength(2000);
        When(c => c.Kind == RequestKind.Override, () =>
        {
            RuleFor(c => c.Gate).NotNull().WithMessage("Choose the gate to pass.");
            RuleFor(c => c.Codes).Must(codes => codes is { Count: > 0 }).WithMessage("Choose at least one requirement to override.");
        }).Otherwise(() =>
        {
            RuleFor(c => c.Gate).Null().WithMessage("Only an override request takes a gate. Leave it out.");
            RuleFor(c => c.Codes).Must(codes => codes is null or { Count: 0 })
                .WithMessage("Only an override request takes codes. Leave them out.");
        });
        RuleFor(c => c.Gate).IsInEnum();
        RuleForEach(c => c.Codes).Must(code => code is not null && Sara.Codes.Contains(code))
            .WithMessage((_, code) => $"\"{code}\" is not a requirement that can be overridden.");
        RuleFor(c => c.ClosingReason).IsInEnum();
        RuleFor(c => c.ClosingReason).NotNull().When(Closes).WithMessage("Choose a closing reason.");
        RuleFor(c => c.ClosingReason).Null().When(c => !Closes(c))
            .WithMessage("Give a closing reason only in a request to close the problem.");
        RuleFor(c => c.RelatedProblemId).NotNull().When(c => c.ClosingReason == Domain.ClosingReason.Duplicate)
            .WithMessage("Choose the problem that this one duplicates.");
        RuleFor(c => c.RelatedProblemId).Null().When(c => c.ClosingReason != Domain.ClosingReason.Duplicate)
            .WithMessage("Name another problem only when the closing reason is Duplicate.");
        RuleFor(c => c.DueOn).NotNull().When(c => c.Kind == RequestKind.Extension).WithMessage("Choose a new due date.");
        RuleFor(c => c.DueOn).Null().When(c => c.Kind != RequestKind.Extension)
            .WithMessage("Only an extension request takes a due date. Leave it out.");
        RuleFor(c => c.UntilOn).NotNull().When(c => c.Kind == RequestKind.Hold).WithMessage("Choose the day when work resumes.");
        RuleFor(c => c.UntilOn).Null().When(c => c.Kind != RequestKind.Hold)
            .WithMessage("Only a hold request takes an end date. Leave it out.");
    }

    private static bool Closes(CreateRequest c) =>
        c.Kind == RequestKind.Closing || (c.Kind == RequestKind.Override && c.Gate == Domain.Gate.Closed);
}

internal sealed class CreateRequestHandler(Db db, Actor actor, CaseFiles files, RequestReader reader)
    : IRequestHandler<CreateRequest, RequestDetails>
{
    public async Task<RequestDetails> Handle(CreateRequest command, CancellationToken ct)
    {
        // Only a person can make a request, never the system.
        if (actor.PersonId is null) throw Forbidden.Needs(Permission.WorkProblems);
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        var asked = await Check(file, command, ct);
        var row = new
        {
            command.ProblemId,
            file.Problem.Visit,
            Kind = command.Kind.ToString(),
            Requested = JsonSerializer.Serialize(asked, Json.Options),
            Reason = command.Reason.Trim(),
            actor.PersonId,
            file.Now,
        };
        if (await db.Find<long?>("SELECT Id FROM ApprovalRequest WHERE ProblemId = @ProblemId AND Kind = @Kind AND Status = 'Waiting'",
            row, ct) is not null)
            throw new Conflict("request.waiting",
                "A request like this is already waiting for a supervisor. Withdraw it before you make a new one.");
        var id = await db.Insert("""
            INSERT INTO ApprovalRequest (ProblemId, Visit, Kind, Requested, Reason, RequestedBy, RequestedAt, Status)
            VALUES (@ProblemId, @Visit, @Kind, @Requested, @Reason, @PersonId, @Now, 'Waiting')
            """, row, ct);
        file.Record("request.created", id, $"Requested: {asked.InWords}. {row.Reason}", null, new { Requested = asked, row.Reason });
        file.TellDeciders();
        await files.Save(file, ct);
        return await reader.Find(id, ct);
    }

    /// <summary>Checks the request by the rules of the supervisor's own command.</summary>
    private async Task<Requested> Check(CaseFile file, CreateRequest command, CancellationToken ct)
    {
        switch (command.Kind)
        {
            case RequestKind.Start:
                file.MustWaitForStart();
                if (Sara.ShortfallsBefore(Gate.Start, file.Dossier) is { Count: > 0 } missing)
                    throw new RuleBroken("Requirements for the start are not met. Complete them, or request an override.", missing);
                return new(command.Kind);
            case RequestKind.Override:
                return new(command.Kind, command.Gate,
                    MustNameWhatIsMissing(Missing(file, command), command.Codes!), command.ClosingReason);
            case RequestKind.Closing:
                var move = new Move(file.Problem.Stage, Stage.Closed, command.ClosingReason);
                file.MustBePossible(move);
                if (!move.IsEarlyClosing)
                    throw new RuleBroken("request.notNeeded", "The team can close a problem in Assessment without a request.", "kind");
                await file.MustBeAnotherProblem(db, command.RelatedProblemId, ct);
                return new(command.Kind, ClosingReason: command.ClosingReason, RelatedProblemId: command.RelatedProblemId);
            case RequestKind.Extension:
                file.MustAllowExtension(command.DueOn!.Value);
                return new(command.Kind, DueOn: command.DueOn);
            default:
                file.MustAllowHold(command.UntilOn!.Value);
                return new(command.Kind, UntilOn: command.UntilOn);
        }
    }

    private static IReadOnlyList<Shortfall> Missing(CaseFile file, CreateRequest command)
    {
        if (command.Gate == Gate.Start)
        {
            file.MustWaitForStart();
            return Sara.ShortfallsBefore(Gate.Start, file.Dossier);
        }
        var move = new Move(file.Problem.Stage, Enum.Parse<Stage>(command.Gate.ToString()!), command.ClosingReason);
        var missing = file.MustBePossible(move);
        return move.IsForward ? missing : throw new RuleBroken(Sara.NotAllowed, "This is not the problem's next gate.", "gate");
    }

    private static string[] MustNameWhatIsMissing(IReadOnlyList<Shortfall> missing, IReadOnlyList<string> codes)
    {
        if (missing.Count == 0)
            throw new RuleBroken("request.notNeeded", "All requirements are met, so there is nothing to override.", "codes");
        if (Sara.NotOverridden(missing, codes) is { Count: > 0 } left)
            throw new RuleBroken("Other requirements are not met. Complete them, or include them in the override request.", left);
        return [.. missing.Select(s => s.Code).Distinct().Order(StringComparer.Ordinal)];
    }
}

internal static class CreateRequestEndpoint
{
    public sealed record Body(
        RequestKind Kind, string Reason, Gate? Gate = null, IReadOnlyList<string>? Codes = null, ClosingReason? ClosingReason = null,
        long? RelatedProblemId = null, DateOnly? DueOn = null, DateOnly? UntilOn = null);

    public static void MapCreateRequest(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/requests", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
        {
            var asked = await mediator.Send(
                new CreateRequest(id, body.Kind, body.Reason, body.Gate, body.Codes, body.ClosingReason, body.RelatedProblemId,
                    body.DueOn, body.UntilOn), ct);
            return TypedResults.Created($"/api/v1/problems/{id}/requests", asked);
        })
        .WithName("CreateRequest").WithSummary("Request a start, an override, an early closure, an extension or a hold from a supervisor");
}
