using MediatR;
using ProblemTracker.Problems;
using ProblemTracker.Settings;

namespace ProblemTracker.Pages.Problems;

/// <summary>Changes of stage, newest first.</summary>
public sealed class MovesModel(IMediator mediator, Actor actor, Agency agency) : ListPage<ListMoves, MoveRow>(mediator, actor)
{
    private AgencyCalendar _calendar = null!;

    public override string Path => "/problems/moves";

    protected override Filters<ListMoves> Filters => MoveList.Filters;

    protected override IQuery<CsvFile> Export => new ExportMoves(Filter);

    public DateOnly DateOf(DateTimeOffset at) => _calendar.DateOf(at);

    protected override async Task Read(CancellationToken ct)
    {
        _calendar = await agency.Calendar(ct);
        // The form has a field for the first day and none for a number of days.
        if (Filter.To is null || Filter.Days is not null)
            Filter = Filter with { Days = null, From = Filter.FirstDay(await agency.Today(ct)) };
        await base.Read(ct);
    }
}
