using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>How teams scored their own work, with the reason for each score.</summary>
public sealed class ScoresPage(IMediator mediator, Actor actor) : ListPage<ListScores, ScoreItem>(mediator, actor)
{
    public override string Path => "/scores";

    protected override Filters<ListScores> Filters => ScoreList.Filters;

    protected override IQuery<CsvFile> Export => new ExportScores(Filter);
}
