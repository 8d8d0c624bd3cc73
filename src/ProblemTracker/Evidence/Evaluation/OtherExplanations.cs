using System.Globalization;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>What besides the response could explain a result, as far as the program can see.</summary>
internal sealed class OtherExplanations(Db db, Actor actor, NeighborhoodMap neighborhoods)
{
    /// <summary>A run of days without incidents this unlikely, if nothing is missing, is worth a sentence.</summary>
    private const double Unlikely = 0.001;

    /// <summary>Share of a period's incidents from which a word of the source that the other period lacks is worth a sentence.</summary>
    private const double Notable = 0.1;

    /// <summary>Meters around the response area in which other problems are named, without a ring.</summary>
    private const double Nearby = 300;

    private const double MetersPerDegree = 111_000;

    private sealed record DayCount
    {
        public DateOnly LocalDate { get; init; }
        public int Found { get; init; }
        public bool IsMonth { get; init; }
    }

    /// <summary>The test with what the program found; without any before there is a verdict to explain.</summary>
    public async Task<TestEvaluation> Of(CaseFile file, TestEvaluation found, CancellationToken ct)
    {
        if (!found.IsFinal) return found with { OtherExplanations = [] };
        List<string> all = [.. found.OtherExplanations, .. await OtherProblems(file, found, ct)];
        if (found.Test.Measure == TestMeasure.Incidents)
            all.AddRange([.. await MissingDays(found.Test, ct), .. ChangedWords(found), .. await ChangedBoundaries(found.Test, ct)]);
        if (ChangedBaseline(file, found) is { } changed) all.Add(changed);
        if (found.IsAmended) all.Add("The test was amended after the response started. The verdict is that of the frozen test.");
        return found with { OtherExplanations = all };
    }

    /// <summary>Whether what is known of the period before differs from what was frozen with the plan.</summary>
    private static string? ChangedBaseline(CaseFile file, TestEvaluation found)
    {
        var tested = found.Test.Among(file.Dossier.Plan!.Sheet.Objectives);
        if (tested is not { Baseline: { } frozen } || tested.Counted?.Filter != TestPlaces.Basis(found.Test)) return null;
        decimal? now = found.Results.Measured is [{ Before: { } mean }, ..] ? Math.Round((decimal)mean, 1)
            : found.Results.Cells is [var cell, ..] ? cell.Before : null;
        return now == frozen ? null : string.Create(CultureInfo.InvariantCulture, $"What is known of the period before changed after the "
            + $"plan was frozen: {DateText.Number(frozen)} then, {(now is { } known ? DateText.Number(known) : "nothing")} now.");
    }

    private async Task<IEnumerable<string>> OtherProblems(CaseFile file, TestEvaluation found, CancellationToken ct)
    {
        if (found.Shapes.FirstOrDefault(shape => shape.Cell == TestCell.Response) is not { } response) return [];
        var box = response.InDegrees.EnvelopeInternal;
        var high = (found.Test.Ring ?? Nearby) / MetersPerDegree;
        var wide = high / Math.Max(0.01, Math.Cos(double.DegreesToRadians(box.Centre.Y)));
        var numbers = await db.List<string>($"""
            SELECT CONCAT(p.Number, ' ', p.Title) FROM Problem p
            WHERE p.Latitude BETWEEN @South AND @North AND p.Longitude BETWEEN @West AND @East AND p.Id <> @Id
                AND p.Stage IN ('Response', 'Assessment', 'Closed') AND (p.ClosedAt IS NULL OR p.ClosedAt >= @From)
                AND {ProblemSql.VisibleTo(actor)}
            ORDER BY p.Id
            """, new
        {
            South = box.MinY - high,
            North = box.MaxY + high,
            West = box.MinX - wide,
            East = box.MaxX + wide,
            file.Problem.Id,
            From = new DateTimeOffset(found.Test.Before.From!.Value, default, TimeSpan.Zero),
            ActorId = actor.PersonId,
        }, ct);
        return numbers.Count == 0 ? [] : [$"Other responses nearby in these periods: {string.Join("; ", numbers)}."];
    }

