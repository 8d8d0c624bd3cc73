using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Shared;

/// <summary>A list that a number of a report can lead to, paged by key, with the same rows as a file. Its message is the address.</summary>
public abstract class ListPage<TQuery, TRow>(IMediator mediator, Actor actor) : FilterPage(mediator)
    where TQuery : class, IQuery<Page<TRow>>, IPaged, IProblemFilter, new()
{
    [BindProperty(SupportsGet = true, Name = "")]
    public TQuery Filter { get; set; } = new();

    /// <summary>Null where the filter is wrong; the page then says so beside the field.</summary>
    public Page<TRow>? List { get; private set; }

    public Pager Pager => new(
        List!.Items.Count, List.Total, List.TotalIsCapped, List.Next is null ? null : Href(List.Next),
        Filter.After is null ? null : Href());

    /// <summary>The list's filter table.</summary>
    protected abstract Filters<TQuery> Filters { get; }

    protected abstract IQuery<CsvFile> Export { get; }

    protected override object Asked => Filter;

    protected override IProblemFilter Narrowed => Filter;

    protected Actor Actor => actor;

    /// <summary>What a link has set, for the form to send again.</summary>
    public IEnumerable<KeyValuePair<string, string>> Hidden() => Filters.SetByLink(Filter);

    /// <summary>What only a link can have set, in words.</summary>
    public IReadOnlyList<string> SetByLink() => [.. Filters.Words(Filter, actor)];

    protected override IEnumerable<KeyValuePair<string, string>> Set() => Filters.Address(Filter);

    protected override async Task Read(CancellationToken ct) => List = await this.TrySend(Mediator, Filter);

    protected override Task<CsvFile> ReadFile(CancellationToken ct) => Mediator.Send(Export, ct);
}
