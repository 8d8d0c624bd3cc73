using MediatR;

namespace ProblemTracker.Mail;

/// <summary>Retries a waiting or parked email at the next run and resets its count of attempts.</summary>
[Needs(Permission.Administer)]
public sealed record RetryMail(long MailId) : ICommand<Done>;

/// <summary>Discards an email permanently. It stays on record as discarded.</summary>
[Needs(Permission.Administer)]
public sealed record DiscardMail(long MailId) : ICommand<Done>;

internal sealed class RetryMailHandler(Db db, Actor actor, TrackerClock clock)
    : IRequestHandler<RetryMail, Done>, IRequestHandler<DiscardMail, Done>
{
    private sealed record Row
    {
        public DateTimeOffset? SentAt { get; init; }
        public DateTimeOffset? DiscardedAt { get; init; }
        public DateTimeOffset? LeaseUntil { get; init; }
    }

    public async Task<Done> Handle(RetryMail command, CancellationToken ct)
    {
        var now = await MustBeStillHere(command.MailId, ct);
        await db.Execute("UPDATE Outbox SET ParkedAt = NULL, Attempts = 0, NextAttemptAt = @now WHERE Id = @MailId",
            new { command.MailId, now }, ct);
        await db.Record(actor, clock.GetUtcNow(), "mail.retried", null, command.MailId, null, null, null, ct);
        return Done.Instance;
    }

    public async Task<Done> Handle(DiscardMail command, CancellationToken ct)
    {
        var now = await MustBeStillHere(command.MailId, ct);
        // The secret of its link is no longer needed.
        await db.Execute("UPDATE Outbox SET DiscardedAt = @now, Secret = NULL WHERE Id = @MailId", new { command.MailId, now }, ct);
        await db.Record(actor, clock.GetUtcNow(), "mail.discarded", null, command.MailId, null, null, null, ct);
        return Done.Instance;
    }

    /// <returns>Real time: delivery does not follow the demo clock.</returns>
    private async Task<DateTimeOffset> MustBeStillHere(long mailId, CancellationToken ct)
    {
        var now = clock.Real.GetUtcNow();
        var row = await db.Find<Row>("SELECT SentAt, DiscardedAt, LeaseUntil FROM Outbox WHERE Id = @mailId", new { mailId }, ct)
            ?? throw new NotFound();
        if (row.SentAt is not null) throw new Conflict("mail.sent", "This email was already sent.");
        if (row.DiscardedAt is not null) throw new Conflict("mail.discarded", "This email was already discarded.");
        if (row.LeaseUntil > now)
            throw new Conflict("mail.running", "This email is being sent right now. Check again in a few minutes.");
        return now;
    }
}

internal static class RetryMailEndpoint
{
    public static void MapRetryMail(this RouteGroupBuilder mail) => mail
        .MapPost("/{id:long}/retry", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new RetryMail(id), ct);
            return TypedResults.NoContent();
        })
        .WithName("RetryMail").WithSummary("Retry an email at the next run");

    public static void MapDiscardMail(this RouteGroupBuilder mail) => mail
        .MapPost("/{id:long}/discard", async (long id, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new DiscardMail(id), ct);
            return TypedResults.NoContent();
        })
        .WithName("DiscardMail").WithSummary("Discard an email permanently");
}
