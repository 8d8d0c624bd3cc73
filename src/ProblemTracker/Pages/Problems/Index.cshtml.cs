using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>The list of problems. Its filters stand in the address, in the API's names, and come back when the list is opened again.</summary>
[BindProperties(SupportsGet = true)]
public sealed class IndexModel(IMediator mediator, Actor actor) : PageModel
{
    public bool? Open { get; set; }
    public Stage? Stage { get; set; }
    public bool Overdue { get; set; }
    public long? NeighborhoodId { get; set; }
    public string? CategoryCode { get; set; }
    public Priority? Priority { get; set; }
    /// <summary>0 means nobody.</summary>
    public long? LeadId { get; set; }
    public string? Text { get; set; }
    public ProblemSort Sort { get; set; }

    // Filters that only links set; the page names them and offers to drop them.
    public long? MemberId { get; set; }
    public bool? Overridden { get; set; }
    public bool? EnforcementOnly { get; set; }
    public Verdict? Verdict { get; set; }
    public bool? PresetTest { get; set; }
    public bool? Held { get; set; }
    public bool? LeadActive { get; set; }
    public bool? Escalated { get; set; }
    public DateOnly? OpenedFrom { get; set; }
    public DateOnly? OpenedTo { get; set; }
    public DateOnly? ClosedFrom { get; set; }
    public DateOnly? ClosedTo { get; set; }
    public DateOnly? DueFrom { get; set; }
    public DateOnly? DueTo { get; set; }
    public ClosingReason? ClosingReason { get; set; }
    public DurabilityFinding? Durability { get; set; }
    public string? WaivedCode { get; set; }
    public Technique? Technique { get; set; }
    public bool? OutsideAction { get; set; }
    public bool? Scored { get; set; }
    /// <summary>0 means nobody.</summary>
    public long? SupervisorId { get; set; }
    public LateRung? Rung { get; set; }
    public bool? Returned { get; set; }
    public bool? Reopened { get; set; }
    public bool? WasEscalated { get; set; }
    public DateOnly? EscalatedFrom { get; set; }
    public DateOnly? CheckedFrom { get; set; }
    public bool? Judged { get; set; }
    public bool? Improved { get; set; }
    public bool? Responded { get; set; }
    public Gate? WaivedGate { get; set; }
    public DurabilityStep? DurabilityStep { get; set; }
    public string? After { get; set; }

    public Page<ProblemRow>? List { get; private set; }
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Leads { get; private set; } = [];

    public static readonly SelectListItem[] States = [new("Open", "true"), new("Closed", "false"), new("Open and closed", "")];
    public static readonly SelectListItem[] Sorts =
        [new("Longest in their stage", nameof(ProblemSort.StageSince)), new("Due first", nameof(ProblemSort.Due)), new("Newest", nameof(ProblemSort.Newest))];

    public bool OpensProblems => actor.Might(Permission.OpenProblems);

