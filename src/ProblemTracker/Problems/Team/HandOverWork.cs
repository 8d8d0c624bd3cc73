using FluentValidation;
using MediatR;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>
/// Hands over part of a person's work: the lead of some problems, and some planned actions. The new owner joins the teams. With a date of
/// return, a job gives it back that morning. All of it or nothing. Everyone concerned hears of leads in one line, and of actions in
/// another.
/// </summary>
/// <param name="ReturnOn">From tomorrow to a year ahead; null to hand over for good.</param>
[Needs(Permission.Supervise)]
public sealed record HandOverWork(
    long FromPersonId, long ToPersonId, IReadOnlyList<long> ProblemIds, IReadOnlyList<long> ActionIds, string Reason,
    DateOnly? ReturnOn = null) : ICommand<HandedOver>
{
    /// <summary>Why a date of return is refused; null if it is allowed.</summary>
    public static string? AgainstReturn(DateOnly? day, DateOnly today) => day > today && day <= today.AddYears(1) || day is null ? null
        : $"Choose a day from tomorrow to {today.AddYears(1):MMMM d, yyyy}, or leave it blank to hand over for good.";
}

internal sealed class HandOverWorkValidator : AbstractValidator<HandOverWork>
{
    private const int Most = 200;

    public HandOverWorkValidator()
    {
        RuleFor(c => c.ToPersonId).NotEqual(c => c.FromPersonId).WithMessage("Choose someone else.");
        RuleFor(c => c.ProblemIds).Must((c, ids) => ids.Count + c.ActionIds.Count > 0)
            .WithMessage("Choose at least one problem or action.")
            .Must((c, ids) => ids.Count + c.ActionIds.Count <= Most)
            .WithMessage($"Hand over at most {Most} problems and actions at once.");
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Say in a sentence why you are handing this work over.").MaximumLength(2000);
    }
}

internal sealed class HandOverWorkHandler(Db db, Actor actor, AgencySettings agency, CaseFiles files, TimeProvider clock)
    : IRequestHandler<HandOverWork, HandedOver>
{
    public async Task<HandedOver> Handle(HandOverWork command, CancellationToken ct)
    {
        if (HandOverWork.AgainstReturn(command.ReturnOn, await agency.Today(ct)) is { } wrong) throw new Invalid("returnOn", wrong);
        var from = await PersonSql.Read(db, command.FromPersonId, ct) ?? throw new NotFound();
        await Teams.MustBeAbleToLead(db, command.ToPersonId, "toPersonId", ct);
        var receiver = new PersonRef { Id = command.ToPersonId, Name = (await PersonSql.Read(db, command.ToPersonId, ct))!.Name };
        var actions = await TheirActions(command, from.Name, ct);
        await MustLead(command, from.Name, ct);
        var since = await JoinedUpdates.LastEntry(db, ct);
        var problems = command.ProblemIds.Union(actions.Select(group => group.Key)).Order().ToList();
        foreach (var id in problems)
            await HandOver(command, id, from.Name, receiver, actions[id].ToHashSet(), ct);
        var now = clock.GetUtcNow();
        // Leads and actions are lines of their own: one would not say what the other is.
        await JoinedUpdates.Join(db, actor, since, [.. command.ProblemIds.Distinct()], now, ct);
        await JoinedUpdates.Join(db, actor, since, [.. problems.Except(command.ProblemIds)], now, ct);
        var done = new HandedOver(command.FromPersonId, command.ToPersonId, command.ProblemIds.Distinct().Count(),
            command.ActionIds.Distinct().Count());
        await db.Record(actor, now, "person.handedOver", null, command.FromPersonId, null, null,
            new { command.ToPersonId, done.Problems, done.Actions, command.ReturnOn, Reason = command.Reason.Trim() }, ct);
        return done;
    }

    private async Task HandOver(
        HandOverWork command, long problemId, string from, PersonRef receiver, HashSet<long> actions, CancellationToken ct)
    {
        // A supervisor may hand over what they lead themselves, as with a whole caseload.
        var file = await files.Take(problemId, Permission.HandOver, ct);
        var before = file.Problem.LeadId;
        var leads = command.ProblemIds.Contains(problemId);
        var moved = await GivenActions.To(db, file, action => actions.Contains(action.Id), receiver, command.Reason, ct);
        if (leads) file.AssignTo(command.ToPersonId);
        else file.Join([command.ToPersonId]);
        if (command.ReturnOn is { } day)
        {
            if (leads) TemporaryHandovers.Begin(file, command, null, day);
            foreach (var action in actions) TemporaryHandovers.Begin(file, command, action, day);
        }
        var until = command.ReturnOn is { } last ? $", until {last:MMMM d, yyyy}" : "";
        file.Record("problem.handedOver", null,
            GivenActions.Summary(from, receiver.Name, leads, moved, $"{until}. {command.Reason.Trim()}"), new { LeadId = before },
            new { file.Problem.LeadId, Actions = moved, command.ReturnOn, Reason = command.Reason.Trim() });
        file.Tell(UpdateKind.Assigned, command.FromPersonId, command.ToPersonId);
        await files.Save(file, ct);
    }

    private async Task MustLead(HandOverWork command, string from, CancellationToken ct)
    {
        if (command.ProblemIds.Count == 0) return;
        var led = await db.List<long>("""
            SELECT p.Id FROM Problem p WHERE p.Id IN @ProblemIds AND p.LeadId = @FromPersonId AND p.Stage <> 'Closed'
            """, command, ct);
        for (var i = 0; i < command.ProblemIds.Count; i++)
            if (!led.Contains(command.ProblemIds[i]))
                throw new Invalid($"problemIds[{i}]",
                    $"{from} does not lead this problem, or it is closed. Reload the page and choose again.");
    }

    private sealed record OwnAction
    {
        public long Id { get; init; }
        public long ProblemId { get; init; }
    }

    private async Task<ILookup<long, long>> TheirActions(HandOverWork command, string from, CancellationToken ct)
    {
        var own = command.ActionIds.Count == 0 ? [] : await db.List<OwnAction>("""
            SELECT a.Id, a.ProblemId FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId
            WHERE a.Id IN @ActionIds AND a.OwnerId = @FromPersonId AND a.Status = 'Planned' AND p.Stage <> 'Closed'
            """, command, ct);
        for (var i = 0; i < command.ActionIds.Count; i++)
            if (own.All(action => action.Id != command.ActionIds[i]))
                throw new Invalid($"actionIds[{i}]",
                    $"{from} does not own this action, or it is no longer planned. Reload the page and choose again.");
        return own.ToLookup(action => action.ProblemId, action => action.Id);
    }
}

internal static class HandOverWorkEndpoint
{
    public sealed record Body(
        long ToPersonId, string Reason, IReadOnlyList<long>? ProblemIds = null, IReadOnlyList<long>? ActionIds = null,
        DateOnly? ReturnOn = null);

    public static void MapHandOverWork(this RouteGroupBuilder people) => people
        .MapPost("/{id:long}/handover/part", (long id, Body body, IMediator mediator, CancellationToken ct) => mediator.Send(
            new HandOverWork(id, body.ToPersonId, body.ProblemIds ?? [], body.ActionIds ?? [], body.Reason, body.ReturnOn), ct))
        .WithName("HandOverWork")
        .WithSummary("Hand over some problems and planned actions of a person to someone else, for good or until a day");
}
