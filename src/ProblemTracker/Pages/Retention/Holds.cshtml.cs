using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Retention;

namespace ProblemTracker.Pages.Retention;

/// <summary>Legal holds: set, listed and ended.</summary>
public sealed class HoldsPage(IMediator mediator) : PageModel
{
    /// <summary>Fields of the message that the form has as one.</summary>
    private static readonly string[] MessageFields = [nameof(SetLegalHold.SubjectId), nameof(SetLegalHold.Number)];

    private AgencyDay _day = null!;

    [FromQuery] public string? After { get; set; }
    [BindProperty] public HoldCovers Covers { get; set; } = HoldCovers.Problem;

    /// <summary>A problem's number, or the number in the address of a problem or stakeholder.</summary>
    [BindProperty(SupportsGet = true)] public string? Subject { get; set; }

    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public string? Reference { get; set; }
    [BindProperty] public long? HoldId { get; set; }
    [BindProperty] public string? EndReason { get; set; }

    /// <summary>Null if the page of the list does not exist.</summary>
    public Page<LegalHoldRow>? List { get; private set; }

    public Pager Pager => new(List!.Items.Count, List.Total, List.TotalIsCapped,
        List.Next is { } next ? Url.Content($"~/retention/holds?after={Uri.EscapeDataString(next)}") : null,
        After is null ? null : Url.Content("~/retention/holds"));

    public string Date(DateTimeOffset at) => DateText.Date(_day.DateOf(at));

    public static string CoversOf(LegalHoldRow hold) =>
        hold.Covers == HoldCovers.Everything ? "Everything" : hold.Number ?? $"{hold.Covers} {hold.SubjectId}";

    public Task OnGet(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var typed = string.IsNullOrWhiteSpace(Subject) ? null : Subject.Trim();
        var id = long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : (long?)null;
        if (await this.TrySend(mediator, new SetLegalHold(Covers, id, Reason ?? "", Reference, id is null ? typed : null)) is not null)
            return Back("The legal hold is set.");
        foreach (var name in MessageFields.Where(name => ModelState.ContainsKey(name)))
        {
            foreach (var error in ModelState[name]!.Errors) ModelState.AddModelError(nameof(Subject), error.ErrorMessage);
            ModelState.Remove(name);
        }
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostEnd(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new EndLegalHold(HoldId ?? 0, EndReason ?? ""), "End") is not null)
            return Back("The legal hold is ended. Purges that were approved before must be proposed again.");
        await Read(ct);
        return Page();
    }

    private LocalRedirectResult Back(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect("~/retention/holds");
    }

    private async Task Read(CancellationToken ct)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        if (HttpMethods.IsGet(Request.Method)) List = await this.TrySend(mediator, new ListLegalHolds(After));
        else List = await mediator.Send(new ListLegalHolds(), ct);
    }
}
