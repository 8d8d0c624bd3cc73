using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Patrol;

namespace ProblemTracker.Pages.Calls;

/// <summary>Units on calls for service, those created last first.</summary>
public sealed class CallsPage(IMediator mediator) : PlainListPage<ListCalls, CallLine>(mediator)
{
    private AgencyDay _day = null!;

    public string Time(DateTimeOffset? at) => at is { } known ? DateText.Time(TimeZoneInfo.ConvertTime(known, _day.Zone)) : "";

    protected override string Path => "/calls";
    protected override Filters<ListCalls> Filters => CallList.Filters;
    protected override IQuery<CsvFile> Export => new ExportCalls(Filter);

    protected override async Task ReadChoices(CancellationToken ct) => _day = await Mediator.Send(new ReadAgencyDay(), ct);
}
