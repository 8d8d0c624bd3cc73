using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Concerns;

/// <summary>Places about which several concerns came within a few months.</summary>
public sealed class RepeatsPage(IMediator mediator, Actor actor) : PlainListPage<ListRepeatComplaints, RepeatComplaintRow>(mediator)
{
    private AgencyDay _day = null!;

    public PublicSite Site { get; private set; } = null!;

    protected override string Path => "/concerns/repeats";
    protected override Filters<ListRepeatComplaints> Filters => RepeatComplaintList.Filters;
    protected override IQuery<CsvFile> Export => new ExportRepeatComplaints(Filter);

    public string Date(DateTimeOffset at) => DateText.Date(_day.DateOf(at));

    /// <summary>What makes concerns repeat complaints, in words.</summary>
    public static string Rule(PublicSite site) =>
        $"{site.RepeatConcerns} or more concerns about one place within {site.RepeatMonths} months, each reported within a month of what "
            + $"it tells of. One place is one block of a street, the same address, or points within {RepeatRule.OnePlace:N0} meters.";

    protected override async Task ReadChoices(CancellationToken ct)
    {
        if (!actor.Might(Permission.WorkConcerns)) throw Forbidden.Needs(Permission.WorkConcerns);
        (_day, Site) = (await Mediator.Send(new ReadAgencyDay(), ct), (await Mediator.Send(new ReadPublicSite(), ct)).Value);
    }
}
