using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Pages.Stakeholders;

/// <summary>One stakeholder: contact details, email consent and problems.</summary>
public sealed class StakeholderPage(IMediator mediator, Actor actor) : PageModel
{
    public sealed class ConsentForm
    {
        public DateOnly? On { get; set; }
        public ConsentScope? Scope { get; set; }
    }

    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    [BindProperty] public ConsentForm Consent { get; set; } = new();
    [BindProperty] public int Version { get; set; }
    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public StakeholderDetails Stands { get; private set; } = null!;
    public Page<StakeholderProblem>? Problems { get; private set; }
    public IReadOnlyList<StakeholderDetails> Merged { get; private set; } = [];
    public IReadOnlyList<SimilarStakeholder> Similar { get; private set; } = [];

    public bool Changes => Stands.MergedIntoId is null && actor.Might(Permission.WorkProblems);
    public bool AddsAccount => Stands is { MergedIntoId: null, Kind: not StakeholderKind.Resident } && actor.Might(Permission.Administer);
    public bool Merges => Stands.MergedIntoId is null && actor.Might(Permission.Supervise);

    public string ConsentInWords => Stands switch
    {
        { ConsentWithdrawnOn: { } withdrawn } => $"No emails: on {DateText.Date(withdrawn)} they said that they want none.",
        { ConsentOn: { } on, ConsentScope: { } scope } => $"On {DateText.Date(on)} they agreed to {Wording.Of(scope).ToLowerInvariant()}."
            + (Stands.Email is null ? " Add an email address to send them to." : ""),
        _ => "No emails until you record their consent.",
    };

    public async Task OnGet(long id, CancellationToken ct)
    {
        await Show(id, ct);
        Version = Stands.Version;
        Consent = new() { On = (await mediator.Send(new ReadAgencyDay(), ct)).Today, Scope = Stands.ConsentScope };
    }

    public async Task<IActionResult> OnPostConsent(long id, CancellationToken ct)
    {
        if (Consent.On is null) ModelState.TryAddModelError("Consent.On", "Choose the date of their consent.");
        if (Consent.Scope is null) ModelState.TryAddModelError("Consent.Scope", "Choose the scope of their consent.");
        var saved = await this.TrySend(mediator,
            new RecordConsent(id, Version, Consent.On ?? default, Consent.Scope ?? default), nameof(Consent));
        return await Result(saved, id, "Their consent is recorded.", ct);
    }

    public async Task<IActionResult> OnPostWithdraw(long id, CancellationToken ct) =>
        await Result(await this.TrySend(mediator, new WithdrawConsent(id, Version)), id, "They will get no more emails.", ct);

    public string Date(DateTimeOffset at) => DateText.Date(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime));

    public string Href(string? after) => Url.Page("Entry", new { id = Stands.Id, After = after })!;

    private async Task<IActionResult> Result(StakeholderDetails? saved, long id, string sentence, CancellationToken ct)
    {
        if (saved is not null)
        {
            TempData[Shell.Flash] = sentence;
            return LocalRedirect($"~/stakeholders/{id}");
        }
        await Show(id, ct);
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Show(long id, CancellationToken ct)
    {
        Stands = await mediator.Send(new ReadStakeholder(id), ct);
        _zone = (await mediator.Send(new ReadAgencyDay(), ct)).Zone;
        Problems = await mediator.Send(new ListStakeholderProblems(id, After), ct);
        Merged = await mediator.Send(new ListMergedEntries(id), ct);
        if (Merges)
            Similar = [.. (await mediator.Send(new FindSimilarStakeholders(Stands.Name, Stands.Phone, Stands.Email), ct))
                .Where(entry => entry.Id != id)];
    }
}
