using FluentValidation;
using MediatR;

namespace ProblemTracker.Mail;

public enum MailState { Waiting, Parked }

/// <summary>
/// Mail that is not out yet. Never its text: whoever runs the server need not know the cases. Nor the name in an outside address, which
/// would say that somebody has to do with a problem.
/// </summary>
/// <param name="State">Parked: given up after the last attempt, newest first. Waiting: in the order of the next attempt.</param>
[Needs(Permission.Administer)]
public sealed record ListMail(MailState State, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<MailRow>>;

public sealed record MailRow
{
    public long Id { get; init; }
    public string Recipient { get; init; } = "";
    public string Subject { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset NextAttemptAt { get; init; }
    public DateTimeOffset? ParkedAt { get; init; }
    /// <summary>What the last attempt met.</summary>
    public string? LastError { get; init; }
}

internal sealed class ListMailValidator : AbstractValidator<ListMail>
{
    public ListMailValidator()
    {
        RuleFor(q => q.State).IsInEnum();
        this.PageRules(q => q.Size, q => q.After, parts: 2);
    }
}

internal sealed class ListMailHandler(Db db) : IRequestHandler<ListMail, Page<MailRow>>
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

    public async Task<Page<MailRow>> Handle(ListMail query, CancellationToken ct)
    {
        var parked = query.State == MailState.Parked;
        var key = PageKey.Parse(query.After, 2);
        var where = new Predicates("o.SentAt IS NULL AND o.DiscardedAt IS NULL")
            .When(parked, "o.ParkedAt IS NOT NULL")
            .When(!parked, "o.ParkedAt IS NULL");
        var args = new
        {
            At = key is null ? default : DateTimeOffset.Parse(key[0], System.Globalization.CultureInfo.InvariantCulture),
            Id = PageKey.LastId(query.After, 2),
            Take = query.Size + 1,
            CountTo = Page.CountedExactlyUpTo + 1,
        };
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (SELECT o.Id FROM Outbox o {where} ORDER BY o.Id {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        var order = parked ? "ORDER BY o.ParkedAt DESC, o.Id DESC" : "ORDER BY o.NextAttemptAt, o.Id";
        where = where.When(parked && key is not null, "(o.ParkedAt < @At OR (o.ParkedAt = @At AND o.Id < @Id))")
            .When(!parked && key is not null, "(o.NextAttemptAt > @At OR (o.NextAttemptAt = @At AND o.Id > @Id))");
        var rows = await db.List<Row>($"""
            SELECT o.Id, o.Recipient, o.Subject, o.CreatedAt, o.Attempts, o.NextAttemptAt, o.ParkedAt, o.LastError, o.StakeholderId
            FROM Outbox o {where} {order} {db.Dialect.First("@Take")}
            """, args, ct);
        return Page.Of(rows.Select(Shown).ToList(), query.Size, total,
            last => PageKey.For((parked ? last.ParkedAt!.Value : last.NextAttemptAt).ToString("O", System.Globalization.CultureInfo.InvariantCulture), $"{last.Id}"));
    }

    // A server's error likes to repeat the address.
    private static MailRow Shown(Row row) => new()
    {
        Id = row.Id,
        Recipient = row.StakeholderId is null ? row.Recipient : Masked(row.Recipient),
        Subject = row.Subject,
        CreatedAt = row.CreatedAt,
        Attempts = row.Attempts,
        NextAttemptAt = row.NextAttemptAt,
        ParkedAt = row.ParkedAt,
        LastError = row.StakeholderId is null ? row.LastError : row.LastError?.Replace(row.Recipient, Masked(row.Recipient), StringComparison.OrdinalIgnoreCase),
    };

    private static string Masked(string address) => $"{address[..1]}…{address[Math.Max(1, address.IndexOf('@', StringComparison.Ordinal))..]}";
}

internal static class ListMailEndpoint
{
    public static void MapListMail(this RouteGroupBuilder mail) => mail
        .MapGet("/", (QueryEnum<MailState>? state, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListMail(state?.Value ?? MailState.Waiting, after, size ?? Page.DefaultSize), ct))
        .WithName("ListMail").WithSummary("Mail that is not out yet: waiting, or parked after its last attempt").ProducesValidationProblem().ProducesProblem(403);
}
