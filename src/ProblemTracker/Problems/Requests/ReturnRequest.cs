using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>A supervisor who is not the lead returns a request and says what has to change.</summary>
[Needs(Permission.DecideProblems)]
public sealed record ReturnRequest(long RequestId, int Version, string Note) : ICommand<RequestDetails>;

internal sealed class ReturnRequestValidator : AbstractValidator<ReturnRequest>
{
    public ReturnRequestValidator() =>
        RuleFor(c => c.Note).NotEmpty().WithMessage("Say what has to change before you can approve it.").MaximumLength(2000);
}

internal sealed class ReturnRequestHandler(Requests requests, CaseFiles files, RequestReader reader)
    : IRequestHandler<ReturnRequest, RequestDetails>
{
    public async Task<RequestDetails> Handle(ReturnRequest command, CancellationToken ct)
    {
        var (request, file) = await requests.Take(command.RequestId, command.Version, Permission.DecideProblems, ct);
        Requests.End(file, request, RequestStatus.Returned, command.Note);
        await files.Save(file, ct);
        return await reader.Find(request.Id, ct);
    }
}

internal static class ReturnRequestEndpoint
{
    public sealed record Body(string Note);

    public static void MapReturnRequest(this RouteGroupBuilder requests) => requests
        .MapPost("/{id:long}/return", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ReturnRequest(id, version, body.Note), ct))
        .WithName("ReturnRequest").WithSummary("Return a request with a note; send the request's version in If-Match");
}
