using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Concerns;
using ProblemTracker.Evidence;
using ProblemTracker.Incidents;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>Opens a problem. The form is short enough for two minutes on a laptop in a patrol car.</summary>
/// <remarks>
/// A link can prefill fields, as in <c>?Form.NeighborhoodId=3&amp;Form.CategoryCode=burglary</c>, and name the incidents to link to the new
/// problem, by id (<c>Ids=1&amp;Ids=2</c>) or by filter (<c>Incidents.From=2026-01-01</c>).
/// </remarks>
public sealed class OpenProblemPage(IMediator mediator, Actor actor) : PageModel
{
    private const int LongestTitle = 200;

    [BindProperty(SupportsGet = true)] public OpenForm Form { get; set; } = new();
    [BindProperty(SupportsGet = true)] public IReadOnlyList<long> Ids { get; set; } = [];
    /// <summary>Concerns of residents that become part of the problem.</summary>
    [BindProperty(SupportsGet = true)] public IReadOnlyList<long> ConcernIds { get; set; } = [];
    /// <summary>A signal that becomes part of the problem, with its incidents.</summary>
    [BindProperty(SupportsGet = true)] public long? SignalId { get; set; }
    [BindProperty(SupportsGet = true)] public IncidentFilter Incidents { get; set; } = new();

    /// <summary>Comma-separated ids of the similar problems that stopped this form before.</summary>
    [BindProperty] public string SimilarSeen { get; set; } = "";

