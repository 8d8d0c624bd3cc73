using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Patrol;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Patrol;

/// <summary>Adds, changes or ends a directed task.</summary>
public sealed class TaskPage(IMediator mediator, Actor actor) : PageModel
{
    public sealed class TaskForm
    {
        public string? Title { get; set; }
        public string? Instructions { get; set; }
        public string? Place { get; set; }
        public double? Latitude { get; set; }
        public double? Longitude { get; set; }
        public int? Minutes { get; set; } = 30;
        public int? TimesPerWeek { get; set; } = 2;
        public List<DayOfWeek> Weekdays { get; set; } = [];
        public string? From { get; set; }
        public string? To { get; set; }
        public string? Qualification { get; set; }
        public TaskPriority Priority { get; set; } = TaskPriority.Normal;
        public DateOnly? FirstOn { get; set; }
        public DateOnly? LastOn { get; set; }
    }

    /// <summary>Null for a new one.</summary>
    [FromRoute] public long? Id { get; set; }
    [FromQuery] public long? ProblemId { get; set; }
    [FromQuery] public long? ActionId { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public TaskForm Form { get; set; } = new();

    public TaskDetails? Before { get; private set; }
    /// <summary>The problem's number and title, for a new task.</summary>
    public string? Problem { get; private set; }
    public bool IsStale => this.StaleAt() is not null;
    public bool MayChange => actor.Might(Permission.WorkProblems) && Before is not { EndedAt: not null }
        && Before is not { IsOfProblem: true, ProblemId: null };

    /// <summary>Monday first.</summary>
    public static IReadOnlyList<DayOfWeek> Days => PatrolFigures.Weekdays;

    public async Task OnGet(CancellationToken ct)
    {
        await Read(ct);
        if (Before is { } task)
        {
            Version = task.Version;
            Form = new()
            {
                Title = task.Title,
                Instructions = task.Instructions,
                Place = task.Place,
                Latitude = task.Latitude,
                Longitude = task.Longitude,
                Minutes = task.Minutes,
                TimesPerWeek = task.TimesPerWeek,
                Weekdays = [.. task.Weekdays],
                From = task.From == task.To ? null : Text(task.From),
                To = task.From == task.To ? null : Text(task.To),
                Qualification = task.Qualification,
                Priority = task.Priority,
                FirstOn = task.FirstOn,
                LastOn = task.LastOn,
            };
        }
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var facts = new TaskFacts
        {
            Title = Form.Title ?? "",
            Instructions = Form.Instructions,
            Place = Form.Place,
            Latitude = Form.Latitude,
            Longitude = Form.Longitude,
            Minutes = Form.Minutes,
            TimesPerWeek = Form.TimesPerWeek,
            Weekdays = Form.Weekdays,
            From = Time(Form.From, "Form.From"),
            To = Time(Form.To, "Form.To"),
            Qualification = Form.Qualification,
            Priority = Form.Priority,
            FirstOn = Form.FirstOn,
            LastOn = Form.LastOn,
        };
        IRequest<TaskDetails> message = Id is { } id ? new ChangeTask(id, Version, facts) : new AddTask(facts, ProblemId, ActionId);
        if (await this.TrySend(mediator, message, nameof(Form)) is { } saved)
        {
            TempData[Shell.Flash] = "The task is saved. The next plan has its visits.";
            return LocalRedirect(saved.ProblemId is { } problem ? $"~/problems/{problem}/actions" : "~/patrol/tasks");
        }
        await Read(ct);
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    public async Task<IActionResult> OnPostEnd(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new EndTask(Id ?? 0, Version)) is not null)
        {
            TempData[Shell.Flash] = "The task has ended, and its visits to come are out of the plan.";
            return LocalRedirect("~/patrol/tasks");
        }
        await Read(ct);
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        if (Id is { } id) Before = await mediator.Send(new ReadTask(id), ct);
        else if (!actor.Might(Permission.WorkProblems)) throw Forbidden.Needs(Permission.WorkProblems);
        if (Id is null && ProblemId is { } problemId)
        {
            var problem = await mediator.Send(new ReadProblem(problemId), ct);
            Problem = $"{problem.Number} {problem.Title}";
            Form.Place ??= problem.Address;
            Form.Latitude ??= problem.Latitude;
            Form.Longitude ??= problem.Longitude;
            Form.Title ??= problem.Actions.FirstOrDefault(action => action.Id == ActionId)?.Description is { } text
                ? text.Length <= DirectedTasks.LongestTitle ? text : text[..DirectedTasks.LongestTitle] : null;
        }
    }

    private static string Text(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Midnight if blank: both blank are any time.</summary>
    private TimeOnly Time(string? typed, string field)
    {
        if (typed.IsBlank()) return default;
        if (TimeOnly.TryParse(typed, CultureInfo.InvariantCulture, out var time)) return time;
        ModelState.AddModelError(field, "Enter a time, such as 22:00.");
        return default;
    }
}
