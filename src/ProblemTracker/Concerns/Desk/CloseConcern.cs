using FluentValidation;
using MediatR;

namespace ProblemTracker.Concerns;

/// <summary>Closes a concern with a reason that its reporter reads.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record CloseConcern(long ConcernId, int Version, string Reason) : ICommand<Done>;

internal sealed class CloseConcernValidator : AbstractValidator<CloseConcern>
{
    public CloseConcernValidator() => RuleFor(c => c.Reason).NotEmpty()
        .WithMessage("Enter the reason. The reporter reads it, so say what you did or who can help.").MaximumLength(2000);
}

internal sealed class CloseConcernHandler(Db db, Actor actor, ConcernLinks links, TimeProvider clock) : IRequestHandler<CloseConcern, Done>
{
    public async Task<Done> Handle(CloseConcern command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var concern = await ConcernSql.Take(db, actor, command.ConcernId, command.Version, now, ct);
        await db.Execute(
        [
            ConcernSql.Decide(concern.Id, ConcernStatus.Closed, actor, now, command.Reason.Trim(), null),
            Audit.Entry(actor, now, "concern.closed", null, concern.Id, null, null, null),
        ], ct);
        await ConcernTextIndex.Keep(db, [concern.Id], ct);
        await links.Tell([concern], "Email.Decided", ct);
        return Done.Instance;
    }
}

internal static class CloseConcernEndpoint
{
    public sealed record Body(string Reason);

    public static void MapCloseConcern(this RouteGroupBuilder concerns) => concerns
        .MapPost("/{id:long}/close", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Changed(id, new CloseConcern(id, version, body.Reason), ct))
        .WithName("CloseConcern").WithSummary("Close a concern with a reason that its reporter reads");
}