    public IReadOnlyList<SimilarProblem> Similar { get; private set; } = [];
    /// <summary>Addresses that were looked up; null before.</summary>
    public IReadOnlyList<FoundAddress>? Addresses { get; private set; }
    /// <summary>Whether similar problems were just shown, so that the button says "Open anyway".</summary>
    public bool IsSecondStep { get; private set; }
    /// <summary>Empty before the agency has neighborhoods; the form then asks for an address.</summary>
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Leads { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!actor.Might(Permission.OpenProblems)) throw Forbidden.Needs(Permission.OpenProblems);
        await ReadChoices(ct);
        // A link that prefills other fields makes the form anew, without the reader as its lead.
        if (!Request.Query.ContainsKey("Form.LeadId")) Form.LeadId = actor.PersonId;
        if (ConcernIds.Count > 0) await FillIn(ConcernIds[0], ct);
        if (SignalId is { } signalId) await FillInSignal(signalId, ct);
        Similar = await FindSimilar(ct);
        return Page();
    }

    /// <summary>Takes what the reporter of a concern said. It stands in no address, since those are logged.</summary>
    private async Task FillIn(long concernId, CancellationToken ct)
    {
        try
        {
            var concern = await mediator.Send(new ReadConcern(concernId), ct);
            (Form.CategoryCode, Form.Description, Form.Source) = (concern.CategoryCode, concern.Description, ProblemSource.Resident);
            (Form.Address, Form.Latitude, Form.Longitude) = (concern.Address, concern.Latitude, concern.Longitude);
            // A point says in which neighborhood it is.
            Form.NeighborhoodId = concern.Latitude is null ? concern.NeighborhoodId : null;
            ModelState.Clear();
        }
        catch (Exception e) when (e is ProblemTracker.Shared.NotFound or ProblemTracker.Shared.Forbidden)
        {
            // Without it, the form is filled in by hand.
        }
    }

    /// <summary>Takes what and where from a signal, and its sentence as the description.</summary>
    private async Task FillInSignal(long signalId, CancellationToken ct)
    {
        try
        {
            var signal = await mediator.Send(new ReadSignal(signalId), ct);
            (Form.Title, Form.Description, Form.Source) = (Texts.Cut(signal.Title, LongestTitle), signal.Sentence, ProblemSource.Data);
            Form.CategoryCode = signal.CategoryCode ?? "";
            // A facility's place has its name too, and a point without an address is no address.
            Form.Address = signal.Kind is SignalKind.RiskyFacility or SignalKind.RepeatPlace ? signal.Filter.Address
                : signal.Place is { } place && Night.PointIn(place) is null ? place : null;
            Form.Confidential = signal.IsConfidential;
            (Form.Latitude, Form.Longitude) = (signal.Latitude, signal.Longitude);
            // A point says in which neighborhood it is.
            Form.NeighborhoodId = signal.Latitude is null ? signal.NeighborhoodId : null;
            ModelState.Clear();
        }
        catch (ProblemTracker.Shared.NotFound)
        {
            // Without it, the form is filled in by hand.
            SignalId = null;
        }
    }

    /// <summary>The fragment that shows similar problems while the form is being filled in.</summary>
    public async Task<IActionResult> OnGetSimilar(CancellationToken ct) => Partial("_Similar", await FindSimilar(ct));

    /// <summary>The fragment that lists known addresses while one is typed.</summary>
    public async Task<IActionResult> OnGetAddresses(string? text, CancellationToken ct)
    {
        var query = new FindAddresses(text ?? "");
        return Partial("_Addresses", await this.IsSound(query) ? (await mediator.Send(query, ct)).Addresses : []);
    }

    /// <summary>Looks the typed address up for a browser without scripts. Nothing is opened.</summary>
    public async Task<IActionResult> OnPostLookup(CancellationToken ct)
    {
        ModelState.Clear();
        var query = new FindAddresses(Form.Address ?? "");
        if (await this.IsSound(query)) Addresses = (await mediator.Send(query, ct)).Addresses;
        else ModelState.AddModelError("Form.Address", "Enter a street, or the name of an organization, to look it up.");
        return await Again(ct);
    }

    /// <summary>Takes an address that was looked up into the form.</summary>
    /// <param name="take">Latitude, longitude and address, with semicolons; the coordinates can be blank.</param>
    public async Task<IActionResult> OnPostTake(string? take, CancellationToken ct)
    {
        ModelState.Clear();
        if (take?.Split(';', 3) is [var latitude, var longitude, var address])
        {
            (Form.Address, Form.Latitude, Form.Longitude) = (address, Degrees(latitude), Degrees(longitude));
            if (Form.Latitude is not null) Form.NeighborhoodId = null;
        }
        return await Again(ct);
    }

    private static double? Degrees(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) ? degrees : null;

    private async Task<IActionResult> Again(CancellationToken ct)
    {
        await ReadChoices(ct);
        Similar = await FindSimilar(ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var message = Form.Message();
        await this.CheckShape(message, nameof(Form));
        Similar = await FindSimilar(ct);
        var seen = SimilarSeen.Split(',');
        var isNews = Similar.Any(problem => !seen.Contains($"{problem.Id}"));
        if (ModelState.IsValid && !isNews && await this.TrySend(mediator, message, nameof(Form)) is { } opened)
        {
            var deadline = opened.DueOn is { } due ? $" Scanning is due {DateText.LongDate(due)}." : "";
            TempData[Shell.Flash] = $"{opened.Number} is open.{deadline}{await Link(opened.Id)}{await LinkConcerns(opened.Id)}"
                + await LinkSignal(opened.Id);
            // Who brought incidents along needs no offer of more.
            var isBare = Ids.Count == 0 && Incidents.IsEmpty && SignalId is null && Form.Latitude is not null;
            return LocalRedirect($"~/problems/{opened.Id}{(isBare ? "?opened=true" : "")}");
        }
        IsSecondStep = ModelState.IsValid && isNews;
        if (IsSecondStep) SimilarSeen = string.Join(',', seen.Union(Similar.Select(problem => $"{problem.Id}")).Where(id => id.Length > 0));
        await ReadChoices(ct);
        return Page();
    }

    private async Task<string> Link(long problemId)
    {
        if (Ids.Count == 0 && Incidents.IsEmpty) return "";
        try
        {
            var linked = await mediator.Send(
                Ids.Count > 0 ? new LinkIncidents(problemId, Ids) : new LinkIncidents(problemId, Filter: Incidents));
            return $" {linked.Added:N0} {(linked.Added == 1 ? "incident" : "incidents")} linked.";
        }
        catch (TrackerException refusal)
        {
            // The problem stays open; its incidents can be linked from the incident list.
            return $" The incidents were not linked: {Reason(refusal)}";
        }
    }

    private async Task<string> LinkConcerns(long problemId)
    {
        if (ConcernIds.Count == 0) return "";
        try
        {
            var linked = await mediator.Send(new LinkConcerns(problemId, ConcernIds));
            return $" {linked.Added:N0} {(linked.Added == 1 ? "concern" : "concerns")} linked.";
        }
        catch (TrackerException refusal)
        {
            // The problem stays open; the concerns can be linked from their pages.
            return $" The concerns were not linked: {Reason(refusal)}";
        }
    }

    private async Task<string> LinkSignal(long problemId)
    {
        if (SignalId is not { } signalId) return "";
        try
        {
            var signal = await mediator.Send(new ReadSignal(signalId));
            var linked = await mediator.Send(new LinkSignal(signalId, signal.Version, problemId));
            return linked.IsTooLarge ? $" The signal was linked. {SignalWords.TooLarge}"
                : $" The signal and {linked.Incidents:N0} {(linked.Incidents == 1 ? "incident" : "incidents")} were linked.";
        }
        catch (TrackerException refusal)
        {
            // The problem stays open; the signal can be linked from its page.
            return $" The signal was not linked: {Reason(refusal)}";
        }
    }

    private static string Reason(TrackerException refusal) => refusal switch
    {
        RuleBroken rule => rule.Shortfalls[0].Message,
        Invalid invalid => invalid.Errors.First().Value[0],
        _ => refusal.Message,
    };

    private async Task<IReadOnlyList<SimilarProblem>> FindSimilar(CancellationToken ct)
    {
        try
        {
            return await mediator.Send(
                new FindSimilar(Form.CategoryCode.Length > 0 ? Form.CategoryCode : null, Form.NeighborhoodId,
                    Form.Latitude, Form.Longitude), ct);
        }
        catch (Invalid)
        {
            // Only one coordinate so far; the form reports it when it is sent.
            return [];
        }
    }

    private async Task ReadChoices(CancellationToken ct)
    {
        var neighborhoods = await mediator.NeighborhoodsToChoose(ct);
        Neighborhoods = neighborhoods.Count == 0 ? [] : [new("- Select, or enter coordinates -", ""), .. neighborhoods];
        Categories = [new("- Select -", ""), .. await mediator.Categories(retiredToo: false, ct)];
        Leads = await mediator.Leads(actor.PersonId, nobody: "", ct);
    }
}

/// <summary>The form, with the field names of the API.</summary>
public sealed class OpenForm
{
    public string Title { get; set; } = "";
    public string Description { get; set; } = "";
    public string CategoryCode { get; set; } = "";
    public long? NeighborhoodId { get; set; }
    public string? Address { get; set; }
    public double? Latitude { get; set; }
    public double? Longitude { get; set; }
    public ProblemSource Source { get; set; } = ProblemSource.Officer;
    public Priority Priority { get; set; } = Priority.Normal;
    public bool Confidential { get; set; }
    public long? LeadId { get; set; }

    public OpenProblem Message() =>
        new(Title, Description, CategoryCode, Source, Priority, Confidential, NeighborhoodId, Address, Latitude, Longitude, LeadId);
}
