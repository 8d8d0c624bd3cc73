using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Mail;

public enum MailState { Waiting, Parked }

/// <summary>
/// Unsent emails. Never shows their text, since administrators need not know the cases, and masks outside addresses, which would reveal
/// that someone is involved in a problem.
/// </summary>
/// <param name="State">Parked: given up after the last attempt, newest first. Waiting: in order of the next attempt.</param>
[Needs(Permission.Administer)]
public sealed record ListMail(MailState State = MailState.Waiting, string? After = null, int? Size = null) : IQuery<Page<MailRow>>, IPaged;

public sealed record MailRow
{
    public long Id { get; init; }
    public string Recipient { get; init; } = "";
    public string Subject { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset NextAttemptAt { get; init; }
    public DateTimeOffset? ParkedAt { get; init; }
    /// <summary>The error of the last attempt.</summary>
    public string? LastError { get; init; }
}

internal sealed class ListMailValidator : AbstractValidator<ListMail>
{
    public ListMailValidator() => RuleFor(q => q.State).IsInEnum();
}

internal sealed class ListMailHandler(ListReader lists) : IRequestHandler<ListMail, Page<MailRow>>
{
    private sealed record Row
    {
        public long Id { get; init; }
        public string Recipient { get; init; } = "";
        public string Subject { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public int Attempts { get; init; }
        public DateTimeOffset NextAttemptAt { get; init; }
        public DateTimeOffset? ParkedAt { get; init; }
        public string? LastError { get; init; }
        public long? StakeholderId { get; init; }
    }

    private static readonly ListOrder<Row> ParkedLast =
        new(descending: true) { { "o.ParkedAt", row => row.ParkedAt!.Value }, { "o.Id", row => row.Id } };
    private static readonly ListOrder<Row> NextAttempt =
        new(descending: false) { { "o.NextAttemptAt", row => row.NextAttemptAt }, { "o.Id", row => row.Id } };

    private static readonly Listing<ListMail, Row> Mail = new()
    {
        Columns = "o.Id, o.Recipient, o.Subject, o.CreatedAt, o.Attempts, o.NextAttemptAt, o.ParkedAt, o.LastError, o.StakeholderId",
        From = "Outbox o",
        Filters = new Filters<ListMail>()
            .Always("o.SentAt IS NULL AND o.DiscardedAt IS NULL")
            .Is(q => (MailState?)q.State, state => state == MailState.Parked ? "o.ParkedAt IS NOT NULL" : "o.ParkedAt IS NULL"),
        Order = query => query.State == MailState.Parked ? ParkedLast : NextAttempt,
    };

    public async Task<Page<MailRow>> Handle(ListMail query, CancellationToken ct) => (await lists.Page(Mail, query, ct)).Select(Shown);

    // Mask the address in the error too: mail servers often repeat it.
    private static MailRow Shown(Row row) => new()
    {
        Id = row.Id,
        Recipient = row.StakeholderId is null ? row.Recipient : Masked(row.Recipient),
        Subject = row.Subject,
        CreatedAt = row.CreatedAt,
        Attempts = row.Attempts,
        NextAttemptAt = row.NextAttemptAt,
        ParkedAt = row.ParkedAt,
        LastError = row.StakeholderId is null ? row.LastError
            : row.LastError?.Replace(row.Recipient, Masked(row.Recipient), StringComparison.OrdinalIgnoreCase),
    };

    private static string Masked(string address) =>
        $"{address[..1]}…{address[Math.Max(1, address.IndexOf('@', StringComparison.Ordinal))..]}";
}

internal static class ListMailEndpoint
{
    public static void MapListMail(this RouteGroupBuilder mail) => mail
        .MapGet("/", ([AsParameters] ListMail query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListMail").WithSummary("List unsent emails: waiting, or parked after the last attempt");
}
