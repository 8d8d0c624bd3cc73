using System.Globalization;
using ProblemTracker.Agency;
using ProblemTracker.Analysis;
using ProblemTracker.Surveys;

namespace ProblemTracker.Reports;

/// <summary>Computes series with their intervals from counts.</summary>
internal static class LifeFigures
{
    private const int Hundred = 100, Thousand = 1000;

    private static readonly IReadOnlyList<(MeasureKind Measure, string Name)> Asked =
        [(MeasureKind.Fear, "Safety"), (MeasureKind.QualityOfLife, "Quality of life"), (MeasureKind.Trust, "Trust")];

    public static LifeReport Of(LifeCounts counts, AgencyCalendar calendar, DateOnly today) => new(today,
        [.. counts.Places.Select(place => Place(place, counts, calendar, today))], new());

    private static PlaceLife Place(LifePlace place, LifeCounts counts, AgencyCalendar calendar, DateOnly today)
    {
        var survey = Survey(place, counts);
        var incidents = Incidents(place, counts);
        var spans = counts.ConcernPeriods;
        var concerns = counts.Concerns[place.Id].ToLookup(one => spans.All.First(span => calendar.DateOf(one.ReceivedAt) <= span.To));
        var acknowledged = Answered("Acknowledged in time", spans, concerns,
            one => InTime(one.AcknowledgedAt, one.AcknowledgeBy, one.AcknowledgeBy, calendar, today));
        var decided = Answered("Decided in time", spans, concerns,
            one => InTime(one.DecidedAt, one.DecideBy, one.DueOn is { } due && due > one.DecideBy ? due : one.DecideBy, calendar, today));
        var open = Open(place, counts, today);
        LifeTopic[] topics =
        [
            new(LifeTopicKind.Survey, LifeSentences.Survey(survey), survey),
            new(LifeTopicKind.Incidents, LifeSentences.Incidents(incidents), [incidents],
                new ReportFilter(NeighborhoodId: place.Id).List("/incidents", ("from", ReportFilter.Day(counts.Periods.All[^1].From)),
                    ("to", ReportFilter.Day(counts.Periods.All[^1].To)))),
            new(LifeTopicKind.Concerns, LifeSentences.Concerns(decided, concerns[spans.All[^1]].Count()),
                concerns.Count == 0 ? [] : [acknowledged, decided]),
            new(LifeTopicKind.OpenProblems, LifeSentences.OpenProblems(open), [open],
                new ReportFilter(NeighborhoodId: place.Id).List("/problems", ("open", "true"))),
        ];
        return new(place.Id, place.Name, place.Population, LifeSentences.Answer(topics), topics);
    }

    private static IReadOnlyList<LifeSeries> Survey(LifePlace place, LifeCounts counts)
    {
        var waves = counts.Waves[place.Id].ToList();
        if (waves.Count == 0) return [];
        // Only waves of one survey ask the same.
        var before = waves.SkipLast(1).LastOrDefault(wave => wave.SurveyId == waves[^1].SurveyId);
        return [.. from asked in Asked
                   let figures = waves.Select(wave => wave.Figures.FirstOrDefault(figure => figure.Measure == asked.Measure)).ToList()
                   where figures[^1] is not null
                   let change = Compare(figures[^1], before is null ? null : figures[waves.IndexOf(before)])
                   select new LifeSeries(asked.Name, LifeUnits.Percent, change, [.. waves.Zip(figures, Point)])];

        static LifePoint Point(MeasuredWave wave, SurveyFigure? figure) =>
            new(wave.ClosedOn.ToString("MMM yyyy", CultureInfo.InvariantCulture), wave.OpensOn, wave.ClosedOn)
            {
                Count = figure?.People,
                Value = Rounded(figure?.TopTwoPercent),
                Low = Rounded(figure?.TopTwoLow),
                High = Rounded(figure?.TopTwoHigh),
            };

        static LifeChange? Compare(SurveyFigure? now, SurveyFigure? before) =>
            now?.TopTwoPercent is { } share && before?.TopTwoPercent is { } other
                ? LifeRules.OfShares(share / Hundred, now.People!.Value, other / Hundred, before.People!.Value) : null;
    }

    private static LifeSeries Incidents(LifePlace place, LifeCounts counts)
    {
        var residents = place.Population is > 0 and var people ? people : (int?)null;
        var found = counts.Incidents[place.Id].ToDictionary(row => row.No, row => row.Total);
        var known = counts.Periods.All.Select(span => LifeRules.IsCovered(span, counts.FirstIncident, counts.LastIncident)
            && !(place.Since > span.From)).ToList();
        List<LifePoint> points = [.. counts.Periods.All.Select((span, no) =>
        {
            var point = new LifePoint(span.Name, span.From, span.To);
            if (!known[no]) return point;
            var count = found.GetValueOrDefault(no);
            var ends = Counts.Exact(count);
            return point with { Count = count, Value = Rate(count), Low = Rate(ends.Low), High = Rate(ends.High) };
        })];
        var (last, before) = (points.Count - 1, points.Count - 1 - LifeRules.YearBefore);
        return new("Incidents", residents is null ? LifeUnits.Incidents : LifeUnits.Rate,
            known[last] && known[before] ? LifeRules.OfCounts(points[last].Count!.Value, counts.Periods.All[last],
                points[before].Count!.Value, counts.Periods.All[before]) : null, points);

        double Rate(double count) => Math.Round(residents is { } number ? count * Thousand / number : count, 2);
    }

    /// <summary>Whether something was done in time; null if it isn't due yet.</summary>
    private static bool? InTime(DateTimeOffset? at, DateOnly by, DateOnly due, AgencyCalendar calendar, DateOnly today) =>
        at is { } done ? calendar.DateOf(done) <= by : due >= today ? null : false;

    private static LifeSeries Answered(string name, Spans periods, ILookup<Span, LifeConcern> concerns, Func<LifeConcern, bool?> inTime)
    {
        List<LifePoint> points = [.. periods.All.Select(span =>
        {
            var due = concerns[span].Select(inTime).OfType<bool>().ToList();
            var point = new LifePoint(span.Name, span.From, span.To) { Count = due.Count(good => good), Of = due.Count };
            if (due.Count < Share.FewestForPercent) return point;
            var ends = Proportion.Wilson(point.Count.Value, due.Count);
            return point with
            {
                Value = Rounded((double)Hundred * point.Count.Value / due.Count),
                Low = Rounded(ends.Low * Hundred),
                High = Rounded(ends.High * Hundred),
            };
        })];
        var (now, before) = (points[^1], points[^(1 + LifeRules.YearBefore)]);
        return new(name, LifeUnits.Percent, now.Value is null || before.Value is null ? null
            : LifeRules.OfShares((double)now.Count!.Value / now.Of!.Value, now.Of.Value,
                (double)before.Count!.Value / before.Of!.Value, before.Of.Value), points);
    }

    private static LifeSeries Open(LifePlace place, LifeCounts counts, DateOnly today)
    {
        var found = counts.OpenAtEnd[place.Id].ToDictionary(row => row.No, row => row.Total);
        List<LifePoint> points = [.. counts.Months.All.Select((month, no) =>
        {
            var day = month.To < today ? month.To : today;
            return new LifePoint(DateText.Date(day), day, day) { Count = found.GetValueOrDefault(no), Value = found.GetValueOrDefault(no) };
        })];
        return new("Open problems", LifeUnits.Problems, LifeRules.OfNumbers(points[^1].Count!.Value, points[0].Count!.Value), points);
    }

    private static double? Rounded(double? value) => value is { } given ? Math.Round(given, 1) : null;
}
