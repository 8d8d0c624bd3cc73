using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Shared;

/// <summary>What the forms' selects offer.</summary>
internal static class Choices
{
    /// <summary>The choices of a filter: first the one that filters nothing.</summary>
    public static IEnumerable<SelectListItem> Any(string any, IEnumerable<SelectListItem> choices) => [new(any, ""), .. choices];

    public static async Task<IReadOnlyList<SelectListItem>> Neighborhoods(this IMediator mediator, CancellationToken ct) =>
        [.. (await mediator.Send(new ListNeighborhoods(), ct)).Items.Select(n => new SelectListItem(n.Name, $"{n.Id}"))];

    /// <param name="mediator">Takes the message.</param>
    /// <param name="retiredToo">Also those that can't be chosen for anything new: for finding what has them.</param>
    /// <param name="ct">Ends the work.</param>
    public static async Task<IReadOnlyList<SelectListItem>> Categories(this IMediator mediator, bool retiredToo, CancellationToken ct) =>
        [.. (await mediator.Send(new ReadCategories(), ct)).Value.Items.Where(c => c.Active || retiredToo)
            .Select(c => new SelectListItem(c.Name, c.Code))];

    /// <summary>The id of the problem with the number that was typed; null for none that the reader may see.</summary>
    public static async Task<long?> ByNumber(this IMediator mediator, string? typed, CancellationToken ct)
    {
        var number = typed?.Trim() ?? "";
        if (number.Length is 0 or > 20) return null;
        var found = await mediator.Send(new ListProblems { Text = number }, ct);
        return found.Items.FirstOrDefault(row => row.Number.Equals(number, StringComparison.OrdinalIgnoreCase))?.Id;
    }

    /// <summary>For whom a partner can act.</summary>
    /// <param name="mediator">Takes the message.</param>
    /// <param name="ct">Ends the work.</param>
    /// <param name="present">Stays on offer, whatever else is.</param>
    public static async Task<OrganizationChoices> Organizations(this IMediator mediator, CancellationToken ct, long? present = null)
    {
        var found = await mediator.Send(new ListOrganizations(), ct);
        List<SelectListItem> items = [.. found.Items.Select(o => new SelectListItem(o.Name, $"{o.Id}"))];
        if (present is not null && items.All(i => i.Value != $"{present}")) items.Add(new($"Stakeholder number {present}", $"{present}"));
        return new(items, found.TotalIsCapped
            ? $"Only with the role of a partner. The first {found.Items.Count} organizations of the directory, by name; for others use the "
                + "verb user create with --stakeholder."
            : "Only with the role of a partner. The organizations of the directory, by name.");
    }

    /// <summary>
    /// Who can lead a problem: active officers, supervisors and analysts. The reader comes first, as "Me", then "Nobody" with this value.
    /// </summary>
    public static async Task<IReadOnlyList<SelectListItem>> Leads(this IMediator mediator, long? me, string nobody, CancellationToken ct)
    {
        var people = (await mediator.Send(new ListPeople(Active: true), ct)).Items
            .Where(p => p.Roles.Any(r => r is Role.Officer or Role.Supervisor or Role.Analyst)).ToList();
        return
        [
            .. people.Where(p => p.Id == me).Select(p => new SelectListItem($"Me ({p.Name})", $"{p.Id}")),
            new("Nobody", nobody),
            .. people.Where(p => p.Id != me).Select(p => new SelectListItem(p.Name, $"{p.Id}")),
        ];
    }

    /// <summary>Who leads a problem or ever can have: also those who left. Then "Nobody" as 0.</summary>
    public static async Task<IReadOnlyList<SelectListItem>> EverLeads(this IMediator mediator, CancellationToken ct) =>
    [
        new("Nobody", "0"),
        .. (await mediator.Send(new ListPeople(), ct)).Items.Where(p => !p.Roles.Contains(Role.Partner))
            .Select(p => new SelectListItem(p.Active ? p.Name : $"{p.Name} (has left)", $"{p.Id}")),
    ];
}

/// <summary>The options of a select, and what to say about them.</summary>
public sealed record OrganizationChoices(IReadOnlyList<SelectListItem> Items, string Hint);
