using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>Changes of stage, newest first.</summary>
public sealed class MovesPage(IMediator mediator) : ListPage<MoveRow>(mediator)
{
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }
    public MoveKind? Kind { get; set; }
    public Stage? FromStage { get; set; }
    public Stage? ToStage { get; set; }

    private AgencyDay _day = null!;

    public override string Path => "/problems/moves";

    protected override IQuery<Page<MoveRow>> Message => new ListMoves(Filter, After);

    protected override IQuery<CsvFile> Export => new ExportMoves(Filter);

    public DateOnly DateOf(DateTimeOffset at) => _day.DateOf(at);

    protected override async Task Read(CancellationToken ct)
    {
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
        if (From is null && To is null) From = Filter.FirstDay(_day.Today);
        await base.Read(ct);
    }

    protected override IEnumerable<(string Name, string? Value)> Filters() =>
        [("from", Day(From)), ("to", Day(To)), ("kind", Kind?.ToString()), ("fromStage", FromStage?.ToString()), ("toStage", ToStage?.ToString())];

    private MoveFilter Filter => new(null, From, To, Kind, FromStage, ToStage, NeighborhoodId, CategoryCode, LeadId);
}
