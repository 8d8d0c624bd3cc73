using System.Globalization;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Agency;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Case;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;
using ProblemTracker.Search;

namespace ProblemTracker.Pages.Incidents;

/// <summary>Finds incidents, links them to a problem, or opens a problem from them.</summary>
public sealed partial class IncidentsPage(IMediator mediator, Actor actor) : IncidentPage(mediator, actor)
{
    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    [BindProperty] public IReadOnlyList<long> IncidentIds { get; set; } = [];
    /// <summary>Uses all matching incidents instead of the chosen ones.</summary>
    [BindProperty] public bool Everything { get; set; }
    /// <summary>The problem to link to: its number, or words from its title.</summary>
    [BindProperty] public string? Problem { get; set; }
    /// <summary>Name to save the filter under.</summary>
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public bool Shared { get; set; }

    public Page<IncidentRow>? List { get; private set; }
    /// <summary>The newest open problems that the reader may link to: number and title.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public override string Path => "/incidents";
    public bool Links => Actor.Might(Permission.WorkEvidence);
    public bool Opens => Actor.Might(Permission.OpenProblems);
    public bool Imports => Actor.Might(Permission.Import);

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (await Return(ct) is { } there) return there;
        await Check();
        if (ModelState.IsValid) Remember();
        await Read(ct);
        Problem = Target?.Number;
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        await Check();
        if (!ModelState.IsValid) return BadRequest();
        await (await Mediator.Send(new ExportIncidents(Filter), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnPostLink(CancellationToken ct)
    {
        await Check();
        var target = await Chosen(ct);
        if (target is { } problem
            && await this.TrySend(Mediator,
                Everything ? new LinkIncidents(problem.Id, Filter: Filter) : new LinkIncidents(problem.Id, IncidentIds)) is { } linked)
        {
            // Who came from a problem goes back to it.
            var there = ProblemId == problem.Id ? $"~/problems/{problem.Id}" : Href(After);
            TempData[Shell.Flash] = linked.Added == 0
                ? $"These incidents are already linked to {problem.Number}."
                : $"{linked.Added:N0} {(linked.Added == 1 ? "incident" : "incidents")} linked to {problem.Number}. "
                    + $"It now has {linked.Events:N0} {(linked.Events == 1 ? "incident" : "incidents")}."
                    + (ProblemId == problem.Id ? await Rest(problem, ct) : "");
            return LocalRedirect(there);
        }
        await Read(ct);
        return Page();
    }

    /// <summary>The sentence about incidents near the problem that are still not linked.</summary>
    private async Task<string> Rest(ProblemRow problem, CancellationToken ct) =>
        WhereView.NotLinked(await Mediator.Send(new ReadProblemPlace(problem.Id), ct), problem.Category) is { } rest ? $" {rest}" : "";

    /// <summary>Redirects to the form that opens a problem and links these incidents to it.</summary>
    public async Task<IActionResult> OnPostOpen(CancellationToken ct)
    {
        await Check();
        if (!Everything && IncidentIds.Count == 0) ModelState.AddModelError(nameof(IncidentIds), "Choose at least one incident.");
        if (Everything && !IsFiltered)
            ModelState.AddModelError(nameof(Everything), "Filter the list first: a problem is a set of related events.");
        if (!ModelState.IsValid)
        {
            await Read(ct);
            return Page();
        }
        var query = new QueryBuilder();
        if (NeighborhoodId is > 0) query.Add("Form.NeighborhoodId", $"{NeighborhoodId}");
        if (CategoryCode is not null) query.Add("Form.CategoryCode", CategoryCode);
        if (Everything) foreach (var (name, value) in Set()) query.Add($"Incidents.{name}", value);
        else query.Add("Ids", IncidentIds.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        return LocalRedirect($"~/problems/open{query}");
    }

    public async Task<IActionResult> OnPostSave(CancellationToken ct)
    {
        await Check();
        if (await this.TrySend(Mediator, new SaveFilter(Name, Filter with { NotLinkedTo = null }, Shared)) is { } saved)
        {
            TempData[Shell.Flash] = saved.Shared ? $"Filter “{saved.Name}” saved and shared with everyone."
                : $"Filter “{saved.Name}” saved. Only you can see it.";
            return LocalRedirect(Href());
        }
        await Read(ct);
        return Page();
    }

    protected override async Task Read(CancellationToken ct)
    {
        await base.Read(ct);
        if (Links) Problems = [.. (await Mediator.Send(Open(), ct)).Items.Select(p => $"{p.Number} {p.Title}")];
        // A page with errors still shows the list that they are about.
        if (!await this.IsSound(new ListIncidents(Filter, After))) return;
        List = await Mediator.Send(new ListIncidents(Filter, After), ct);
        Zone = (await Mediator.Send(new ReadAgencyDay(), ct)).Zone;
    }

    // Officers link to their teams' problems; supervisors and analysts to any.
    private ListProblems Open(string? text = null) => new()
    {
        Open = true,
        MemberId = Actor.Roles.Contains(Role.Supervisor) || Actor.Roles.Contains(Role.Analyst) ? null : Actor.PersonId,
        Text = text,
        Sort = ProblemSort.Newest,
        Size = ProblemTracker.Shared.Page.LargestSize,
    };

    /// <summary>The problem that was typed: its number, alone or before its title, or words that match only one problem.</summary>
    private async Task<ProblemRow?> Chosen(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Problem))
        {
            ModelState.AddModelError(nameof(Problem), "Type a problem number or words from its title.");
            return null;
        }
        var text = Number().Match(Problem) is { Success: true } full ? full.Value.Trim() : Problem.Trim();
        if (text.Length > 100) text = text[..100];
        var number = (await Mediator.Send(new FindByNumber(text), ct)).Label?.Split(' ')[0];
        // The list also finds words in a problem's sheets, where nobody expects them.
        var words = TextWords.In(text).Select(word => word.Key).ToList();
        var found = (await Mediator.Send(Open(number ?? text), ct)).Items.Where(p => number is not null ? p.Number == number
            : words.TrueForAll(word => SearchKey.Of(p.Title).Contains(word, StringComparison.Ordinal))).ToList();
        if (found.Count == 1) return found[0];
        ModelState.AddModelError(nameof(Problem), found.Count == 0
            ? $"You have no open problem that matches “{text}”. Type a number, such as P-2026-0007, or words from the title."
            : $"{(found.Count < 5 ? found.Count : "Several")} problems match “{text}”: "
                + $"{string.Join("; ", found.Take(3).Select(p => $"{p.Number} {p.Title}"))}. Type the number of one.");
        return null;
    }

    [GeneratedRegex(@"^\s*P-\d{4}-\d{4,}\b", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
