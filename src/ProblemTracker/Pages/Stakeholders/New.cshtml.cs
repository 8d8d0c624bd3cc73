using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Stakeholders;

/// <summary>
/// Adds a stakeholder, after showing possible duplicates. A link can prefill the form: <c>?Form.Name=Dana</c>.
/// </summary>
public sealed class NewStakeholderPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public StakeholderForm Form { get; set; } = new();

    /// <summary>The problem to return to, where the new stakeholder can be attached.</summary>
    [BindProperty(SupportsGet = true)] public long? For { get; set; }

    /// <summary>Ids of the similar entries already shown, separated by commas.</summary>
    [BindProperty] public string SimilarSeen { get; set; } = "";

    public IReadOnlyList<SimilarStakeholder> Similar { get; private set; } = [];

    public void OnGet()
    {
        if (!actor.Might(Permission.WorkProblems)) throw Forbidden.Needs(Permission.WorkProblems);
        ModelState.Clear();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var message = Form.Creation();
        if (Form.Kind is null) ModelState.TryAddModelError("Form.Kind", "Choose a kind.");
        await this.CheckShape(message, nameof(Form));
        if (ModelState.IsValid)
        {
            // Search for duplicates only if the person may be entered at all.
            if (!message.Kind.MayBePerson() || Form.IsAdult)
                Similar = await mediator.Send(new FindSimilarStakeholders(Form.Name, Form.Phone, Form.Email), ct);
            var seen = SimilarSeen.Split(',');
            if (Similar.All(entry => seen.Contains($"{entry.Id}")) && await this.TrySend(mediator, message, nameof(Form)) is { } made)
            {
                TempData[Shell.Flash] = For is null ? $"{made.Name} was added to the directory."
                    : $"{made.Name} was added to the directory. Now choose a role and attach them.";
                return LocalRedirect(
                    For is { } problem ? $"~/problems/{problem}/stakeholders?text={Uri.EscapeDataString(made.Name)}#found"
                        : $"~/stakeholders/{made.Id}");
            }
        }
        // The posted value would override the new one.
        ModelState.Remove(nameof(SimilarSeen));
        return Page();
    }
}
