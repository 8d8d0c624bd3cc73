using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ProblemTracker.Pages.Settings;

/// <summary>Links to the settings pages.</summary>
public sealed class SettingsPage(Actor actor) : PageModel
{
    public void OnGet()
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
    }
}
