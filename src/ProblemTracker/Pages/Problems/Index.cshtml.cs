using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Maps;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>The list of problems. It remembers its filters for the next visit.</summary>
public sealed class ProblemsPage(IMediator mediator, Actor actor) : ListPage<ListProblems, ProblemRow>(mediator, actor)
{
    public static readonly SelectListItem[] States = [new("Open", "true"), new("Closed", "false"), new("Open and closed", "")];
    public static readonly SelectListItem[] Sorts =
    [
        new("Longest in stage", nameof(ProblemSort.StageSince)), new("Due date", nameof(ProblemSort.Due)),
        new("Newest", nameof(ProblemSort.Newest)),
    ];

    private static readonly MapKey[] Key =
    [
        .. Enum.GetValues<Stage>().Select(stage => new MapKey($"{stage}", Wording.Of(stage))), new MapKey("AnalysisOverdue", "Overdue"),
    ];

    /// <summary>"map" for the map beside its list; otherwise the table.</summary>
    [BindProperty(SupportsGet = true)] public string? View { get; set; }

    public bool AsMap => View == Map;

    private const string Map = "map";

    /// <summary>The matching problems on a map.</summary>
    public MapFrame Frame => new("Map of the problems that match the filter")
    {
        Data = Href(handler: "points"),
        One = "problem",
        Many = "problems",
        Item = Url.Content("~/problems/{id}"),
        Key = Key,
    };

    /// <summary>The address of this list as a table or as a map.</summary>
    public string HrefAs(string? view) =>
        Url.Content("~/problems") + new QueryBuilder([.. Filters.Address(Filter), .. OnlySet([("view", view)])]);

    public bool OpensProblems => Actor.Might(Permission.OpenProblems);

    public bool ReleasesRecords => Actor.Might(Permission.ReleaseRecords);

    /// <summary>Saved views: the reader's own and those that others share.</summary>
    public IReadOnlyList<SavedViewDetails> Views { get; private set; } = [];

    /// <summary>The problems that the reader opened last in this browser.</summary>
    public IReadOnlyList<NamedProblem> Recent { get; private set; } = [];

    [BindProperty] public string ViewName { get; set; } = "";
    [BindProperty] public bool ViewShared { get; set; }
    [BindProperty] public long ViewId { get; set; }
    [BindProperty] public int ViewVersion { get; set; }

    /// <summary>Whether a view was not saved, so that its form stays open.</summary>
    public bool IsSavingView { get; private set; }

    private string Cookie => $"problems-{Actor.PersonId}";

    public override string Path => "/problems";

    protected override Filters<ListProblems> Filters => ProblemList.Filters;

    protected override IQuery<CsvFile> Export => new ExportProblems(Filter);

    public override async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!Request.QueryString.HasValue) return Redirect(Url.Content("~/problems") + (Remembered() ?? "?open=true"));
        Complete();
        return await base.OnGet(ct);
    }

    private void Complete()
    {
        // Always set the sort, so that the unfiltered list has an address of its own. The form's checkbox only knows overdue=true.
        Filter = Filter with { Sort = Filter.Sort ?? ProblemSort.StageSince, Overdue = Filter.Overdue is true ? true : null };
        // A chosen stage wins over the status that was in the form before: no problem is open in Closed, or closed in any other stage.
        if (Filter is { Stage: { } stage, Open: { } open } && open == (stage == Stage.Closed))
        {
            Filter = Filter with { Open = null };
            // Otherwise the form would show the value in the address.
            ModelState.Remove(nameof(Filter.Open));
        }
    }

    public async Task<IActionResult> OnPostSaveView(CancellationToken ct)
    {
        Complete();
        if (await this.TrySend(Mediator, new SaveView(ViewName, Filter with { After = null, Size = null }, ViewShared)) is { } saved)
        {
            TempData[Shell.Flash] = $"View saved: {saved.Name}.";
            return Redirect(Href());
        }
        MoveError("name", nameof(ViewName));
        IsSavingView = true;
        await ReadPage(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostDeleteView(CancellationToken ct)
    {
        if (await this.TrySend(Mediator, new DeleteView(ViewId, ViewVersion)) is not null)
        {
            TempData[Shell.Flash] = "View deleted.";
            return Redirect(Url.Content("~/problems?open=true&sort=StageSince"));
        }
        Complete();
        await ReadPage(ct);
        return Page();
    }

    /// <summary>The address of a saved view.</summary>
    public string Address(SavedViewDetails view) => Url.Content("~/problems")
        + new QueryBuilder(Filters.Address(view.Filter with { Sort = view.Filter.Sort ?? ProblemSort.StageSince }));

    public bool IsShown(SavedViewDetails view) => Address(view) == Href();

    // A message's error belongs to the form's field.
    private void MoveError(string from, string to)
    {
        if (!ModelState.TryGetValue(from, out var entry)) return;
        foreach (var error in entry.Errors.ToList()) ModelState.AddModelError(to, error.ErrorMessage);
        ModelState.Remove(from);
    }

    protected override async Task ReadChoices(CancellationToken ct)
    {
        await base.ReadChoices(ct);
        Views = (await Mediator.Send(new ListViews(), ct)).Items;
        Recent = await RecentProblems.Read(Mediator, Request, Actor, ct);
    }

    /// <summary>The points of a view, for the script.</summary>
    public async Task<IActionResult> OnGetPoints(MapView view, CancellationToken ct)
    {
        var query = new ReadProblemMap(Filter, view);
        return ModelState.IsValid && await this.IsSound(query) ? new JsonResult(await Mediator.Send(query, ct), Json.Options)
            : BadRequest();
    }

    protected override IEnumerable<KeyValuePair<string, string>> Set() =>
        [.. base.Set(), .. OnlySet([("view", AsMap ? Map : null)])];

    protected override async Task Read(CancellationToken ct)
    {
        // A figure's list is not what this person chose to see next time.
        if (Linked().Count == 0) Remember();
        await base.Read(ct);
    }

    protected override async Task<IReadOnlyList<SelectListItem>> ReadLeads(CancellationToken ct)
    {
        var leads = await Mediator.Leads(Actor.PersonId, nobody: "0", ct);
        // Reports also link to the problems of people who have left.
        if (Filter.LeadId is not { } lead || leads.Any(l => l.Value == Id(lead))) return leads;
        return [.. leads, .. (await Mediator.EverLeads(ct)).Where(l => l.Value == Id(lead))];
    }

    /// <summary>Keeps the filters in this person's cookie, without the search words, which can be names.</summary>
    private void Remember() => Response.Cookies.Append(Cookie, new QueryBuilder(Set().Where(f => f.Key != "text")).ToString(),
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = Request.IsHttps,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(30)
        });

    private string? Remembered() =>
        Request.Cookies[Cookie] is { Length: > 1 and < 1000 } query && query[0] == '?' && query.All(c => c is > ' ' and < (char)127)
            ? query : null;
}
