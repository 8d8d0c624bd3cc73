using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Primitives;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>
/// Base of the worksheet pages: a form for readers who may edit the worksheet, read-only text for others. A save is merged with what others
/// saved since the form was opened; only fields that both changed are asked about. With scripts the form is kept as a draft while someone
/// types.
/// </summary>
public abstract class SheetPage<TSheet>(IMediator mediator) : CasePage(mediator) where TSheet : class, new()
{
    /// <summary>How often a save is merged again because somebody else saved in that very moment.</summary>
    private const int MostMerges = 3;

    [BindProperty]
    public TSheet Sheet { get; set; } = new();

    /// <summary>Version of the sheet when it was read; 0 before the first save.</summary>
    [BindProperty]
    public int Version { get; set; }

    /// <summary>What to keep of each field that both changed.</summary>
    [BindProperty]
    public IReadOnlyList<MergeChoice> Choices { get; set; } = [];

    /// <summary>The list to which the form gets a blank row, such as <c>Sources</c>.</summary>
    [FromQuery]
    public string? Add { get; set; }

    public bool IsStale { get; private set; }

    /// <summary>The fields that both changed, with both values.</summary>
    public IReadOnlyList<Asked> Conflicts { get; private set; } = [];

    /// <summary>When the draft in the form was kept; null if the form holds what is saved.</summary>
    public DateTimeOffset? DraftAt { get; private set; }

    public SheetHead Head => new(LastSaved, LastSaved is { } saved ? Local(saved.At) : default, IsStale,
        $"/problems/{Id}/{Kind.ToString().ToLowerInvariant()}", DraftAt, DraftAt is not null && Version < CurrentVersion);

    /// <summary>What earlier worksheets say that this one builds on.</summary>
    public IReadOnlyList<Carried> CarriedForward()
    {
        var facts = new List<Carried>();
        if (Kind > SheetKind.Scanning) Add("Problem statement", Case.Scanning.Statement, SheetKind.Scanning, "Statement");
        if (Kind > SheetKind.Analysis) Add("Working hypothesis", Case.Analysis.Hypothesis, SheetKind.Analysis, "Hypothesis");
        return facts;

        void Add(string label, string? text, SheetKind from, string field)
        {
            if (text is not null)
                facts.Add(new(label, text, from, $"/problems/{Id}/{from.ToString().ToLowerInvariant()}#Sheet_{field}"));
        }
    }

    public SheetNav Nav { get; private set; } = new([], []);

    public abstract SheetKind Kind { get; }

    public abstract bool MayEdit { get; }

    /// <summary>The parts of the form, each with the beginnings of the field names of its requirements.</summary>
    protected abstract IReadOnlyList<(string Id, string Title, string[] Fields)> Sections { get; }

    /// <summary>Why the reader sees no form, and who can edit the worksheet.</summary>
    public string WhyReadOnly => IsClosed
        ? "This problem is closed. Reopen it to change its worksheets."
        : Permissions.WhoCan(Kind is SheetKind.Analysis or SheetKind.Assessment ? Permission.WorkEvidence : Permission.WorkProblems)
            .Replace("do this", "fill this in", StringComparison.Ordinal);

    public SheetSaved? LastSaved => Case.WorksheetsSaved.FirstOrDefault(saved => saved.Kind == Kind);

    protected abstract TSheet Current { get; }

    protected abstract int CurrentVersion { get; }

    protected abstract Task<VersionedSheet<TSheet>?> Save(CancellationToken ct);

    protected abstract TSheet Tidied(TSheet sheet);

    /// <summary>The sheet with the rows to show in the form.</summary>
    protected virtual TSheet ForForm(TSheet sheet) => sheet;

