using System.Linq.Expressions;
using System.Text.Json;
using FluentValidation;
using ProblemTracker.Agency;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Open311;

/// <summary>A service of another city's server whose requests become concerns.</summary>
/// <param name="Code">Its <c>service_code</c> there.</param>
/// <param name="CategoryCode">The category here.</param>
public sealed record FeedService(string Code, string CategoryCode);

/// <summary>Another city's Open311 server whose requests become concerns, each once.</summary>
public sealed record Open311FeedDetails : IVersioned
{
    public long Id { get; init; }
    /// <summary>The desk shows it at each concern that comes from there.</summary>
    public string Name { get; init; } = "";
    /// <summary>The server's address of GeoReport v2, without <c>/requests</c>.</summary>
    public string Address { get; init; } = "";
    public string? JurisdictionId { get; init; }
    /// <summary>Whether to ask for JSON instead of XML, which every server has.</summary>
    public bool IsJson { get; init; }
    public bool IsOn { get; init; }
    public IReadOnlyList<FeedService> Services { get; init; } = [];
    /// <summary>Requests up to this moment were read; null before the first run.</summary>
    public DateTimeOffset? PulledUntil { get; init; }
    public DateTimeOffset? LastRunAt { get; init; }
    /// <summary>What the last run could not do; null if it could do all.</summary>
    public string? LastError { get; init; }
    /// <summary>Concerns that the last run added.</summary>
    public int? LastAdded { get; init; }
    /// <summary>Concerns that came from there and still exist.</summary>
    public int Concerns { get; init; }
    public int Version { get; init; }
}

/// <summary>SQL and rules shared by the slices of feeds.</summary>
internal static class Open311FeedSql
{
    public const int LongestName = 100, LongestAddress = 500, LongestJurisdiction = 100, LongestCode = 100, MostServices = 100;

    private sealed record Row
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string Address { get; init; } = "";
        public string? JurisdictionId { get; init; }
        public bool IsJson { get; init; }
        public bool IsOn { get; init; }
        public string Services { get; init; } = "[]";
        public DateTimeOffset? PulledUntil { get; init; }
        public DateTimeOffset? LastRunAt { get; init; }
        public string? LastError { get; init; }
        public int? LastAdded { get; init; }
        public int Concerns { get; init; }
        public int Version { get; init; }

        public Open311FeedDetails Details => new()
        {
            Id = Id,
            Name = Name,
            Address = Address,
            JurisdictionId = JurisdictionId,
            IsJson = IsJson,
            IsOn = IsOn,
            Services = JsonSerializer.Deserialize<IReadOnlyList<FeedService>>(Services, Json.Options)!,
            PulledUntil = PulledUntil,
            LastRunAt = LastRunAt,
            LastError = LastError,
            LastAdded = LastAdded,
            Concerns = Concerns,
            Version = Version,
        };
    }

    private const string Select = """
        SELECT f.Id, f.Name, f.Address, f.JurisdictionId, f.IsJson, f.IsOn, f.Services, f.PulledUntil, f.LastRunAt, f.LastError,
            f.LastAdded, f.Version,
            (SELECT COUNT(*) FROM Open311Pulled u WHERE u.FeedId = f.Id AND u.ConcernId IS NOT NULL) AS Concerns
        FROM Open311Feed f
        """;

    public static async Task<IReadOnlyList<Open311FeedDetails>> All(Db db, CancellationToken ct) =>
        [.. (await db.List<Row>($"{Select} ORDER BY f.Name, f.Id", null, ct)).Select(row => row.Details)];

    /// <exception cref="NotFound">No feed has this id.</exception>
    public static async Task<Open311FeedDetails> Find(Db db, long id, CancellationToken ct) =>
        (await db.Find<Row>($"{Select} WHERE f.Id = @id", new { id }, ct) ?? throw new NotFound()).Details;

    public static object Audited(Open311FeedDetails feed) =>
        new { feed.Name, feed.Address, Jurisdiction = feed.JurisdictionId, feed.IsJson, feed.IsOn, feed.Services };

    /// <exception cref="Invalid">A category does not exist or is retired.</exception>
    public static async Task MustHaveCategories(Db db, IReadOnlyList<FeedService> services, CancellationToken ct)
    {
        if (await Retired(db, services, ct) is ({ } service, var at))
            throw new Invalid($"services[{at}].categoryCode", $"There is no active category with the code {service.CategoryCode}.");
    }

    /// <summary>The first service without an active category, and its position.</summary>
    public static async Task<(FeedService? Service, int At)> Retired(Db db, IReadOnlyList<FeedService> services, CancellationToken ct)
    {
        var active = (await CategorySql.Read(db, ct)).Items.Where(category => category.Active).Select(category => category.Code)
            .ToHashSet();
        for (var at = 0; at < services.Count; at++) if (!active.Contains(services[at].CategoryCode)) return (services[at], at);
        return (null, 0);
    }

    public static void FeedRules<T>(this AbstractValidator<T> validator, TrackerOptions options, Expression<Func<T, string>> name,
        Expression<Func<T, string>> address, Expression<Func<T, string?>> jurisdiction,
        Expression<Func<T, IEnumerable<FeedService>>> services)
    {
        validator.RuleFor(name).NotEmpty().WithMessage("Enter the name of the city or server.").MaximumLength(LongestName);
        validator.RuleFor(address).NotEmpty().WithMessage("Enter the address of the server.").MaximumLength(LongestAddress)
            .Custom((typed, context) =>
            {
                if (Uri.TryCreate(typed, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0)
                    context.AddFailure("Leave out the user name and password. What the tracker reads there is public.");
                else if (typed is { Length: > 0 and <= LongestAddress } && Receivers.WhyNot(typed, options.WebhookNetworks) is { } why)
                    context.AddFailure(why);
                else if (typed?.Contains('?', StringComparison.Ordinal) == true)
                    context.AddFailure("Leave out the part from ? on. The tracker adds what it asks for.");
            });
        validator.RuleFor(jurisdiction).MaximumLength(LongestJurisdiction);
        validator.RuleFor(services).Must(list => list is not null && list.Count() is > 0 and <= MostServices)
            .WithMessage($"Choose 1 to {MostServices} services, each with a category.")
            .Must(list => list is null || list.DistinctBy(service => service.Code).Count() == list.Count())
            .WithMessage("Each service code can be there once.");
        validator.RuleForEach(services).ChildRules(row =>
        {
            row.RuleFor(service => service.Code).NotEmpty().WithMessage("Enter the code of the service there.").MaximumLength(LongestCode)
                .Must(code => code?.Contains(',', StringComparison.Ordinal) != true).WithMessage("Leave out the comma.");
            row.RuleFor(service => service.CategoryCode).NotEmpty().WithMessage("Choose a category.").MaximumLength(50);
        });
    }
}
