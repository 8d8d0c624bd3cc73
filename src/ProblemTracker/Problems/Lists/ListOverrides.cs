using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Gates that were passed although something was missing, newest first, of the problems that the reader may see.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListOverrides(OverrideFilter Filter, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<OverrideRow>>;

/// <summary>The list of overrides, whole, for a file.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportOverrides(OverrideFilter Filter) : IQuery<CsvFile>;

/// <param name="Code">Of a shortfall that was among those waived.</param>
/// <param name="From">First local day, inclusive.</param>
/// <param name="To">Last local day, inclusive.</param>
/// <param name="NeighborhoodId">Of the problem, as <paramref name="CategoryCode"/> and <paramref name="LeadId"/>.</param>
/// <param name="LeadId">Who leads it today; 0 means nobody.</param>
public sealed record OverrideFilter(
    string? Code = null, Gate? Gate = null, DateOnly? From = null, DateOnly? To = null, long? NeighborhoodId = null, string? CategoryCode = null, long? LeadId = null);

public sealed record OverrideRow
{
    public long Id { get; init; }
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public Gate Gate { get; init; }
    /// <summary>What was missing, in alphabetical order.</summary>
    public IReadOnlyList<string> Waived => Codes.Split(',');
    public string Reason { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public string? DecidedBy { get; init; }
    [JsonIgnore]
    public string Codes { get; init; } = "";
}

internal sealed class ListOverridesValidator : AbstractValidator<ListOverrides>
{
    public ListOverridesValidator()
    {
        RuleFor(q => q.Filter.Code).Must(code => code is null || Sara.Codes.Contains(code)).OverridePropertyName("code").WithMessage("There is no shortfall with this code.");
        RuleFor(q => q.Filter.To).Must((q, last) => !(q.Filter.From > last)).OverridePropertyName("to").WithMessage("The last day lies before the first. Swap them.");
        this.ProblemRules(q => (q.Filter.NeighborhoodId, q.Filter.CategoryCode, q.Filter.LeadId));
        this.PageRules(q => q.Size, q => q.After, parts: 2);
    }
}

internal sealed class ListOverridesHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ListOverrides, Page<OverrideRow>>, IRequestHandler<ExportOverrides, CsvFile>
{
    private static readonly string[] Header = ["number", "title", "neighborhood", "gate", "waived", "reason", "on", "by"];

    private const string Rows = """
        SELECT o.Id, o.ProblemId, p.Number, p.Title, n.Name AS Neighborhood, o.Gate, o.Codes, o.Reason, o.At, w.Name AS DecidedBy
        FROM GateOverride o
        JOIN Problem p ON p.Id = o.ProblemId
        JOIN Neighborhood n ON n.Id = p.NeighborhoodId
        LEFT JOIN Person w ON w.Id = o.PersonId
        """;

    public async Task<Page<OverrideRow>> Handle(ListOverrides query, CancellationToken ct)
    {
        var where = Matching(query.Filter);
        var key = PageKey.Parse(query.After, 2);
        var args = (await Args(query.Filter, ct)) with
        {
            Instant = key is not null && DateTimeOffset.TryParse(key[0], CultureInfo.InvariantCulture, out var at) ? at : default,
            Id = PageKey.LastId(query.After, 2),
            Take = query.Size + 1,
        };
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (
                SELECT o.Id FROM GateOverride o JOIN Problem p ON p.Id = o.ProblemId {where} ORDER BY o.Id {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        var rows = await db.List<OverrideRow>($"""
            {Rows} {where.When(key is not null, "(o.At < @Instant OR (o.At = @Instant AND o.Id < @Id))")}
            ORDER BY o.At DESC, o.Id DESC {db.Dialect.First("@Take")}
            """, args, ct);
        return Page.Of(rows, query.Size, total, last => PageKey.For(last.At.ToString("O", CultureInfo.InvariantCulture), $"{last.Id}"));
    }

    public async Task<CsvFile> Handle(ExportOverrides query, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var today = await agency.Today(ct);
        return new(string.Create(CultureInfo.InvariantCulture, $"overrides-{today:yyyy-MM-dd}.csv"), Header, Written(query.Filter, calendar, await Args(query.Filter, ct), ct));
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> Written(OverrideFilter filter, AgencyCalendar calendar, OverrideArgs args, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in db.Stream<OverrideRow>($"{Rows} {Matching(filter)} ORDER BY o.At, o.Id", args, ct))
            yield return
            [
                row.Number, row.Title, row.Neighborhood, Wording.Of(row.Gate), row.Codes, row.Reason,
                calendar.DateOf(row.At).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.DecidedBy,
            ];
    }

    private Predicates Matching(OverrideFilter filter) => ProblemSql.Of(actor, filter.NeighborhoodId, filter.CategoryCode, filter.LeadId)
        .When(filter.Code is not null, "EXISTS (SELECT 1 FROM WaivedCode c WHERE c.GateOverrideId = o.Id AND c.Code = @Code)")
        .When(filter.Gate is not null, "o.Gate = @Gate")
        .When(filter.From is not null, "o.At >= @FromAt")
        .When(filter.To is not null, "o.At < @ToAt");

    private async Task<OverrideArgs> Args(OverrideFilter filter, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        return new()
        {
            ActorId = actor.PersonId,
            Code = filter.Code,
            Gate = filter.Gate?.ToString(),
            FromAt = filter.From is { } from ? calendar.StartOf(from) : default,
            ToAt = filter.To is { } to ? calendar.EndOf(to) : default,
            NeighborhoodId = filter.NeighborhoodId,
            CategoryCode = filter.CategoryCode,
            LeadId = filter.LeadId,
        };
    }

    private sealed record OverrideArgs
    {
        public long? ActorId { get; init; }
        public string? Code { get; init; }
        public string? Gate { get; init; }
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset ToAt { get; init; }
        public long? NeighborhoodId { get; init; }
        public string? CategoryCode { get; init; }
        public long? LeadId { get; init; }
        public DateTimeOffset Instant { get; init; }
        public long? Id { get; init; }
        public int Take { get; init; }
        public int CountTo { get; init; } = Page.CountedExactlyUpTo + 1;
    }
}

internal static class ListOverridesEndpoint
{
    /// <summary>The filter as it stands in a query string.</summary>
    public sealed record Query(
        string? Code, QueryEnum<Gate>? Gate, DateOnly? From, DateOnly? To, long? NeighborhoodId, string? CategoryCode, long? LeadId, string? After, int? Size);

    public static void MapListOverrides(this RouteGroupBuilder overrides) => overrides
        .MapGet("/", ([AsParameters] Query q, IMediator mediator, CancellationToken ct) => mediator.Send(new ListOverrides(
            new(q.Code, q.Gate?.Value, q.From, q.To, q.NeighborhoodId, q.CategoryCode, q.LeadId), q.After, q.Size ?? Page.DefaultSize), ct))
        .WithName("ListOverrides").WithSummary("Gates passed although something was missing, newest first").ProducesValidationProblem().ProducesProblem(403);
}
