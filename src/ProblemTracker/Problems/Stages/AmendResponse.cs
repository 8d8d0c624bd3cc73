using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// Changes the objectives or the plan after the response has started, on record and with a reason. The frozen plan stays unchanged.
/// </summary>
[Needs(Permission.WorkProblems)]
public sealed record AmendResponse(long ProblemId, int Version, string Reason, ResponseSheet Sheet)
    : ICommand<VersionedSheet<ResponseSheet>>;

internal sealed class AmendResponseValidator : AbstractValidator<AmendResponse>
{
    public AmendResponseValidator()
    {
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Say why you are changing the frozen plan.").MaximumLength(2000);
        RuleFor(c => c.Sheet).ResponseRules();
    }
}

internal sealed class AmendResponseHandler(CaseFiles files) : IRequestHandler<AmendResponse, VersionedSheet<ResponseSheet>>
{
    public async Task<VersionedSheet<ResponseSheet>> Handle(AmendResponse command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(SheetKind.Response, command.Version);
        if (file.Dossier.Plan is null)
            throw new RuleBroken("response.notStarted",
                "The response has not started, so the plan is still a draft. Save the worksheet instead.", "response");
        var (before, sheet) = (file.Dossier.Response, command.Sheet.Tidy().KeepTest(file.Dossier.Response));
        file.Amend(command.Reason, actionId: null, before, sheet);
        file.SaveSheet(SheetKind.Response, sheet);
        file.Record("response.amended", SheetKind.Response, $"Amended the frozen plan. {command.Reason.Trim()}", before, sheet);
        await files.Save(file, ct);
        return new(command.Version + 1, sheet);
    }
}

internal static class AmendResponseEndpoint
{
    public sealed record Body(string Reason, ResponseSheet Sheet);

    public static void MapAmendResponse(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/response/amendments", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new AmendResponse(id, version, body.Reason, body.Sheet), ct))
        .WithName("AmendResponse")
        .WithSummary("Amend the frozen plan, with a reason; send the Response worksheet's version in If-Match");
}