    private string Cookie => $"problems-{actor.PersonId}";

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!Request.QueryString.HasValue) return Redirect(Url.Content("~/problems") + (Remembered() ?? "?open=true"));
        await ReadChoices(ct);
        if (!ModelState.IsValid) return Page();
        // A form sends its empty fields too; the address keeps what is set.
        if (Request.QueryString.Value!.Contains("=&", StringComparison.Ordinal) || Request.QueryString.Value.EndsWith('=')) return Redirect(Href());
        Remember();
        List = await this.TrySend(mediator, Query());
        return Page();
    }

    public async Task<IActionResult> OnGetCsv(CancellationToken ct)
    {
        if (!ModelState.IsValid) return BadRequest();
        await (await mediator.Send(new ExportProblems(Query()), ct)).ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>This list, or another page or form of it.</summary>
    public string Href(string? after = null, string? handler = null) => Url.Content("~/problems") + Set(Text).Concat(
        [KeyValuePair.Create("after", after), KeyValuePair.Create("handler", handler)]).Aggregate(new QueryBuilder(), Add);

    /// <summary>What only a link can have set, in words.</summary>
    public IEnumerable<string> SetByLink()
    {
        if (MemberId is not null) yield return MemberId == actor.PersonId ? "I am on the team" : "One person is on the team";
        if (Overridden is true) yield return "A gate was waived";
        if (EnforcementOnly is true) yield return "Enforcement only";
        if (Verdict is { } verdict) yield return $"Verdict: {Wording.Of(verdict)}";
        if (Held is { } held) yield return held ? "On hold" : "Not on hold";
        if (Escalated is true) yield return "Escalated to you";
        if (LeadActive is { } active) yield return active ? "Led by somebody active" : "The lead has left";
        if (PresetTest is { } preset) yield return preset ? "With a pre-set test" : "No pre-set test";
        if (Written.Period(new() { From = OpenedFrom, To = OpenedTo }) is { } opened) yield return $"Opened {opened}";
        if (Written.Period(new() { From = ClosedFrom, To = ClosedTo }) is { } closed) yield return $"Closed {closed}";
        if (Written.Period(new() { From = DueFrom, To = DueTo }) is { } due) yield return $"Due {due}";
        if (ClosingReason is { } reason) yield return $"Closed because: {Wording.Of(reason).ToLowerInvariant()}";
        if (Durability is { } found) yield return $"Looked at again after closing: {Wording.Of(found).ToLowerInvariant()}";
        if (WaivedCode is { } code) yield return $"Waived at a gate: {Waived.InWords(code)}";
        if (Technique is { } technique) yield return $"An action to {Wording.Of(technique).ToLowerInvariant()}";
        if (OutsideAction is { } outside) yield return outside ? "With an action outside the police" : "No action outside the police";
        if (Scored is { } scored) yield return scored ? "Scored by its team" : "Not scored by its team";
        if (SupervisorId is { } supervisor) yield return supervisor == 0 ? "Nobody supervises its neighborhood" : "One supervisor's neighborhoods";
        if (Rung is { } rung) yield return $"Reminders: {Wording.Of(rung).ToLowerInvariant()}";
        if (Returned is { } returned) yield return returned ? "Was moved back" : "Was never moved back";
        if (WasEscalated is { } told) yield return told ? "Escalated" : "Not escalated";
        if (EscalatedFrom is { } since) yield return $"Escalated since {Written.Date(since)}";
        if (CheckedFrom is { } looked) yield return $"Looked at again since {Written.Date(looked)}";
        if (Judged is { } judged) yield return judged ? "With a verdict" : "Without a verdict";
        if (Improved is { } improved) yield return improved ? "Improved" : "Not improved";
        if (Reopened is { } reopened) yield return reopened ? "Was reopened" : "Was never reopened";
        if (Responded is { } responded) yield return responded ? "Was in Response" : "Was never in Response";
        if (WaivedGate is { } gate) yield return $"Gate waived: {Wording.Of(gate).ToLowerInvariant()}";
        if (DurabilityStep is { } step) yield return $"Whether it held: {Wording.Of(step).ToLowerInvariant()}";
    }

    public IEnumerable<KeyValuePair<string, string>> HiddenFilters() => OnlyLinks().Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Key, f.Value!));

    private ListProblems Query() => new(Stage, Open, Overdue ? true : null, NeighborhoodId, CategoryCode, Priority, LeadId, MemberId, Overridden, EnforcementOnly,
        Verdict, PresetTest, Text, Held, LeadActive, Escalated, Sort, After)
    {
        OpenedFrom = OpenedFrom,
        OpenedTo = OpenedTo,
        ClosedFrom = ClosedFrom,
        ClosedTo = ClosedTo,
        DueFrom = DueFrom,
        DueTo = DueTo,
        ClosingReason = ClosingReason,
        Durability = Durability,
        WaivedCode = WaivedCode,
        Technique = Technique,
        OutsideAction = OutsideAction,
        Scored = Scored,
        SupervisorId = SupervisorId,
        Rung = Rung,
        Returned = Returned,
        Reopened = Reopened,
        WasEscalated = WasEscalated,
        EscalatedFrom = EscalatedFrom,
        CheckedFrom = CheckedFrom,
        Judged = Judged,
        Improved = Improved,
        Responded = Responded,
        WaivedGate = WaivedGate,
        DurabilityStep = DurabilityStep,
    };

    private IEnumerable<KeyValuePair<string, string?>> Set(string? text) =>
    [
        KeyValuePair.Create("open", Flag(Open)),
        KeyValuePair.Create("stage", Stage?.ToString()),
        KeyValuePair.Create("overdue", Overdue ? "true" : null),
        KeyValuePair.Create("neighborhoodId", NeighborhoodId?.ToString(CultureInfo.InvariantCulture)),
        KeyValuePair.Create("categoryCode", CategoryCode),
        KeyValuePair.Create("priority", Priority?.ToString()),
        KeyValuePair.Create("leadId", LeadId?.ToString(CultureInfo.InvariantCulture)),
        .. OnlyLinks(),
        KeyValuePair.Create("text", text),
        // Always set, so that the list of everything has an address of its own.
        KeyValuePair.Create("sort", (string?)Sort.ToString()),
    ];

    private IEnumerable<KeyValuePair<string, string?>> OnlyLinks() =>
    [
        KeyValuePair.Create("memberId", MemberId?.ToString(CultureInfo.InvariantCulture)),
        KeyValuePair.Create("overridden", Overridden is true ? "true" : null),
        KeyValuePair.Create("enforcementOnly", EnforcementOnly is true ? "true" : null),
        KeyValuePair.Create("verdict", Verdict?.ToString()),
        KeyValuePair.Create("presetTest", Flag(PresetTest)),
        KeyValuePair.Create("held", Flag(Held)),
        KeyValuePair.Create("escalated", Escalated is true ? "true" : null),
        KeyValuePair.Create("leadActive", Flag(LeadActive)),
        KeyValuePair.Create("openedFrom", Day(OpenedFrom)),
        KeyValuePair.Create("openedTo", Day(OpenedTo)),
        KeyValuePair.Create("closedFrom", Day(ClosedFrom)),
        KeyValuePair.Create("closedTo", Day(ClosedTo)),
        KeyValuePair.Create("dueFrom", Day(DueFrom)),
        KeyValuePair.Create("dueTo", Day(DueTo)),
        KeyValuePair.Create("closingReason", ClosingReason?.ToString()),
        KeyValuePair.Create("durability", Durability?.ToString()),
        KeyValuePair.Create("waivedCode", WaivedCode),
        KeyValuePair.Create("technique", Technique?.ToString()),
        KeyValuePair.Create("outsideAction", Flag(OutsideAction)),
        KeyValuePair.Create("scored", Flag(Scored)),
        KeyValuePair.Create("supervisorId", SupervisorId?.ToString(CultureInfo.InvariantCulture)),
        KeyValuePair.Create("rung", Rung?.ToString()),
        KeyValuePair.Create("returned", Flag(Returned)),
        KeyValuePair.Create("reopened", Flag(Reopened)),
        KeyValuePair.Create("wasEscalated", Flag(WasEscalated)),
        KeyValuePair.Create("escalatedFrom", Day(EscalatedFrom)),
        KeyValuePair.Create("checkedFrom", Day(CheckedFrom)),
        KeyValuePair.Create("judged", Flag(Judged)),
        KeyValuePair.Create("improved", Flag(Improved)),
        KeyValuePair.Create("responded", Flag(Responded)),
        KeyValuePair.Create("waivedGate", WaivedGate?.ToString()),
        KeyValuePair.Create("durabilityStep", DurabilityStep?.ToString()),
    ];

    private static string? Flag(bool? flag) => flag is { } set ? set ? "true" : "false" : null;

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static QueryBuilder Add(QueryBuilder query, KeyValuePair<string, string?> filter)
    {
        if (!string.IsNullOrWhiteSpace(filter.Value)) query.Add(filter.Key, filter.Value);
        return query;
    }

    private async Task ReadChoices(CancellationToken ct)
    {
        Neighborhoods = await mediator.Neighborhoods(ct);
        Categories = await mediator.Categories(retiredToo: true, ct);
        Leads = await mediator.Leads(actor.PersonId, nobody: "0", ct);
    }

    /// <summary>The filters in a cookie of this person, but not the words searched for: a search is for once, and words can be names.</summary>
    private void Remember() => Response.Cookies.Append(Cookie, Set(null).Aggregate(new QueryBuilder(), Add).ToString(),
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, IsEssential = true, MaxAge = TimeSpan.FromDays(30) });

    private string? Remembered() => Request.Cookies[Cookie] is { Length: > 1 and < 1000 } query && query[0] == '?' && query.All(c => c is > ' ' and < (char)127) ? query : null;
}
