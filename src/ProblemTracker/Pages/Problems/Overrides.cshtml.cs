using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>Gates passed although something was missing.</summary>
public sealed class OverridesPage(IMediator mediator, AgencySettings agency) : ListPage<OverrideRow>(mediator)
{
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }
    /// <summary>Of what was missing.</summary>
    public string? Code { get; set; }
    public Gate? Gate { get; set; }

    private AgencyCalendar _calendar = null!;

    public override string Path => "/overrides";

    protected override IQuery<Page<OverrideRow>> Message => new ListOverrides(Filter, After);

    protected override IQuery<CsvFile> Export => new ExportOverrides(Filter);

    public DateOnly DateOf(DateTimeOffset at) => _calendar.DateOf(at);

    protected override async Task Read(CancellationToken ct)
    {
        _calendar = await agency.Calendar(ct);
        await base.Read(ct);
    }

    protected override IEnumerable<(string Name, string? Value)> Filters() => [("from", Day(From)), ("to", Day(To)), ("code", Code), ("gate", Gate?.ToString())];

    private OverrideFilter Filter => new(Code, Gate, From, To, NeighborhoodId, CategoryCode, LeadId);
}
