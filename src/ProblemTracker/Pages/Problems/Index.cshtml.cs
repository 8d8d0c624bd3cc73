using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>The list of problems. Its filters come back when the list is opened again.</summary>
public sealed class ProblemsPage(IMediator mediator, Actor actor) : ListPage<ListProblems, ProblemRow>(mediator, actor)
{
    public static readonly SelectListItem[] States = [new("Open", "true"), new("Closed", "false"), new("Open and closed", "")];
    public static readonly SelectListItem[] Sorts =
        [new("Longest in their stage", nameof(ProblemSort.StageSince)), new("Due first", nameof(ProblemSort.Due)),
            new("Newest", nameof(ProblemSort.Newest))];

    public bool OpensProblems => Actor.Might(Permission.OpenProblems);

    private string Cookie => $"problems-{Actor.PersonId}";

    public override string Path => "/problems";

    protected override Filters<ListProblems> Filters => ProblemList.Filters;

    protected override IQuery<CsvFile> Export => new ExportProblems(Filter);

    public override async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!Request.QueryString.HasValue) return Redirect(Url.Content("~/problems") + (Remembered() ?? "?open=true"));
        // The order is always set, so that the list of everything has an address of its own. The form has a box for overdue alone.
        Filter = Filter with { Sort = Filter.Sort ?? ProblemSort.StageSince, Overdue = Filter.Overdue is true ? true : null };
        return await base.OnGet(ct);
    }

    protected override async Task Read(CancellationToken ct)
    {
        Remember();
        await base.Read(ct);
    }

    protected override async Task<IReadOnlyList<SelectListItem>> ReadLeads(CancellationToken ct)
    {
        var leads = await Mediator.Leads(Actor.PersonId, nobody: "0", ct);
        // Reports lead to the problems of people who have left, too.
        if (Filter.LeadId is not { } lead || leads.Any(l => l.Value == Id(lead))) return leads;
        return [.. leads, .. (await Mediator.EverLeads(ct)).Where(l => l.Value == Id(lead))];
    }

    /// <summary>
    /// The filters in a cookie of this person, but not the words searched for: a search is for once, and words can be names.
    /// </summary>
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
