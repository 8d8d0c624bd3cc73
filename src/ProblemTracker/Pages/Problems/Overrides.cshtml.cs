using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>Gates passed by an override.</summary>
public sealed class OverridesPage(IMediator mediator, Actor actor) : ListPage<ListOverrides, OverrideRow>(mediator, actor)
{
    private AgencyDay _day = null!;

    public override string Path => "/overrides";

    protected override Filters<ListOverrides> Filters => OverrideList.Filters;

    protected override IQuery<CsvFile> Export => new ExportOverrides(Filter);

    public DateOnly DateOf(DateTimeOffset at) => _day.DateOf(at);

    protected override async Task Read(CancellationToken ct)
    {
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
        await base.Read(ct);
    }
}
