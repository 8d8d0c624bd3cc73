using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Problems;

/// <summary>Objectives with their results.</summary>
public sealed class ObjectivesPage(IMediator mediator, Actor actor) : ListPage<ListObjectives, ObjectiveItem>(mediator, actor)
{
    public override string Path => "/objectives";

    protected override Filters<ListObjectives> Filters => ObjectiveList.Filters;

    protected override IQuery<CsvFile> Export => new ExportObjectives(Filter);
}
