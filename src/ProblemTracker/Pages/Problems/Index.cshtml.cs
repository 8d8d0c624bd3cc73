using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Case;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>The list of problems. Its filters come back when the list is opened again.</summary>
public sealed class ProblemsPage(IMediator mediator, Actor actor) : ListPage<ProblemRow>(mediator)
{
    public bool? Open { get; set; }
    public Stage? Stage { get; set; }
    public bool Overdue { get; set; }
    public Priority? Priority { get; set; }
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
    public DateOnly? EscalatedTo { get; set; }
    public DateOnly? CheckedFrom { get; set; }
    public DateOnly? CheckedTo { get; set; }
    public bool? Judged { get; set; }
    public bool? Improved { get; set; }
    public bool? Responded { get; set; }
    public Gate? WaivedGate { get; set; }
    public DurabilityStep? DurabilityStep { get; set; }

    public static readonly SelectListItem[] States = [new("Open", "true"), new("Closed", "false"), new("Open and closed", "")];
    public static readonly SelectListItem[] Sorts =
        [new("Longest in their stage", nameof(ProblemSort.StageSince)), new("Due first", nameof(ProblemSort.Due)), new("Newest", nameof(ProblemSort.Newest))];

    public bool OpensProblems => actor.Might(Permission.OpenProblems);

    private string Cookie => $"problems-{actor.PersonId}";

    public override string Path => "/problems";

    protected override IQuery<Page<ProblemRow>> Message => Filter;

    protected override IQuery<CsvFile> Export => new ExportProblems(Filter);

    public override async Task<IActionResult> OnGet(CancellationToken ct) =>
        Request.QueryString.HasValue ? await base.OnGet(ct) : Redirect(Url.Content("~/problems") + (Remembered() ?? "?open=true"));

    protected override async Task Read(CancellationToken ct)
    {
        Remember();
        await base.Read(ct);
    }

    protected override async Task<IReadOnlyList<SelectListItem>> ReadLeads(CancellationToken ct)
    {
        var leads = await Mediator.Leads(actor.PersonId, nobody: "0", ct);
        // Reports lead to the problems of people who have left, too.
        return LeadId is null || leads.Any(l => l.Value == Id(LeadId)) ? leads : [.. leads, .. (await Mediator.EverLeads(ct)).Where(l => l.Value == Id(LeadId))];
    }

    public override IEnumerable<string> SetByLink()
    {
        if (MemberId is not null) yield return MemberId == actor.PersonId ? "I am on the team" : "One person is on the team";
        if (Overridden is true) yield return "A gate was waived";
        if (EnforcementOnly is true) yield return "Enforcement only";
        if (Verdict is { } verdict) yield return $"Verdict: {Wording.Of(verdict)}";
        if (Held is { } held) yield return held ? "On hold" : "Not on hold";
        if (Escalated is true) yield return "Escalated to you";
        if (LeadActive is { } active) yield return active ? "Led by somebody active" : "The lead has left";
        if (PresetTest is { } preset) yield return preset ? "With a pre-set test" : "No pre-set test";
        if (DateText.Period(new() { From = OpenedFrom, To = OpenedTo }) is { } opened) yield return $"Opened {opened}";
        if (DateText.Period(new() { From = ClosedFrom, To = ClosedTo }) is { } closed) yield return $"Closed {closed}";
        if (DateText.Period(new() { From = DueFrom, To = DueTo }) is { } due) yield return $"Due {due}";
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
        if (DateText.Period(new() { From = EscalatedFrom, To = EscalatedTo }) is { } during) yield return $"Escalated {during}";
        if (DateText.Period(new() { From = CheckedFrom, To = CheckedTo }) is { } looked) yield return $"Looked at again {looked}";
        if (Judged is { } judged) yield return judged ? "With a verdict" : "Without a verdict";
        if (Improved is { } improved) yield return improved ? "Improved" : "Not improved";
        if (Reopened is { } reopened) yield return reopened ? "Was reopened" : "Was never reopened";
        if (Responded is { } responded) yield return responded ? "Was in Response" : "Was never in Response";
        if (WaivedGate is { } gate) yield return $"Gate waived: {Wording.Of(gate).ToLowerInvariant()}";
        if (DurabilityStep is { } step) yield return $"Whether it held: {Wording.Of(step).ToLowerInvariant()}";
    }

    private ListProblems Filter => new(Stage, Open, Overdue ? true : null, NeighborhoodId, CategoryCode, Priority, LeadId, MemberId, Overridden, EnforcementOnly,
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
        EscalatedTo = EscalatedTo,
        CheckedFrom = CheckedFrom,
        CheckedTo = CheckedTo,
        Judged = Judged,
        Improved = Improved,
        Responded = Responded,
        WaivedGate = WaivedGate,
        DurabilityStep = DurabilityStep,
    };

    protected override IEnumerable<(string Name, string? Value)> Filters() =>
    [
        ("open", Flag(Open)), ("stage", Stage?.ToString()), ("overdue", Overdue ? "true" : null), ("priority", Priority?.ToString()), ("text", Text),
        // Always set, so that the list of everything has an address of its own.
        ("sort", Sort.ToString()),
    ];

    protected override IEnumerable<(string Name, string? Value)> LinkFilters() =>
    [
        ("memberId", Id(MemberId)),
        ("overridden", Overridden is true ? "true" : null),
        ("enforcementOnly", EnforcementOnly is true ? "true" : null),
        ("verdict", Verdict?.ToString()),
        ("presetTest", Flag(PresetTest)),
        ("held", Flag(Held)),
        ("escalated", Escalated is true ? "true" : null),
        ("leadActive", Flag(LeadActive)),
        ("openedFrom", Day(OpenedFrom)),
        ("openedTo", Day(OpenedTo)),
        ("closedFrom", Day(ClosedFrom)),
        ("closedTo", Day(ClosedTo)),
        ("dueFrom", Day(DueFrom)),
        ("dueTo", Day(DueTo)),
        ("closingReason", ClosingReason?.ToString()),
        ("durability", Durability?.ToString()),
        ("waivedCode", WaivedCode),
        ("technique", Technique?.ToString()),
        ("outsideAction", Flag(OutsideAction)),
        ("scored", Flag(Scored)),
        ("supervisorId", Id(SupervisorId)),
        ("rung", Rung?.ToString()),
        ("returned", Flag(Returned)),
        ("reopened", Flag(Reopened)),
        ("wasEscalated", Flag(WasEscalated)),
        ("escalatedFrom", Day(EscalatedFrom)),
        ("escalatedTo", Day(EscalatedTo)),
        ("checkedFrom", Day(CheckedFrom)),
        ("checkedTo", Day(CheckedTo)),
        ("judged", Flag(Judged)),
        ("improved", Flag(Improved)),
        ("responded", Flag(Responded)),
        ("waivedGate", WaivedGate?.ToString()),
        ("durabilityStep", DurabilityStep?.ToString()),
    ];

    /// <summary>The filters in a cookie of this person, but not the words searched for: a search is for once, and words can be names.</summary>
    private void Remember() => Response.Cookies.Append(Cookie, new QueryBuilder(Set().Where(f => f.Key != "text")).ToString(),
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, IsEssential = true, MaxAge = TimeSpan.FromDays(30) });

    private string? Remembered() => Request.Cookies[Cookie] is { Length: > 1 and < 1000 } query && query[0] == '?' && query.All(c => c is > ' ' and < (char)127) ? query : null;
}
