using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Engagement;
using ProblemTracker.Pages.Commitments;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Engagement;

/// <summary>One contact: its author or a supervisor corrects or deletes it.</summary>
public sealed class ContactPage(IMediator mediator, Actor actor, TimeProvider clock) : PageModel
{
    private AgencyDay _day = null!;

    [FromRoute] public long Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public EngagementForm Form { get; set; } = new();

    [BindProperty] public CommitmentForm Commitment { get; set; } = new();

    public EngagementRow Shown { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> ToChoose { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Themes { get; private set; } = [];
    public CommitmentSection Commitments { get; private set; } = null!;
    public HeardConcerns Concerns { get; private set; } = null!;

    public bool IsStale => this.StaleAt() is not null;
    public bool MayChange => EngagementSql.MayChange(actor, Shown);
    public bool MayDelete => EngagementSql.MayDelete(actor, Shown, clock.GetUtcNow());

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        (Form, Version) = (EngagementForm.Of(Shown, _day), Shown.Version);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Read(ct);
        if (await this.TrySend(mediator, new ChangeEngagement(Id, Version, Form.Facts(_day, ModelState)), nameof(Form)) is not null)
        {
            TempData[Shell.Flash] = "The contact is saved.";
            return LocalRedirect($"~/engagement/{Id}");
        }
        Form.ForgetLocation(ModelState);
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    public async Task<IActionResult> OnPostDelete(CancellationToken ct)
    {
        // The fields of the contact are in the other form.
        ModelState.Clear();
        if (await this.TrySend(mediator, new DeleteEngagement(Id, Version)) is not null)
        {
            TempData[Shell.Flash] = "The contact is deleted.";
            return LocalRedirect("~/engagement");
        }
        await Read(ct);
        (Form, Version) = (EngagementForm.Of(Shown, _day), Shown.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostCommit(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new GiveCommitment(Commitment.Facts) { EngagementId = Id }, nameof(Commitment)) is not null)
        {
            TempData[Shell.Flash] = "The commitment is recorded.";
            return LocalRedirect($"~/engagement/{Id}");
        }
        await Read(ct);
        (Form, Version) = (EngagementForm.Of(Shown, _day), Shown.Version);
        return Page();
    }

    public string Time(DateTimeOffset at) => DateText.Time(_day.Local(at));

    private async Task Read(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Shown = await mediator.Send(new ReadEngagement(Id), ct);
        ToChoose = await mediator.NeighborhoodsToChoose(ct, Shown.NeighborhoodId);
        Themes = await mediator.Categories(retiredToo: false, ct);
        if (Shown.CategoryCode is { } code && Themes.All(theme => theme.Value != code)) Themes = [.. Themes, new(Shown.Category, code)];
        Commitment.OwnerId ??= actor.PersonId;
        var list = await mediator.Send(new ListCommitments { EngagementId = Id, Size = ProblemTracker.Shared.Page.LargestSize }, ct);
        Concerns = await HeardConcerns.Of(mediator, actor, Id, ct);
        Commitments = new(list.Items, Commitment, await CommitmentForm.Owners(mediator, actor.PersonId, ct), _day.Today, false);
    }
}
