using MediatR;
using ProblemTracker.Problems;
using ProblemTracker.Settings;

namespace ProblemTracker.Pages;

/// <summary>Gates passed although something was missing.</summary>
public sealed class OverridesModel(IMediator mediator, Actor actor, Agency agency) : ListPage<ListOverrides, OverrideRow>(mediator, actor)
{
    private AgencyCalendar _calendar = null!;

    public override string Path => "/overrides";

    protected override Filters<ListOverrides> Filters => OverrideList.Filters;

    protected override IQuery<CsvFile> Export => new ExportOverrides(Filter);

    public DateOnly DateOf(DateTimeOffset at) => _calendar.DateOf(at);

    protected override async Task Read(CancellationToken ct)
    {
        _calendar = await agency.Calendar(ct);
        await base.Read(ct);
    }
}
