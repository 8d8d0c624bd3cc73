using FluentValidation;
using MediatR;

namespace ProblemTracker.Portal;

/// <summary>Publishes a bulletin that waits. Its writer can't.</summary>
[Needs(Permission.Supervise)]
public sealed record ApproveBulletin(long BulletinId, int Version) : ICommand<BulletinDetails>;

/// <summary>Returns a bulletin that waits to its writer.</summary>
[Needs(Permission.Supervise)]
public sealed record ReturnBulletin(long BulletinId, int Version, string Reason) : ICommand<BulletinDetails>;

/// <summary>Takes a bulletin back: its writer or a supervisor can.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record WithdrawBulletin(long BulletinId, int Version) : ICommand<BulletinDetails>;

internal sealed class ReturnBulletinValidator : AbstractValidator<ReturnBulletin>
{
    public ReturnBulletinValidator() =>
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Say what to change.").MaximumLength(2000);
}

internal sealed class DecideBulletinHandler(Db db, Actor actor, TimeProvider clock, BulletinEmails emails)
    : IRequestHandler<ApproveBulletin, BulletinDetails>, IRequestHandler<ReturnBulletin, BulletinDetails>,
        IRequestHandler<WithdrawBulletin, BulletinDetails>
{
    public async Task<BulletinDetails> Handle(ApproveBulletin command, CancellationToken ct)
    {
        var bulletin = await Waiting(command.BulletinId, command.Version, ct);
        if (bulletin.WriterId == actor.PersonId)
            throw new RuleBroken("bulletin.own", "You wrote this bulletin, so another supervisor must approve it.", "status");
        return await Decide(bulletin, BulletinStatus.Published, "bulletin.approved", null, ct);
    }

    public async Task<BulletinDetails> Handle(ReturnBulletin command, CancellationToken ct) => await Decide(
        await Waiting(command.BulletinId, command.Version, ct), BulletinStatus.Returned, "bulletin.returned", command.Reason.Trim(), ct);

    public async Task<BulletinDetails> Handle(WithdrawBulletin command, CancellationToken ct)
    {
        var bulletin = await BulletinSql.Take(db, command.BulletinId, command.Version, ct);
        if (bulletin.WriterId != actor.PersonId && !actor.Might(Permission.Supervise))
            throw new Forbidden("Only its writer or a supervisor can withdraw a bulletin.");
        if (bulletin.Status == BulletinStatus.Withdrawn)
            throw new RuleBroken("bulletin.withdrawn", "This bulletin is withdrawn already.", "status");
        return await Decide(bulletin, BulletinStatus.Withdrawn, "bulletin.withdrawn", null, ct);
    }

    private async Task<BulletinDetails> Waiting(long id, int version, CancellationToken ct)
    {
        var bulletin = await BulletinSql.Take(db, id, version, ct);
        return bulletin.Status == BulletinStatus.Waiting ? bulletin
            : throw new RuleBroken("bulletin.decided", bulletin.Status == BulletinStatus.Returned
                ? "This bulletin was returned. Wait for its writer." : "This bulletin is already decided.", "status");
    }

    private async Task<BulletinDetails> Decide(BulletinDetails bulletin, BulletinStatus status, string auditEvent, string? reason,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.Execute("""
            UPDATE Bulletin SET Status = @Status, DecidedBy = @PersonId, DecidedAt = @now, Reason = @reason,
                NewsAt = IIF(@Status = 'Published', COALESCE(NewsAt, @now), NewsAt)
            WHERE Id = @Id
            """, new { bulletin.Id, Status = status.ToString(), actor.PersonId, now, reason }, ct);
        await db.Record(actor, now, auditEvent, null, bulletin.Id, null, null, reason is null ? null : new { reason }, ct);
        var after = await BulletinSql.Read(db, bulletin.Id, ct);
        await emails.Tell(after, ct);
        return after;
    }
}

internal static class DecideBulletinEndpoint
{
    public sealed record Body(string Reason);

    public static void MapDecideBulletin(this RouteGroupBuilder bulletins)
    {
        bulletins.MapPost("/{id:long}/approve", (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ApproveBulletin(id, version), ct))
            .WithName("ApproveBulletin").WithSummary("Publish a bulletin that waits");
        bulletins.MapPost("/{id:long}/return", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReturnBulletin(id, version, body.Reason), ct))
            .WithName("ReturnBulletin").WithSummary("Return a bulletin to its writer, with what to change");
        bulletins.MapPost("/{id:long}/withdraw", (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new WithdrawBulletin(id, version), ct))
            .WithName("WithdrawBulletin").WithSummary("Take a bulletin back, also one that residents read");
    }
}
