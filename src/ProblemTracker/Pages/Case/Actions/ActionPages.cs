using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Accounts;

namespace ProblemTracker.Pages.Case;

/// <summary>Base of the pages that add and edit an action.</summary>
public abstract class ActionFormPage(IMediator mediator) : CasePage(mediator)
{
    [BindProperty]
    public ActionForm Form { get; set; } = new();

    protected async Task OfferChoices(CancellationToken ct)
    {
        var (police, outside) = (new SelectListGroup { Name = "Police" }, new SelectListGroup { Name = "Stakeholders of this problem" });
        var chosen = Form.Owner is ['s', .. var number] && long.TryParse(number, out var attachment) ? attachment : (long?)null;
        var people = await Mediator.Send(new ListPeople(Active: true), ct);
        Form.Owners =
        [
            .. people.Items.Where(person => person.StakeholderId is null)
                .Select(person => new SelectListItem(person.Name, $"p{person.Id}") { Group = police }),
            .. Attached(chosen).Select(item => new SelectListItem(item.Text, $"s{item.Value}") { Group = outside }),
        ];
        // Offer an owner who is no longer active, so that saving the form does not change the owner.
        if (Form.Owner is { Length: > 1 } owner && Form.Owners.All(item => item.Value != owner)
            && Case.Actions.FirstOrDefault(action => $"p{action.OwnerId}" == owner) is { } kept)
            Form.Owners = [.. Form.Owners, new SelectListItem($"{kept.Owner} (no longer active)", owner) { Group = police }];
        Form.FrozenOn = Case.Plans.FirstOrDefault(plan => plan.InForce)?.StartedOn;
    }

    // The form has one owner field; the message has two.
    protected void MoveOwnerErrors()
    {
        MoveErrors("Form.ownerId", "Form.Owner");
        MoveErrors("Form.ownerAttachmentId", "Form.Owner");
    }
}
