using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Shared;

/// <summary>A filtered list that report numbers can link to, paged by key, with a CSV file. Its query comes from the address.</summary>
public abstract class ListPage<TQuery, TRow>(IMediator mediator, Actor actor) : FilterPage(mediator)
    where TQuery : class, IQuery<Page<TRow>>, IPaged, IProblemFilter, new()
{
    [BindProperty(SupportsGet = true, Name = "")]
    public TQuery Filter { get; set; } = new();

    /// <summary>Null if the filter is invalid; the page then shows the error beside the field.</summary>
    public Page<TRow>? List { get; private set; }

    public Pager Pager => new(
        List!.Items.Count, List.Total, List.TotalIsCapped, List.Next is null ? null : Href(List.Next),
        Filter.After is null ? null : Href());

    /// <summary>Whether the reader can choose rows and change them together.</summary>
    public bool Chooses => actor.Might(Permission.WorkProblems);

    /// <summary>The filters, as the fields of the form in which rows are chosen.</summary>
    public IEnumerable<KeyValuePair<string, string>> ChoosingFields() => [.. Filters.Address(Filter), new("back", Href(Filter.After))];

    /// <summary>The list's filter table.</summary>
    protected abstract Filters<TQuery> Filters { get; }

    protected abstract IQuery<CsvFile> Export { get; }

    protected override object Filtering => Filter;

    protected override IProblemFilter Narrowed => Filter;

    protected Actor Actor => actor;

    /// <summary>
    /// Filters that a link has set and the form has no field for. They are hidden fields, but one with an error is shown, so that it can be
    /// corrected.
    /// </summary>
    public IReadOnlyList<LinkedFilter> Linked()
    {
        var set = Filters.SetByLink(Filter).ToDictionary();
        return [.. from fields in Filters.FieldsSetByLink()
                   let isWrong = fields.Any(name => Errors(name).Count > 0)
                   from name in fields
                   where isWrong || set.ContainsKey(name)
                   select new LinkedFilter(name, set.GetValueOrDefault(name) ?? ModelState[name]?.AttemptedValue, isWrong, Errors(name))];

        List<string> Errors(string name) => [.. (ModelState[name]?.Errors ?? []).Select(error => error.ErrorMessage)];
    }

    /// <summary>The same filters in words.</summary>
    public IReadOnlyList<string> SetByLink() => [.. Filters.Words(Filter, actor)];

    protected override IEnumerable<KeyValuePair<string, string>> Set() => Filters.Address(Filter);

    protected override async Task Read(CancellationToken ct) => List = await this.TrySend(Mediator, Filter);

    protected override Task<CsvFile> ReadFile(CancellationToken ct) => Mediator.Send(Export, ct);
}

/// <summary>A filter that only a link sets: model of <c>_LinkedFilters</c>.</summary>
/// <param name="IsShown">Whether it or its other end has an error.</param>
public sealed record LinkedFilter(string Name, string? Value, bool IsShown, IReadOnlyList<string> Errors)
{
    /// <summary>openedTo -> Opened to</summary>
    public string Label => Wording.InWords(char.ToUpperInvariant(Name[0]) + Name[1..]);
}
