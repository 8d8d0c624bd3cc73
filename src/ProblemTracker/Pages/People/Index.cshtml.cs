using MediatR;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Accounts;

namespace ProblemTracker.Pages.People;

/// <summary>Everyone with an account.</summary>
public sealed class PeoplePage(IMediator mediator, Actor actor) : PageModel
{
    public IReadOnlyList<PersonDetails> People { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        People = (await mediator.Send(new ListPeople(), ct)).Items;
    }
}
