using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// A supervisor who is not the lead puts a problem on hold. Meanwhile it is not overdue, and the days on hold are added to its due date.
/// </summary>
/// <param name="UntilOn">The day on which work resumes.</param>
[Needs(Permission.DecideProblems)]
public sealed record HoldProblem(long ProblemId, int Version, DateOnly UntilOn, string Reason) : ICommand<DeadlineSet>;

internal sealed class HoldProblemValidator : AbstractValidator<HoldProblem>
{
    public HoldProblemValidator() =>
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Say in a sentence what the problem is waiting for.").MaximumLength(2000);
}

internal sealed class HoldProblemHandler(CaseFiles files) : IRequestHandler<HoldProblem, DeadlineSet>
{
    public async Task<DeadlineSet> Handle(HoldProblem command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.DecideProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(command.Version);
        file.MustAllowHold(command.UntilOn);

        var reason = command.Reason.Trim();
        var before = file.Problem.DueOn;
        file.Hold(command.UntilOn, reason);
        file.Record("problem.held", null, $"On hold until {command.UntilOn:MMMM d, yyyy}. {reason}",
            new { DueOn = before }, new { file.DueOn, OnHoldUntil = command.UntilOn, Reason = reason });
        await files.Save(file, ct);
        return new(command.ProblemId, file.DueOn, command.UntilOn, file.Problem.Version);
    }
}

internal static class HoldProblemEndpoint
{
    public sealed record Body(DateOnly UntilOn, string Reason);

    public static void MapHoldProblem(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/hold", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new HoldProblem(id, version, body.UntilOn, body.Reason), ct))
        .WithName("HoldProblem").WithSummary("Put a problem on hold until a date; send the problem's version in If-Match");
}
