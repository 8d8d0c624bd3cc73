using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Assignments;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Assignments;

/// <summary>A person's assignments and public name.</summary>
public sealed class PersonAssignmentsPage(IMediator mediator, Actor actor) : PageModel
{
    public const string Program = AssignmentSql.Program;

    [FromRoute] public long Id { get; set; }
    [BindProperty] public long? NeighborhoodId { get; set; }
    [BindProperty] public DateOnly? From { get; set; }
    [BindProperty] public DateOnly? To { get; set; }
    [BindProperty] public string? PublicName { get; set; }
    [BindProperty] public int Version { get; set; }

    public string Name { get; private set; } = "";
    public IReadOnlyList<AssignmentRow> Current { get; private set; } = [];
    public IReadOnlyList<AssignmentRow> Past { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    private DateOnly _today;

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        From = _today;
        await ReadName(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Read(ct);
        if (From is null && ModelState.IsValid) ModelState.AddModelError(nameof(From), "Enter the first day.");
        if (await this.TrySend(mediator, new AddAssignment(Id, NeighborhoodId, From ?? _today, To)) is { } made)
            return Saved($"{made.Person} is assigned to {made.Subject}.");
        await ReadName(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostName(CancellationToken ct)
    {
        await Read(ct);
        if (await this.TrySend(mediator, new ChangePublicName(Id, Version, PublicName)) is { } saved)
            return Saved(saved.PublicName is { } name ? $"The public name is {name}." : "The public name is not shown.");
        (From, Version) = (_today, this.StaleAt() ?? Version);
        return Page();
    }

    private async Task ReadName(CancellationToken ct)
    {
        var named = await mediator.Send(new ReadPublicName(Id), ct);
        (PublicName, Version) = (named.PublicName, named.Version);
    }

    private LocalRedirectResult Saved(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect($"~/people/{Id}/assignments");
    }

    private async Task Read(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        var person = (await mediator.Send(new ListPeople(), ct)).Items.FirstOrDefault(p => p.Id == Id) ?? throw new NotFound();
        if (person.Roles.Contains(Role.Partner)) throw new NotFound();
        Name = person.Name;
        _today = (await mediator.Send(new ReadAgencyDay(), ct)).Today;
        Neighborhoods = await mediator.NeighborhoodsToChoose(ct);
        var all = await mediator.AssignmentsOf(Id, ct);
        Current = [.. all.Where(row => !(row.To < _today))];
        Past = [.. all.Except(Current)];
    }
}

internal static class AssignmentReading
{
    /// <summary>All assignments of a person, latest start first.</summary>
    public static async Task<IReadOnlyList<AssignmentRow>> AssignmentsOf(this IMediator mediator, long personId, CancellationToken ct)
    {
        var rows = new List<AssignmentRow>();
        var page = await mediator.Send(new ListAssignments { PersonId = personId }, ct);
        for (rows.AddRange(page.Items); page.Next is { } next; rows.AddRange(page.Items))
            page = await mediator.Send(new ListAssignments { PersonId = personId, After = next }, ct);
        return rows;
    }
}
