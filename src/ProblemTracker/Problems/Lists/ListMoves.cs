using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Stage changes of the problems that the reader can view, newest first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListMoves : IQuery<Page<MoveRow>>, IPaged, IProblemFilter
{
    public const int DefaultDays = 7;

    /// <summary>Number of days up to and including today, 1 to 31; 7 if neither days nor dates are given.</summary>
    public int? Days { get; init; }
    /// <summary>First local day, inclusive.</summary>
    public DateOnly? From { get; init; }
    /// <summary>Last local day, inclusive.</summary>
    public DateOnly? To { get; init; }
    public MoveKind? Kind { get; init; }
    public Stage? FromStage { get; init; }
    public Stage? ToStage { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    public long? LeadId { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }

    /// <summary>The first local day; null if the period has only a last day.</summary>
    public DateOnly? FirstDay(DateOnly today) =>
        Days is null && (From is not null || To is not null) ? From : today.AddDays(1 - (Days ?? DefaultDays));
}

/// <summary>The same moves as a CSV file, without paging.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportMoves(ListMoves Filter) : IQuery<CsvFile>;

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
    /// <summary>The reason given for the move.</summary>
    public string Note { get; init; } = "";
    public DateTimeOffset MovedAt { get; init; }
    public string? MovedBy { get; init; }
}

/// <summary>The list of moves: its filters, order and CSV file.</summary>
internal static class MoveList
{
    public static readonly Filters<ListMoves> Filters = new Filters<ListMoves>()
        .Add(new([("Days", q => q.Days), ("From", q => q.From), ("To", q => q.To)],
            (q, reader) => (q.FirstDay(reader.Today), q.To) switch
            {
                (not null, not null) => "m.MovedAt >= @From AND m.MovedAt < @To",
                (not null, null) => "m.MovedAt >= @From",
                _ => "m.MovedAt < @To",
            },
            Moments))
        .Is(q => q.Kind, MoveSql.Of)
        .Is(q => q.FromStage, "m.FromStage = @FromStage")
        .Is(q => q.ToStage, "m.ToStage = @ToStage")
        .OfProblem();

    private static readonly ListOrder<MoveRow> Newest =
        new(descending: true) { { "m.MovedAt", row => row.MovedAt }, { "m.Id", row => row.Id } };

    public static readonly Listing<ListMoves, MoveRow> Listing = new()
    {
        Columns = """
            m.Id, m.ProblemId, p.Number, p.Title, n.Name AS Neighborhood, m.FromStage, m.ToStage, m.ClosingReason,
            m.Note, m.MovedAt, w.Name AS MovedBy
            """,
        From = "StageMove m JOIN Problem p ON p.Id = m.ProblemId",
        Names = "LEFT JOIN Neighborhood n ON n.Id = p.NeighborhoodId LEFT JOIN Person w ON w.Id = m.MovedBy",
        Filters = Filters,
        Order = _ => Newest,
        File = new("moves", "m.MovedAt, m.Id")
        {
            { "number", row => row.Number },
            { "title", row => row.Title },
            { "neighborhood", row => row.Neighborhood },
            { "fromStage", row => Wording.Of(row.FromStage) },
            { "toStage", row => Wording.Of(row.ToStage) },
            { "kind", row => Wording.Of(row.Kind) },
            { "closingReason", row => row.ClosingReason is { } reason ? Wording.Of(reason) : null },
            { "movedAt", row => row.MovedAt },
            { "movedBy", row => row.MovedBy },
            { "note", row => row.Note },
        },
    };

    private static IEnumerable<KeyValuePair<string, object>> Moments(ListMoves query, Reader reader)
    {
        if (query.FirstDay(reader.Today) is { } first) yield return new("From", reader.StartOf(first));
        if (query.To is { } last) yield return new("To", reader.EndOf(last));
    }
}

internal sealed class ListMovesValidator : AbstractValidator<ListMoves>
{
    public ListMovesValidator()
    {
        RuleFor(q => q.Days).InclusiveBetween(1, 31).WithMessage("Days must be between 1 and 31.");
        RuleFor(q => q.Days).Null().When(q => q.From is not null || q.To is not null).WithMessage("Give days or dates, not both.");
        RuleFor(q => q.To).Must((q, last) => !(q.From > last)).WithMessage("The last day is before the first. Swap them.");
        this.ProblemRules();
    }
}

internal sealed class ListMovesHandler(ListReader lists) : IRequestHandler<ListMoves, Page<MoveRow>>, IRequestHandler<ExportMoves, CsvFile>
{
    public Task<Page<MoveRow>> Handle(ListMoves query, CancellationToken ct) => lists.Page(MoveList.Listing, query, ct);

    public Task<CsvFile> Handle(ExportMoves query, CancellationToken ct) => lists.File(MoveList.Listing, query.Filter, ct);
}

internal static class ListMovesEndpoint
{
    public static void MapListMoves(this RouteGroupBuilder problems) => problems
        .MapGet("/moves", ([AsParameters] ListMoves query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListMoves").WithSummary("List moves between stages, newest first; the last 7 days unless days or dates are given");
}
