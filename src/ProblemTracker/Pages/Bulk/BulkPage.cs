using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Bulk;

/// <summary>
/// Changes what was chosen in a list, in three steps: what to change, a look at it, since it can't be undone, and what came of each.
/// </summary>
public abstract class BulkPage<TFilter, TRow> : PageModel where TFilter : class, IQuery<Page<TRow>>, IPaged, new()
{
    /// <summary>The ids of what was chosen.</summary>
    [BindProperty(SupportsGet = true)] public IReadOnlyList<long> Ids { get; set; } = [];
    /// <summary>Chooses all that match the filter instead.</summary>
    [BindProperty(SupportsGet = true)] public bool Everything { get; set; }
    /// <summary>The address of the list.</summary>
    [BindProperty(SupportsGet = true)] public string? Back { get; set; }
    [BindProperty(SupportsGet = true, Name = "")] public TFilter Filter { get; set; } = new();

    /// <summary>What to change: id and version with a colon between them.</summary>
    [BindProperty] public IReadOnlyList<string> Chosen { get; set; } = [];
    [BindProperty] public bool Confirmed { get; set; }
    /// <summary>Goes back from the second step to the first.</summary>
    [BindProperty] public bool Edits { get; set; }

    public IReadOnlyList<TRow> Rows { get; private set; } = [];
    /// <summary>How many match the filter and are too many to be chosen at once.</summary>
    public int TooMany { get; private set; }
    /// <summary>Whether the second step is shown.</summary>
    public bool IsReview { get; private set; }
    /// <summary>Null before the last step.</summary>
    public BulkResult? Result { get; private set; }

    protected IMediator Mediator { get; }
    protected Actor Actor { get; }

    protected BulkPage(IMediator mediator, Actor actor) => (Mediator, Actor) = (mediator, actor);

    public string BackHref => Url.IsLocalUrl(Back) ? Back! : Url.Content(List);

    /// <summary>The list's page, such as <c>~/problems</c>.</summary>
    protected abstract string List { get; }

    protected abstract IQuery<Page<TRow>> ReadChosen(IReadOnlyList<long> ids);

    protected abstract IQuery<CsvFile> Export();

    protected abstract TFilter FirstPage();

    protected abstract IRequest<BulkResult> Message(IReadOnlyList<BulkItem> items);

    public abstract string Key(TRow row);

    /// <summary>The row among what was chosen, with the version that was shown; null if it was unchosen.</summary>
    public string? ChosenKey(TRow row) =>
        Chosen.FirstOrDefault(one => one.StartsWith(Key(row).Split(':')[0] + ':', StringComparison.Ordinal));

    protected bool IsChosen(TRow row) => ChosenKey(row) is not null;

    protected virtual Task ReadChoices(CancellationToken ct) => Task.CompletedTask;

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!ModelState.IsValid) return LocalRedirect(BackHref);
        var page = await Mediator.Send(Everything ? FirstPage() : ReadChosen(Ids), ct);
        Rows = page.Items;
        TooMany = page.Next is null ? 0 : page.Total - page.Items.Count;
        Chosen = [.. Rows.Select(Key)];
        await ReadChoices(ct);
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid || (!Everything && Ids.Count == 0)) return LocalRedirect(BackHref);
        await (await Mediator.Send(Export(), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var items = Items();
        Rows = (await Mediator.Send(ReadChosen([.. items.Take(ProblemTracker.Shared.Page.LargestSize).Select(item => item.Id)]), ct)).Items;
        await ReadChoices(ct);
        if (Edits) return Page();
        if (Confirmed)
        {
            Result = await this.TrySend(Mediator, Message(items), "Form");
            return Page();
        }
        await this.CheckShape(Message(items), "Form");
        IsReview = ModelState.IsValid;
        return Page();
    }

    /// <summary>What was chosen, with the versions that were shown. What can't be read was not made by this page.</summary>
    private List<BulkItem> Items() =>
        [.. from text in Chosen
            let parts = text?.Split(':') ?? []
            where parts.Length == 2
            let id = long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
            let version = int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : 0
            where id > 0
            select new BulkItem(id, version)];
}
