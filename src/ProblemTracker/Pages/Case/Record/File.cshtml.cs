using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>One photo or document of a problem.</summary>
public sealed class FilePage(IMediator mediator, Actor actor) : CaseHeadPage(mediator)
{
    [FromRoute]
    public long FileId { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Caption { get; set; }

    public FileDetails Shown { get; private set; } = new();

    public string What => Shown.IsPicture ? "photo" : "document";

    public bool MayChange => !IsClosed
        && (Case.Allowed.Work || (Case.Allowed.WriteNotes && actor.PersonId is not null && Shown.AddedById == actor.PersonId));

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        (Version, Caption) = (Shown.Version, Shown.Caption);
    }

    public async Task<IActionResult> OnGetContentAsync(bool small, CancellationToken ct)
    {
        var contents = await Mediator.Send(new ReadFileContent(FileId, small), ct);
        await contents.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Read(ct);
        return await this.TrySend(Mediator, new ChangeFileCaption(FileId, Version, Caption)) is null ? Again()
            : Saved("Caption saved.", $"/files/{FileId}");
    }

    public async Task<IActionResult> OnPostDeleteAsync(CancellationToken ct)
    {
        await Read(ct);
        if (await this.TrySend(Mediator, new DeleteFile(FileId, Version)) is not null)
            return Saved($"The {What} is deleted.", $"/problems/{Id}/files");
        Caption = Shown.Caption;
        return Again();
    }

    private PageResult Again()
    {
        Version = this.StaleAt() ?? Shown.Version;
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        Shown = await Mediator.Send(new ReadFile(FileId), ct);
        Id = Shown.ProblemId;
        await Open(ct);
    }
}
