using FluentValidation;
using MediatR;

namespace ProblemTracker.Stakeholders;

/// <summary>
/// The directory of people and organizations outside the department, by name; entries that were merged into others are left out. It does not
/// say who has to do with which problem.
/// </summary>
/// <param name="Text">Occurs in the name.</param>
/// <param name="HasConsent">Whether they agreed to be written to and have not taken it back.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListStakeholders(
    string? Text = null, StakeholderKind? Kind = null, bool? HasConsent = null, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<StakeholderAnswer>>;

internal sealed class ListStakeholdersValidator : AbstractValidator<ListStakeholders>
{
    public ListStakeholdersValidator()
    {
        RuleFor(q => q.Text).MaximumLength(100);
        RuleFor(q => q.Kind).IsInEnum();
        this.PageRules(q => q.Size, q => q.After, parts: 2);
    }
}

internal sealed class ListStakeholdersHandler(Db db) : IRequestHandler<ListStakeholders, Page<StakeholderAnswer>>
{
    public async Task<Page<StakeholderAnswer>> Handle(ListStakeholders query, CancellationToken ct)
    {
        var where = new Predicates(StakeholderSql.Stands)
            .When(!string.IsNullOrWhiteSpace(query.Text), "s.NameKey LIKE @Text ESCAPE '!'")
            .When(query.Kind is not null, "s.Kind = @Kind")
            .When(query.HasConsent is true, StakeholderSql.HasConsent)
            .When(query.HasConsent is false, "(s.ConsentOn IS NULL OR s.ConsentWithdrawnOn IS NOT NULL)");
        var key = PageKey.Parse(query.After, 2);
        var args = new
        {
            Text = query.Text is null ? null : SearchKey.Containing(query.Text),
            Kind = query.Kind?.ToString(),
            NameKey = key?[0],
            Id = PageKey.LastId(query.After, 2),
            Take = query.Size + 1,
            CountTo = Page.CountedExactlyUpTo + 1,
        };
        var rows = await db.List<StakeholderAnswer>($"""
            SELECT {StakeholderSql.Columns} FROM Stakeholder s
            {where.When(key is not null, "(s.NameKey > @NameKey OR (s.NameKey = @NameKey AND s.Id > @Id))")}
            ORDER BY s.NameKey, s.Id {db.Dialect.First("@Take")}
            """, args, ct);
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (SELECT s.Id FROM Stakeholder s {where} ORDER BY s.NameKey, s.Id {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        return Page.Of(rows, query.Size, total, last => PageKey.For(SearchKey.Of(last.Name), $"{last.Id}"));
    }
}

internal static class ListStakeholdersEndpoint
{
    public static void MapListStakeholders(this RouteGroupBuilder stakeholders) => stakeholders
        .MapGet("/", (string? text, QueryEnum<StakeholderKind>? kind, bool? hasConsent, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListStakeholders(text, kind?.Value, hasConsent, after, size ?? Page.DefaultSize), ct))
        .WithName("ListStakeholders").WithSummary("The directory of stakeholders, by name").ProducesValidationProblem().ProducesProblem(403);
}
