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
}
