using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Shared;

/// <summary>A list that a number of a report can lead to, paged by key, with the same rows as a file.</summary>
public abstract class ListPage<TRow>(IMediator mediator) : FilterPage(mediator)
{
    /// <summary>Where the page begins; null for the first.</summary>
    public string? After { get; set; }

    /// <summary>Null where the filter is wrong; the page then says so beside the field.</summary>
    public Page<TRow>? List { get; private set; }

    public Pager Pager => new(List!.Items.Count, List.Total, List.TotalIsCapped, List.Next is null ? null : Href(List.Next), After is null ? null : Href());

    protected abstract IQuery<Page<TRow>> Message { get; }

    protected abstract IQuery<CsvFile> Export { get; }

    protected override object Asked => Message;

    protected override async Task Read(CancellationToken ct) => List = await this.TrySend(Mediator, Message);

    protected override Task<CsvFile> ReadFile(CancellationToken ct) => Mediator.Send(Export, ct);
}
