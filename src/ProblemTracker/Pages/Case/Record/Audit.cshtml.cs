using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Accounts;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>The change history of a problem, with values before and after.</summary>
public sealed class AuditPage(IMediator mediator) : CasePage(mediator)
{
    private const int RowsOnPage = 25;

    [FromQuery]
    public string? After { get; set; }

    public Page<AuditRow> Rows { get; private set; } = new([], 0, false, null);

    private Dictionary<long, string> _people = [], _neighborhoods = [];
    private Dictionary<string, string> _categories = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Open(ct);
        Rows = await Mediator.Send(new ReadAudit(Id, After, RowsOnPage), ct);
        _people = (await Mediator.Send(new ListPeople(), ct)).Items.ToDictionary(person => person.Id, person => person.Name);
        _neighborhoods = (await Mediator.Send(new ListNeighborhoods(), ct)).Items.ToDictionary(place => place.Id, place => place.Name);
        _categories = (await Mediator.Categories(retiredToo: true, ct)).ToDictionary(category => category.Value, category => category.Text);
    }

    protected override string? NameOf(string member, long id) => member switch
    {
        "ownerId" or "leadId" or "team" => _people.GetValueOrDefault(id),
        "neighborhoodId" => _neighborhoods.GetValueOrDefault(id),
        "relatedProblemId" when id == Case.RelatedProblemId => Case.RelatedProblem,
        _ => base.NameOf(member, id),
    };

    protected override string? NameOfCategory(string code) => _categories.GetValueOrDefault(code, code);

    /// <summary>An event in words, or its code if it has none.</summary>
    public static string InWords(string auditEvent) => auditEvent switch
    {
        "problem.opened" => "Opened the problem",
        "problem.changed" => "Edited the problem",
        "problem.stage" => "Moved the problem",
        "problem.assigned" => "Changed the lead or team",
        "problem.incidents.linked" => "Linked incidents",
        "problem.incident.unlinked" => "Unlinked an incident",
        "sheet.scanning" => "Saved Scanning",
        "sheet.analysis" => "Saved Analysis",
        "sheet.response" => "Saved Response",
        "sheet.assessment" => "Saved Assessment",
        "deadline.extended" => "Extended the due date",
        "problem.held" => "Put the problem on hold",
        "problem.resumed" => "Ended the hold",
        "problem.handedOver" => "Handed over the problem with a caseload",
        "request.created" => "Sent a request",
        "request.approved" => "Approved a request",
        "request.returned" => "Returned a request",
        "request.withdrawn" => "Withdrew a request",
        "request.lapsed" => "Request lapsed",
        "response.started" => "Started the response",
        "response.amended" => "Amended the frozen plan",
        "action.added" => "Added an action",
        "action.changed" => "Changed an action",
        "stakeholder.attached" => "Attached a stakeholder",
        "stakeholder.detached" => "Detached a stakeholder",
        "action.done" => "Marked an action as done",
        "action.dropped" => "Dropped an action",
        "action.accepted" => "Accepted an action",
        "action.declined" => "Declined an action",
        "action.commented" => "Commented on an action",
        "action.photo" => "Added a photo to an action",
        "action.reported" => "Reported an action done",
        "action.confirmed" => "Confirmed an action as done",
        "action.returned" => "Returned an action to its owner",
        "action.linkSent" => "Sent a link to an action's owner",
        "action.linksWithdrawn" => "Withdrew the links to an action",
        "action.reminded" => "Sent an action's owner a reminder",
        "nudge.raised" => "Raised a reminder or escalation",
        "problem.followUp" => "Recorded the six-month follow-up",
        "problem.openToPartners" => "Changed access for partners",
        "problem.partnerSummary" => "Changed the summary for partners",
        "note.written" => "Wrote a note",
        _ => auditEvent,
    };
}
