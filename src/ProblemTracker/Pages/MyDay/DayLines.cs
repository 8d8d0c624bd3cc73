using ProblemTracker.Engagement;
using ProblemTracker.Incidents;
using ProblemTracker.Nudges;
using ProblemTracker.Pages.Case;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.MyDay;

/// <summary>How pressing a problem is for the reader, in the order of the page.</summary>
public enum Pressing { Waiting, Overdue, Soon, Later }

/// <summary>Something about a problem that the reader should know today, with the step that it asks for, if any.</summary>
/// <param name="Href">Address of the step's page, from the site's root.</param>
public sealed record DayFact(Pressing Pressing, string Sentence, string? Step = null, string? Href = null);

/// <summary>One problem, or one commitment to residents, with everything about it. Its first fact is the most pressing one.</summary>
/// <param name="Path">Of its page, from the site's root.</param>
public sealed record DayLine(string Path, string Number, string Title, IReadOnlyList<DayFact> Facts)
{
    public Pressing Pressing => Facts[0].Pressing;

    /// <summary>The next step: that of the most pressing fact which has one.</summary>
    public DayFact? Next => Facts.FirstOrDefault(fact => fact.Step is not null);
}

/// <summary>Gathers what the reader's lists say, by problem: what waits for the reader first, then overdue, then soon.</summary>
internal sealed class DayLines(DateOnly today)
{
    private readonly Dictionary<string, (string Number, string Title, List<DayFact> Facts)> _lines = [];

    public IReadOnlyList<DayLine> All =>
        [.. _lines.Select(line => new DayLine(line.Key, line.Value.Number, line.Value.Title,
                [.. line.Value.Facts.OrderBy(fact => fact.Pressing)]))
            .OrderBy(line => line.Pressing).ThenBy(line => line.Number, StringComparer.Ordinal)];

    public void Add(IEnumerable<NudgeRow> nudges)
    {
        foreach (var nudge in nudges)
            if (nudge is { ProblemId: { } id, Title: { } title })
                Add(id, nudge.Number, title, new(Of(nudge), nudge.Sentence, StepOf(nudge), HrefOf(nudge)));
    }

    /// <summary>Problems that the reader leads and that are overdue or due soon, unless a reminder says so already.</summary>
    public void Add(IEnumerable<DayProblem> led)
    {
        foreach (var problem in led)
        {
            var pressing = problem.IsOverdue ? Pressing.Overdue : Pressing.Soon;
            if (!Knows(problem.Id, pressing))
                Add(problem.Id, problem.Number, problem.Title, new(pressing,
                    $"{Wording.Of(problem.Stage)} {DueWords.Due(problem.DueOn!.Value, today)}.",
                    $"Continue {Wording.Of(problem.Stage)}", Sheet(problem.Id, problem.Stage)));
        }
    }

    /// <summary>The reader's open actions, unless a reminder is about them.</summary>
    public void Add(IEnumerable<DayAction> actions, IEnumerable<NudgeRow> nudges)
    {
        var known = nudges.Select(nudge => nudge.ActionId).OfType<long>().ToHashSet();
        foreach (var action in actions.Where(action => !known.Contains(action.Id)))
        {
            var pressing = action.DueOn < today ? Pressing.Overdue
                : action.DueOn <= today.AddDays(ReadMyDay.Soon) ? Pressing.Soon : Pressing.Later;
            var urgent = action.UrgentSafetyMeasure ? "Urgent safety measure" : "Your action";
            var due = action.DueOn is { } on ? DueWords.Due(on, today) : "has no due date";
            Add(action.ProblemId, action.Number, action.Title,
                new(pressing, $"{urgent} “{action.Description}” {due}.", "Open the action", $"/actions/{action.Id}"));
        }
    }

    /// <summary>Actions that their owner outside reported done and the team has to confirm.</summary>
    public void AddToConfirm(IEnumerable<DayAction> reported)
    {
        foreach (var action in reported)
            Add(action.ProblemId, action.Number, action.Title, new(Pressing.Waiting,
                $"Its owner reported “{action.Description}” done.",
                $"Confirm “{Short(action.Description)}”", $"/actions/{action.Id}"));
    }

    public void Add(IEnumerable<RequestDetails> waiting)
    {
        foreach (var request in waiting)
            Add(request.ProblemId, request.Number, request.Title, new(Pressing.Later,
                $"Waiting for a supervisor: {RequestCards.What(request)} Requested {RequestCards.Waiting(request.DaysWaiting)}."));
    }

