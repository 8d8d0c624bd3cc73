using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// A supervisor who is not the lead extends the current stage. The first due date stays on record; the later of the computed and the
/// granted date applies.
/// </summary>
[Needs(Permission.DecideProblems)]
public sealed record ExtendDeadline(long ProblemId, int Version, DateOnly DueOn, string Reason) : ICommand<DeadlineSet>;

internal sealed class ExtendDeadlineValidator : AbstractValidator<ExtendDeadline>
{
    public ExtendDeadlineValidator() =>
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Say in a sentence why the problem needs more time.").MaximumLength(2000);
}

internal sealed class ExtendDeadlineHandler(CaseFiles files) : IRequestHandler<ExtendDeadline, DeadlineSet>
{
    public async Task<DeadlineSet> Handle(ExtendDeadline command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.DecideProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(command.Version);
        file.MustAllowExtension(command.DueOn);

        var reason = command.Reason.Trim();
        var before = file.Problem.DueOn;
        file.Extend(command.DueOn, reason);
        file.Record("deadline.extended", null, $"Extended: due {file.DueOn:MMMM d, yyyy}. {reason}",
            new { DueOn = before }, new { file.DueOn, Granted = command.DueOn, Reason = reason });
        await files.Save(file, ct);
        return new(command.ProblemId, file.DueOn, file.OnHoldUntil, file.Problem.Version);
    }
}

internal static class ExtendDeadlineEndpoint
{
    public sealed record Body(DateOnly DueOn, string Reason);

    public static void MapExtendDeadline(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/extension", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ExtendDeadline(id, version, body.DueOn, body.Reason), ct))
        .WithName("ExtendDeadline").WithSummary("Extend the current stage's due date; send the problem's version in If-Match");
}
