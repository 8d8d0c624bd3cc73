using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Ends a hold early. Only the days that it lasted are added to the due date.</summary>
[Needs(Permission.WorkProblems)]
public sealed record ResumeProblem(long ProblemId, int Version, string Note) : ICommand<DeadlineSet>;

internal sealed class ResumeProblemValidator : AbstractValidator<ResumeProblem>
{
    public ResumeProblemValidator() =>
        RuleFor(c => c.Note).NotEmpty().WithMessage("Say in a sentence why work resumes.").MaximumLength(2000);
}

internal sealed class ResumeProblemHandler(CaseFiles files) : IRequestHandler<ResumeProblem, DeadlineSet>
{
    public async Task<DeadlineSet> Handle(ResumeProblem command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(command.Version);
        if (file.OnHoldUntil is not { } held) throw new RuleBroken("hold.none", "This problem is not on hold.", "version");

        var note = command.Note.Trim();
        var before = file.Problem.DueOn;
        file.EndHold();
        file.Record("problem.resumed", null, $"Hold ended; work resumed. {note}",
            new { DueOn = before, OnHoldUntil = held }, new { file.DueOn, Note = note });
        await files.Save(file, ct);
        return new(command.ProblemId, file.DueOn, null, file.Problem.Version);
    }
}

internal static class ResumeProblemEndpoint
{
    public sealed record Body(string Note);

    public static void MapResumeProblem(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/resume", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ResumeProblem(id, version, body.Note), ct))
        .WithName("ResumeProblem").WithSummary("End a hold early; send the problem's version in If-Match");
}
