using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// A supervisor who is not the lead starts the response, which freezes the objectives and the plan with a date and a hash.
/// </summary>
[Needs(Permission.DecideProblems)]
public sealed record StartResponse(long ProblemId, int Version, string Note, Override? Override = null) : ICommand<ResponseStarted>;

/// <param name="Hash">SHA-256 of the frozen objectives and plan, in lowercase hexadecimal.</param>
public sealed record ResponseStarted(long ProblemId, DateOnly StartedOn, string Hash, IReadOnlyList<string> Overridden, int Version)
    : IVersioned;

internal sealed class StartResponseValidator : AbstractValidator<StartResponse>
{
    public StartResponseValidator()
    {
        RuleFor(c => c.Note).NotEmpty().WithMessage("Describe why the response can start: who agreed to it, and when.").MaximumLength(2000);
        RuleFor(c => c.Override).OverrideRules();
    }
}

internal sealed class StartResponseHandler(CaseFiles files) : IRequestHandler<StartResponse, ResponseStarted>
{
    public async Task<ResponseStarted> Handle(StartResponse command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.DecideProblems, ct);
        file.MustBeAt(command.Version);
        file.MustWaitForStart();
        var shortfalls = Sara.ShortfallsBefore(Gate.Start, file.Dossier);
        var overridden = file.Pass(Gate.Start, shortfalls, command.Override);
        var note = command.Note.Trim();
        var plan = file.Start(note);
        var summary =
            $"Response started; plan frozen. {(overridden.Count == 0 ? "" : $"Overridden: {Requirements.InWords(overridden)}. ")}{note}";
        file.Record("response.started", null, summary, null,
            new { plan.StartedOn, plan.Hash, Overridden = overridden, command.Override?.Reason });
        await files.Save(file, ct);
        return new(command.ProblemId, plan.StartedOn, plan.Hash, overridden, file.Problem.Version);
    }
}

internal static class StartResponseEndpoint
{
    public sealed record Body(string Note, Override? Override = null);

    public static void MapStartResponse(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/response/start", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new StartResponse(id, version, body.Note, body.Override), ct))
        .WithName("StartResponse").WithSummary("Start the response and freeze its plan; send the problem's version in If-Match");
}
