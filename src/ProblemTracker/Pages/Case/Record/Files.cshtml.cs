using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>The photos and documents of a problem, and a form to add more.</summary>
[Needs(Permission.ReadProblems), RequestSizeLimit(AddFiles.LargestRequest)]
public sealed class FilesPage(IMediator mediator) : CaseHeadPage(mediator)
{
    private const int Shown = 50;

    [BindProperty]
    public string? Caption { get; set; }

    [FromQuery]
    public string? After { get; set; }

    public Page<FileDetails> List { get; private set; } = new([], 0, false, null);

    public int Megabytes { get; private set; }

    /// <summary>After closing, files can only be added to notes.</summary>
    public bool MayAdd => Case.Allowed.WriteNotes && !IsClosed;

    public Pager Pager => new(List.Items.Count, List.Total, List.TotalIsCapped,
        List.Next is { } next ? $"/problems/{Id}/files?after={Uri.EscapeDataString(next)}" : null,
        After is null ? null : $"/problems/{Id}/files");

    public Task OnGetAsync(CancellationToken ct) => Read(ct);

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        var file = await Mediator.Send(new ExportFiles(new(Id)), ct);
        await file.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await this.TrySend(Mediator, new AddFiles(Id, Request.Uploads(), Caption)) is { } added)
            return Saved(added.Ids.Count == 1 ? "1 file added." : $"{added.Ids.Count} files added.", $"/problems/{Id}/files");
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        List = await Mediator.Send(new ListFiles(Id, After: After, Size: Shown), ct);
        Megabytes = (await Mediator.Send(new ReadFileLimits(), ct)).Value.MegabytesPerFile;
    }
}
