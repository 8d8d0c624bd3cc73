using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>The deadline of each stage.</summary>
public sealed class DeadlinesPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public DeadlineForm Deadlines { get; set; } = new();

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        Deadlines = DeadlineForm.Of(await mediator.Send(new ReadDeadlines(), ct));
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var d = Deadlines;
        if (await this.TrySend(mediator,
            new ChangeDeadlines(d.Version, d.ScanningDays, d.AnalysisDays, d.ResponseDays, d.ResponseGraceDays, d.AssessmentDays,
                d.AssessmentGraceDays), nameof(Deadlines)) is not null)
        {
            TempData[Shell.Flash] = "The deadlines are saved, and the due dates of open problems are updated.";
            return LocalRedirect("~/settings/deadlines");
        }
        d.Version = this.StaleAt() ?? d.Version;
        return Page();
    }
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
