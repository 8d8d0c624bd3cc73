using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.Bulletins;

/// <summary>One bulletin: a supervisor publishes or returns it, its writer changes it.</summary>
public sealed class BulletinPage(IMediator mediator, Actor actor) : PageModel
{
    private AgencyDay _day = null!;

    [FromRoute] public long Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public string Reason { get; set; } = "";

    public BulletinDetails Shown { get; private set; } = null!;

    public bool IsOwn => Shown.WriterId == actor.PersonId;

    /// <summary>Whether the reader may publish or return it.</summary>
    public bool MayDecide => actor.Might(Permission.Supervise) && !IsOwn && Shown.Status == BulletinStatus.Waiting;

    public bool MayChange => Shown.Status is BulletinStatus.Waiting or BulletinStatus.Returned;

    public bool MayWithdraw => (IsOwn || actor.Might(Permission.Supervise)) && Shown.Status != BulletinStatus.Withdrawn;

    public Task OnGet(CancellationToken ct) => Read(ct);

    public Task<IActionResult> OnPostApprove(CancellationToken ct) =>
        Do(new ApproveBulletin(Id, Version), "Residents can read the bulletin now.", ct);

    public Task<IActionResult> OnPostReturn(CancellationToken ct) =>
        Do(new ReturnBulletin(Id, Version, Reason), "The bulletin is back with its writer.", ct);

    public Task<IActionResult> OnPostWithdraw(CancellationToken ct) =>
        Do(new WithdrawBulletin(Id, Version), "The bulletin is withdrawn. Residents can't read it.", ct);

    public string Time(DateTimeOffset at) => DateText.Time(TimeZoneInfo.ConvertTime(at, _day.Zone));

    private async Task<IActionResult> Do(IRequest<BulletinDetails> message, string done, CancellationToken ct)
    {
        if (await this.TrySend(mediator, message) is not null)
        {
            TempData[Shell.Flash] = done;
            return LocalRedirect($"~/bulletins/{Id}");
        }
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Shown = await mediator.Send(new ReadBulletin(Id), ct);
    }
}
