using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Concerns;
using ProblemTracker.Engagement;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Concerns;

/// <summary>Enters a concern that a resident told of.</summary>
public sealed class NewConcernPage(IMediator mediator, Actor actor) : PageModel
{
    [BindProperty] public NewConcernForm Form { get; set; } = new();

    /// <summary>The contact at which it was heard.</summary>
    [BindProperty(SupportsGet = true)] public long? EngagementId { get; set; }

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        if (EngagementId is { } id) Form = NewConcernForm.Of(await mediator.Send(new ReadEngagement(id), ct));
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var message = new EnterConcern(Form.Channel, Form.CategoryCode, Form.Description, Form.Address, Form.NeighborhoodId, Form.Latitude,
            Form.Longitude, Form.Frequency, Form.HappenedOn, Form.TimesOfDay, Form.Name, Form.Email, Form.Phone, Form.MayCall,
            Form.MayAnswer, Form.MayAttach, Form.Language);
        ICommand<ConcernEntered> command = EngagementId is { } contact ? new EnterConcernAfterContact(contact, message) : message;
        if (ModelState.IsValid && await this.TrySend(mediator, command, nameof(Form)) is { } entered)
        {
            var similar = (await mediator.Send(new FindSimilarConcerns(entered.Id), ct)).Items.Count;
            TempData[Shell.Flash] = $"{entered.Number} is entered.{similar switch
            {
                0 => "",
                1 => " 1 other concern may be about the same: see Decision.",
                _ => $" {similar} other concerns may be about the same: see Decision.",
            }}";
            return LocalRedirect($"~/concerns/{entered.Id}");
        }
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        if (!actor.Might(Permission.WorkConcerns)) throw Forbidden.Needs(Permission.WorkConcerns);
        Neighborhoods = await mediator.NeighborhoodsToChoose(ct);
        Categories = await mediator.Categories(retiredToo: false, ct);
    }
}

public sealed class NewConcernForm
{
    public ConcernChannel? Channel { get; set; }
    public string? CategoryCode { get; set; }
    public string? Description { get; set; }
    public string? Address { get; set; }
    public long? NeighborhoodId { get; set; }
    public double? Latitude { get; set; }
    public double? Longitude { get; set; }
    public Frequency? Frequency { get; set; }
    public DateOnly? HappenedOn { get; set; }
    public string? TimesOfDay { get; set; }
    public string? Name { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public bool MayCall { get; set; }
    public bool MayAnswer { get; set; }
    public bool MayAttach { get; set; }
    public string? Language { get; set; } = Languages.English.Name;

    /// <summary>What was logged about a contact isn't typed again.</summary>
    public static NewConcernForm Of(EngagementRow contact) => new()
    {
        Channel = contact.Kind is EngagementKind.Meeting or EngagementKind.Event ? ConcernChannel.Meeting : ConcernChannel.Patrol,
        CategoryCode = contact.CategoryCode,
        Description = contact.Heard,
        NeighborhoodId = contact.NeighborhoodId,
    };
}
