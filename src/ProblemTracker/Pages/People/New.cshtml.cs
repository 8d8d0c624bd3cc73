using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;

namespace ProblemTracker.Pages.People;

public sealed class NewModel(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public string Name { get; set; } = "";
    [BindProperty] public string Email { get; set; } = "";
    [BindProperty] public IReadOnlyList<Role> Roles { get; set; } = [];
    [BindProperty] public string Password { get; set; } = "";

    public void OnGet()
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
    }

    public async Task<IActionResult> OnPost()
    {
        if (await this.TrySend(mediator, new CreatePerson(Email, Name, Roles, Password)) is not { } made) return Page();
        TempData[Shell.Flash] = $"{made.Name} can sign in now, and changes the password under Change password.";
        return LocalRedirect("~/people");
    }
}
