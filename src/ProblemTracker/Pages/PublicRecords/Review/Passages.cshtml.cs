using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.PublicRecords;

namespace ProblemTracker.Pages.PublicRecords;

/// <summary>The words of one text that are redacted.</summary>
public sealed class PassagesPage(IMediator mediator) : PageModel
{
    private const int BlankRows = 3;

    [FromRoute] public long Id { get; set; }
    [FromRoute] public long ProblemId { get; set; }
    [FromQuery] public string Key { get; set; } = "";

    [BindProperty] public string Digest { get; set; } = "";
    [BindProperty] public List<PassageRow> Items { get; set; } = [];

    public RecordsField Field { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Codes { get; private set; } = [];

    public string Back => $"~/records-requests/{Id}/problems/{ProblemId}?section={Field.Section}#{FieldsPage.Anchor(Field.Key)}";

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        Digest = Field.Digest;
        IEnumerable<Passage> passages = Field.Decision is { Choice: FieldChoice.Passages } given ? given.Passages
            : Field.Proposal?.Passages.Select(words => new Passage(words, Field.Proposal.ReasonCode)) ?? [];
        Items = [.. passages.Select(passage => new PassageRow { Text = passage.Text, ReasonCode = passage.ReasonCode })];
        AddBlankRows();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Read(ct);
        Items = [.. Items.Where(row => !string.IsNullOrWhiteSpace(row.Text))];
        var message = new DecideRecordsFields(Id, ProblemId, [new(Field.Key, Digest, FieldChoice.Passages, null,
            [.. Items.Select(row => new Passage(row.Text!, row.ReasonCode ?? ""))])]);
        if (await this.TrySend(mediator, message) is not null)
        {
            TempData[Shell.Flash] = Items.Count == 1 ? "1 passage is redacted." : $"{Items.Count} passages are redacted.";
            return LocalRedirect(Back);
        }
        var sentences = ModelState.SelectMany(entry => entry.Value!.Errors).Select(error => error.ErrorMessage).Distinct().ToList();
        ModelState.Clear();
        foreach (var sentence in sentences) ModelState.AddModelError("", sentence);
        Digest = Field.Digest;
        AddBlankRows();
        return Page();
    }

    private void AddBlankRows() => Items.AddRange(Enumerable.Range(0, BlankRows).Select(_ => new PassageRow()));

    private async Task Read(CancellationToken ct)
    {
        var fields = await mediator.Send(new ReadRecordsFields(Id, ProblemId), ct);
        Field = fields.Items.FirstOrDefault(field => field.Key == Key) ?? throw new NotFound();
        Codes = [.. (await mediator.Send(new ReadReasonCodes(), ct)).Value.Items.Where(code => code.Active)
            .Select(code => new SelectListItem($"{code.Code}, {code.Words}", code.Code))];
    }
}

public sealed class PassageRow
{
    public string? Text { get; set; }
    public string? ReasonCode { get; set; }
}
