using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>The supervisor of each neighborhood and the commander of each supervisor, saved as a whole.</summary>
public sealed class ResponsibilityPage(IMediator mediator) : PageModel
{
    [BindProperty] public List<Row> Neighborhoods { get; set; } = [];
    [BindProperty] public List<Row> Supervisors { get; set; } = [];
    [BindProperty] public int Version { get; set; }

    public IReadOnlyList<SelectListItem> SupervisorChoices { get; private set; } = [];
    public IReadOnlyList<SelectListItem> CommanderChoices { get; private set; } = [];
    private Dictionary<long, string> _people = [];
    private Dictionary<long, string> _places = [];

    /// <summary>A neighborhood and its supervisor, or a supervisor and their commander.</summary>
    public sealed class Row
    {
        public long Id { get; set; }
        public long? PersonId { get; set; }
    }

    public string Place(long id) => _places.GetValueOrDefault(id, "?");

    public string Person(long id) => _people.GetValueOrDefault(id, "?");

    /// <summary>The hint about an assigned person who left or lost the role; null for everyone else.</summary>
    public string? Gone(Row row, IReadOnlyList<SelectListItem> choices) =>
        row.PersonId is { } id && choices.All(choice => choice.Value != $"{id}")
            ? $"{Person(id)} is no longer active in this role. Choose someone else." : null;

    public async Task OnGet(CancellationToken ct)
    {
        var stands = await mediator.Send(new ReadResponsibility(), ct);
        Version = stands.Version;
        Neighborhoods = [.. stands.Value.Neighborhoods.Select(row => new Row { Id = row.NeighborhoodId, PersonId = row.SupervisorId })];
        Supervisors = [.. stands.Value.Supervisors.Select(row => new Row { Id = row.SupervisorId, PersonId = row.CommanderId })];
        await ReadNames(ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var message = new ChangeResponsibility(Version,
            [.. Neighborhoods.Select(row => new NeighborhoodSupervisor { NeighborhoodId = row.Id, SupervisorId = row.PersonId })],
            [.. Supervisors.Select(row => new SupervisorCommander { SupervisorId = row.Id, CommanderId = row.PersonId })]);
        if (await this.TrySend(mediator, message) is not null)
        {
            TempData[Shell.Flash] = "The supervisors and commanders are saved.";
            return LocalRedirect("~/settings/responsibility");
        }
        Version = this.StaleAt() ?? Version;
        for (var i = 0; i < Neighborhoods.Count; i++) Move($"neighborhoods[{i}].supervisorId", $"Neighborhoods[{i}].PersonId");
        for (var i = 0; i < Supervisors.Count; i++) Move($"supervisors[{i}].commanderId", $"Supervisors[{i}].PersonId");
        await ReadNames(ct);
        return Page();
    }

    // Both lists use PersonId in the form, but the message names the field by role.
    private void Move(string from, string to)
    {
        if (!ModelState.TryGetValue(from, out var entry)) return;
        foreach (var error in entry.Errors.ToList()) ModelState.AddModelError(to, error.ErrorMessage);
        ModelState.Remove(from);
    }

    private async Task ReadNames(CancellationToken ct)
    {
        var people = (await mediator.Send(new ListPeople(), ct)).Items;
        _people = people.ToDictionary(p => p.Id, p => p.Name);
        _places = (await mediator.Send(new ListNeighborhoods(), ct)).Items.ToDictionary(n => n.Id, n => n.Name);
        SupervisorChoices = Those(Role.Supervisor);
        CommanderChoices = Those(Role.Command);

        IReadOnlyList<SelectListItem> Those(Role role) =>
            [new("No one", ""),
                .. people.Where(p => p.Active && p.Roles.Contains(role)).Select(p => new SelectListItem(p.Name, $"{p.Id}"))];
    }
}
