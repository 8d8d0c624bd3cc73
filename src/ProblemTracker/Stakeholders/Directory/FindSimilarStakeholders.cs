using FluentValidation;
using MediatR;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// Entries of the directory that a new one may duplicate: same phone number or email address, same or similar name.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record FindSimilarStakeholders(string? Name = null, string? Phone = null, string? Email = null)
    : IQuery<IReadOnlyList<SimilarStakeholder>>;

/// <summary>
/// A possible duplicate, without phone number or address: the entry may have instructions for safe contact, which must be read first.
/// </summary>
public sealed record SimilarStakeholder
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public StakeholderKind Kind { get; init; }
    public IReadOnlyList<Likeness> Reasons { get; init; } = [];
}

internal sealed class FindSimilarStakeholdersValidator : AbstractValidator<FindSimilarStakeholders>
{
    public FindSimilarStakeholdersValidator()
    {
        RuleFor(q => q.Name).MaximumLength(200);
        RuleFor(q => q.Phone).MaximumLength(50);
        RuleFor(q => q.Email).MaximumLength(254);
    }
}

internal sealed class FindSimilarStakeholdersHandler(Db db) : IRequestHandler<FindSimilarStakeholders, IReadOnlyList<SimilarStakeholder>>
{
    private const int Most = 10;
    /// <summary>Entries to compare for each beginning of a name, which limits the cost of common names.</summary>
    private const int MostCandidates = 300;

    private sealed record Row
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public StakeholderKind Kind { get; init; }
        public string NameKey { get; init; } = "";
        public string? PhoneKey { get; init; }
        public string? EmailKey { get; init; }
    }

    private const string Select = "SELECT s.Id, s.Name, s.Kind, s.NameKey, s.PhoneKey, s.EmailKey FROM Stakeholder s";

    public async Task<IReadOnlyList<SimilarStakeholder>> Handle(FindSimilarStakeholders query, CancellationToken ct)
    {
        var wanted = new
        {
            NameKey = SearchKey.Of(query.Name ?? ""),
            PhoneKey = StakeholderSql.PhoneKey(query.Phone),
            EmailKey = StakeholderSql.EmailKey(query.Email),
            Take = MostCandidates
        };
        var found = new Dictionary<long, Row>();
        if (wanted.PhoneKey is not null)
            Keep(await db.List<Row>(
                $"{Select} WHERE s.PhoneKey = @PhoneKey AND {StakeholderSql.Stands} ORDER BY s.Id {db.Dialect.First("@Take")}",
                wanted, ct));
        if (wanted.EmailKey is not null)
            Keep(await db.List<Row>(
                $"{Select} WHERE s.EmailKey = @EmailKey AND {StakeholderSql.Stands} ORDER BY s.Id {db.Dialect.First("@Take")}",
                wanted, ct));
        foreach (var beginning in NameLikeness.Beginnings(wanted.NameKey))
            Keep(await db.List<Row>($"""
                {Select} WHERE {db.Dialect.StartsWith("s.NameKey", "@beginning")} AND {StakeholderSql.Stands}
                ORDER BY s.NameKey, s.Id {db.Dialect.First("@MostCandidates")}
                """, new { beginning, MostCandidates }, ct));
        return [.. found.Values
            .Select(row => new SimilarStakeholder { Id = row.Id, Name = row.Name, Kind = row.Kind, Reasons = [.. Reasons(row)] })
            .Where(similar => similar.Reasons.Count > 0)
            .OrderByDescending(similar => similar.Reasons.Count).ThenBy(similar => similar.Reasons[0])
            .ThenBy(similar => similar.Id).Take(Most)];

        void Keep(IReadOnlyList<Row> rows)
        {
            foreach (var row in rows) found.TryAdd(row.Id, row);
        }

        IEnumerable<Likeness> Reasons(Row row)
        {
            if (wanted.PhoneKey is not null && row.PhoneKey == wanted.PhoneKey) yield return Likeness.SamePhone;
            if (wanted.EmailKey is not null && row.EmailKey == wanted.EmailKey) yield return Likeness.SameEmail;
            if (NameLikeness.Between(row.NameKey, wanted.NameKey) is { } likeness) yield return likeness;
        }
    }
}

internal static class FindSimilarStakeholdersEndpoint
{
    public static void MapFindSimilarStakeholders(this RouteGroupBuilder stakeholders) => stakeholders
        .MapGet("/similar",
            ([AsParameters] FindSimilarStakeholders query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("FindSimilarStakeholders").WithSummary("Find entries that a new one may duplicate, each with the reasons");
}
