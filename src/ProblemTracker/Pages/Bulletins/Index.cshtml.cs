using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.Bulletins;

/// <summary>Bulletins that officers write for residents.</summary>
public sealed class BulletinsPage(IMediator mediator, Actor actor) : PlainListPage<ListBulletins, BulletinDetails>(mediator)
{
    private AgencyDay _day = null!;

    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    protected override async Task ReadChoices(CancellationToken ct)
    {
        if (!actor.Might(Permission.WorkConcerns)) throw Forbidden.Needs(Permission.WorkConcerns);
        _day = await Mediator.Send(new ReadAgencyDay(), ct);
        Neighborhoods = await Mediator.Neighborhoods(ct);
    }

    protected override string Path => "/bulletins";
    protected override Filters<ListBulletins> Filters => BulletinList.Filters;
    protected override IQuery<CsvFile> Export => new ExportBulletins(Filter);

    public string Date(DateTimeOffset at) => DateText.Date(_day.DateOf(at));
}
