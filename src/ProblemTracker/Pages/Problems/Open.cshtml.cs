using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>Opens a problem, in two minutes on a laptop in a car.</summary>
/// <remarks>
/// A link can fill in a beginning: <c>?Form.NeighborhoodId=3&amp;Form.CategoryCode=burglary</c>, and name incidents that are linked once it
/// is open: <c>Ids=1&amp;Ids=2</c>, or a filter as <c>Incidents.From=2026-01-01</c>.
/// </remarks>
public sealed class OpenProblemPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public OpenForm Form { get; set; } = new() { LeadId = actor.PersonId };
    [BindProperty(SupportsGet = true)] public IReadOnlyList<long> Ids { get; set; } = [];
    [BindProperty(SupportsGet = true)] public IncidentFilter Incidents { get; set; } = new();

    /// <summary>Ids of the similar problems that were shown already, with commas.</summary>
    [BindProperty] public string SimilarSeen { get; set; } = "";

    public IReadOnlyList<SimilarProblem> Similar { get; private set; } = [];
    /// <summary>The button says that similar ones were seen.</summary>
    public bool IsSecondStep { get; private set; }
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Leads { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.OpenProblems)) throw Forbidden.Needs(Permission.OpenProblems);
        await ReadChoices(ct);
        Similar = await FindSimilar(ct);
        return Page();
    }

    /// <summary>The fragment that shows similar problems while the form is being filled in.</summary>
    public async Task<IActionResult> OnGetSimilar(CancellationToken ct) => Partial("_Similar", await FindSimilar(ct));

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var message = Form.Message();
        await this.CheckShape(message, nameof(Form));
        Similar = await FindSimilar(ct);
        var seen = SimilarSeen.Split(',');
        var isNews = Similar.Any(problem => !seen.Contains($"{problem.Id}"));
        if (ModelState.IsValid && !isNews && await this.TrySend(mediator, message, nameof(Form)) is { } opened)
        {
            TempData[Shell.Flash] =
                $"{opened.Number} is "
                    + $"open.{(opened.DueOn is { } due ? $" Scanning is due {DateText.LongDate(due)}." : "")}{await Link(opened.Id)}";
            return LocalRedirect($"~/problems/{opened.Id}");
        }
        IsSecondStep = ModelState.IsValid && isNews;
        // What was posted would win over what is shown now.
        ModelState.Remove(nameof(SimilarSeen));
        await ReadChoices(ct);
        return Page();
    }

    private async Task<string> Link(long problemId)
    {
        if (Ids.Count == 0 && Incidents.IsEmpty) return "";
        try
        {
            var linked = await mediator.Send(
                Ids.Count > 0 ? new LinkIncidents(problemId, Ids) : new LinkIncidents(problemId, Filter: Incidents));
            return $" {linked.Added:N0} {(linked.Added == 1 ? "incident is" : "incidents are")} linked.";
        }
        catch (TrackerException refusal)
        {
            // The problem is open all the same; the incidents can be linked from their list.
            return " The incidents were not linked: "
                + $"{(refusal is RuleBroken rule ? rule.Shortfalls[0].Message : refusal is Invalid invalid ? invalid.Errors.First().Value[0] : refusal.Message)}";
        }
    }

    private async Task<IReadOnlyList<SimilarProblem>> FindSimilar(CancellationToken ct)
    {
        try
        {
            return await mediator.Send(
                new FindSimilar(Form.CategoryCode.Length > 0 ? Form.CategoryCode : null, Form.NeighborhoodId,
                    Form.Latitude, Form.Longitude), ct);
        }
        catch (Invalid)
        {
            // Half a point: the form says so itself.
            return [];
        }
    }

    private async Task ReadChoices(CancellationToken ct)
    {
        Neighborhoods = [new("- Select, or give a point -", ""), .. await mediator.Neighborhoods(ct)];
        Categories = [new("- Select -", ""), .. await mediator.Categories(retiredToo: false, ct)];
        Leads = await mediator.Leads(actor.PersonId, nobody: "", ct);
    }
}

/// <summary>The form, in the API's field names.</summary>
public sealed class OpenForm
{
    public string Title { get; set; } = "";
    public string Description { get; set; } = "";
    public string CategoryCode { get; set; } = "";
    public long? NeighborhoodId { get; set; }
    public string? Address { get; set; }
    public double? Latitude { get; set; }
    public double? Longitude { get; set; }
    public IdentifiedBy IdentifiedBy { get; set; } = IdentifiedBy.Officer;
    public Priority Priority { get; set; } = Priority.Normal;
    public bool Confidential { get; set; }
    public long? LeadId { get; set; }

    public OpenProblem Message() =>
        new(Title, Description, CategoryCode, IdentifiedBy, Priority, Confidential, NeighborhoodId, Address, Latitude, Longitude, LeadId);
}