    protected virtual string SavedSentence => $"{Kind} worksheet saved.";

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Open(ct);
        var form = await Mediator.Send(new ReadSheetForm(Id, Kind), ct);
        (Sheet, Version) = (Current, CurrentVersion);
        if (MayEdit && form is { Draft: { } draft, Begun: { } begun }) await Restore(draft, begun, ct);
        Sheet = ForForm(Sheet);
        Show(form.Shortfalls);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Open(ct);
        return await SaveMerged(ct) is { } sentence ? await SavedAndNext(sentence, null, ct) : await Again(ct);
    }

    /// <summary>Merges and saves what was posted.</summary>
    /// <returns>What was saved, in a sentence; null if the form must be shown again.</returns>
    protected async Task<string?> SaveMerged(CancellationToken ct)
    {
        var others = Version == CurrentVersion ? null : LastSaved;
        for (var merges = 0; merges < MostMerges && await Merge(ct); merges++)
        {
            if (await Save(ct) is not null) return others is null ? SavedSentence : $"{SavedSentence} {Together(others)}";
            if (this.StaleAt() is null) break;
            // Somebody else saved between the merge and the save.
            ModelState.Clear();
            HttpContext.Features.Set<Stale>(null);
            await Open(ct);
            others = LastSaved;
        }
        return null;
    }

    /// <summary>Shows the form again with a blank row, for browsers without scripts.</summary>
    public async Task<IActionResult> OnPostAddRowAsync(CancellationToken ct)
    {
        await Open(ct);
        return await Again(ct);
    }

    /// <summary>Keeps what was typed so far. A script sends it while someone types.</summary>
    /// <returns>JSON: <c>kept</c> (a sentence), <c>notice</c> (null, or that someone saved since), <c>left</c> (by section, requirements
    /// left), <c>needs</c> (by field, what is still required of it).</returns>
    public async Task<IActionResult> OnPostDraftAsync(CancellationToken ct)
    {
        var fields = Request.Form.Where(field => field.Key.StartsWith("Sheet.", StringComparison.Ordinal)
            || field.Key.StartsWith("Choices[", StringComparison.Ordinal) || field.Key == "Reason")
            .ToDictionary(field => field.Key, field => field.Value.Select(value => value ?? "").ToArray());
        var kept = await Mediator.Send(new KeepDraft(Id, Kind, Version, fields, Tidied(Sheet)), ct);
        var day = await Mediator.Send(new ReadAgencyDay(), ct);
        Show(kept.Shortfalls);
        return new JsonResult(new
        {
            kept = $"Draft kept at {DateText.Time(day.Local(kept.At))}.",
            notice = kept.Version == Version ? null
                : "Someone else saved this worksheet since you opened it. Your changes and theirs are merged when you save.",
            left = Nav.Sections.Where(section => section.Left is not null).ToDictionary(section => section.Id, section => section.LeftText),
            needs = NeedsOf(kept.Shortfalls),
        });
    }

    public async Task<IActionResult> OnPostDiscardDraftAsync(CancellationToken ct)
    {
        await Mediator.Send(new DiscardDraft(Id, Kind), ct);
        return Saved("Draft discarded.", Head.Href);
    }

    /// <summary>Merges what was typed with what others saved since.</summary>
    /// <returns>False if something must be decided or corrected first.</returns>
    private async Task<bool> Merge(CancellationToken ct)
    {
        // The save reports what can't be read.
        if (!ModelState.IsValid || (Version == CurrentVersion && Choices.Count == 0)) return true;
        if (Choices.Any(choice => choice.Keep is null))
        {
            Ask(Choices);
            return false;
        }
        if (await this.TrySend(Mediator, new MergeSheet(Id, Kind, Version, Node(Tidied(Sheet)),
            [.. Choices.Select(choice => new SheetChoice(choice.Path, choice.Keep == KeptValue.Mine))]), nameof(Sheet)) is not { } merged)
            return false;
        // The posted values would override the merged ones when the form is rendered again.
        ModelState.Clear();
        Sheet = merged.Sheet.Deserialize<TSheet>(Json.Options)!;
        Choices = [.. merged.Conflicts.Select(conflict => new MergeChoice
        {
            Path = conflict.Path,
            Gone = !conflict.IsRow ? null : conflict.Mine is null ? KeptValue.Mine : KeptValue.Theirs,
        })];
        Version = merged.Version;
        if (Choices.Count > 0) Ask(Choices);
        return Choices.Count == 0;
    }

    private void Ask(IReadOnlyList<MergeChoice> choices)
    {
        for (var i = 0; i < choices.Count; i++)
            if (choices[i].Keep is null)
                ModelState.AddModelError($"Choices[{i}].Keep", $"{Label(choices[i].Path)}: choose which version to keep.");
    }

    protected async Task<IActionResult> Again(CancellationToken ct)
    {
        IsStale = this.StaleAt() is not null;
        Version = this.StaleAt() ?? Version;
        await ShowConflicts(ct);
        Sheet = ForForm(Sheet);
        Show((await Mediator.Send(new ReadSheetForm(Id, Kind), ct)).Shortfalls);
        return Page();
    }

    /// <summary>Puts a draft into the form as it was typed, with errors beside what can't be read.</summary>
    private async Task Restore(SheetDraft draft, JsonObject begun, CancellationToken ct)
    {
        var typed = new FormValueProvider(BindingSource.Form,
            new FormCollection(draft.Fields.ToDictionary(field => field.Key, field => new StringValues(field.Value))),
            CultureInfo.CurrentCulture);
        var sheet = new TSheet();
        await TryUpdateModelAsync(sheet, nameof(Sheet), typed);
        var choices = new DraftChoices();
        await TryUpdateModelAsync(choices, "", typed);
        if (ModelState.IsValid && choices.Choices.Count == 0)
        {
            var merged = SheetMerge.Merge(begun, Node(Tidied(sheet)), Node(Current));
            // Saved meanwhile, or changed back.
            if (merged.Conflicts.Count == 0 && JsonNode.DeepEquals(merged.Sheet, Node(Current)))
            {
                ModelState.Clear();
                return;
            }
        }
        (Sheet, Version, DraftAt, Choices) = (sheet, draft.Version, Local(draft.KeptAt), choices.Choices);
        RestoreMore(draft.Fields);
        await ShowConflicts(ct);
    }

    /// <summary>Restores what the form has beside the sheet.</summary>
    protected virtual void RestoreMore(IReadOnlyDictionary<string, string[]> fields)
    {
    }

    private async Task ShowConflicts(CancellationToken ct)
    {
        if (Choices.Count == 0 || (await Mediator.Send(new ReadSheetForm(Id, Kind, Version), ct)).Begun is not { } theirs) return;
        var mine = Node(Tidied(Sheet));
        Conflicts =
        [
            .. Choices.Select(choice => new Asked(choice, Label(choice.Path),
                choice.Gone == KeptValue.Mine ? "Removed" : Words(mine, choice.Path),
                choice.Gone == KeptValue.Theirs ? "Removed" : Words(theirs, choice.Path), LastSaved?.By ?? "someone else")),
        ];
    }

    private string Words(JsonObject sheet, string path) => SheetMerge.At(sheet, path) is { } value
        && Changes.InWords(JsonSerializer.SerializeToElement(value), path[(path.LastIndexOf('/') + 1)..], NameOf, Time) is { } words
            ? words : "Blank";

    private string Label(string path) => Changes.LabelOf(SheetMerge.FieldAt(Node(Tidied(Sheet)), path)
        ?? SheetMerge.FieldAt(Node(Current), path) ?? path.Split('/')[0]);

    private string Together(SheetSaved saved) =>
        $"{saved.By} saved it at {Time(saved.At)} while you were editing. It has the changes of both of you.";

    private void Show(IReadOnlyList<Shortfall> shortfalls)
    {
        HttpContext.Features.Set(new FieldNeeds(NeedsOf(shortfalls)));
        Nav = new(
            [.. Sections.Select(section => new SheetSection(section.Id, section.Title,
                HasRequirement(section.Fields) ? shortfalls.Count(shortfall => In(section.Fields, shortfall.Field)) : null))],
            [.. shortfalls.Where(shortfall => WhereToFix.FieldOn(Kind, shortfall.Field) is null)
                .Select(shortfall => new MissingItem(shortfall.Message, Case.Id == 0 ? null : WhereToFix.Href(Case, shortfall)))]);
    }

    private Dictionary<string, string> NeedsOf(IReadOnlyList<Shortfall> shortfalls) => shortfalls
        .Select(shortfall => (Field: WhereToFix.FieldOn(Kind, shortfall.Field), shortfall.Message))
        .Where(need => need.Field is not null).GroupBy(need => need.Field!)
        .ToDictionary(need => need.Key, need => string.Join(" ", need.Select(one => one.Message)));

    private static bool HasRequirement(string[] fields) => Requirements.All.Any(requirement => In(fields, requirement.Field));

    private static bool In(string[] fields, string field) => fields.Any(start => field.StartsWith(start, StringComparison.Ordinal));

    private static JsonObject Node(TSheet sheet) => (JsonObject)JsonNode.Parse(JsonSerializer.Serialize(sheet, Json.Options))!;

    /// <summary>The rows entered so far, a blank one if it was asked for, and the spare one.</summary>
    protected IReadOnlyList<T> WithSpareRow<T>(string list, IReadOnlyList<T> rows) where T : class, new() =>
        [.. rows, .. string.Equals(Add, list, StringComparison.OrdinalIgnoreCase) ? new[] { new T() } : [], new T()];

    private sealed record DraftChoices
    {
        public IReadOnlyList<MergeChoice> Choices { get; init; } = [];
    }
}

