using System.Globalization;

namespace ProblemTracker.Evidence;

/// <summary>What a report says of the test that the program carried out.</summary>
internal static class ReportTest
{
    /// <summary>The sentences of the Assessment section; in public only what names no place and no small count.</summary>
    public static IEnumerable<string> Statements(TestEvaluation? test, bool isPublic)
    {
        if (test is null || (isPublic && !MayBePublic(test))) yield break;
        yield return isPublic && test is { Test.Measure: not TestMeasure.Incidents, Results.ByRule: { } verdict }
            // What was measured can name a place.
            ? TestWords.Result(test.Test with { Counted = Wording.Of(test.Test.Measure) }, test.Results.Statistics[0].Effect, verdict)
            : test.Results.Sentence;
        if (test.Results.Displacement is { } displacement) yield return displacement.Sentence;
        if (isPublic) yield break;
        foreach (var explanation in test.OtherExplanations) yield return explanation;
    }

    /// <summary>The counts and the statistics; not in public, since areas are addresses.</summary>
    public static IEnumerable<ReportTable> Tables(TestEvaluation? test, bool isPublic)
    {
        if (test is null || isPublic) yield break;
        var (results, hasAfter) = (test.Results, test.Through >= test.Test.After.From);
        var isCounted = test.Test.Measure == TestMeasure.Incidents;
        yield return new(isCounted ? "Counts of the test" : $"{test.Test.Counted}: {TestWords.Of(test.Test)}",
            [
                new(isCounted ? "Area" : "Measure"), new($"Before: {Wording.Of(test.Test.Before)}", IsNumber: true),
                new($"After: {Wording.Of(test.Test.After)}", IsNumber: true),
            ],
            [
                .. results.Cells.Select(cell => (IReadOnlyList<string>)
                    [cell.Name, Number(cell.Before), hasAfter ? Number(cell.After) : ""]),
                .. results.Measured.Select(cell => (IReadOnlyList<string>)
                    [cell.Name, cell.BeforeInWords, hasAfter ? cell.AfterInWords : ""]),
            ]);
        if (results.Statistics.Count == 0) yield break;
        yield return new(TestWords.Caption(test.Test),
            [new("Comparison"), new("Change", IsNumber: true), new("From", IsNumber: true), new("To", IsNumber: true), new("How")],
            [.. results.Statistics.Select((one, i) => (IReadOnlyList<string>)
                [
                    $"{Wording.Of(one.Statistic)}{(i == 0 ? " (the rule)" : "")}", TestWords.Cell(one.Change), TestWords.Cell(one.Low),
                    TestWords.Cell(one.High), $"{one.Why} {one.How}".Trim(),
                ])]);
    }

    /// <summary>A percentage of small counts could tell who is meant.</summary>
    private static bool MayBePublic(TestEvaluation test) => test.IsFinal
        && test.Results.Cells.All(cell => PublicFigures.Shown(cell.Before) is not null && PublicFigures.Shown(cell.After) is not null);

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
