using FluentValidation;
using MediatR;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// Entries of the directory that a new one may duplicate: same phone number or email address, same or similar name. An entry that was
/// merged into another stands for that one.
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
    /// <summary>The name of the alike entry that was merged into this one; null if the entry itself is alike.</summary>
    public string? MergedName { get; init; }
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
        public string? MergedName { get; init; }
        public string? PhoneKey { get; init; }
        public string? EmailKey { get; init; }
    }

    private const string Select = """
        SELECT k.Id, k.Name, k.Kind, s.NameKey, s.PhoneKey, s.EmailKey, IIF(k.Id = s.Id, NULL, s.Name) AS MergedName
        FROM Stakeholder s JOIN Stakeholder k ON k.Id = COALESCE(s.MergedIntoId, s.Id)
        """;

    public async Task<IReadOnlyList<SimilarStakeholder>> Handle(FindSimilarStakeholders query, CancellationToken ct)
    {
        var wanted = new
        {
            NameKey = SearchKey.Of(query.Name ?? ""),
            PhoneKey = StakeholderSql.PhoneKey(query.Phone),
            EmailKey = StakeholderSql.EmailKey(query.Email),
            Take = MostCandidates
        };
        var found = new HashSet<Row>();
        if (wanted.PhoneKey is not null)
            Keep(await db.List<Row>(
                $"{Select} WHERE s.PhoneKey = @PhoneKey ORDER BY s.Id {db.Dialect.First("@Take")}",
                wanted, ct));
        if (wanted.EmailKey is not null)
            Keep(await db.List<Row>(
                $"{Select} WHERE s.EmailKey = @EmailKey ORDER BY s.Id {db.Dialect.First("@Take")}",
                wanted, ct));
        foreach (var beginning in NameLikeness.Beginnings(wanted.NameKey))
            Keep(await db.List<Row>($"""
                {Select} WHERE {db.Dialect.StartsWith("s.NameKey", "@beginning")}
                ORDER BY s.NameKey, s.Id {db.Dialect.First("@MostCandidates")}
                """, new { beginning, MostCandidates }, ct));
        return [.. found.GroupBy(row => row.Id).Select(Similar).Where(similar => similar.Reasons.Count > 0)
            .OrderByDescending(similar => similar.Reasons.Count).ThenBy(similar => similar.Reasons[0])
            .ThenBy(similar => similar.Id).Take(Most)];

        void Keep(IReadOnlyList<Row> rows) => found.UnionWith(rows);

        // The entry itself comes before those merged into it.
        SimilarStakeholder Similar(IEnumerable<Row> rows)
        {
            var alike = rows.Select(row => (Row: row, Reasons: Reasons(row).ToList())).Where(one => one.Reasons.Count > 0)
                .OrderBy(one => one.Row.MergedName is not null).ToList();
            return alike.Count == 0 ? new() : new()
            {
                Id = alike[0].Row.Id,
                Name = alike[0].Row.Name,
                Kind = alike[0].Row.Kind,
                MergedName = alike[0].Row.MergedName,
                Reasons = [.. alike.SelectMany(one => one.Reasons).Distinct().Order()],
            };
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
