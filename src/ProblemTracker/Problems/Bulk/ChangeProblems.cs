using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// Changes several problems at once: lead, priority, due date, hold. Each problem is changed by the messages, rules and permissions of a
/// single change, in transactions of its own. Only a supervisor changes leads. For others, a later due date or a hold is a request.
/// </summary>
/// <param name="LeadId">The new lead; null to leave leads as they are.</param>
/// <param name="DueOn">A later due date of the current stage.</param>
/// <param name="HoldUntil">The day on which work resumes.</param>
/// <param name="Reason">Required with a lead, a due date or a hold.</param>
[Needs(Permission.WorkProblems)]
public sealed record ChangeProblems(
    IReadOnlyList<BulkItem> Items, long? LeadId = null, Priority? Priority = null, DateOnly? DueOn = null, DateOnly? HoldUntil = null,
    string? Reason = null) : IRequest<BulkResult>;

internal sealed class ChangeProblemsValidator : AbstractValidator<ChangeProblems>
{
    public ChangeProblemsValidator()
    {
        this.ItemRules(c => c.Items, "problem", "problems");
        RuleFor(c => c.Priority).IsInEnum();
        RuleFor(c => c.Priority).NotNull().When(c => c is { LeadId: null, DueOn: null, HoldUntil: null })
            .WithMessage("Choose what to change: lead, priority, due date or hold.");
        RuleFor(c => c.DueOn).PlausibleDate();
        RuleFor(c => c.HoldUntil).PlausibleDate();
        RuleFor(c => c.Reason).NotEmpty().When(c => c.LeadId is not null || c.DueOn is not null || c.HoldUntil is not null)
            .WithMessage("Say in a sentence why. It is recorded on each problem.").MaximumLength(2000);
    }
}

internal sealed class ChangeProblemsHandler(IMediator mediator, Db db, Actor actor, BulkSteps bulk)
    : IRequestHandler<ChangeProblems, BulkResult>
{
    private sealed record Known
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public string Title { get; init; } = "";
    }

    public async Task<BulkResult> Handle(ChangeProblems command, CancellationToken ct)
    {
        if (command.LeadId is { } lead)
        {
            if (!actor.Might(Permission.DecideProblems)) throw Forbidden.Needs(Permission.DecideProblems);
            await Teams.MustBeAbleToLead(db, lead, "leadId", ct);
        }
        var name = command.LeadId is null ? ""
            : await db.Single<string>("SELECT w.Name FROM Person w WHERE w.Id = @LeadId", new { command.LeadId }, ct);
        var known = (await db.List<Known>(
            $"SELECT p.Id, p.Number, p.Title FROM Problem p WHERE p.Id IN @ids AND {ProblemSql.VisibleTo(actor)}",
            new { ids = command.Items.Select(item => item.Id), ActorId = actor.PersonId }, ct)).ToDictionary(problem => problem.Id);
        var lines = new List<BulkLine>();
        foreach (var item in command.Items)
            lines.Add(known.TryGetValue(item.Id, out var problem) ? await Change(command, item, problem, name, ct)
                : new(item.Id, null, null, null, null, [], [new NotFound().Message]));
        await bulk.End(ct);
        return BulkResult.Of(lines);
    }

    private async Task<BulkLine> Change(ChangeProblems command, BulkItem item, Known problem, string lead, CancellationToken ct)
    {
        var (id, reason) = (item.Id, command.Reason ?? "");
        var step = await bulk.Begin(id, "change", item.Version, ct);
        if (command.Priority is { } priority)
            await step.Do("priority not changed", () => mediator.Send(new ChangeProblem(id, step.Version, Priority: priority), ct),
                done => done.Version, _ => $"Priority: {Wording.Of(priority)}");
        if (command.DueOn is { } due)
            await (actor.Might(Permission.DecideProblems)
                ? step.Do("due date not extended", () => mediator.Send(new ExtendDeadline(id, step.Version, due, reason), ct),
                    done => done.Version, done => $"Due date extended to {DateText.Date(done.DueOn ?? due)}")
                : step.Do("extension not requested",
                    () => mediator.Send(new CreateRequest(id, RequestKind.Extension, reason, DueOn: due), ct),
                    _ => null, _ => $"Extension to {DateText.Date(due)} requested"));
        if (command.HoldUntil is { } until)
            await (actor.Might(Permission.DecideProblems)
                ? step.Do("not put on hold", () => mediator.Send(new HoldProblem(id, step.Version, until, reason), ct),
                    done => done.Version, _ => $"On hold until {DateText.Date(until)}")
                : step.Do("hold not requested",
                    () => mediator.Send(new CreateRequest(id, RequestKind.Hold, reason, UntilOn: until), ct),
                    _ => null, _ => $"Hold until {DateText.Date(until)} requested"));
        if (command.LeadId is { } leadId)
            await step.Do("lead not changed", () => mediator.Send(new AssignProblem(id, step.Version, leadId, Reason: reason), ct),
                done => done.Version, _ => $"Lead: {lead}");
        return new(id, id, problem.Number, problem.Title, step.Version, step.Changes, step.Refusals);
    }
}

internal static class ChangeProblemsEndpoint
{
    public static void MapChangeProblems(this RouteGroupBuilder problems) => problems
        .MapPost("/bulk", (ChangeProblems body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
        .WithName("ChangeProblems")
        .WithSummary("Change several problems at once; each with its version, and each refused or changed by itself");
}
