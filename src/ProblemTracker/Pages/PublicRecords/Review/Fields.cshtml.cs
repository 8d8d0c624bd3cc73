using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;
using ProblemTracker.PublicRecords;

namespace ProblemTracker.Pages.PublicRecords;

/// <summary>The review of one problem's fields, a section at a time.</summary>
public sealed class FieldsPage(IMediator mediator) : PageModel
{
    private const string Release = "release", Redact = "redact:", Passages = "passages";

    private IReadOnlyList<ReasonCodeItem> _codes = [];

    [FromRoute] public long Id { get; set; }
    [FromRoute] public long ProblemId { get; set; }
    [FromQuery] public string Section { get; set; } = RecordFields.Details;

    [BindProperty] public List<ChoiceRow> Items { get; set; } = [];

    /// <summary>Releases every field of the section that is not decided.</summary>
    [BindProperty] public bool ReleaseRest { get; set; }

    public ProblemHead Head { get; private set; } = null!;
    /// <summary>Each section with the number of fields that wait for a decision.</summary>
    public IReadOnlyList<(string Name, int Left)> Sections { get; private set; } = [];
    public IReadOnlyList<RecordsField> Shown { get; private set; } = [];

    /// <summary>The id of a field's part of the page.</summary>
    public static string Anchor(string key) =>
        $"field-{key.Replace('.', '-').Replace('[', '-').Replace("]", "", StringComparison.Ordinal)}";

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        Items = [.. Shown.Select(field => new ChoiceRow { Key = field.Key, Digest = field.Digest, Choice = Preset(field) })];
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Read(ct);
        var present = Shown.ToDictionary(field => field.Key);
        if (ReleaseRest)
            foreach (var row in Items.Where(row => string.IsNullOrEmpty(row.Choice))) row.Choice = Release;
        List<ChoiceRow> rows = [.. Items.Where(row => !string.IsNullOrEmpty(row.Choice))];
        var message = new DecideRecordsFields(Id, ProblemId, [.. rows.Select(row => Decision(row, present.GetValueOrDefault(row.Key)))]);
        if (await this.TrySend(mediator, message) is { } saved)
        {
            TempData[Shell.Flash] = saved.Count == 1 ? "1 decision is saved." : $"{saved.Count} decisions are saved.";
            return LocalRedirect(await Next(ct));
        }
        // A field that changed meanwhile comes back with its new value and no decision, so the errors stand above the form.
        var sentences = ModelState.SelectMany(entry => entry.Value!.Errors).Select(error => error.ErrorMessage).Distinct().ToList();
        ModelState.Clear();
        foreach (var sentence in sentences) ModelState.AddModelError("", sentence);
        var typed = Items.DistinctBy(row => row.Key).ToDictionary(row => row.Key);
        Items = [.. Shown.Select(field => new ChoiceRow
        {
            Key = field.Key,
            Digest = field.Digest,
            Choice = typed.GetValueOrDefault(field.Key) is { } row && row.Digest == field.Digest ? row.Choice : null,
        })];
        return Page();
    }

    /// <summary>This section while it has fields to decide, then the next one that has; the check when none is left.</summary>
    private async Task<string> Next(CancellationToken ct)
    {
        await Read(ct);
        var place = Sections.TakeWhile(section => section.Name != Section).Count();
        var open = Sections.Skip(place).Concat(Sections.Take(place)).FirstOrDefault(section => section.Left > 0).Name;
        return open is null ? $"~/records-requests/{Id}?check=true#release-check"
            : $"~/records-requests/{Id}/problems/{ProblemId}?section={Uri.EscapeDataString(open)}";
    }

    public IEnumerable<SelectListItem> Choices(RecordsField field)
    {
        yield return new("Not decided", "");
        yield return new("Release", Release);
        if (Words(field) is not null) yield return new("Redact the words above, release the rest", Passages);
        foreach (var code in _codes.Where(code => code.Active)) yield return new($"Redact: {code.Code}, {code.Words}", Redact + code.Code);
    }

    /// <summary>The passages that were decided about or, before that, proposed; null if there are none.</summary>
    private IReadOnlyList<Passage>? Words(RecordsField field) =>
        field.Decision is { Choice: FieldChoice.Passages } given ? given.Passages
        : field is { Decision: null, Proposal: { Passages.Count: > 0 } proposal } && IsActive(proposal.ReasonCode)
            ? [.. proposal.Passages.Select(words => new Passage(words, proposal.ReasonCode))] : null;

    private string? Preset(RecordsField field) => field.State switch
    {
        FieldState.Decided => field.Decision!.Choice switch
        {
            FieldChoice.Release => Release,
            FieldChoice.Passages => Passages,
            _ => Redact + field.Decision.ReasonCode,
        },
        FieldState.Default => Release,
        FieldState.Undecided when field.Proposal is { } proposal && IsActive(proposal.ReasonCode) =>
            proposal.Passages.Count > 0 ? Passages : Redact + proposal.ReasonCode,
        _ => null,
    };

    private bool IsActive(string code) => _codes.Any(item => item.Code == code && item.Active);

    private FieldToDecide Decision(ChoiceRow row, RecordsField? field) => row.Choice switch
    {
        Release => new(row.Key, row.Digest, FieldChoice.Release),
        Passages => new(row.Key, row.Digest, FieldChoice.Passages, null, field is null ? [] : Words(field) ?? []),
        _ => new(row.Key, row.Digest, FieldChoice.Redact,
            row.Choice!.StartsWith(Redact, StringComparison.Ordinal) ? row.Choice[Redact.Length..] : ""),
    };

    private async Task Read(CancellationToken ct)
    {
        var fields = await mediator.Send(new ReadRecordsFields(Id, ProblemId), ct);
        Head = await mediator.Send(new ReadProblemHead(ProblemId), ct);
        _codes = (await mediator.Send(new ReadReasonCodes(), ct)).Value.Items;
        Sections = [.. fields.Items.GroupBy(field => field.Section)
            .Select(section => (section.Key, section.Count(field => field.State is FieldState.Undecided or FieldState.Changed)))];
        Shown = [.. fields.Items.Where(field => field.Section == Section)];
    }
}

public sealed class ChoiceRow
{
    public string Key { get; set; } = "";
    public string Digest { get; set; } = "";
    /// <summary>"release", "passages", "redact:CODE", or blank while undecided.</summary>
    public string? Choice { get; set; }
}
