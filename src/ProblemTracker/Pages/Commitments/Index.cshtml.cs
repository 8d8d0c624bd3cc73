using MediatR;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Engagement;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Commitments;

/// <summary>What residents were promised. Without a filter, what is open.</summary>
public sealed class CommitmentsPage(IMediator mediator, Actor actor) : PlainListPage<ListCommitments, CommitmentRow>(mediator)
{
    public DateOnly Today { get; private set; }
    public IReadOnlyList<SelectListItem> People { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    protected override async Task ReadChoices(CancellationToken ct)
    {
        if (!actor.Might(Permission.ReadProblems)) throw Forbidden.Needs(Permission.ReadProblems);
        Today = (await Mediator.Send(new ReadAgencyDay(), ct)).Today;
        if (Request.Query.Count == 0) Filter = Filter with { Open = true };
        (People, Neighborhoods) = (await CommitmentForm.Owners(Mediator, actor.PersonId, ct), await Mediator.Neighborhoods(ct));
    }

    protected override string Path => "/commitments";
    protected override Filters<ListCommitments> Filters => CommitmentList.Filters;
    protected override IQuery<CsvFile> Export => new ExportCommitments(Filter);
}
