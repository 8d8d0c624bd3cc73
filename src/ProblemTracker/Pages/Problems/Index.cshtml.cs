using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
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

    public bool OpensProblems => Actor.Might(Permission.OpenProblems);

    public bool ReleasesRecords => Actor.Might(Permission.ReleaseRecords);

    private string Cookie => $"problems-{Actor.PersonId}";

    public override string Path => "/problems";

    protected override Filters<ListProblems> Filters => ProblemList.Filters;

    protected override IQuery<CsvFile> Export => new ExportProblems(Filter);

    public override async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!Request.QueryString.HasValue) return Redirect(Url.Content("~/problems") + (Remembered() ?? "?open=true"));
        // Always set the sort, so that the unfiltered list has an address of its own. The form's checkbox only knows overdue=true.
        Filter = Filter with { Sort = Filter.Sort ?? ProblemSort.StageSince, Overdue = Filter.Overdue is true ? true : null };
        // A chosen stage wins over the status that was in the form before: no problem is open in Closed, or closed in any other stage.
        if (Filter is { Stage: { } stage, Open: { } open } && open == (stage == Stage.Closed))
        {
            Filter = Filter with { Open = null };
            // Otherwise the form would show the value in the address.
            ModelState.Remove(nameof(Filter.Open));
        }
        return await base.OnGet(ct);
    }

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