    /// <summary>Requests that came back to the reader, with the supervisor's note.</summary>
    public void AddReturned(IEnumerable<RequestDetails> returned)
    {
        foreach (var request in returned)
            Add(request.ProblemId, request.Number, request.Title, new(Pressing.Waiting,
                $"{request.DecidedBy ?? "A supervisor"} returned your request “{RequestCards.What(request).TrimEnd('.')}”: "
                    + request.DecisionNote,
                "Ask again", NewRequestPage.Href(request)));
    }

    public void AddWithoutLead(IEnumerable<DayProblem> problems)
    {
        foreach (var problem in problems)
            Add(problem.Id, problem.Number, problem.Title,
                new(Pressing.Waiting, "Your team has no lead officer.", "Take the lead", $"/problems/{problem.Id}/team"));
    }

    /// <summary>What the reader handed over, or got from someone, until a day.</summary>
    public void Add(IEnumerable<HandoverDetails> handovers, long readerId)
    {
        foreach (var one in handovers)
        {
            var what = one.Action is { } action ? $"“{action}”" : "The lead";
            var day = DateText.Date(one.ReturnOn);
            Add(one.ProblemId, one.Number, one.Title, new(Pressing.Later, one.FromPersonId == readerId
                ? $"{what} is handed over to {one.ToPerson} until {day}. Then it comes back to you."
                : $"{what} was handed over to you by {one.FromPerson} until {day}."));
        }
    }

    public void Add(IEnumerable<NearbyIncidents> nearby)
    {
        foreach (var near in nearby)
        {
            var count = near.Incidents == 1 ? "1 incident" : $"{near.Incidents:N0} incidents";
            var where = near.Filter.IsNear ? "nearby" : "in its neighborhood";
            var notLinked = near.NotLinked < near.Incidents ? $", {near.NotLinked:N0} not linked yet" : "";
            Add(near.ProblemId, near.Number, near.Title, new(Pressing.Later,
                $"{count} {where} in the last {CountNearby.Days} days{notLinked}.",
                "See the incidents", MyDayPage.IncidentsHref(near.Filter)));
        }
    }

    /// <summary>The reader's open commitments to residents.</summary>
    public void Add(IEnumerable<CommitmentRow> commitments)
    {
        foreach (var one in commitments)
        {
            var pressing = one.DueOn < today ? Pressing.Overdue
                : one.DueOn <= today.AddDays(ReadMyDay.Soon) ? Pressing.Soon : Pressing.Later;
            Add($"/commitments/{one.Id}", "Commitment", $"“{Short(one.Description)}”", new(pressing,
                $"Your commitment to residents {DueWords.Due(one.DueOn, today)}.", "Open the commitment", $"/commitments/{one.Id}"));
        }
    }

    private void Add(long problemId, string number, string title, DayFact fact) => Add(PathOf(problemId), number, title, fact);

    private void Add(string path, string number, string title, DayFact fact)
    {
        if (!_lines.TryGetValue(path, out var line)) _lines[path] = line = (number, title, []);
        line.Facts.Add(fact);
    }

    private bool Knows(long problemId, Pressing pressing) =>
        _lines.TryGetValue(PathOf(problemId), out var line) && line.Facts.Any(fact => fact.Pressing == pressing);

    private static string PathOf(long problemId) => $"/problems/{problemId}";

    private Pressing Of(NudgeRow nudge) => nudge.Kind switch
    {
        NudgeKind.RequestWaiting or NudgeKind.ActionDeclined or NudgeKind.ActionUnanswered or NudgeKind.ActionUnreachable
            or NudgeKind.FollowUp => Pressing.Waiting,
        _ when nudge.Kind.IsEscalation() => Pressing.Waiting,
        NudgeKind.NoActivity => Pressing.Soon,
        _ => nudge.DueOn < today ? Pressing.Overdue : Pressing.Soon,
    };

    private static string StepOf(NudgeRow nudge) => nudge.Kind switch
    {
        NudgeKind.RequestWaiting => "Decide the request",
        NudgeKind.FollowUp => "Record the follow-up",
        _ when nudge.Kind.IsEscalation() => "See why",
        _ when nudge.Kind.IsAboutAction() => "Open the action",
        _ => $"Continue {Wording.Of(nudge.Stage ?? Stage.Scanning)}",
    };

    private static string HrefOf(NudgeRow nudge) =>
        nudge.Kind is NudgeKind.DueSoon or NudgeKind.DueToday or NudgeKind.Overdue or NudgeKind.NoActivity
            && nudge is { ProblemId: { } id, Stage: { } stage } ? Sheet(id, stage) : nudge.Link;

    private static string Sheet(long problemId, Stage stage) =>
        stage == Stage.Closed ? $"/problems/{problemId}" : $"/problems/{problemId}/{stage.ToString().ToLowerInvariant()}";

    private static string Short(string text) => text.Length <= 40 ? text : $"{text[..40].TrimEnd()}…";
}
