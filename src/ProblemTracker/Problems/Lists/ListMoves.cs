using System.Globalization;
using System.Runtime.CompilerServices;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>What changed its stage, newest first, of the problems that the reader may see.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListMoves(MoveFilter Filter, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<MoveRow>>;

/// <summary>The list of moves, whole, for a file.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportMoves(MoveFilter Filter) : IQuery<CsvFile>;

/// <param name="Days">Today and the days before it, 1 to 31; <see cref="DefaultDays"/> where nothing says which days.</param>
/// <param name="From">First local day, inclusive.</param>
/// <param name="To">Last local day, inclusive.</param>
/// <param name="NeighborhoodId">Of the problem, as <paramref name="CategoryCode"/> and <paramref name="LeadId"/>.</param>
/// <param name="LeadId">Who leads it today; 0 means nobody.</param>
public sealed record MoveFilter(
    int? Days = null, DateOnly? From = null, DateOnly? To = null, MoveKind? Kind = null, Stage? FromStage = null, Stage? ToStage = null,
    long? NeighborhoodId = null, string? CategoryCode = null, long? LeadId = null)
{
    public const int DefaultDays = 7;

    /// <summary>The first day, where it is one.</summary>
    public DateOnly? FirstDay(DateOnly today) => Days is null && (From is not null || To is not null) ? From : today.AddDays(1 - (Days ?? DefaultDays));
}

public sealed record MoveRow
{
    public long Id { get; init; }
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public Stage FromStage { get; init; }
    public Stage ToStage { get; init; }
    public MoveKind Kind => new Move(FromStage, ToStage).Kind;
    public ClosingReason? ClosingReason { get; init; }
    /// <summary>Why, as it was said then.</summary>
    public string Note { get; init; } = "";
    public DateTimeOffset MovedAt { get; init; }
    public string? MovedBy { get; init; }
}

internal sealed class ListMovesValidator : AbstractValidator<ListMoves>
{
    public ListMovesValidator()
    {
        RuleFor(q => q.Filter.Days).InclusiveBetween(1, 31).OverridePropertyName("days").WithMessage("Ask for 1 to 31 days.");
        RuleFor(q => q.Filter.Days).Null().When(q => q.Filter.From is not null || q.Filter.To is not null).OverridePropertyName("days")
            .WithMessage("Give either days or dates.");
        RuleFor(q => q.Filter.To).Must((q, last) => !(q.Filter.From > last)).OverridePropertyName("to").WithMessage("The last day lies before the first. Swap them.");
        this.ProblemRules(q => (q.Filter.NeighborhoodId, q.Filter.CategoryCode, q.Filter.LeadId));
        this.PageRules(q => q.Size, q => q.After, parts: 2);
    }
}

internal sealed class ListMovesHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ListMoves, Page<MoveRow>>, IRequestHandler<ExportMoves, CsvFile>
{
    private static readonly string[] Header = ["number", "title", "neighborhood", "from", "to", "kind", "closingReason", "on", "by", "note"];

    private const string Rows = """
        SELECT m.Id, m.ProblemId, p.Number, p.Title, n.Name AS Neighborhood, m.FromStage, m.ToStage, m.ClosingReason, m.Note, m.MovedAt, w.Name AS MovedBy
        FROM StageMove m
        JOIN Problem p ON p.Id = m.ProblemId
        JOIN Neighborhood n ON n.Id = p.NeighborhoodId
        LEFT JOIN Person w ON w.Id = m.MovedBy
        """;

    public async Task<Page<MoveRow>> Handle(ListMoves query, CancellationToken ct)
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
                SELECT m.Id FROM StageMove m JOIN Problem p ON p.Id = m.ProblemId {where} ORDER BY m.Id {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        var rows = await db.List<MoveRow>($"""
            {Rows} {where.When(key is not null, "(m.MovedAt < @Instant OR (m.MovedAt = @Instant AND m.Id < @Id))")}
            ORDER BY m.MovedAt DESC, m.Id DESC {db.Dialect.First("@Take")}
            """, args, ct);
        return Page.Of(rows, query.Size, total, last => PageKey.For(last.MovedAt.ToString("O", CultureInfo.InvariantCulture), $"{last.Id}"));
    }

    public async Task<CsvFile> Handle(ExportMoves query, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var today = await agency.Today(ct);
        return new(string.Create(CultureInfo.InvariantCulture, $"moves-{today:yyyy-MM-dd}.csv"), Header, Written(query.Filter, calendar, await Args(query.Filter, ct), ct));
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> Written(MoveFilter filter, AgencyCalendar calendar, MoveArgs args, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in db.Stream<MoveRow>($"{Rows} {Matching(filter)} ORDER BY m.MovedAt, m.Id", args, ct))
            yield return
            [
                row.Number, row.Title, row.Neighborhood, Wording.Of(row.FromStage), Wording.Of(row.ToStage), Wording.Of(row.Kind),
                row.ClosingReason is { } reason ? Wording.Of(reason) : null,
                calendar.DateOf(row.MovedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.MovedBy, row.Note,
            ];
    }

    private Predicates Matching(MoveFilter filter) => ProblemSql.Of(actor, filter.NeighborhoodId, filter.CategoryCode, filter.LeadId)
        .When(filter.Days is not null || filter.From is not null || filter.To is null, "m.MovedAt >= @FromAt")
        .When(filter.To is not null, "m.MovedAt < @ToAt")
        .When(filter.Kind is not null, filter.Kind is { } kind ? MoveSql.Of(kind) : "")
        .When(filter.FromStage is not null, "m.FromStage = @FromStage")
        .When(filter.ToStage is not null, "m.ToStage = @ToStage");

    private async Task<MoveArgs> Args(MoveFilter filter, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        return new()
        {
            ActorId = actor.PersonId,
            FromAt = filter.FirstDay(await agency.Today(ct)) is { } first ? calendar.StartOf(first) : default,
            ToAt = filter.To is { } to ? calendar.EndOf(to) : default,
            FromStage = filter.FromStage?.ToString(),
            ToStage = filter.ToStage?.ToString(),
            NeighborhoodId = filter.NeighborhoodId,
            CategoryCode = filter.CategoryCode,
            LeadId = filter.LeadId,
        };
    }

    private sealed record MoveArgs
    {
        public long? ActorId { get; init; }
        public DateTimeOffset FromAt { get; init; }
        public DateTimeOffset ToAt { get; init; }
        public string? FromStage { get; init; }
        public string? ToStage { get; init; }
        public long? NeighborhoodId { get; init; }
        public string? CategoryCode { get; init; }
        public long? LeadId { get; init; }
        public DateTimeOffset Instant { get; init; }
        public long? Id { get; init; }
        public int Take { get; init; }
        public int CountTo { get; init; } = Page.CountedExactlyUpTo + 1;
    }
}

internal static class ListMovesEndpoint
{
    /// <summary>The filter as it stands in a query string.</summary>
    public sealed record Query(
        int? Days, DateOnly? From, DateOnly? To, QueryEnum<MoveKind>? Kind, QueryEnum<Stage>? FromStage, QueryEnum<Stage>? ToStage,
        long? NeighborhoodId, string? CategoryCode, long? LeadId, string? After, int? Size);

    public static void MapListMoves(this RouteGroupBuilder problems) => problems
        .MapGet("/moves", ([AsParameters] Query q, IMediator mediator, CancellationToken ct) => mediator.Send(new ListMoves(
            new(q.Days, q.From, q.To, q.Kind?.Value, q.FromStage?.Value, q.ToStage?.Value, q.NeighborhoodId, q.CategoryCode, q.LeadId),
            q.After, q.Size ?? Page.DefaultSize), ct))
        .WithName("ListMoves").WithSummary("What changed its stage, newest first: in the last seven days unless days or dates are given").ProducesValidationProblem().ProducesProblem(403);
}