    /// <summary>Days on which the whole city had none of what is counted, though by its usual rate that hardly happens.</summary>
    private async Task<IEnumerable<string>> MissingDays(ResponseTest test, CancellationToken ct)
    {
        var filter = KeptFilter.Anywhere(test.Filter)! with { From = test.Before.From, To = test.After.To };
        Dictionary<DateOnly, int> days = [];
        foreach (var one in await db.List<DayCount>($"""
            SELECT i.LocalDate, COUNT(*) AS Found, MAX(IIF(i.TimePrecision = 'Month', 1, 0)) AS IsMonth
            FROM {IncidentSql.Source(db.Dialect, filter)} {IncidentSql.Where(filter)} GROUP BY i.LocalDate
            """, IncidentSql.Args(db.Dialect, filter), ct))
        {
            // Where the source gives only the month, none of its days is missing.
            var length = one.IsMonth ? DateTime.DaysInMonth(one.LocalDate.Year, one.LocalDate.Month) : 1;
            for (var day = 0; day < length; day++)
            {
                var at = one.LocalDate.AddDays(day);
                days[at] = days.GetValueOrDefault(at) + Math.Max(1, one.Found / length);
            }
        }
        return new[] { (Period: test.Before, Name: "before"), (Period: test.After, Name: "after") }
            .SelectMany(part => Gaps(part.Period, days).Select(gap => string.Create(CultureInfo.InvariantCulture,
                $"Data may be missing in the period {part.Name}: the whole city has no {test.Counted} from {gap.From:MMMM d, yyyy} to "
                + $"{gap.To:MMMM d, yyyy}, where {gap.Usual:0.#} a day are usual.")));
    }

    private static IEnumerable<(DateOnly From, DateOnly To, double Usual)> Gaps(Period period, Dictionary<DateOnly, int> days)
    {
        var usual = Enumerable.Range(0, period.Days).Average(day => (double)days.GetValueOrDefault(period.From!.Value.AddDays(day)));
        DateOnly? start = null;
        for (var day = period.From!.Value; day <= period.To!.Value.AddDays(1); day = day.AddDays(1))
        {
            if (day <= period.To && days.GetValueOrDefault(day) == 0)
            {
                start ??= day;
                continue;
            }
            // So many days without an event have the probability e^(-rate·days), at as many places as there are days.
            if (start is { } first && Math.Exp(-usual * (day.DayNumber - first.DayNumber)) * period.Days < Unlikely)
                yield return (first, day.AddDays(-1), usual);
            start = null;
        }
    }

    private static IEnumerable<string> ChangedWords(TestEvaluation found)
    {
        var (before, after) = (Words(found.Test.Before), Words(found.Test.After));
        foreach (var (here, there, part) in new[] { (after, before, "after"), (before, after, "before") })
            foreach (var (word, count) in here.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                if (count >= Notable * here.Values.Sum() && count >= 5 && !there.ContainsKey(word) && there.Count > 0)
                    yield return $"The source has “{word}” only in the period {part} ({count:N0} incidents): what it calls things, or who "
                        + "sends it, may have changed.";

        Dictionary<string, int> Words(Period period) => found.Counts.Words.Where(one => one.Day >= period.From && one.Day <= period.To)
            .GroupBy(one => one.Word, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.Count());
    }

    private async Task<IEnumerable<string>> ChangedBoundaries(ResponseTest test, CancellationToken ct)
    {
        var index = await neighborhoods.Current(db, ct);
        return new[] { test.Response, test.Control, test.Buffer }.OfType<TestArea>().Where(area => area.NeighborhoodId is not null)
            .SelectMany(area => index.ChangesOf(area.NeighborhoodId!.Value)
                .Where(day => day > test.Before.From && day <= test.After.To)
                .Select(day => string.Create(CultureInfo.InvariantCulture,
                    $"The boundary of {area.Name} changed on {day:MMMM d, yyyy}. The test keeps the outline of the plan.")));
    }
}
