using System.Globalization;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>What the program itself says in each section: sentences and tables that follow the records.</summary>
/// <param name="day">Gives the local day of an instant.</param>
internal sealed class ReportParts(FullProblem problem, CountedIncidents counted, bool isPublic, Func<DateTimeOffset, DateOnly> day)
{
    /// <summary>When the plan in force started, or else the first one that stands.</summary>
    private DateOnly? StartedOn => (problem.Plans.FirstOrDefault(plan => plan.InForce)
        ?? problem.Plans.FirstOrDefault(plan => plan.WithdrawnAt is null))?.StartedOn;

    public IEnumerable<ReportFact> Facts()
    {
        var address = problem.Address is { } place ? isPublic ? PublicPlace.Block(place) : place : null;
        (string Label, string? Value)[] facts =
        [
            ("Category", problem.Category),
            ("Location", address is null ? problem.Neighborhood : $"{address}, {problem.Neighborhood}"),
            ("Source (how it was identified)", Wording.Of(problem.Source)), ("Lead officer", problem.Lead?.Name),
            ("Team", string.Join(", ", problem.Team.Select(person => person.Name))),
            ("Opened", DateText.Date(day(problem.OpenedAt))),
            ("Response started", StartedOn is { } started ? DateText.Date(started) : null),
            ("Closed", problem.ClosedAt is { } closed ? DateText.Date(day(closed)) : null),
            ("Verdict", problem.VerdictText),
        ];
        return facts.Where(fact => !fact.Value.IsBlank()).Select(fact => new ReportFact(fact.Label, fact.Value!));
    }

    public IEnumerable<string> Statements(ReportSection section) => section switch
    {
        ReportSection.Scanning => Scanning(),
        ReportSection.Analysis => Concentrated() is { } sentence ? [sentence] : [],
        ReportSection.Response => Response(),
        ReportSection.Assessment => Assessment(),
        _ => [],
    };

    public IEnumerable<ReportTable> Tables(ReportSection section, ReportNames names) => (section switch
    {
        ReportSection.Analysis => new[] { ReportTables.Baselines(problem.Analysis, isPublic) },
        ReportSection.Response => [ReportTables.Objectives(problem.Response, isPublic), ReportTables.Actions(problem, names)],
        ReportSection.Assessment => [ReportTables.Outcomes(problem, isPublic), ReportTables.Process(problem)],
        _ => [],
    }).OfType<ReportTable>();

    public ReportFigure? Months() => ReportFigures.OfMonths(counted, StartedOn, isPublic);

    private IEnumerable<string> Scanning()
    {
        yield return problem.LinkedEvents == 1 && !isPublic ? "1 incident is linked to this problem."
            : $"{First(ReportFigures.Number(problem.LinkedEvents, isPublic))} incidents are linked to this problem.";
        if (problem.LinkedConcerns > 0)
            yield return problem.LinkedConcerns == 1 && !isPublic ? "1 resident's concern is part of it."
                : $"{First(ReportFigures.Number(problem.LinkedConcerns, isPublic))} concerns of residents are part of it.";
    }

    /// <summary>How few of the places have half of the incidents; null where that says nothing, or would tell small numbers.</summary>
    private string? Concentrated()
    {
        var (places, total) = (counted.Places, counted.Places.Sum(place => place.Count));
        if (isPublic || places.Count < 4 || total < 10) return null;
        var (few, sum) = (0, 0);
        while (sum * 2 < total) sum += places[few++].Count;
        return $"{few} of {places.Count:N0} places {(few == 1 ? "has" : "have")} {sum:N0} of {total:N0} incidents.";
    }

    private IEnumerable<string> Response()
    {
        yield return StartedOn is { } started
            ? $"The response started on {DateText.Date(started)}, with an evaluation plan that was frozen on that day."
            : "The response has not started, so no evaluation plan is frozen.";
        var planned = problem.Actions.Where(action => action.Status != ActionStatus.Dropped).ToList();
        if (planned.Count > 0)
            yield return $"{planned.Count(action => action.Status == ActionStatus.Done)} of {planned.Count} "
                + $"{(planned.Count == 1 ? "action is" : "actions are")} done.";
    }

    private IEnumerable<string> Assessment()
    {
        yield return problem.VerdictText is { } verdict ? $"Verdict: {verdict}." : "There is no verdict yet.";
        if (BeforeAndSince() is { } sentence) yield return sentence;
        if (problem.FollowUp is { Finding: { } finding }) yield return $"Six-month follow-up: {Wording.Of(finding).ToLowerInvariant()}.";
    }

    /// <summary>Whole months before the start and since, without the month of the start and the one that has not ended.</summary>
    private string? BeforeAndSince()
    {
        if (StartedOn is not { } started || counted.IsLinked || counted.Months.Count < 3) return null;
        var start = ReportFigures.Name(started);
        var whole = counted.Months.SkipLast(1).ToList();
        var before = whole.Where(month => string.CompareOrdinal(month.Month, start) < 0).ToList();
        var since = whole.Where(month => string.CompareOrdinal(month.Month, start) > 0).ToList();
        // Sums of small numbers would tell them.
        if (before.Count == 0 || since.Count == 0 || (isPublic && whole.Exists(month => PublicFigures.Shown(month.Count) is null)))
            return null;
        return $"{counted.Words}: {InMonths(before)} before the month of the start, {InMonths(since)} after it. "
            + "These numbers alone do not show that the response caused the difference.";
    }

    private static string InMonths(List<MonthCount> months)
    {
        var sum = months.Sum(month => month.Count);
        var each = ((double)sum / months.Count).ToString("0.0", CultureInfo.InvariantCulture);
        return $"{sum:N0} in {(months.Count == 1 ? "1 month" : $"{months.Count} months")} ({each} a month)";
    }

    private static string First(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
