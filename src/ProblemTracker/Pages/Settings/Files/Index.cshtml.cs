using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Settings;

/// <summary>How large files may be, and how many a problem can have.</summary>
[Needs(Permission.Administer)]
public sealed class FileSettingsPage(IMediator mediator) : PageModel
{
    public sealed class LimitsForm
    {
        public int? MegabytesPerFile { get; set; }
        public int? FilesPerProblem { get; set; }
        public int? MegabytesPerProblem { get; set; }
        public int Version { get; set; }
    }

    [BindProperty]
    public LimitsForm Form { get; set; } = new();

    public async Task OnGetAsync(CancellationToken ct)
    {
        var stands = await mediator.Send(new ReadFileLimits(), ct);
        Form = new()
        {
            MegabytesPerFile = stands.Value.MegabytesPerFile,
            FilesPerProblem = stands.Value.FilesPerProblem,
            MegabytesPerProblem = stands.Value.MegabytesPerProblem,
            Version = stands.Version,
        };
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var message = new ChangeFileLimits(Form.Version, Form.MegabytesPerFile ?? 0, Form.FilesPerProblem ?? 0,
            Form.MegabytesPerProblem ?? 0);
        if (await this.TrySend(mediator, message, nameof(Form)) is not null)
        {
            TempData[Shell.Flash] = "The limits are saved.";
            return LocalRedirect("~/settings/files");
        }
        Form.Version = this.StaleAt() ?? Form.Version;
        return Page();
    }
}
