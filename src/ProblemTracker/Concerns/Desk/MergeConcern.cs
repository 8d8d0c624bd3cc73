using FluentValidation;
using MediatR;

namespace ProblemTracker.Concerns;

/// <summary>
/// Handles a concern together with another about the same thing. Both keep their history, and the reporter of each reads and hears what
/// is decided about the other.
/// </summary>
[Needs(Permission.WorkConcerns)]
public sealed record MergeConcern(long ConcernId, int Version, long IntoId) : ICommand<Done>;

internal sealed class MergeConcernValidator : AbstractValidator<MergeConcern>
{
    public MergeConcernValidator() =>
        RuleFor(c => c.IntoId).NotEqual(c => c.ConcernId).WithMessage("Choose another concern than this one.");
}

internal sealed class MergeConcernHandler(Db db, Actor actor, ConcernLinks links, TimeProvider clock) : IRequestHandler<MergeConcern, Done>
{
    public async Task<Done> Handle(MergeConcern command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // In one order, so that two merges in opposite directions can't wait for each other.
        if (command.IntoId < command.ConcernId) await Into(command.IntoId, now, ct);
        var concern = await ConcernSql.Take(db, actor, command.ConcernId, command.Version, now, ct);
        if (command.IntoId > command.ConcernId) await Into(command.IntoId, now, ct);
        await db.Execute(
        [
            ConcernSql.Decide(concern.Id, ConcernStatus.Merged, actor, now, null, null),
            new("UPDATE Concern SET MergedIntoId = @IntoId WHERE Id = @Id OR MergedIntoId = @Id", new { command.IntoId, concern.Id }),
            Audit.Entry(actor, now, "concern.merged", null, concern.Id, null, null, new { command.IntoId }),
        ], ct);
        await links.TellOne(concern, "Email.Merged", ct);
        return Done.Instance;
    }

    private async Task Into(long id, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            if ((await ConcernSql.Lock(db, actor, id, now, ct)).IsOpen) return;
        }
        catch (NotFound)
        {
            throw new Invalid("intoId", "There is no concern with this id.");
        }
        throw new RuleBroken("concern.decided", "The other concern is already decided. Merge into one that is open.", "intoId");
    }
}

internal static class MergeConcernEndpoint
{
    public sealed record Body(long IntoId);

    public static void MapMergeConcern(this RouteGroupBuilder concerns) => concerns
        .MapPost("/{id:long}/merge", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Changed(id, new MergeConcern(id, version, body.IntoId), ct))
        .WithName("MergeConcern").WithSummary("Merge a concern into another about the same thing");
}