/// <summary>Whose value is kept of a field that both changed.</summary>
public enum KeptValue { Mine, Theirs }

/// <summary>A field that both changed, and what was decided about it.</summary>
public sealed record MergeChoice
{
    /// <summary>See <see cref="MergeConflict.Path"/>.</summary>
    public string Path { get; init; } = "";
    public KeptValue? Keep { get; init; }
    /// <summary>Who removed the row; null if it is about a field.</summary>
    public KeptValue? Gone { get; init; }
}

/// <summary>A field that both changed, as <c>_SheetConflicts</c> shows it.</summary>
/// <param name="By">Who saved the other value.</param>
public sealed record Asked(MergeChoice Choice, string Label, string Mine, string Theirs, string By);

/// <summary>Model of <c>_SheetHead</c>.</summary>
/// <param name="At">When it was last saved, in the agency's time zone.</param>
/// <param name="DraftAt">When the draft in the form was kept, in the same zone; null if the form holds what is saved.</param>
/// <param name="SavedSince">Whether somebody else saved since the draft began.</param>
public sealed record SheetHead(
    SheetSaved? LastSaved, DateTimeOffset At, bool IsStale, string Href, DateTimeOffset? DraftAt, bool SavedSince);

/// <summary>A fact of an earlier worksheet.</summary>
/// <param name="Href">Where it can be changed.</param>
public sealed record Carried(string Label, string Text, SheetKind From, string Href);

/// <summary>Model of <c>_SheetNav</c>.</summary>
/// <param name="Elsewhere">Requirements of the same gate that other pages meet.</param>
public sealed record SheetNav(IReadOnlyList<SheetSection> Sections, IReadOnlyList<MissingItem> Elsewhere);

/// <summary>A part of a worksheet's form.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Left">Requirements left in it; null if it has none.</param>
public sealed record SheetSection(string Id, string Title, int? Left)
{
    public string LeftText => Left switch
    {
        null => "",
        0 => "complete",
        var left => $"{left} left",
    };
}
