using System.Globalization;
using ProblemTracker.Surveys;

namespace ProblemTracker.Evidence;

/// <summary>
/// Reads the measures of tests that are not counted incidents: survey answers, site checklists, and numbers from elsewhere.
/// </summary>
internal sealed class MeasureReader(Db db, SurveyResultReader surveys)
{
    private sealed record Survey
    {
        public long Id { get; init; }
        public string Title { get; init; } = "";
        public string Questions { get; init; } = "[]";
    }

    /// <summary>Those that a problem offers, with the questions of its own surveys and of its neighborhood's.</summary>
    public async Task<IReadOnlyList<MeasureChoice>> Choices(long problemId, CancellationToken ct) =>
        await Choices(problemId, await ManualSeriesSql.List(db, problemId, ct), ct);

    /// <summary>The same, with its series that were read already.</summary>
    public async Task<IReadOnlyList<MeasureChoice>> Choices(
        long problemId, IReadOnlyList<ManualSeries> series, CancellationToken ct)
    {
        var asked = await db.List<Survey>("""
            SELECT s.Id, s.Title, s.Questions FROM Survey s WHERE s.ProblemId = @problemId
            UNION ALL
            SELECT s.Id, s.Title, s.Questions FROM Survey s JOIN Problem p ON p.NeighborhoodId = s.NeighborhoodId
            WHERE p.Id = @problemId AND s.ProblemId IS NULL
            """, new { problemId }, ct);
        return
        [
            .. from survey in asked.OrderBy(one => one.Id)
               from question in SurveySql.Questions(survey.Questions)
               select new MeasureChoice(MeasureBasis.OfSurvey(survey.Id, question.Key!).ToString(), TestMeasure.Survey,
                   $"“{SurveyTexts.In(Languages.English, question)}” ({survey.Title})", MoreIsBetter: true),
            .. (await ChecklistScores.Of(db, problemId, ct)).GroupBy(walk => SearchKey.Of(walk.Site)).Select(walks => walks.Last().Site)
                .Select(site => new MeasureChoice(MeasureBasis.OfSite(site).ToString(), TestMeasure.Checklist, $"Site checklist of {site}",
                    MoreIsBetter: false)),
            .. series.Select(one => new MeasureChoice(MeasureBasis.OfSeries(one.Id).ToString(), TestMeasure.Numbers,
                $"{one.Name} ({one.Source})", one.MoreIsBetter)),
        ];
    }

    /// <summary>What is known of a test's measure. Nothing of one that was deleted.</summary>
    public Task<Measurements> Of(long problemId, ResponseTest test, CancellationToken ct) => MeasureBasis.Read(test.Filter) switch
    {
        { Measure: TestMeasure.Survey } basis => Answers(basis, test, ct),
        { Measure: TestMeasure.Checklist } basis => Scores(problemId, basis, test, ct),
        { Measure: TestMeasure.Numbers } basis => Numbers(problemId, basis, test, ct),
        _ => throw new ArgumentException("Incidents are counted by another reader.", nameof(test)),
    };

    private async Task<Measurements> Answers(MeasureBasis basis, ResponseTest test, CancellationToken ct)
    {
        if (await surveys.Find(basis.Id, ct) is not ({ } survey, _))
            return new()
            {
                Cells = [new(TestCell.Response, test.Counted ?? "Survey", null, 0, null, 0)],
                Missing = "The survey that the test measures was deleted, or belongs to a problem that you can't view.",
            };
        var closed = survey.Waves.Where(wave => wave.ClosedOn is not null).ToList();
        List<MeasuredCell> cells = [];
        foreach (var area in new[] { SurveyArea.Response, SurveyArea.Control })
        {
            var (before, after) = (Figure(area, SurveyPhase.Before), Figure(area, SurveyPhase.After));
            if (area == SurveyArea.Response || (before is not null && after is not null) || Wave(area, SurveyPhase.Before) is not null)
                cells.Add(new(area == SurveyArea.Response ? TestCell.Response : TestCell.Control, Place(area),
                    before?.TopTwoPercent, before?.People ?? 0, after?.TopTwoPercent, after?.People ?? 0));
        }
        var needsControl = test.Rule.Statistic == TestStatistic.AgainstControl;
        var lacks = cells.Where(cell => (cell.Cell == TestCell.Response || needsControl) && cell.After is null).ToList();
        return new()
        {
            Cells = cells,
            Through = closed.Max(wave => wave.ClosedOn),
            Missing = lacks.Count == 0 && (!needsControl || cells.Count > 1) ? null
                : $"The period after is over, but no wave after the response in it is closed with at least {SmallCells.Fewest} answers to "
                    + $"the question{(needsControl ? " in both areas" : "")}.",
            Differences = [.. Reached(closed)],
        };

        WaveResults? Wave(SurveyArea area, SurveyPhase phase) => closed.LastOrDefault(wave => wave.Area == area && wave.Phase == phase
            && (phase == SurveyPhase.Before ? test.Before : test.After) is var period
            && wave.ClosedOn >= period.From && wave.OpensOn <= period.To);
        SurveyFigure? Figure(SurveyArea area, SurveyPhase phase) =>
            Wave(area, phase)?.Figures.FirstOrDefault(figure => figure.Key == basis.Part && !figure.IsHidden);
        string Place(SurveyArea area) =>
            $"{Wording.Of(area)}: {(Wave(area, SurveyPhase.Before) ?? Wave(area, SurveyPhase.After))?.Place ?? survey.Title}";

        IEnumerable<string> Reached(IReadOnlyList<WaveResults> waves)
        {
            if (Wave(SurveyArea.Response, SurveyPhase.Before) is not { } before
                || Wave(SurveyArea.Response, SurveyPhase.After) is not { } after || waves.Count == 0) yield break;
            var (then, now) = (Modes(before), Modes(after));
            if (then != now) yield return $"People were reached in other ways: before by {then}, after by {now}.";
        }

        static string Modes(WaveResults wave) => string.Join(" and ", wave.Reached.Where(one => one.Answers > 0)
            .Select(one => Wording.Of(one.Mode).ToLowerInvariant()));
    }

