using FluentValidation;
using MediatR;
using ProblemTracker.Accounts;

namespace ProblemTracker.Problems;

/// <summary>
/// Hands a person's work over to someone else (transfer, leave, retirement): the lead of open problems, including confidential ones, and
/// planned actions in open problems. The new owner joins the teams. Frozen plans are amended.
/// </summary>
[Needs(Permission.HandOver)]
public sealed record HandOverCaseload(long FromPersonId, long ToPersonId, string Reason) : ICommand<HandedOver>;

/// <param name="Problems">Problems with a new lead.</param>
/// <param name="Actions">Actions with a new owner.</param>
public sealed record HandedOver(long FromPersonId, long ToPersonId, int Problems, int Actions);

internal sealed class HandOverCaseloadValidator : AbstractValidator<HandOverCaseload>
{
    public HandOverCaseloadValidator()
    {
        RuleFor(c => c.ToPersonId).NotEqual(c => c.FromPersonId).WithMessage("Choose someone else.");
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Say in a sentence why you are handing this work over.").MaximumLength(2000);
    }
}

internal sealed class HandOverCaseloadHandler(Db db, Actor actor, CaseFiles files, TimeProvider clock)
    : IRequestHandler<HandOverCaseload, HandedOver>
{
    public async Task<HandedOver> Handle(HandOverCaseload command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var from = await PersonSql.Read(db, command.FromPersonId, ct) ?? throw new NotFound();
        await Teams.MustBeAbleToLead(db, command.ToPersonId, "toPersonId", ct);
        var to = (await PersonSql.Read(db, command.ToPersonId, ct))!;
        var receiver = new PersonRef { Id = to.Id, Name = to.Name };
        var (problems, actions) = (0, 0);
        var since = await JoinedUpdates.LastEntry(db, ct);
        var changed = new List<long>();
        foreach (var id in await db.List<long>("""
            SELECT p.Id FROM Problem p WHERE p.LeadId = @FromPersonId AND p.Stage <> 'Closed'
            UNION SELECT p.Id FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId
            WHERE a.OwnerId = @FromPersonId AND a.Status = 'Planned' AND p.Stage <> 'Closed' ORDER BY Id
            """, command, ct))
        {
            // An administrator can't view problems, and confidential ones are handed over too.
            var file = await files.TakeUnseen(id, actor, ct);
            var lead = file.Problem.LeadId;
            var leads = lead == command.FromPersonId;
            var moved = await GivenActions.To(db, file, action => action.OwnerId == command.FromPersonId, receiver, command.Reason, ct);
            if (leads) file.AssignTo(command.ToPersonId);
            else file.Join([command.ToPersonId]);
            file.Record("problem.handedOver", null, GivenActions.Summary(from.Name, to.Name, leads, moved, $". {command.Reason.Trim()}"),
                new { LeadId = lead }, new { file.Problem.LeadId, Actions = moved, Reason = command.Reason.Trim() });
            file.Tell(UpdateKind.Assigned, command.FromPersonId, command.ToPersonId);
            await files.Save(file, ct);
            changed.Add(id);
            problems += leads ? 1 : 0;
            actions += moved;
        }
        await JoinedUpdates.Join(db, actor, since, changed, now, ct);
        if (problems + actions == 0)
            throw new RuleBroken("handover.nothing",
                $"{from.Name} leads no open problems and has no planned actions, so there is nothing to hand over.", "toPersonId");
        await db.Record(actor, now, "person.handedOver", null, command.FromPersonId, null, null,
            new { command.ToPersonId, problems, actions, Reason = command.Reason.Trim() }, ct);
        return new(command.FromPersonId, command.ToPersonId, problems, actions);
    }
}

internal static class HandOverCaseloadEndpoint
{
    public sealed record Body(long ToPersonId, string Reason);

    public static void MapHandOverCaseload(this RouteGroupBuilder people) => people
        .MapPost("/{id:long}/handover", (long id, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new HandOverCaseload(id, body.ToPersonId, body.Reason), ct))
        .WithName("HandOverCaseload").WithSummary("Hand over all open problems and planned actions of a person to someone else");
}
