using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Stakeholders;

/// <summary>Attaches a stakeholder to a problem in a role.</summary>
[Needs(Permission.WorkProblems)]
public sealed record AttachStakeholder(long ProblemId, long StakeholderId, StakeholderRole Role) : ICommand<AttachmentRow>;

internal sealed class AttachStakeholderValidator : AbstractValidator<AttachStakeholder>
{
    public AttachStakeholderValidator() => RuleFor(c => c.Role).IsInEnum();
}

internal sealed class AttachStakeholderHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<AttachStakeholder, AttachmentRow>
{
    public async Task<AttachmentRow> Handle(AttachStakeholder command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        var who = await StakeholderSql.Find(db, command.StakeholderId, ct)
            ?? throw new Invalid("stakeholderId", "There is no stakeholder with this ID. Choose one from the directory.");
        StakeholderSql.MustStand(who, "stakeholderId");
        var row = new { command.ProblemId, command.StakeholderId, Role = command.Role.ToString(), file.Now, actor.PersonId };
        if (await db.Single<int>("""
            SELECT COUNT(*) FROM ProblemStakeholder WHERE ProblemId = @ProblemId AND StakeholderId = @StakeholderId AND Role = @Role
                AND DetachedAt IS NULL
            """, row, ct) > 0)
            throw new Conflict("stakeholder.attached", "This stakeholder is already attached in this role.", "role");

        var id = await db.Insert("""
            INSERT INTO ProblemStakeholder (ProblemId, StakeholderId, Role, AttachedAt, AttachedBy)
            VALUES (@ProblemId, @StakeholderId, @Role, @Now, @PersonId)
            """, row, ct);
        file.CountAsWork();
        file.Record("stakeholder.attached", id, AttachmentSql.Line("Attached", command.Role), null,
            new { AttachmentId = id, command.Role });
        await files.Save(file, ct);
        return (await AttachmentSql.Find(db, command.ProblemId, id, actor.MayNameProtected(file.OnTeam), ct))!;
    }
}

internal static class AttachStakeholderEndpoint
{
    public sealed record Body(long StakeholderId, StakeholderRole Role);

    public static void MapAttachStakeholder(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/stakeholders", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Created($"/api/v1/problems/{id}/stakeholders",
                await mediator.Send(new AttachStakeholder(id, body.StakeholderId, body.Role), ct)))
        .WithName("AttachStakeholder").WithSummary("Attach a stakeholder to a problem in a role");
}
