using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Patrol;

/// <summary>What is entered about a directed task.</summary>
public record TaskFacts
{
    public string Title { get; init; } = "";
    /// <summary>What officers do there. Everyone in the department reads it, whatever the problem.</summary>
    public string? Instructions { get; init; }
    /// <summary>Address or name; the problem's by default.</summary>
    public string? Place { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public int? Minutes { get; init; }
    public int? TimesPerWeek { get; init; }
    /// <summary>Days on which a visit can begin; all by default.</summary>
    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];
    /// <summary>Local times between which a visit begins and ends; over midnight if the last is before the first, any time if both are
    /// equal.</summary>
    public TimeOnly From { get; init; }
    public TimeOnly To { get; init; }
    /// <summary>What a unit must have, such as a bicycle.</summary>
    public string? Qualification { get; init; }
    public TaskPriority Priority { get; init; } = TaskPriority.Normal;
    /// <summary>Today by default.</summary>
    public DateOnly? FirstOn { get; init; }
    public DateOnly? LastOn { get; init; }
}

/// <summary>Adds a directed task, to carry out an action, as a follow-up of a problem, or for itself.</summary>
/// <param name="ActionId">An action of the problem. The task waits for the start of the response.</param>
[Needs(Permission.WorkProblems), BodyIs(nameof(Facts))]
public sealed record AddTask(TaskFacts Facts, long? ProblemId = null, long? ActionId = null) : ICommand<TaskDetails>;

internal sealed class AddTaskValidator : AbstractValidator<AddTask>
{
    public AddTaskValidator()
    {
        RuleFor(c => c.Facts).SetValidator(new TaskFactsValidator()).OverridePropertyName("");
        RuleFor(c => c.ActionId).Null().When(c => c.ProblemId is null).WithMessage("Give the problem of this action too.");
    }
}

internal sealed class TaskFactsValidator : AbstractValidator<TaskFacts>
{
    public TaskFactsValidator()
    {
        RuleFor(t => t.Title).NotEmpty().WithMessage("Enter what units do there.").MaximumLength(DirectedTasks.LongestTitle);
        RuleFor(t => t.Instructions).MaximumLength(DirectedTasks.LongestInstructions);
        RuleFor(t => t.Place).MaximumLength(DirectedTasks.LongestPlace);
        RuleFor(t => t.Latitude).InclusiveBetween(-90, 90).WithMessage("Enter -90 to 90 degrees.");
        RuleFor(t => t.Longitude).InclusiveBetween(-180, 180).WithMessage("Enter -180 to 180 degrees.");
        RuleFor(t => t.Longitude).NotNull().When(t => t.Latitude is not null).WithMessage("Enter the longitude too.");
        RuleFor(t => t.Latitude).NotNull().When(t => t.Longitude is not null).WithMessage("Enter the latitude too.");
        RuleFor(t => t.Minutes).NotNull().WithMessage("Enter how long a visit lasts.")
            .InclusiveBetween(DirectedTasks.ShortestVisit, DirectedTasks.LongestVisit).WithMessage("Enter 5 to 480 minutes.");
        RuleFor(t => t.TimesPerWeek).NotNull().WithMessage("Enter how many visits a week are wanted.")
            .InclusiveBetween(1, DirectedTasks.MostPerWeek).WithMessage("Enter 1 to 35 visits a week.");
        RuleForEach(t => t.Weekdays).IsInEnum();
        RuleFor(t => t.Weekdays).Must(days => days.Count <= 7).WithMessage("Give each day once.");
        RuleFor(t => t.To).Must((task, to) => task.Minutes is not { } minutes || task.From == to
                || (to - task.From).TotalMinutes >= minutes)
            .WithMessage("A visit does not fit between these times. Enter a later time or fewer minutes.");
        RuleFor(t => t.Qualification).MaximumLength(DirectedTasks.LongestQualification)
            .Must(text => text?.Contains(',') is not true).WithMessage("Enter one qualification, without a comma.");
        RuleFor(t => t.Priority).IsInEnum();
        RuleFor(t => t.FirstOn).PlausibleDate();
        RuleFor(t => t.LastOn).PlausibleDate().Must((task, last) => !(last < task.FirstOn))
            .WithMessage("The last day is before the first. Swap them.");
    }
}

internal sealed class AddTaskHandler(Db db, CaseFiles files, AgencySettings agency, TaskWriter writer, TimeProvider clock)
    : IRequestHandler<AddTask, TaskDetails>
{
    public async Task<TaskDetails> Handle(AddTask command, CancellationToken ct)
    {
        var file = command.ProblemId is { } problemId ? await files.Take(problemId, Permission.WorkProblems, ct) : null;
        if (command.ActionId is { } actionId && file?.Dossier.Actions.All(action => action.Id != actionId) is true)
            throw new Invalid("actionId", "This is not an action of the problem.");
        var facts = command.Facts;
        if (facts.Place.IsBlank() && file?.Problem.Address is { } address)
            facts = facts with
            {
                Place = address,
                Latitude = facts.Latitude ?? file.Problem.Latitude,
                Longitude = facts.Longitude ?? file.Problem.Longitude,
            };
        var now = clock.GetUtcNow();
        var id = await db.Insert("""
            INSERT INTO DirectedTask (ProblemId, ActionId, Title, Instructions, Place, Latitude, Longitude, Minutes, TimesPerWeek, Weekdays,
                FromMinute, ToMinute, Qualification, Priority, FirstOn, LastOn, AddedBy, AddedAt)
            VALUES (@ProblemId, @ActionId, @Title, @Instructions, @Place, @Latitude, @Longitude, @Minutes, @TimesPerWeek, @Weekdays,
                @FromMinute, @ToMinute, @Qualification, @Priority, @FirstOn, @LastOn, @PersonId, @now)
            """, writer.Row(facts, await agency.Today(ct), now, command.ProblemId, command.ActionId), ct);
        var added = await writer.Record(file, id, null, now, "patrol.taskAdded", "Added a directed task", ct);
        if (file is not null) await files.Save(file, ct);
        return added;
    }
}

internal static class AddTaskEndpoint
{
    /// <summary>A directed task with where it comes from.</summary>
    public sealed record NewTask : TaskFacts
    {
        public long? ProblemId { get; init; }
        public long? ActionId { get; init; }
    }

    public static void MapAddTask(this RouteGroupBuilder patrol)
    {
        patrol.MapPost("/tasks", async (NewTask body, IMediator mediator, CancellationToken ct) =>
            {
                var added = await mediator.Send(new AddTask(body, body.ProblemId, body.ActionId), ct);
                return TypedResults.Created($"/api/v1/patrol/tasks/{added.Id}", added);
            })
            .WithName("AddTask").WithSummary("Add a directed task for units in the time that calls leave");
    }
}
