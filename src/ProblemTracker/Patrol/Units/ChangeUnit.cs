using FluentValidation;
using MediatR;

namespace ProblemTracker.Patrol;

/// <summary>Says what a unit can do, and who rides in it.</summary>
/// <param name="Qualifications">Such as a bicycle or radar; a task can ask for one.</param>
/// <param name="MemberIds">Active people of the department: they find its visits on their phone and in their calendar.</param>
[Needs(Permission.Supervise)]
public sealed record ChangeUnit(long UnitId, int Version, bool TakesNoCalls = false, IReadOnlyList<string>? Qualifications = null,
    IReadOnlyList<long>? MemberIds = null) : ICommand<UnitDetails>;

/// <summary>Makes the actor a member of a unit: "this is my unit".</summary>
[Needs(Permission.WriteNotes)]
public sealed record JoinUnit(long UnitId) : ICommand<UnitDetails>;

/// <summary>Takes the actor off a unit.</summary>
[Needs(Permission.WriteNotes)]
public sealed record LeaveUnit(long UnitId) : ICommand<UnitDetails>;

internal sealed class ChangeUnitValidator : AbstractValidator<ChangeUnit>
{
    /// <summary>Characters of all qualifications with the commas between them.</summary>
    private const int LongestList = 400;

    public ChangeUnitValidator()
    {
        RuleForEach(c => c.Qualifications).NotEmpty().WithMessage("Leave it out, or name it.")
            .MaximumLength(DirectedTasks.LongestQualification)
            .Must(name => !name.Contains(',')).WithMessage("A qualification has no comma.");
        RuleFor(c => c.Qualifications).Must(all => all is null || string.Join(", ", all).Length <= LongestList)
            .WithMessage("Enter at most 400 characters.");
        RuleFor(c => c.MemberIds).Must(all => all is null or { Count: <= 50 }).WithMessage("Enter at most 50 people.");
    }
}

internal sealed class ChangeUnitHandler(Db db, Actor actor, TimeProvider clock) : IRequestHandler<ChangeUnit, UnitDetails>,
    IRequestHandler<JoinUnit, UnitDetails>, IRequestHandler<LeaveUnit, UnitDetails>
{
    public async Task<UnitDetails> Handle(ChangeUnit command, CancellationToken ct)
    {
        var before = await UnitSql.Read(db, command.UnitId, ct);
        var members = (command.MemberIds ?? []).Distinct().ToList();
        if (members.Count > 0 && await db.Single<int>("SELECT COUNT(*) FROM Person w WHERE w.Id IN @members AND w.Active = 1 "
            + "AND w.StakeholderId IS NULL", new { members }, ct) < members.Count)
            throw new Invalid("memberIds", "Choose active people in the department.");
        if (await db.Execute("""
            UPDATE PatrolUnit SET TakesNoCalls = @TakesNoCalls, Qualifications = @Listed, Version = Version + 1
            WHERE Id = @UnitId AND Version = @Version
            """, new
        {
            command.UnitId,
            command.Version,
            command.TakesNoCalls,
            Listed = string.Join(", ",
                (command.Qualifications ?? []).Select(name => name.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)),
        }, ct) == 0) throw new Stale(before.Version);
        await db.Execute("DELETE FROM UnitMember WHERE UnitId = @UnitId", command, ct);
        foreach (var personId in members) await Add(command.UnitId, personId, ct);
        return await Record(before, ct);
    }

    public async Task<UnitDetails> Handle(JoinUnit command, CancellationToken ct)
    {
        var before = await UnitSql.Read(db, command.UnitId, ct);
        if (actor.PersonId is not { } personId || before.Members.Any(member => member.PersonId == personId)) return before;
        await Add(command.UnitId, personId, ct);
        return await Record(before, ct);
    }

    public async Task<UnitDetails> Handle(LeaveUnit command, CancellationToken ct)
    {
        var before = await UnitSql.Read(db, command.UnitId, ct);
        return await db.Execute("DELETE FROM UnitMember WHERE UnitId = @UnitId AND PersonId = @PersonId",
            new { command.UnitId, actor.PersonId }, ct) == 0 ? before : await Record(before, ct);
    }

    private Task<int> Add(long unitId, long personId, CancellationToken ct) =>
        db.Execute("INSERT INTO UnitMember (UnitId, PersonId) VALUES (@unitId, @personId)", new { unitId, personId }, ct);

    private async Task<UnitDetails> Record(UnitDetails before, CancellationToken ct)
    {
        var after = await UnitSql.Read(db, before.Id, ct);
        await db.Record(actor, clock.GetUtcNow(), "patrol.unitChanged", null, before.Id, null, Facts(before), Facts(after), ct);
        return after;

        static object Facts(UnitDetails unit) => new
        {
            Unit = unit.Name,
            unit.TakesNoCalls,
            unit.Qualifications,
            Members = unit.Members.Select(member => member.Name),
        };
    }
}

internal static class ChangeUnitEndpoint
{
    public sealed record Body(
        bool TakesNoCalls = false, IReadOnlyList<string>? Qualifications = null, IReadOnlyList<long>? MemberIds = null);

    public static void MapChangeUnit(this RouteGroupBuilder patrol)
    {
        patrol.MapPut("/units/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ChangeUnit(id, version, body.TakesNoCalls, body.Qualifications, body.MemberIds), ct))
            .WithName("ChangeUnit").WithSummary("Say what a unit can do and who rides in it");
        patrol.MapPost("/units/{id:long}/join", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new JoinUnit(id), ct))
            .WithName("JoinUnit").WithSummary("Become a member of a unit");
        patrol.MapPost("/units/{id:long}/leave", (long id, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new LeaveUnit(id), ct))
            .WithName("LeaveUnit").WithSummary("Stop being a member of a unit");
    }
}
