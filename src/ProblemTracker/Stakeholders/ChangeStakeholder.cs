using MediatR;
using ProblemTracker.Nudges;

namespace ProblemTracker.Stakeholders;

/// <summary>Corrects an entry of the directory, for every problem it is attached to.</summary>
[Needs(Permission.WorkProblems)]
public sealed record ChangeStakeholder(
    long StakeholderId, int Version, string Name, StakeholderKind Kind, string? Phone = null, string? Email = null, string? Remarks = null)
    : ICommand<StakeholderAnswer>, IStakeholderFields;

internal sealed class ChangeStakeholderValidator : StakeholderRules<ChangeStakeholder>;

internal sealed class ChangeStakeholderHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<ChangeStakeholder, StakeholderAnswer>
{
    public async Task<StakeholderAnswer> Handle(ChangeStakeholder command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await StakeholderSql.Find(db, command.StakeholderId, ct) ?? throw new NotFound();
        var changed = await db.Execute("""
            UPDATE Stakeholder SET Name = @Name, NameKey = @NameKey, Kind = @Kind, Phone = @Phone, Email = @Email, Remarks = @Remarks, Version = Version + 1
            WHERE Id = @Id AND Version = @Version
            """, StakeholderSql.Row(command, command.StakeholderId, command.Version, now), ct);
        if (changed == 0) throw new Stale(before.Version);
        var after = (await StakeholderSql.Find(db, command.StakeholderId, ct))!;
        await LookAgain.AboutStakeholder(db, command.StakeholderId, ct);
        await db.Record(actor, now, "stakeholder.changed", null, command.StakeholderId, null, before, after, ct);
        return after;
    }
}

internal static class ChangeStakeholderEndpoint
{
    public sealed record Body(string Name, StakeholderKind Kind, string? Phone = null, string? Email = null, string? Remarks = null);

    public static void MapChangeStakeholder(this RouteGroupBuilder stakeholders) => stakeholders
        .MapPut("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeStakeholder(id, version, body.Name, body.Kind, body.Phone, body.Email, body.Remarks), ct))
        .WithName("ChangeStakeholder").WithSummary("Correct a stakeholder in the directory")
        .ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(412).ProducesProblem(428);
}
