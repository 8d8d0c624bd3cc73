using MediatR;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Patrol;

namespace ProblemTracker.Pages.Patrol;

/// <summary>Directed tasks. Without a filter, those that go on.</summary>
public sealed class TasksPage(IMediator mediator, Actor actor) : PlainListPage<ListTasks, TaskDetails>(mediator)
{
    public bool MayAdd => actor.Might(Permission.WorkProblems);

    protected override Task ReadChoices(CancellationToken ct)
    {
        if (!actor.Might(Permission.ReadProblems)) throw Forbidden.Needs(Permission.ReadProblems);
        if (Request.Query.Count == 0) Filter = Filter with { Ended = false };
        return Task.CompletedTask;
    }

    protected override string Path => "/patrol/tasks";
    protected override Filters<ListTasks> Filters => TaskList.Filters;
    protected override IQuery<CsvFile> Export => new ExportTasks(Filter);
}
