using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Engagement;
using ProblemTracker.Pages.Engagement;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.Meetings;

/// <summary>Plans a meeting, or changes one that is neither canceled nor recorded.</summary>
public sealed class PlanMeetingPage(IMediator mediator, Actor actor) : PageModel
{
    public sealed class TextForm
    {
        public string? Language { get; set; }
        public string? Title { get; set; }
        public string? Agenda { get; set; }

        public MeetingText Text => new() { Language = Language ?? "", Title = Title ?? "", Agenda = Agenda };
    }

    public sealed class MeetingForm
    {
        public MeetingKind? Kind { get; set; } = MeetingKind.Meeting;
        public long? NeighborhoodId { get; set; }
        /// <summary>Local date and time as browsers send them.</summary>
        public string? StartsAt { get; set; }
        public string? EndsAt { get; set; }
        public string? Place { get; set; }
        public List<TextForm> Texts { get; set; } = [];
        public bool IsPublic { get; set; }
    }

    private AgencyDay _day = null!;

    /// <summary>Null for a new one.</summary>
    [FromRoute] public long? Id { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public MeetingForm Form { get; set; } = new();

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    public bool IsStale => this.StaleAt() is not null;

    public async Task OnGet(CancellationToken ct)
    {
        var before = Id is { } id ? await mediator.Send(new ReadMeeting(id), ct) : null;
        await Read(before?.NeighborhoodId, ct);
        Version = before?.Version ?? 0;
        Form = new()
        {
            Kind = before?.Kind ?? MeetingKind.Meeting,
            NeighborhoodId = before?.NeighborhoodId,
            StartsAt = before is null ? null : LocalTime.Of(before.StartsAt, _day),
            EndsAt = before is null ? null : LocalTime.Of(before.EndsAt, _day),
            Place = before?.Place,
            IsPublic = before?.IsPublic ?? true,
            Texts = [.. Languages.All.Select(language =>
            {
                var text = before?.Texts.FirstOrDefault(text => text.Language == language.Name);
                return new TextForm { Language = language.Name, Title = text?.Title, Agenda = text?.Agenda };
            })],
        };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Read(Form.NeighborhoodId, ct);
        var facts = new MeetingFacts
        {
            Kind = Form.Kind,
            NeighborhoodId = Form.NeighborhoodId,
            StartsAt = LocalTime.At(Form.StartsAt, _day, ModelState, "Form.StartsAt"),
            EndsAt = LocalTime.At(Form.EndsAt, _day, ModelState, "Form.EndsAt"),
            Place = Form.Place ?? "",
            // A language that is left out is no text; the first is always one.
            Texts = [.. Form.Texts.Where((text, i) => i == 0 || !text.Title.IsBlank() || !text.Agenda.IsBlank()).Select(text => text.Text)],
            IsPublic = Form.IsPublic,
        };
        IRequest<MeetingRow> message = Id is { } id ? new ChangeMeeting(id, Version, facts) : new PlanMeeting(facts);
        if (await this.TrySend(mediator, message, nameof(Form)) is { } planned)
        {
            TempData[Shell.Flash] = planned.IsPublic ? "The meeting is saved. Residents can read about it." : "The meeting is saved.";
            return LocalRedirect($"~/meetings/{planned.Id}");
        }
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Read(long? present, CancellationToken ct)
    {
        if (!actor.Might(Permission.WriteNotes)) throw Forbidden.Needs(Permission.WriteNotes);
        _day = await mediator.Send(new ReadAgencyDay(), ct);
        Neighborhoods = [new("Whole city", ""), .. await mediator.NeighborhoodsToChoose(ct, present)];
    }
}
