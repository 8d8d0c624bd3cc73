using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Problems;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Shared;

/// <summary>A report with the filters that all reports share.</summary>
[BindProperties(SupportsGet = true)]
public abstract class ReportPage<T>(IMediator mediator) : FilterPage(mediator), IReportPage, IProblemFilter where T : class, IReport
{
    public long? NeighborhoodId { get; set; }
    public string? CategoryCode { get; set; }
    /// <summary>0 means no lead.</summary>
    public long? LeadId { get; set; }
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }

    /// <summary>Null if the filter is invalid; the page then shows the error beside the field.</summary>
    public T? Report { get; private set; }

    public ReportFilter Filter => new(From, To, NeighborhoodId, CategoryCode, LeadId);

    /// <summary>The report's name in the address: <c>status</c> for <c>/reports/status</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the report is about problems, which have a lead officer.</summary>
    public virtual bool CountsProblems => true;

    public override string Path => $"/reports/{Name}";

    protected abstract IQuery<T> Message { get; }

    protected override object Filtering => Message;

    protected override async Task Read(CancellationToken ct) => Report = await this.TrySend(Mediator, Message);

    protected override async Task<CsvFile> ReadFile(CancellationToken ct)
    {
        var report = await Mediator.Send(Message, ct);
        return report.ToTable().File(report.Today);
    }

    protected override IProblemFilter Narrowed => this;

    protected override IEnumerable<KeyValuePair<string, string>> Set() => OnlySet(
    [
        ("from", ReportFilter.Day(From)), ("to", ReportFilter.Day(To)),
        ("neighborhoodId", Id(NeighborhoodId)), ("categoryCode", CategoryCode), ("leadId", Id(LeadId)),
    ]);
}

/// <summary>Model of <c>_ReportHead</c>.</summary>
public interface IReportPage
{
    DateOnly? From { get; }
    DateOnly? To { get; }
    long? NeighborhoodId { get; }
    string? CategoryCode { get; }
    long? LeadId { get; }
    ReportFilter Filter { get; }
    string Name { get; }
    bool CountsProblems { get; }
    IReadOnlyList<SelectListItem> Neighborhoods { get; }
    IReadOnlyList<SelectListItem> Categories { get; }
    IReadOnlyList<SelectListItem> Leads { get; }
    string Query(string? after = null, string? handler = null);
    EmptyState? None(string what, EmptyState? filtered);
}
