using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Retention;

namespace ProblemTracker.Pages.Retention;

/// <summary>What is due to be purged, by kind of record, and its review.</summary>
public sealed class DuePage(IMediator mediator, Actor actor) : PageModel
{
    private AgencyDay _day = null!;

    [BindProperty(SupportsGet = true, Name = "")]
    public ListDue Filter { get; set; } = new();

    [BindProperty] public List<long> Ids { get; set; } = [];
    [BindProperty] public bool Alone { get; set; }
    [BindProperty] public DateOnly? Until { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public DueCounts Counts { get; private set; } = new(null, false, []);

    /// <summary>Null if the filter is invalid.</summary>
    public Page<DueRow>? List { get; private set; }

    /// <summary>Whether the form to keep records longer came back with errors.</summary>
    public bool IsKeeping { get; private set; }

    public DueCount Kind => Counts.Kinds.FirstOrDefault(kind => kind.Code == Filter.Kind) ?? Counts.Kinds[0];

    public bool MayChangeSchedule => actor.Might(Permission.Administer);

    public Pager Pager => new(List!.Items.Count, List.Total, List.TotalIsCapped,
        List.Next is { } next ? Url.Content($"~/retention?{Shown}&after={Uri.EscapeDataString(next)}") : null,
        Filter.After is null ? null : Url.Content($"~/retention?{Shown}"));

    private string Shown => $"kind={Kind.Code}{(Filter.State is { } state ? $"&state={state}" : "")}";

    public string Date(DateTimeOffset at) => DateText.Date(_day.DateOf(at));

    public string Post(string handler) => Url.Content($"~/retention?handler={handler}");

    public static string NameOf(DueCount kind, DueRow row) =>
        $"{row.Number ?? $"{kind.One} {row.Id}"}{(row.Title is { } title ? $" {title}" : "")}";

    public string ReviewOf(DueRow row) => row.State switch
    {
        DecisionState.Proposed => $"Proposed by {row.ProposedBy ?? "the system"} on {Date(row.ProposedAt!.Value)}.",
        DecisionState.Approved => "Approved. It is purged within 5 minutes.",
        DecisionState.Stopped => "Stopped, because a legal hold or a change came before the purge. Propose it again.",
        DecisionState.Kept => $"Was kept longer by {row.ProposedBy ?? "the system"}: {row.Reason}",
        _ => row.IsHeld ? "" : "Not reviewed.",
    };

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Read(ct);
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid || await this.TrySend(mediator, new ExportDue(Filter)) is not { } file) return await OnGet(ct);
        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public Task<IActionResult> OnPostPropose(CancellationToken ct) =>
        Decide(new ProposePurge(Filter.Kind ?? "", Ids),
            count => $"{Records(count)} proposed to be purged. Someone else must approve it.", ct);

    public Task<IActionResult> OnPostApprove(CancellationToken ct) =>
        Decide(new ApprovePurge(Filter.Kind ?? "", Ids, Alone), count => $"{Records(count)} approved to be purged within 5 minutes.", ct);

    public Task<IActionResult> OnPostKeep(CancellationToken ct)
    {
        IsKeeping = true;
        return Decide(new KeepLonger(Filter.Kind ?? "", Ids, Until ?? DateOnly.MinValue, Reason ?? ""),
            count => $"{Records(count)} kept until {DateText.Date(Until!.Value)}.", ct);
    }

    public Task<IActionResult> OnPostProposeAll(CancellationToken ct) =>
        DecideAll(new ProposePurge(Filter.Kind ?? "", All: true), "proposed to be purged. Someone else must approve it.", ct);

    public Task<IActionResult> OnPostApproveAll(CancellationToken ct) =>
        DecideAll(new ApprovePurge(Filter.Kind ?? "", Alone: Alone, All: true),
            "approved to be purged. The purge starts within 5 minutes.", ct);

    private async Task<IActionResult> DecideAll(IRequest<Decided> message, string done, CancellationToken ct)
    {
        var count = 0;
        for (var more = true; more;)
        {
            if (await this.TrySend(mediator, message) is not { } decided) return await Again(ct);
            (count, more) = (count + decided.Count, decided.More);
        }
        TempData[Shell.Flash] = $"{Records(count)} {done}";
        return LocalRedirect($"~/retention?kind={Uri.EscapeDataString(Filter.Kind ?? "")}");
    }

    private static string Records(int count) => count == 1 ? "1 record" : $"{count:N0} records";

    private async Task<IActionResult> Decide(IRequest<Decided> message, Func<int, string> done, CancellationToken ct)
    {
        if (await this.TrySend(mediator, message) is { } decided)
        {
            TempData[Shell.Flash] = done(decided.Count);
            return LocalRedirect($"~/retention?kind={Uri.EscapeDataString(Filter.Kind ?? "")}");
        }
        return await Again(ct);
    }

    private async Task<IActionResult> Again(CancellationToken ct)
    {
        Filter = new() { Kind = Filter.Kind };
        await Read(ct, ofForm: true);
        return Page();
    }

    private async Task Read(CancellationToken ct, bool ofForm = false)
    {
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Counts = await mediator.Send(new CountDue(), ct);
        if (Counts.Kinds.All(kind => kind.Code != Filter.Kind)) Filter = new() { Kind = Counts.Kinds[0].Code };
        if (ofForm) List = await mediator.Send(Filter, ct);
        else if (ModelState.IsValid) List = await this.TrySend(mediator, Filter);
    }
}
