using MediatR;

namespace ProblemTracker.Mail;

/// <summary>Whether email delivery works. Times are real time.</summary>
[Needs(Permission.Administer)]
public sealed record ReadMailStatus : IQuery<MailStatus>;

/// <param name="Outage">Null if delivery works.</param>
public sealed record MailStatus(DeliveryOutage? Outage);

internal sealed class ReadMailStatusHandler(Db db) : IRequestHandler<ReadMailStatus, MailStatus>
{
    public async Task<MailStatus> Handle(ReadMailStatus query, CancellationToken ct) => new(await DeliveryOutage.Read(db, ct));
}

internal static class ReadMailStatusEndpoint
{
    public static void MapReadMailStatus(this RouteGroupBuilder mail) => mail
        .MapGet("/status", (IMediator mediator, CancellationToken ct) => mediator.Send(new ReadMailStatus(), ct))
        .WithName("ReadMailStatus").WithSummary("Read the status of email delivery");
}
