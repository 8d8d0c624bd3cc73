using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// A supervisor who is not the lead approves a request. It is carried out at once, with the same command that they could send directly.
/// </summary>
/// <param name="Note">Optional; kept on record with the decision.</param>
[Needs(Permission.DecideProblems)]
public sealed record ApproveRequest(long RequestId, int Version, string? Note = null) : ICommand<RequestDetails>;

internal sealed class ApproveRequestValidator : AbstractValidator<ApproveRequest>
{
    public ApproveRequestValidator() => RuleFor(c => c.Note).MaximumLength(2000);
}

// The only handler that sends a command: an approval must do exactly what the supervisor's own command does, with the same validation,
// permission and gate, or the two would drift apart. The command joins this transaction, so if its gate refuses, the request stays waiting.
internal sealed class ApproveRequestHandler(IMediator mediator, Requests requests, CaseFiles files, RequestReader reader)
    : IRequestHandler<ApproveRequest, RequestDetails>
{
    public async Task<RequestDetails> Handle(ApproveRequest command, CancellationToken ct)
    {
        var (request, file) = await requests.Take(command.RequestId, command.Version, Permission.DecideProblems, ct);
        Requests.End(file, request, RequestStatus.Approved, command.Note);
        await files.Save(file, ct);
        var note = command.Note.IsBlank() ? request.Reason : command.Note;
        await Do(request, file.Problem, note, ct);
        return await reader.Find(request.Id, ct);
    }

    private Task Do(RequestRecord request, ProblemRecord problem, string note, CancellationToken ct)
    {
        var asked = request.What;
        return asked switch
        {
            { Kind: RequestKind.Start } => mediator.Send(new StartResponse(problem.Id, problem.Version, note), ct),
            { Kind: RequestKind.Override, Gate: Gate.Start } =>
                mediator.Send(new StartResponse(problem.Id, problem.Version, note, new(asked.Codes!, request.Reason)), ct),
            { Kind: RequestKind.Override } =>
                mediator.Send(new AdvanceStage(problem.Id, problem.Version, Enum.Parse<Stage>(asked.Gate.ToString()!), note,
                    asked.ClosingReason, Override: new(asked.Codes!, request.Reason)), ct),
            { Kind: RequestKind.Closing } =>
                mediator.Send(
                    new AdvanceStage(problem.Id, problem.Version, Stage.Closed, note, asked.ClosingReason, asked.RelatedProblemId), ct),
            { Kind: RequestKind.Extension } =>
                mediator.Send(new ExtendDeadline(problem.Id, problem.Version, asked.DueOn!.Value, request.Reason), ct),
            { Kind: RequestKind.Hold } =>
                mediator.Send(new HoldProblem(problem.Id, problem.Version, asked.UntilOn!.Value, request.Reason), ct),
            _ => throw new InvalidOperationException($"No command carries out a request of kind {asked.Kind}."),
        };
    }
}

internal static class ApproveRequestEndpoint
{
    public sealed record Body(string? Note = null);

    public static void MapApproveRequest(this RouteGroupBuilder requests) => requests
        .MapPost("/{id:long}/approve", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ApproveRequest(id, version, body.Note), ct))
        .WithName("ApproveRequest").WithSummary("Approve a request and carry it out; send the request's version in If-Match");
}
