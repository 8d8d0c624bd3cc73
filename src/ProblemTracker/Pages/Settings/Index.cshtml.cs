using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>Deadlines and time zone, with links to the other settings pages.</summary>
public sealed class SettingsPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public DeadlineForm Deadlines { get; set; } = new();
    [BindProperty] public ZoneForm Zone { get; set; } = new();

    public Task OnGet(CancellationToken ct) => Read(deadlinesToo: true, zoneToo: true, ct);

    public async Task<IActionResult> OnPostDeadlines(CancellationToken ct)
    {
        var d = Deadlines;
        if (await this.TrySend(mediator,
            new ChangeDeadlines(d.Version, d.ScanningDays, d.AnalysisDays, d.ResponseDays, d.ResponseGraceDays, d.AssessmentDays,
                d.AssessmentGraceDays), nameof(Deadlines)) is not null)
            return Saved("The deadlines are saved, and the due dates of open problems are updated.");
        d.Version = this.StaleAt() ?? d.Version;
        await Read(deadlinesToo: false, zoneToo: true, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostZone(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new ChangeTimeZone(Zone.Version, Zone.TimeZone), nameof(Zone)) is not null)
            return Saved("The time zone is saved, and the due dates of open problems are updated.");
        Zone.Version = this.StaleAt() ?? Zone.Version;
        await Read(deadlinesToo: true, zoneToo: false, ct);
        return Page();
    }

    private LocalRedirectResult Saved(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect("~/settings");
    }

    private async Task Read(bool deadlinesToo, bool zoneToo, CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        if (deadlinesToo) Deadlines = DeadlineForm.Of(await mediator.Send(new ReadDeadlines(), ct));
        if (!zoneToo) return;
        var zone = await mediator.Send(new ReadTimeZone(), ct);
        Zone = new() { TimeZone = zone.Value.TimeZone, Version = zone.Version };
    }
}

public sealed class ZoneForm
{
    public string TimeZone { get; set; } = "";
    public int Version { get; set; }
}

/// <summary>All in calendar days.</summary>
public sealed class DeadlineForm
{
    public int ScanningDays { get; set; }
    public int AnalysisDays { get; set; }
    public int ResponseDays { get; set; }
    public int ResponseGraceDays { get; set; }
    public int AssessmentDays { get; set; }
    public int AssessmentGraceDays { get; set; }
    public int Version { get; set; }

    public static DeadlineForm Of(VersionedSetting<DeadlineSettings> stands) => new()
    {
        ScanningDays = stands.Value.ScanningDays,
        AnalysisDays = stands.Value.AnalysisDays,
        ResponseDays = stands.Value.ResponseDays,
        ResponseGraceDays = stands.Value.ResponseGraceDays,
        AssessmentDays = stands.Value.AssessmentDays,
        AssessmentGraceDays = stands.Value.AssessmentGraceDays,
        Version = stands.Version,
    };
}
