using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>Ends a hold before its day: only the days that it lasted are added to the deadline.</summary>
[Needs(Permission.WorkProblems)]
public sealed record ResumeProblem(long ProblemId, int Version, string Note) : ICommand<DeadlineSet>;

internal sealed class ResumeProblemValidator : AbstractValidator<ResumeProblem>
{
    public ResumeProblemValidator() => RuleFor(c => c.Note).NotEmpty().WithMessage("Say in a sentence why work goes on.").MaximumLength(2000);
}

internal sealed class ResumeProblemHandler(Db db, Actor actor, Dossiers dossiers, TimeProvider clock) : IRequestHandler<ResumeProblem, DeadlineSet>
{
    public async Task<DeadlineSet> Handle(ResumeProblem command, CancellationToken ct)
    {
        var file = await dossiers.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(command.Version);
        if (file.HeldUntil is not { } held) throw new RuleBroken("hold.none", "This problem is not on hold.", "version");

        await HoldSql.End(db, command.ProblemId, file.Dossier.Today, ct);
        await db.Execute("UPDATE Problem SET Version = Version + 1 WHERE Id = @ProblemId", command, ct);
        var dueOn = await dossiers.Settle(command.ProblemId, isActivity: false, ct);
        await db.Record(actor, clock.GetUtcNow(), "problem.resumed", command.ProblemId, command.ProblemId, $"The hold ended; work goes on. {command.Note.Trim()}",
            new { file.Problem.DueOn, HeldUntil = held }, new { DueOn = dueOn, Note = command.Note.Trim() }, ct);
        return new(command.ProblemId, dueOn, null, file.Problem.Version + 1);
    }
}

internal static class ResumeProblemEndpoint
{
    public sealed record Body(string Note);

    public static void MapResumeProblem(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/resume", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ResumeProblem(id, version, body.Note), ct))
        .WithName("ResumeProblem").WithSummary("End a hold before its day; If-Match holds the problem's version").SheetErrors();
}
