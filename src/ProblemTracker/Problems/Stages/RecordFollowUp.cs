using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>
/// Says whether what a closing achieved has held, with evidence: once per closing, six months after it. That the problem has returned can
/// be said any day.
/// </summary>
[Needs(Permission.WorkProblems)]
public sealed record RecordFollowUp(long ProblemId, FollowUpFinding Finding, string Evidence) : ICommand<FollowUpDetails>;

/// <summary>The check of a closed problem.</summary>
public sealed record FollowUpDetails
{
    /// <summary>Six months after closing; null where nothing was achieved that could hold.</summary>
    public DateOnly? DueOn { get; init; }
    /// <summary>Null, like the rest, until somebody looked.</summary>
    public FollowUpFinding? Finding { get; init; }
    public string? Evidence { get; init; }
    public string? By { get; init; }
    public DateTimeOffset? At { get; init; }

    /// <summary>Of the present closing; null while the problem is open.</summary>
    internal static async Task<FollowUpDetails?> Of(Db db, ProblemRecord problem, AgencyCalendar calendar, CancellationToken ct)
    {
        if (problem is not { Stage: Stage.Closed, ClosedAt: { } closed }) return null;
        var found = await db.Find<FollowUpDetails>("""
            SELECT d.Finding, d.Evidence, COALESCE(w.Name, 'System') AS "By", d.CheckedAt AS At
            FROM DurabilityCheck d LEFT JOIN Person w ON w.Id = d.CheckedBy WHERE d.ProblemId = @Id AND d.Visit = @Visit
            """, problem, ct) ?? new();
        return found with { DueOn = Ladder.FollowUpDueOn(calendar.DateOf(closed), problem.ClosingReason) };
    }
}

internal sealed class RecordFollowUpValidator : AbstractValidator<RecordFollowUp>
{
    public RecordFollowUpValidator()
    {
        RuleFor(c => c.Finding).IsInEnum();
        RuleFor(c => c.Evidence).NotEmpty()
            .WithMessage("Say what you looked at: counts since closing, visits, what residents say.").MaximumLength(4000);
    }
}

internal sealed class RecordFollowUpHandler(Db db, CaseFiles files) : IRequestHandler<RecordFollowUp, FollowUpDetails>
{
    public async Task<FollowUpDetails> Handle(RecordFollowUp command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        var (problem, calendar) = (file.Problem, file.Calendar);
        if (await FollowUpDetails.Of(db, problem, calendar, ct) is not { } check)
            throw new RuleBroken("followUp.open",
                "This problem is not closed: whether it holds is looked at six months after closing.", "stage");
        if (check.DueOn is not { } dueOn)
            throw new RuleBroken("followUp.nothing",
                "It was closed as a duplicate or as no problem: there is nothing that could hold.", "closingReason");
        if (check.Finding is not null) throw new Conflict("followUp.recorded", "The check of this closing is on record already.");
        if (command.Finding != FollowUpFinding.Recurred && file.Dossier.Today < dueOn)
            throw new RuleBroken("followUp.early",
                $"Wait until {dueOn:MMMM d, yyyy} to say this. That the problem has returned can be said now.", "finding");

        var evidence = command.Evidence.Trim();
        file.Write("""
            INSERT INTO DurabilityCheck (ProblemId, Visit, Finding, Evidence, CheckedBy, CheckedAt)
            VALUES (@Id, @Visit, @Finding, @evidence, @PersonId, @Now)
            """, new { problem.Id, problem.Visit, Finding = command.Finding.ToString(), evidence, file.Actor.PersonId, file.Now });
        var finding = Wording.Of(command.Finding).ToLowerInvariant();
        file.Record("problem.followUp", null, $"Looked at again after closing: {finding}. {evidence}",
            null, new { command.Finding, Evidence = evidence });
        await files.Save(file, ct);
        return (await FollowUpDetails.Of(db, problem, calendar, ct))!;
    }
}

internal static class RecordFollowUpEndpoint
{
    public sealed record Body(FollowUpFinding Finding, string Evidence);

    public static void MapRecordFollowUp(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/follow-up", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Created($"/api/v1/problems/{id}", await mediator.Send(new RecordFollowUp(id, body.Finding, body.Evidence), ct)))
        .WithName("RecordFollowUp").WithSummary("Say whether what a closing achieved has held, with evidence");
}
