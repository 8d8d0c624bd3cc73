using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.PublicRecords;

namespace ProblemTracker.Pages.PublicRecords;

/// <summary>Model of <c>_Findings</c>.</summary>
public sealed record Findings(string Heading, long RequestId, IReadOnlyList<RecordsFinding> Items)
{
    public const int Most = 50;

    /// <summary>The page of the field's section.</summary>
    public string Href(RecordsFinding finding)
    {
        var key = finding.Key!;
        var section = key[..(key.AsSpan().IndexOfAny('.', '[') is var end and >= 0 ? end : key.Length)];
        return $"~/records-requests/{RequestId}/problems/{finding.ProblemId}?section={section}#{FieldsPage.Anchor(key)}";
    }
}

/// <summary>One public-records request: its problems, the check, releases and log.</summary>
public sealed class RecordsRequestPage(IMediator mediator) : PageModel
{
    private AgencyDay _day = null!;

    [FromRoute] public long Id { get; set; }

    /// <summary>Whether to build and search the release.</summary>
    [FromQuery(Name = "check")] public bool Checks { get; set; }

    [BindProperty] public string? Numbers { get; set; }
    [BindProperty] public bool Alone { get; set; }
    [BindProperty] public bool LookedAtNames { get; set; }

    public RecordsRequestDetails Details { get; private set; } = null!;

    /// <summary>Null until the reader asks for it.</summary>
    public RecordsCheck? Check { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct) => await Show(ct);

    public async Task<IActionResult> OnGetDownload(long releaseId, CancellationToken ct) => await Download(releaseId, proof: false, ct);

    public async Task<IActionResult> OnGetProof(long releaseId, CancellationToken ct) => await Download(releaseId, proof: true, ct);

    public async Task<IActionResult> OnPostAdd(CancellationToken ct)
    {
        string[] numbers = [.. (Numbers ?? "").Split([',', ';', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)];
        if (await this.TrySend(mediator, new AddRecordsProblems(Id, numbers)) is not { } added) return await Show(ct);
        return Saved(added.Numbers.Count == 0 ? "These problems are in the request already."
            : $"Added {string.Join(", ", added.Numbers)}.");
    }

    public async Task<IActionResult> OnPostRemove(long problemId, CancellationToken ct) =>
        await this.TrySend(mediator, new RemoveRecordsProblem(Id, problemId)) is null ? await Show(ct)
            : Saved("The problem is no longer in this request.");

    public async Task<IActionResult> OnPostRelease(CancellationToken ct)
    {
        Checks = true;
        return await this.TrySend(mediator, new ReleaseRecords(Id, Alone, LookedAtNames)) is null ? await Show(ct)
            : Saved("The records are released. Download them below.");
    }

    public string Time(DateTimeOffset at) => DateText.Time(_day.Local(at));

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        Details = await mediator.Send(new ReadRecordsRequest(Id), ct);
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        if (Checks && Details.Problems.Count > 0) Check = await mediator.Send(new CheckRecords(Id), ct);
        return Page();
    }

    private LocalRedirectResult Saved(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect($"~/records-requests/{Id}");
    }

    private async Task<IActionResult> Download(long releaseId, bool proof, CancellationToken ct)
    {
        var file = await mediator.Send(new DownloadRecords(Id, releaseId, proof), ct);
        return File(file.Content, file.ContentType, file.FileName);
    }
}
