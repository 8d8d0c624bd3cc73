using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>Gates passed although something was missing.</summary>
public sealed class OverridesPage(IMediator mediator) : ListPage<OverrideRow>(mediator)
{
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }
    /// <summary>Of what was missing.</summary>
    public string? Code { get; set; }
    public Gate? Gate { get; set; }

    private AgencyDay _day = null!;

    public override string Path => "/overrides";

    protected override IQuery<Page<OverrideRow>> Message => new ListOverrides(Filter, After);

    protected override IQuery<CsvFile> Export => new ExportOverrides(Filter);

    public DateOnly DateOf(DateTimeOffset at) => _day.DateOf(at);

    protected override async Task Read(CancellationToken ct)
    {
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
        await base.Read(ct);
    }

    protected override IEnumerable<(string Name, string? Value)> Filters() => [("from", Day(From)), ("to", Day(To)), ("code", Code), ("gate", Gate?.ToString())];

    private OverrideFilter Filter => new(Code, Gate, From, To, NeighborhoodId, CategoryCode, LeadId);
}
