using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Problems;
using ProblemTracker.Reports;

namespace ProblemTracker.Pages.Shared;

/// <summary>A report with the filter that all of them have.</summary>
public abstract class ReportPage<T>(IMediator mediator) : FilterPage(mediator), IReportPage where T : class, IReport
{
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }

    /// <summary>Null where the filter is wrong; the page then says so beside the field.</summary>
    public T? Report { get; private set; }

    public ReportFilter Filter => new(From, To, NeighborhoodId, CategoryCode, LeadId);

    /// <summary>In the address: <c>status</c> for <c>/reports/status</c>.</summary>
    public abstract string Name { get; }

    public override string Path => $"/reports/{Name}";

    protected abstract IQuery<T> Message { get; }

    protected override object Asked => Message;

    protected override async Task Read(CancellationToken ct) => Report = await this.TrySend(Mediator, Message);

    protected override async Task<CsvFile> ReadFile(CancellationToken ct)
    {
        var report = await Mediator.Send(Message, ct);
        return report.ToTable().File(report.Today);
    }

    protected override IEnumerable<(string Name, string? Value)> Filters() => [("from", Day(From)), ("to", Day(To))];
}

/// <summary>What the frame of a report asks of its page.</summary>
public interface IReportPage
{
    DateOnly? From { get; }
    DateOnly? To { get; }
    long? NeighborhoodId { get; }
    string? CategoryCode { get; }
    long? LeadId { get; }
    ReportFilter Filter { get; }
    string Name { get; }
    IReadOnlyList<SelectListItem> Neighborhoods { get; }
    IReadOnlyList<SelectListItem> Categories { get; }
    IReadOnlyList<SelectListItem> Leads { get; }
    string Query(string? after = null, string? handler = null);
}
