using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Evidence;

/// <summary>Signals that the reader can view, the strongest first. Those about the same incidents as a stronger one are left out.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListSignals : IQuery<Page<SignalLine>>, IPaged
{
    public SignalState? State { get; init; }
    public SignalKind? Kind { get; init; }
    public string? CategoryCode { get; init; }
    public long? NeighborhoodId { get; init; }
    /// <summary>First found on this local day or later.</summary>
    public DateOnly? FoundFrom { get; init; }
    public DateOnly? FoundTo { get; init; }
    public DateOnly? DecidedFrom { get; init; }
    public DateOnly? DecidedTo { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same signals as a CSV file, without paging.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportSignals(ListSignals Filter) : IQuery<CsvFile>;

internal static class SignalList
{
    public static readonly Filters<ListSignals> Filters = new Filters<ListSignals>()
        .Always(SignalSql.Leads)
        .Always(reader => SignalSql.VisibleTo(reader.Actor))
        .Add(new([("State", q => q.State)], (q, reader) => q.State is { } state ? SignalSql.Is(state, reader.Actor) : null))
        .Is(q => q.Kind, "s.Kind = @Kind")
        .Is(q => q.CategoryCode, "s.CategoryCode = @CategoryCode")
        .Is(q => q.NeighborhoodId, "s.NeighborhoodId = @NeighborhoodId")
        .Days(q => q.FoundFrom, q => q.FoundTo, "s.FirstSeenOn", "First found")
        .Instants(q => q.DecidedFrom, q => q.DecidedTo, "s.DecidedAt", "Decided");

    private static readonly ListOrder<SignalLine> Strongest =
        new(descending: true) { { "s.Strength", row => row.Strength }, { "s.Id", row => row.Id } };

    public static Listing<ListSignals, SignalLine> Listing(Actor actor) => new()
    {
        Columns = $"{SignalSql.Facts}, {SignalSql.State(actor)} AS State",
        From = "Signal s",
        Names = SignalSql.Names,
        Filters = Filters,
        Order = _ => Strongest,
        File = new("signals", "s.Strength DESC, s.Id DESC")
        {
            { "number", row => row.Id },
            { "kind", row => Wording.Of(row.Kind) },
            { "state", row => Wording.Of(row.State) },
            { "signal", row => row.Sentence },
            { "category", row => row.Category },
            { "neighborhood", row => row.Neighborhood },
            { "place", row => row.Place },
            { "latitude", row => row.Latitude },
            { "longitude", row => row.Longitude },
            { "from", row => row.FromDay },
            { "to", row => row.ToDay },
            { "observed", row => row.Observed },
            { "expected", row => Math.Round(row.Expected, 2) },
            { "ratioLow", row => Math.Round(row.Low, 3) },
            { "ratioHigh", row => row.High is { } high ? Math.Round(high, 3) : null },
            { "p", row => row.Chance },
            { "firstSeen", row => row.FirstSeenOn },
            { "lastSeen", row => row.LastSeenOn },
        },
    };
}

internal sealed class ListSignalsHandler(ListReader lists, Actor actor)
    : IRequestHandler<ListSignals, Page<SignalLine>>, IRequestHandler<ExportSignals, CsvFile>
{
    public Task<Page<SignalLine>> Handle(ListSignals query, CancellationToken ct) => lists.Page(SignalList.Listing(actor), query, ct);

    public Task<CsvFile> Handle(ExportSignals query, CancellationToken ct) => lists.File(SignalList.Listing(actor), query.Filter, ct);
}

internal static class ListSignalsEndpoint
{
    public static void MapListSignals(this RouteGroupBuilder signals) => signals
        .MapGet("/", ([AsParameters] ListSignals query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListSignals").WithSummary("List signals in the incidents, the strongest first");
}