    private async Task<Measurements> Numbers(long problemId, MeasureBasis basis, ResponseTest test, CancellationToken ct)
    {
        var series = (await ManualSeriesSql.List(db, problemId, ct)).FirstOrDefault(one => one.Id == basis.Id);
        var numbers = SeriesNumbers.Read(series?.Numbers).Numbers;
        List<MeasuredValue> values = [.. Within(numbers.Select(one => (one.From, one.Number)), test)];
        var (days, after) = (UsualDays(values), values.Count(one => one.IsAfter));
        var end = numbers.Count == 0 ? (DateOnly?)null : numbers[^1].From.AddDays((int)Math.Round(days) - 1);
        // Months differ in length, and one that begins before the period after is cut off by it.
        var isThere = after > 0 && end >= test.After.To!.Value.AddDays(-(int)Math.Ceiling(days / 10))
            && after >= Math.Round(test.After.Days / days) - 1;
        return OfValues(test.Counted ?? series?.Name ?? "", values) with
        {
            Through = end,
            Missing = isThere ? null : end is not { } last ? "The series has no numbers."
                : string.Create(CultureInfo.InvariantCulture, $"The period after is over, but {after:N0} of its numbers are known, through "
                    + $"{last:MMMM d, yyyy}. Add the others to the series."),
        };
    }

    /// <summary>How many days a number is for: the mean distance of those before.</summary>
    private static double UsualDays(IReadOnlyList<MeasuredValue> values)
    {
        var before = values.Where(one => !one.IsAfter).ToList();
        return before.Count < 2 ? 1 : (before[^1].From.DayNumber - before[0].From.DayNumber) / (before.Count - 1.0);
    }

    private async Task<Measurements> Scores(long problemId, MeasureBasis basis, ResponseTest test, CancellationToken ct)
    {
        var walks = (await ChecklistScores.Of(db, problemId, ct))
            .Where(walk => SearchKey.Of(walk.Site) == SearchKey.Of(basis.Part!) && walk.Score is not null).ToList();
        List<MeasuredValue> values = [.. Within(walks.Select(walk => (walk.WalkedOn, walk.Score!.Value)), test)];
        return OfValues(test.Counted ?? basis.Part!, values) with
        {
            Through = walks.Count == 0 ? null : walks.Max(walk => walk.WalkedOn),
            Missing = values.Any(one => one.IsAfter) ? null
                : "The period after is over, but the site checklist was not filled in it.",
        };
    }

    /// <summary>The dated values that lie in one of the two periods.</summary>
    private static IEnumerable<MeasuredValue> Within(IEnumerable<(DateOnly From, double Value)> all, ResponseTest test) =>
        from one in all
        where (one.From >= test.Before.From && one.From <= test.Before.To) || (one.From >= test.After.From && one.From <= test.After.To)
        select new MeasuredValue(one.From, one.Value, one.From >= test.After.From);

    private static Measurements OfValues(string name, IReadOnlyList<MeasuredValue> values)
    {
        var (before, after) = (values.Where(one => !one.IsAfter).ToList(), values.Where(one => one.IsAfter).ToList());
        return new()
        {
            Cells = [new(TestCell.Response, name, Mean(before), before.Count, Mean(after), after.Count)],
            Values = values,
        };

        static double? Mean(IReadOnlyList<MeasuredValue> side) => side.Count == 0 ? null : side.Average(one => one.Value);
    }
}
