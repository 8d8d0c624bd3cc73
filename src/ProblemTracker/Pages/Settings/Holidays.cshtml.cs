using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>The list of holidays, saved as a whole.</summary>
public sealed class HolidaysPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public List<HolidayRow> Items { get; set; } = [];
    [BindProperty] public int Version { get; set; }

    public bool HasNone { get; private set; }
    public HolidayCoverage Coverage { get; private set; } = new(null, null, false);
    /// <summary>The US federal holidays of this year and next that are not in the saved list.</summary>
    public IReadOnlyList<HolidayItem> FederalLeft { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        var stands = await ReadFederal(ct);
        Version = stands.Version;
        Items = [.. stands.Value.Items.Select(item => new HolidayRow { Date = item.Date, Name = item.Name })];
        AddBlankRows();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (ModelState.IsValid)
        {
            // Renumber the rows without the blank ones, so that each error points to its row.
            Items = [.. Items.Where(row => !row.IsBlank).OrderBy(row => row.Date ?? DateOnly.MaxValue)];
            ModelState.Clear();
            for (var i = 0; i < Items.Count; i++)
                if (Items[i].Date is null) ModelState.AddModelError($"Items[{i}].Date", "Choose the date of this holiday.");
            var message = new ReplaceHolidays(Version, [.. Items.Select(row => new HolidayItem(row.Date ?? default, row.Name.Trim()))]);
            if (await this.TrySend(mediator, message) is not null)
            {
                TempData[Shell.Flash] = "The holidays are saved, and the due dates of open problems are updated.";
                return LocalRedirect("~/settings/holidays");
            }
        }
        return await Again(ct);
    }

    public Task<IActionResult> OnPostAddFederal(CancellationToken ct) => ChangeFederal("The US federal holidays are in the list.",
        (present, federal) => present.Concat(federal.ExceptBy(present.Select(day => day.Date), day => day.Date)), ct);

    public Task<IActionResult> OnPostRemoveFederal(CancellationToken ct) => ChangeFederal("The US federal holidays were removed.",
        (present, federal) => present.ExceptBy(federal.Select(day => day.Date), day => day.Date), ct);

    private async Task<IActionResult> ChangeFederal(string sentence,
        Func<IReadOnlyList<HolidayItem>, IReadOnlyList<HolidayItem>, IEnumerable<HolidayItem>> change, CancellationToken ct)
    {
        var present = (await mediator.Send(new ReadHolidays(), ct)).Value.Items;
        var after = change(present, (await mediator.Send(new ReadFederalHolidays(), ct)).Items).OrderBy(day => day.Date);
        ModelState.Clear();
        if (await this.TrySend(mediator, new ReplaceHolidays(Version, [.. after])) is not null)
        {
            TempData[Shell.Flash] = $"{sentence} Due dates of open problems are updated.";
            return LocalRedirect("~/settings/holidays");
        }
        Items = [.. present.Select(item => new HolidayRow { Date = item.Date, Name = item.Name })];
        return await Again(ct);
    }

    private async Task<IActionResult> Again(CancellationToken ct)
    {
        await ReadFederal(ct);
        Version = this.StaleAt() ?? Version;
        AddBlankRows();
        return Page();
    }

    private async Task<VersionedSetting<HolidayList>> ReadFederal(CancellationToken ct)
    {
        var stands = await mediator.Send(new ReadHolidays(), ct);
        HasNone = stands.Value.Items.Count == 0;
        Coverage = await mediator.Send(new ReadHolidayCoverage(), ct);
        FederalLeft = [.. (await mediator.Send(new ReadFederalHolidays(), ct)).Items
            .ExceptBy(stands.Value.Items.Select(day => day.Date), day => day.Date)];
        return stands;
    }

    private void AddBlankRows() => Items.AddRange([new(), new()]);
}

public sealed class HolidayRow
{
    public DateOnly? Date { get; set; }
    public string Name { get; set; } = "";

    public bool IsBlank => Date is null && string.IsNullOrWhiteSpace(Name);
}
