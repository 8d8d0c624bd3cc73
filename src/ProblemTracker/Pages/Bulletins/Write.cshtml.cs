using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.Bulletins;

/// <summary>Writes a bulletin, or changes one that residents can't read yet.</summary>
public sealed class WriteBulletinPage(IMediator mediator, Actor actor) : PageModel
{
    public sealed class TextForm
    {
        public string? Language { get; set; }
        public string? Title { get; set; }
        public string? Body { get; set; }

        public BulletinText Text => new() { Language = Language ?? "", Title = Title ?? "", Body = Body ?? "" };
    }

    public sealed class BulletinForm
    {
        public long? NeighborhoodId { get; set; }
        public List<TextForm> Texts { get; set; } = [];
    }

    /// <summary>Null for a new one.</summary>
    [FromRoute] public long? Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public BulletinForm Form { get; set; } = new();

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    public bool IsStale => this.StaleAt() is not null;

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        var before = Id is { } id ? await mediator.Send(new ReadBulletin(id), ct) : null;
        Version = before?.Version ?? 0;
        Form = new()
        {
            NeighborhoodId = before?.NeighborhoodId,
            Texts = [.. Languages.All.Select(language =>
            {
                var text = before?.Texts.FirstOrDefault(text => text.Language == language.Name);
                return new TextForm { Language = language.Name, Title = text?.Title, Body = text?.Body };
            })],
        };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        // A language that is left out is no text; the first is always one.
        BulletinText[] texts = [.. Form.Texts.Where((text, i) => i == 0 || !text.Title.IsBlank() || !text.Body.IsBlank())
            .Select(text => text.Text)];
        IRequest<BulletinDetails> message = Id is { } id ? new ChangeBulletin(id, Version, Form.NeighborhoodId, texts)
            : new WriteBulletin(Form.NeighborhoodId, texts);
        if (await this.TrySend(mediator, message, nameof(Form)) is { } written)
        {
            TempData[Shell.Flash] = "The bulletin waits for a supervisor.";
            return LocalRedirect($"~/bulletins/{written.Id}");
        }
        Version = this.StaleAt() ?? Version;
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        if (!actor.Might(Permission.WorkConcerns)) throw Forbidden.Needs(Permission.WorkConcerns);
        Neighborhoods = [new("Whole city", ""), .. await mediator.Neighborhoods(ct)];
    }
}
