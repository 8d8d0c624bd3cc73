using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Patrol;

/// <summary>Directed tasks, those added last first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListTasks : IQuery<Page<TaskDetails>>, IPaged
{
    public long? ProblemId { get; init; }
    /// <summary>Those that ended, or those that go on.</summary>
    public bool? Ended { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same tasks as a CSV file, without paging.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportTasks(ListTasks Filter) : IQuery<CsvFile>;

/// <summary>One directed task.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadTask(long TaskId) : IQuery<TaskDetails>;

internal static class TaskList
{
    public static readonly Filters<ListTasks> Filters = new Filters<ListTasks>()
        .Is(q => q.ProblemId, "p.Id = @ProblemId")
        .Flag(q => q.Ended, "t.EndedAt IS NOT NULL", "t.EndedAt IS NULL");

    private static readonly ListOrder<TaskDetails> Newest = new(descending: true) { { "t.Id", row => row.Id } };

    public static Listing<ListTasks, TaskDetails> Listing(Actor actor) => new()
    {
        Columns = TaskSql.Columns,
        From = $"DirectedTask t {TaskSql.Names(actor)}",
        Filters = Filters,
        Order = _ => Newest,
        File = new("directed-tasks", "t.Id DESC")
        {
            { "id", row => row.Id },
            { "title", row => row.Title },
            { "problem", row => row.ProblemNumber },
            { "place", row => row.Place },
            { "minutes", row => row.Minutes },
            { "timesPerWeek", row => row.TimesPerWeek },
            { "weekdays", row => string.Join(' ', row.Weekdays) },
            { "from", row => row.From.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture) },
            { "to", row => row.To.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture) },
            { "qualification", row => row.Qualification },
            { "priority", row => row.Priority.ToString() },
            { "firstOn", row => row.FirstOn },
            { "lastOn", row => row.LastOn },
            { "done", row => row.Done },
            { "endedAt", row => row.EndedAt },
        },
    };
}

internal sealed class ListTasksHandler(Db db, Actor actor, ListReader lists) : IRequestHandler<ListTasks, Page<TaskDetails>>,
    IRequestHandler<ExportTasks, CsvFile>, IRequestHandler<ReadTask, TaskDetails>
{
    public Task<Page<TaskDetails>> Handle(ListTasks query, CancellationToken ct) => lists.Page(TaskList.Listing(actor), query, ct);

    public Task<CsvFile> Handle(ExportTasks query, CancellationToken ct) => lists.File(TaskList.Listing(actor), query.Filter, ct);

    public Task<TaskDetails> Handle(ReadTask query, CancellationToken ct) => TaskSql.Read(db, actor, query.TaskId, ct);
}

internal static class ListTasksEndpoint
{
    public static void MapListTasks(this RouteGroupBuilder patrol)
    {
        patrol.MapGet("/tasks", ([AsParameters] ListTasks query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
            .WithName("ListTasks").WithSummary("List directed tasks, those added last first");
        patrol.MapGet("/tasks/{id:long}", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadTask(id), ct))
            .WithName("ReadTask").WithSummary("Read a directed task");
    }
}
