using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>Moves between stages, newest first.</summary>
public sealed class MovesPage(IMediator mediator, Actor actor) : ListPage<ListMoves, MoveRow>(mediator, actor)
{
    private AgencyDay _day = null!;

    public override string Path => "/problems/moves";

    protected override Filters<ListMoves> Filters => MoveList.Filters;

    protected override IQuery<CsvFile> Export => new ExportMoves(Filter);

    public DateOnly DateOf(DateTimeOffset at) => _day.DateOf(at);

    protected override async Task Read(CancellationToken ct)
    {
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
        // The form has a field for the first day but none for a number of days.
        if (Filter.To is null || Filter.Days is not null)
            Filter = Filter with { Days = null, From = Filter.FirstDay(_day.Today) };
        await base.Read(ct);
    }
}
