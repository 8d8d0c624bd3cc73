using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Retention;

namespace ProblemTracker.Pages.Settings;

/// <summary>How many years each kind of record is kept.</summary>
public sealed class RetentionPage(IMediator mediator, Actor actor) : PageModel
{
    public sealed class KindForm
    {
        public string Kind { get; set; } = "";
        public int? Years { get; set; }
    }

    [BindProperty] public string? Reference { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public List<KindForm> Kinds { get; set; } = [];

    private DueCounts _counts = new(null, false, []);

    public DueCount KindOf(string code) => _counts.Kinds.First(kind => kind.Code == code);

    public async Task OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.Administer)) throw Forbidden.Needs(Permission.Administer);
        var stands = await mediator.Send(new ReadRetentionSchedule(), ct);
        (Reference, Version) = (stands.Value.Reference, stands.Version);
        Kinds = [.. stands.Value.Kinds.Select(kept => new KindForm { Kind = kept.Kind, Years = kept.Years })];
        _counts = await mediator.Send(new CountDue(), ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var kinds = Kinds.Select(kept => new KeptFor(kept.Kind, kept.Years)).ToList();
        if (await this.TrySend(mediator, new ChangeRetentionSchedule(Version, Reference, kinds)) is not null)
        {
            TempData[Shell.Flash] = "The retention schedule is saved.";
            return LocalRedirect("~/settings/retention");
        }
        Version = this.StaleAt() ?? Version;
        _counts = await mediator.Send(new CountDue(), ct);
        // Kinds that the form did not send are kept for good.
        Kinds = [.. _counts.Kinds.Select(kind => Kinds.FirstOrDefault(kept => kept.Kind == kind.Code) ?? new() { Kind = kind.Code })];
        return Page();
    }
}
