using System.Linq.Expressions;
using FluentValidation;

namespace ProblemTracker.Webhooks;

/// <summary>An address of another program that is told about moves or nudges.</summary>
public sealed record WebhookDetails : IVersioned
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string Address { get; init; } = "";
    /// <summary>Whether it is told when a problem moves to another stage.</summary>
    public bool Moves { get; init; }
    /// <summary>Whether it is told when a nudge is raised.</summary>
    public bool Nudges { get; init; }
    /// <summary>Whether it is told anything. What happens while it is not active is not sent later.</summary>
    public bool Active { get; init; }
    /// <summary>Until when the secret before the current one signs too; null if it no longer does.</summary>
    public DateTimeOffset? SecretBeforeUntil { get; init; }
    /// <summary>Deliveries that are still to be sent.</summary>
    public int Waiting { get; init; }
    /// <summary>Deliveries that were given up after the last attempt.</summary>
    public int Parked { get; init; }
    public DateTimeOffset? LastDeliveredAt { get; init; }
    public int Version { get; init; }
}

/// <summary>A webhook's secret, shown once.</summary>
/// <param name="Secret">Begins with <c>whsec_</c>; the rest is the key of the signature in Base64.</param>
public sealed record WebhookSecret(long Id, string Secret);

/// <summary>SQL and rules shared by the slices of webhooks.</summary>
internal static class WebhookSql
{
    public const int LongestName = 100;
    public const int LongestAddress = 500;

    public const string Columns = """
        w.Id, w.Name, w.Address, w.Moves, w.Nudges, w.Active, w.SecretBeforeUntil, w.Version,
        (SELECT COUNT(*) FROM WebhookDelivery d WHERE d.WebhookId = w.Id AND d.DeliveredAt IS NULL AND d.ParkedAt IS NULL) AS Waiting,
        (SELECT COUNT(*) FROM WebhookDelivery d WHERE d.WebhookId = w.Id AND d.DeliveredAt IS NULL AND d.ParkedAt IS NOT NULL) AS Parked,
        (SELECT MAX(d.DeliveredAt) FROM WebhookDelivery d WHERE d.WebhookId = w.Id) AS LastDeliveredAt
        """;

    /// <exception cref="NotFound">No webhook has this id.</exception>
    public static async Task<WebhookDetails> Find(Db db, TrackerClock clock, long id, CancellationToken ct)
    {
        var found = await db.Find<WebhookDetails>($"SELECT {Columns} FROM Webhook w WHERE w.Id = @id", new { id }, ct)
            ?? throw new NotFound();
        return found with { SecretBeforeUntil = found.SecretBeforeUntil > clock.Real.GetUtcNow() ? found.SecretBeforeUntil : null };
    }

    /// <summary>What the audit log keeps of a webhook: never its secret.</summary>
    public static object Audited(WebhookDetails webhook) =>
        new { webhook.Name, webhook.Address, webhook.Moves, webhook.Nudges, webhook.Active };

    public static void WebhookRules<T>(this AbstractValidator<T> validator, TrackerOptions options, Expression<Func<T, string>> name,
        Expression<Func<T, string>> address, Expression<Func<T, bool>> moves, Func<T, bool> nudges)
    {
        validator.RuleFor(name).NotEmpty().WithMessage("Enter a name, for example the receiving program's.").MaximumLength(LongestName);
        validator.RuleFor(address).NotEmpty().WithMessage("Enter the address that the receiving program gave you.")
            .MaximumLength(LongestAddress)
            .Custom((typed, context) =>
            {
                if (typed.Length <= LongestAddress && typed.Length > 0 && Receivers.WhyNot(typed, options.WebhookNetworks) is { } why)
                    context.AddFailure(why);
            });
        validator.RuleFor(moves).Must((command, chosen) => chosen || nudges(command))
            .WithMessage("Choose what to send: moves, reminders or both.");
    }
}
