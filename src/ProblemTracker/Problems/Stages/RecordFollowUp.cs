using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>
/// Records the six-month follow-up of a closed problem, with evidence, once per closing. The finding Recurred can be recorded on any day;
/// the others, from six months after closing.
/// </summary>
[Needs(Permission.WorkProblems)]
public sealed record RecordFollowUp(long ProblemId, FollowUpFinding Finding, string Evidence) : ICommand<FollowUpDetails>;

/// <summary>The six-month follow-up of a closed problem.</summary>
public sealed record FollowUpDetails
{
    /// <summary>Six months after closing; null if the closing reason calls for no follow-up.</summary>
    public DateOnly? DueOn { get; init; }
    /// <summary>Null, like the fields below, until the follow-up is recorded.</summary>
    public FollowUpFinding? Finding { get; init; }
    public string? Evidence { get; init; }
    public string? By { get; init; }
    public DateTimeOffset? At { get; init; }

    /// <summary>The follow-up of the current closing; null while the problem is open.</summary>
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
            .WithMessage("Describe your evidence: counts since closing, site visits, what residents say.").MaximumLength(4000);
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
                "This problem is not closed. The follow-up is due six months after closing.", "stage");
        if (check.DueOn is not { } dueOn)
            throw new RuleBroken("followUp.nothing",
                "This problem was closed as a duplicate or as not a problem, so it needs no follow-up.", "closingReason");
        if (check.Finding is not null) throw new Conflict("followUp.recorded", "The follow-up for this closing is already on record.");
        if (command.Finding != FollowUpFinding.Recurred && file.Dossier.Today < dueOn)
            throw new RuleBroken("followUp.early",
                $"You can record this finding from {dueOn:MMMM d, yyyy}. Until then, you can only record that the problem recurred.",
                "finding");

        var evidence = command.Evidence.Trim();
        file.Write("""
            INSERT INTO DurabilityCheck (ProblemId, Visit, Finding, Evidence, CheckedBy, CheckedAt)
            VALUES (@Id, @Visit, @Finding, @evidence, @PersonId, @Now)
            """, new { problem.Id, problem.Visit, Finding = command.Finding.ToString(), evidence, file.Actor.PersonId, file.Now });
        var finding = Wording.Of(command.Finding).ToLowerInvariant();
        file.Record("problem.followUp", null, $"Six-month follow-up: {finding}. {evidence}",
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
        .WithName("RecordFollowUp").WithSummary("Record the six-month follow-up of a closed problem, with evidence");
}
