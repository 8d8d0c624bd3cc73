using ProblemTracker.Analysis;

namespace ProblemTracker.Surveys;

/// <summary>What one person answered, by the question's key.</summary>
internal sealed record GivenAnswers(SurveyMode Mode, IReadOnlyDictionary<string, int> By);

/// <summary>A figure of a question, or of a component with all its questions.</summary>
public sealed record SurveyFigure
{
    /// <summary>The question's key; the component's name for all its questions.</summary>
    public string Key { get; init; } = "";
    public SurveyComponent Component { get; init; }
    /// <summary>In English; null for a component.</summary>
    public string? Question { get; init; }
    /// <summary>Kind of objective that can take its values from here.</summary>
    public MeasureKind? Measure { get; init; }
    /// <summary>How the people were reached; null for all.</summary>
    public SurveyMode? Mode { get; init; }
    /// <summary>Whether it is about too few people to be shown, or would let another one be computed. Then it has no numbers.</summary>
    public bool IsHidden { get; init; }
    /// <summary>People who answered.</summary>
    public int? People { get; init; }
    /// <summary>People who sent the survey and skipped this.</summary>
    public int? Skipped { get; init; }
    /// <summary>Share of the two highest of five answers, 0 to 100.</summary>
    public double? TopTwoPercent { get; init; }
    /// <summary>The 95% confidence interval.</summary>
    public double? TopTwoLow { get; init; }
    public double? TopTwoHigh { get; init; }
    /// <summary>Mean of the answers, 1 to 5.</summary>
    public double? Mean { get; init; }
    /// <summary>The 95% confidence interval; null if all gave the same answer.</summary>
    public double? MeanLow { get; init; }
    public double? MeanHigh { get; init; }
    /// <summary>How far the component's questions agree, at most 1; null for a question.</summary>
    public double? Alpha { get; init; }
    /// <summary>Why there is no alpha.</summary>
    public NoResult? NoAlpha { get; init; }
}

/// <summary>Figures of answers. Those about few people have no numbers (<see cref="SmallCells"/>).</summary>
internal static class SurveyFigures
{
    public const int Percent = 100;

    /// <summary>Those of each component with its questions, in the order of the survey.</summary>
    public static IReadOnlyList<SurveyFigure> Of(IReadOnlyList<SurveyQuestion> questions, IReadOnlyList<GivenAnswers> answers) =>
        [.. questions.GroupBy(question => question.Component!.Value).SelectMany(component =>
        {
            List<SurveyFigure> each = [.. component.Select(question => Figure(question, answers))];
            // With its total, one hidden question could be computed.
            var isHidden = each.Exists(figure => figure.IsHidden);
            return (IEnumerable<SurveyFigure>)[Whole(component.Key, [.. component], answers, null, isHidden), .. each];
        })];

    /// <summary>Those of each component by how people were reached. A way is shown for every component or for none.</summary>
    public static IReadOnlyList<SurveyFigure> ByMode(IReadOnlyList<SurveyQuestion> questions, IReadOnlyList<GivenAnswers> answers)
    {
        SurveyMode[] modes = [.. Enum.GetValues<SurveyMode>().Where(mode => answers.Any(one => one.Mode == mode))];
        var components = questions.GroupBy(question => question.Component!.Value).ToList();
        var hidden = components.SelectMany(component =>
        {
            var shown = SmallCells.Shown([.. modes.Select(mode => answers.Count(one => one.Mode == mode && Answered(one, component)))]);
            return modes.Where((_, at) => !shown[at]);
        }).ToHashSet();
        var withoutTotal = Of(questions, answers).Where(figure => figure.IsHidden).Select(figure => figure.Component).ToHashSet();
        return [.. components.SelectMany(component => modes.Select(mode => Whole(component.Key, [.. component],
            [.. answers.Where(one => one.Mode == mode)], mode, hidden.Contains(mode) || withoutTotal.Contains(component.Key))))];
    }

    /// <summary>
    /// Those of all questions of each measure. One is hidden if any of its questions is, since with its total that could be computed.
    /// </summary>
    public static IReadOnlyList<SurveyFigure> ByMeasure(IReadOnlyList<SurveyQuestion> questions, IReadOnlyList<GivenAnswers> answers) =>
    [
        .. questions.Where(question => question.Measure is not null).GroupBy(question => question.Measure!.Value)
            .OrderBy(measure => measure.Key).Select(measure => Counted(
                new() { Key = $"{measure.Key}", Component = measure.First().Component!.Value, Measure = measure.Key }, [.. measure],
                answers, measure.Any(question => Figure(question, answers).IsHidden))),
    ];

    private static bool Answered(GivenAnswers one, IEnumerable<SurveyQuestion> questions) =>
        questions.Any(question => one.By.ContainsKey(question.Key!));

    private static SurveyFigure Figure(SurveyQuestion question, IReadOnlyList<GivenAnswers> answers) => Counted(new()
    {
        Key = question.Key!,
        Component = question.Component!.Value,
        Question = SurveyTexts.In(Languages.English, question),
        Measure = question.Measure,
    }, [question], answers, isHidden: false);

    private static SurveyFigure Whole(SurveyComponent component, IReadOnlyList<SurveyQuestion> questions,
        IReadOnlyList<GivenAnswers> answers, SurveyMode? mode, bool isHidden)
    {
        var figure = Counted(new() { Key = $"{component}", Component = component, Mode = mode }, questions, answers, isHidden);
        if (figure.IsHidden || mode is not null) return figure;
        // Only people who answered all its questions.
        var rows = answers.Where(one => questions.All(question => one.By.ContainsKey(question.Key!)))
            .Select(one => (IReadOnlyList<double>)[.. questions.Select(question => (double)one.By[question.Key!])]).ToList();
        var alpha = SmallCells.IsShown(rows.Count) ? Answers.Alpha(rows) : new(null, null, NoResult.Empty);
        return figure with { Alpha = alpha.Value, NoAlpha = alpha.Why };
    }

    private static SurveyFigure Counted(SurveyFigure figure, IReadOnlyList<SurveyQuestion> questions, IReadOnlyList<GivenAnswers> answers,
        bool isHidden)
    {
        // The answers of one person are not independent, so the intervals count people.
        List<List<int>> people = [.. answers.Select(one => questions.Where(question => one.By.ContainsKey(question.Key!))
            .Select(question => one.By[question.Key!]).ToList()).Where(given => given.Count > 0)];
        if (isHidden || !SmallCells.IsShown(people.Count)) return figure with { IsHidden = true };
        var all = people.SelectMany(given => given).ToList();
        var share = (double)all.Count(answer => answer >= SurveyQuestion.TopTwo) / all.Count;
        var ends = Proportion.Wilson(share, people.Count);
        var mean = Answers.Mean([.. people.Select(given => given.Average())]);
        return figure with
        {
            People = people.Count,
            Skipped = answers.Count - people.Count,
            TopTwoPercent = share * Percent,
            TopTwoLow = ends.Low * Percent,
            TopTwoHigh = ends.High * Percent,
            Mean = mean.Value,
            MeanLow = mean.Interval?.Low,
            MeanHigh = mean.Interval?.High,
        };
    }
}
