using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Shared;

/// <summary>Options for the selects of forms.</summary>
internal static class Choices
{
    /// <summary>Options of a filter, starting with one that filters nothing.</summary>
    public static IEnumerable<SelectListItem> Any(string any, IEnumerable<SelectListItem> choices) => [new(any, ""), .. choices];

    /// <summary>Every neighborhood, for filters: retired ones have records too, and so has "No neighborhood".</summary>
    public static async Task<IReadOnlyList<SelectListItem>> Neighborhoods(this IMediator mediator, CancellationToken ct) =>
        [.. (await mediator.Send(new ListNeighborhoods(), ct)).Items.Select(Option)];

    /// <summary>The same without "No neighborhood", since incidents outside all neighborhoods have none.</summary>
    public static async Task<IReadOnlyList<SelectListItem>> NeighborhoodsOfIncidents(this IMediator mediator, CancellationToken ct) =>
        [.. (await mediator.Send(new ListNeighborhoods(), ct)).Items.Where(n => !n.IsUnassigned).Select(Option)];

    private static SelectListItem Option(NeighborhoodRow n) => new(n.IsUnassigned ? n.Name : n.NameWithDays, $"{n.Id}");

    /// <summary>The neighborhoods of a form: the active ones, and the present one.</summary>
    public static async Task<IReadOnlyList<SelectListItem>> NeighborhoodsToChoose(this IMediator mediator, CancellationToken ct,
        long? present = null) =>
        [.. (await mediator.Send(new ListNeighborhoods(), ct)).Items.Where(n => n.CanBeChosen || n.Id == present)
            .Select(Option)];

    /// <param name="mediator">Sends the query.</param>
    /// <param name="retiredToo">Whether to include inactive categories, so that a filter can find older records.</param>
    /// <param name="ct">Cancels the query.</param>
    public static async Task<IReadOnlyList<SelectListItem>> Categories(this IMediator mediator, bool retiredToo, CancellationToken ct) =>
        [.. (await mediator.Send(new ReadCategories(), ct)).Value.Items.Where(c => c.Active || retiredToo)
            .Select(c => new SelectListItem(c.Name, c.Code))];

    /// <summary>Every time zone by its IANA name, those of the United States first.</summary>
    /// <param name="mediator">Sends the query.</param>
    /// <param name="ct">Cancels the query.</param>
    /// <param name="present">The zone in use, which is always an option.</param>
    public static async Task<IReadOnlyList<SelectListItem>> TimeZones(this IMediator mediator, CancellationToken ct, string? present = null)
    {
        var (american, other) = (new SelectListGroup { Name = "United States" }, new SelectListGroup { Name = "All others" });
        List<SelectListItem> zones = [.. (await mediator.Send(new ListTimeZones(), ct)).Items
            .Select(zone => new SelectListItem(zone.Name, zone.Id) { Group = zone.IsAmerican ? american : other })];
        if (!string.IsNullOrEmpty(present) && zones.All(zone => zone.Value != present)) zones.Add(new(present, present) { Group = other });
        return zones;
    }

    /// <summary>The id of the problem with the typed number; null if the reader can view none with it.</summary>
    public static async Task<long?> ByNumber(this IMediator mediator, string? typed, CancellationToken ct)
    {
        var number = typed?.Trim() ?? "";
        if (number.Length is 0 or > 20) return null;
        var found = await mediator.Send(new ListProblems { Text = number }, ct);
        return found.Items.FirstOrDefault(row => row.Number.Equals(number, StringComparison.OrdinalIgnoreCase))?.Id;
    }

    /// <summary>The organizations that a partner's account can belong to.</summary>
    /// <param name="mediator">Sends the query.</param>
    /// <param name="ct">Cancels the query.</param>
    /// <param name="present">The current organization, which is always an option.</param>
    public static async Task<OrganizationChoices> Organizations(this IMediator mediator, CancellationToken ct, long? present = null)
    {
        var found = await mediator.Send(new ListOrganizations(), ct);
        List<SelectListItem> items = [.. found.Items.Select(o => new SelectListItem(o.Name, $"{o.Id}"))];
        if (present is not null && items.All(i => i.Value != $"{present}")) items.Add(new($"Stakeholder {present}", $"{present}"));
        return new(items, found.TotalIsCapped
            ? $"Only for the partner role. Lists the first {found.Items.Count} organizations in the directory by name; for any other, open "
                + "it under Stakeholders and select Add an account."
            : "Only for the partner role. Lists the organizations in the directory by name.");
    }

    /// <summary>
    /// The people who can lead a problem: active officers, supervisors and analysts. The reader comes first, as "Me", then "No lead" with
    /// the value <paramref name="nobody"/>.
    /// </summary>
    public static async Task<IReadOnlyList<SelectListItem>> Leads(this IMediator mediator, long? me, string nobody, CancellationToken ct)
    {
        var people = (await mediator.Send(new ListPeople(Active: true), ct)).Items
            .Where(p => p.Roles.Any(r => r is Role.Officer or Role.Supervisor or Role.Analyst)).ToList();
        return
        [
            .. people.Where(p => p.Id == me).Select(p => new SelectListItem($"Me ({p.Name})", $"{p.Id}")),
            new("No lead", nobody),
            .. people.Where(p => p.Id != me).Select(p => new SelectListItem(p.Name, $"{p.Id}")),
        ];
    }

    /// <summary>"No lead" as 0, then everyone who leads a problem or may have led one, including people who left.</summary>
    public static async Task<IReadOnlyList<SelectListItem>> EverLeads(this IMediator mediator, CancellationToken ct) =>
    [
        new("No lead", "0"),
        .. (await mediator.Send(new ListPeople(), ct)).Items.Where(p => !p.Roles.Contains(Role.Partner))
            .Select(p => new SelectListItem(p.Active ? p.Name : $"{p.Name} (has left)", $"{p.Id}")),
    ];
}

/// <summary>The options of a select, with its hint.</summary>
public sealed record OrganizationChoices(IReadOnlyList<SelectListItem> Items, string Hint);
