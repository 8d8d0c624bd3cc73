using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Evidence;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>One filled site checklist with its photos.</summary>
[Needs(Permission.ReadProblems), RequestSizeLimit(AddFiles.LargestRequest)]
public sealed class ChecklistPage(IMediator mediator, Actor actor) : CaseHeadPage(mediator)
{
    [FromRoute]
    public int Number { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public long? ItemId { get; set; }

    [BindProperty]
    public string? Caption { get; set; }

    public WalkDetails Walk { get; private set; } = new();

    public IReadOnlyList<FileDetails> Files { get; private set; } = [];

    public int Megabytes { get; private set; }

    public IEnumerable<SelectListItem> Items =>
        Choices.Any("The site as a whole", Walk.Items.Select(item => new SelectListItem(item.Item, $"{item.ItemId}")));

    public bool MayAdd => Case.Allowed.WorkEvidence && !Walk.IsWithdrawn;

    public bool MayCorrect => MayAdd && ChecklistSql.MayCorrect(actor, Walk, Case.Lead?.Id);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await Show(ct);

    public async Task<IActionResult> OnPostFilesAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new AddChecklistFiles(Id, Number, Request.Uploads(), ItemId, Caption)) is { } added
            ? Saved(added.Ids.Count == 1 ? "1 file added." : $"{added.Ids.Count} files added.",
                $"/problems/{Id}/checklists/{Number}#photos")
            : await Show(ct);

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct) =>
        await this.TrySend(Mediator, new WithdrawChecklist(Id, Number, Version, Reason)) is null ? await Show(ct)
            : Saved("Checklist withdrawn. It stays on record.", $"/problems/{Id}/checklists");

    private async Task<IActionResult> Show(CancellationToken ct)
    {
        await Open(ct);
        Walk = await Mediator.Send(new ReadChecklist(Id, Number), ct);
        Files = (await Mediator.Send(new ListFiles(Id, Size: ProblemTracker.Shared.Page.LargestSize, Walk: Number), ct)).Items;
        Megabytes = (await Mediator.Send(new ReadFileLimits(), ct)).Value.MegabytesPerFile;
        return Page();
    }
}
