using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// A supervisor who is not the lead approves: what was asked is done at once, by the same message that they could send themselves.
/// </summary>
/// <param name="Note">Stands on record beside the decision; may be left out.</param>
[Needs(Permission.DecideProblems)]
public sealed record ApproveRequest(long RequestId, int Version, string? Note = null) : ICommand<ApprovalDetails>;

internal sealed class ApproveRequestValidator : AbstractValidator<ApproveRequest>
{
    public ApproveRequestValidator() => RuleFor(c => c.Note).MaximumLength(2000);
}

// The one handler that sends a message: an approval must do exactly what the supervisor's own message does, with its validation, its
// permission and its gate, or the two would drift apart. The message joins this transaction, so a gate that is shut leaves the request
// waiting.
internal sealed class ApproveRequestHandler(IMediator mediator, Requests requests, CaseFiles files, ApprovalReader reader)
    : IRequestHandler<ApproveRequest, ApprovalDetails>
{
    public async Task<ApprovalDetails> Handle(ApproveRequest command, CancellationToken ct)
    {
        var (request, file) = await requests.Take(command.RequestId, command.Version, Permission.DecideProblems, ct);
        Requests.End(file, request, ApprovalStatus.Approved, command.Note);
        await files.Save(file, ct);
        var note = string.IsNullOrWhiteSpace(command.Note) ? request.Reason : command.Note;
        await Do(request, file.Problem, note, ct);
        return await reader.Find(request.Id, ct);
    }

    private Task Do(RequestRecord request, ProblemRecord problem, string note, CancellationToken ct)
    {
        var asked = request.What;
        return asked switch
        {
            { Kind: ApprovalKind.Start } => mediator.Send(new StartResponse(problem.Id, problem.Version, note), ct),
            { Kind: ApprovalKind.Override, Gate: Gate.Start } =>
                mediator.Send(new StartResponse(problem.Id, problem.Version, note, new(asked.Codes!, request.Reason)), ct),
            { Kind: ApprovalKind.Override } =>
                mediator.Send(new AdvanceStage(problem.Id, problem.Version, Enum.Parse<Stage>(asked.Gate.ToString()!), note,
                asked.ClosingReason, Override: new(asked.Codes!, request.Reason)), ct),
            { Kind: ApprovalKind.Closing } =>
                mediator.Send(
                    new AdvanceStage(problem.Id, problem.Version, Stage.Closed, note, asked.ClosingReason, asked.RelatedProblemId), ct),
            { Kind: ApprovalKind.Extension } =>
                mediator.Send(new ExtendDeadline(problem.Id, problem.Version, asked.DueOn!.Value, request.Reason), ct),
            { Kind: ApprovalKind.Hold } =>
                mediator.Send(new HoldProblem(problem.Id, problem.Version, asked.UntilOn!.Value, request.Reason), ct),
            _ => throw new InvalidOperationException($"Nobody knows how to approve {asked.Kind}."),
        };
    }
}

internal static class ApproveRequestEndpoint
{
    public sealed record Body(string? Note = null);

    public static void MapApproveRequest(this RouteGroupBuilder approvals) => approvals
        .MapPost("/{id:long}/approve", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ApproveRequest(id, version, body.Note), ct))
        .WithName("ApproveRequest").WithSummary("Approve a request, which does what was asked; If-Match holds the request's version");
}
