using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Partners;
using ProblemTracker.Portal;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>What residents read of a problem on the public site.</summary>
public sealed class CasePublicationPage(IMediator mediator) : CaseHeadPage(mediator)
{
    public sealed class TextForm
    {
        public string? Language { get; set; }
        public string? Title { get; set; }
        public string? Place { get; set; }
        public string? YouSaid { get; set; }
        public string? WeDid { get; set; }
        public string? Measure { get; set; }

        public bool IsBlank => new[] { Title, YouSaid, WeDid, Measure }.All(text => text.IsBlank());

        public PublicText Text => new()
        {
            Language = Language ?? "",
            Title = Title ?? "",
            Place = Place ?? "",
            YouSaid = YouSaid ?? "",
            WeDid = WeDid,
            Measure = Measure,
        };
    }

    public sealed class PublicForm
    {
        public List<TextForm> Texts { get; set; } = [];
        public string? ObjectiveKey { get; set; }
        public bool IsNews { get; set; }
    }

    private FullProblem _full = new();

    [BindProperty] public int Version { get; set; }
    [BindProperty] public PublicForm Form { get; set; } = new();

    public override ProblemHead Case => _full;

    public PublicationDetails Published { get; private set; } = new();

    public bool SiteIsOn { get; private set; }

    /// <summary>Objectives with a value before and after, of which one can be shown.</summary>
    public IReadOnlyList<SelectListItem> Objectives { get; private set; } = [];

    /// <summary>Also after closing, when there is most to say.</summary>
    public bool MayPublish => (Case.Allowed.Work || Case.Allowed.Reopen) && !Case.Confidential;

    public bool IsStale => this.StaleAt() is not null;

    public string Address => $"~/city/problems/{Case.Number}";

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        Version = Published.Version;
        var told = MayPublish && Published.Version == 0 ? await Mediator.Send(new ReadPartners(Id), ct) : null;
        Form = new()
        {
            ObjectiveKey = Published.ObjectiveKey,
            Texts = [.. Languages.All.Select((language, i) =>
            {
                var text = Published.Texts.FirstOrDefault(text => text.Language == language.Name);
                return new TextForm
                {
                    Language = language.Name,
                    Title = text?.Title ?? (i == 0 ? told?.PublicTitle : null),
                    // "400 block of" is English.
                    Place = text?.Place ?? (Case.Address is not { } address ? Case.Neighborhood
                        : i == 0 ? PublicPlace.Block(address) : PublicPlace.NamesHouse(address) ? null : address),
                    YouSaid = text?.YouSaid ?? (i == 0 ? told?.Summary : null),
                    WeDid = text?.WeDid,
                    Measure = text?.Measure,
                };
            })],
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        // A language that is left out is no text; the first is always one.
        var texts = Form.Texts.Where((text, i) => i == 0 || !text.IsBlank).Select(text => text.Text);
        return await Result(await this.TrySend(Mediator, new PublishProblem(Id, Version, [.. texts], Form.ObjectiveKey, Form.IsNews),
            nameof(Form)), "Residents can read this now.", ct);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct) => await Result(
        await this.TrySend(Mediator, new WithdrawPublication(Id, Version)), "Taken off the public site. Residents no longer read it.", ct);

    protected override async Task ReadCase(CancellationToken ct) => _full = await Mediator.Send(new ReadProblem(Id), ct);

    private async Task<IActionResult> Result(PublicationDetails? done, string sentence, CancellationToken ct)
    {
        if (done is not null) return Saved(sentence, $"/problems/{Id}/publication");
        await Read(ct);
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        Published = await Mediator.Send(new ReadPublication(Id), ct);
        SiteIsOn = (await Mediator.Send(new ReadPublicSite(), ct)).Value.IsOn;
        Objectives = [.. _full.Response.Objectives.Where(objective => objective is { Key: not null, Baseline: not null })
            .Where(objective => _full.Assessment.Outcomes.Any(row => row.ObjectiveKey == objective.Key && row.After is not null))
            .Select(objective => new SelectListItem(objective.Measure ?? objective.Key, objective.Key))];
    }
}
