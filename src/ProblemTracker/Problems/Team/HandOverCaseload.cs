using FluentValidation;
using MediatR;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>
/// Gives everything that somebody works on to somebody else (transfer, leave, retirement): the lead of open problems, confidential ones
/// included, and planned actions in open problems. Who takes over joins the teams. A plan that is frozen is amended.
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
        RuleFor(c => c.ToPersonId).NotEqual(c => c.FromPersonId).WithMessage("Choose somebody else.");
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Say in a sentence why they are handed over.").MaximumLength(2000);
    }
}

internal sealed class HandOverCaseloadHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock) : IRequestHandler<HandOverCaseload, HandedOver>
{
    public async Task<HandedOver> Handle(HandOverCaseload command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var from = await PersonSql.Read(db, command.FromPersonId, ct) ?? throw new NotFound();
        await Teams.MustBeAbleToLead(db, command.ToPersonId, "toPersonId", ct);
        var to = (await PersonSql.Read(db, command.ToPersonId, ct))!;
        // An administrator sees no problems, and a confidential one is handed over like any other: the system reads them.
        var dossiers = new Dossiers(db, Actor.System(actor.Origin), agency, clock);
        var (problems, actions) = (0, 0);
        foreach (var id in await db.List<long>("""
            SELECT p.Id FROM Problem p WHERE p.LeadId = @FromPersonId AND p.Stage <> 'Closed'
            UNION SELECT p.Id FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId
            WHERE a.OwnerId = @FromPersonId AND a.Status = 'Planned' AND p.Stage <> 'Closed' ORDER BY Id
            """, command, ct))
        {
            var file = (await dossiers.Take(id, Permission.HandOver, ct)) with { Actor = actor };
            var moved = await MoveActions(file, command, now, ct);
            var leads = file.Problem.LeadId == command.FromPersonId;
            await Teams.Join(db, id, command.ToPersonId, now, ct);
            if (leads) await db.Execute("UPDATE Problem SET LeadId = @ToPersonId, Version = Version + 1 WHERE Id = @Id", new { command.ToPersonId, Id = id }, ct);
            await db.Record(actor, now, "problem.handedOver", id, id, Summary(from.Name, to.Name, leads, moved, command.Reason.Trim()),
                new { LeadId = file.Problem.LeadId }, new { LeadId = leads ? command.ToPersonId : file.Problem.LeadId, Actions = moved, Reason = command.Reason.Trim() }, ct);
            problems += leads ? 1 : 0;
            actions += moved;
        }
        if (problems + actions == 0)
            throw new RuleBroken("handover.nothing", $"{from.Name} leads no open problem and has no planned action, so there is nothing to hand over.", "toPersonId");
        await db.Record(actor, now, "person.handedOver", null, command.FromPersonId, null, null, new { command.ToPersonId, problems, actions, Reason = command.Reason.Trim() }, ct);
        return new(command.FromPersonId, command.ToPersonId, problems, actions);
    }

    private async Task<int> MoveActions(CaseFile file, HandOverCaseload command, DateTimeOffset now, CancellationToken ct)
    {
        var moved = 0;
        foreach (var before in (await ActionSql.Of(db, file.Problem.Id, ct)).Where(a => a.OwnerId == command.FromPersonId && a.Status == ActionStatus.Planned))
        {
            await db.Execute("UPDATE ProblemAction SET OwnerId = @ToPersonId, Version = Version + 1 WHERE Id = @Id", new { command.ToPersonId, before.Id }, ct);
            if (file.Dossier.Plan is not null && !before.Interim)
                await Amendments.Add(db, file, command.Reason, before.Id, before, (await ActionSql.Find(db, before.Id, ct))!, now, ct);
            moved++;
        }
        return moved;
    }

    private static string Summary(string from, string to, bool leads, int actions, string reason)
    {
        var what = actions == 0 ? "" : actions == 1 ? "1 action" : $"{actions} actions";
        return leads
            ? $"Lead: {from} → {to}{(what.Length == 0 ? "" : $", with {what}")}. {reason}"
            : $"Handed over {what}: {from} → {to}. {reason}";
    }
}

internal static class HandOverCaseloadEndpoint
{
    public sealed record Body(long ToPersonId, string Reason);

    public static void MapHandOverCaseload(this RouteGroupBuilder people) => people
        .MapPost("/{id:long}/handover", (long id, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new HandOverCaseload(id, body.ToPersonId, body.Reason), ct))
        .WithName("HandOverCaseload").WithSummary("Give all open problems and planned actions of a person to another one")
        .ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
}
