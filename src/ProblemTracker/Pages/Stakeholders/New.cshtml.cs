using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Stakeholders;

/// <summary>
/// Adds an entry to the directory, after a look at those that might be the same. A link can bring a beginning: <c>?Form.Name=Dana</c>.
/// </summary>
public sealed class NewStakeholderPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)] public StakeholderForm Form { get; set; } = new();

    /// <summary>The problem to go back to, where the new entry is attached.</summary>
    [BindProperty(SupportsGet = true)] public long? For { get; set; }

    /// <summary>Ids of the similar entries that were shown already, with commas.</summary>
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
            // Who may not be entered at all is refused before anybody looks for them.
            if (!message.Kind.MayBePerson() || Form.IsAdult)
                Similar = await mediator.Send(new FindSimilarStakeholders(Form.Name, Form.Phone, Form.Email), ct);
            var seen = SimilarSeen.Split(',');
            if (Similar.All(entry => seen.Contains($"{entry.Id}")) && await this.TrySend(mediator, message, nameof(Form)) is { } made)
            {
                TempData[Shell.Flash] = For is null ? $"{made.Name} is in the directory."
                    : $"{made.Name} is in the directory. Now choose their role and attach them.";
                return LocalRedirect(
                    For is { } problem ? $"~/problems/{problem}/stakeholders?text={Uri.EscapeDataString(made.Name)}#found"
                        : $"~/stakeholders/{made.Id}");
            }
        }
        // What was posted would win over what is shown now.
        ModelState.Remove(nameof(SimilarSeen));
        return Page();
    }
}
