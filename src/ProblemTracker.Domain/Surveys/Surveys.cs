namespace ProblemTracker.Domain;

/// <summary>What a question is about: the five components of the COPS Office's community survey.</summary>
public enum SurveyComponent { Involvement, Safety, Procedural, Performance, Contact }

/// <summary>When a wave is asked.</summary>
public enum SurveyPhase { Before, After }

/// <summary>Where a wave is asked: where the response is, or where nothing changes.</summary>
public enum SurveyArea { Response, Control }

/// <summary>How people are reached.</summary>
public enum SurveyMode
{
    /// <summary>A printed slip with a link for one answer.</summary>
    Slip,
    /// <summary>A poster, from which one person can begin several times.</summary>
    Poster,
    /// <summary>An officer's tablet at the door.</summary>
    Tablet,
}

/// <summary>A question with five answers, from not at all to a great extent.</summary>
public sealed record SurveyQuestion
{
    public const int Lowest = 1, Highest = 5;

    /// <summary>The lowest of the two answers that count as agreement.</summary>
    public const int TopTwo = 4;

    /// <summary>Stable within the survey (<c>q1</c>, <c>q2</c>, …), assigned on saving if blank; answers refer to it.</summary>
    public string? Key { get; init; }
    public SurveyComponent? Component { get; init; }
    /// <summary>Fear, quality of life or trust, if objectives of that kind can take their values from it.</summary>
    public MeasureKind? Measure { get; init; }
    /// <summary>The question by the code of each language.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();
}

/// <summary>The questions of a survey.</summary>
public static class SurveyQuestions
{
    /// <summary>Most questions: more than five minutes ask too much.</summary>
    public const int Most = 20;

    /// <summary>Characters of a question.</summary>
    public const int Longest = 300;

    /// <summary>Questions on one step of the form.</summary>
    public const int MostOfStep = 4;

    /// <summary>The kinds of objectives that surveys measure.</summary>
    public static readonly IReadOnlyList<MeasureKind> Measures = [MeasureKind.Fear, MeasureKind.QualityOfLife, MeasureKind.Trust];

    /// <summary>Trims the texts and gives each question without a key the next free one.</summary>
    public static IReadOnlyList<SurveyQuestion> Tidy(IReadOnlyList<SurveyQuestion> questions)
    {
        var taken = questions.Select(question => question.Key).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var next = 0;
        return [.. questions.Select(question => question with
        {
            Key = string.IsNullOrWhiteSpace(question.Key) ? Free() : question.Key.Trim(),
            Texts = question.Texts.ToDictionary(text => text.Key, text => text.Value.Trim()),
        })];

        string Free()
        {
            do next++;
            while (!taken.Add($"q{next}"));
            return $"q{next}";
        }
    }

    /// <summary>The steps of the form: neighboring questions of one component, a few at a time.</summary>
    public static IReadOnlyList<IReadOnlyList<SurveyQuestion>> Steps(IReadOnlyList<SurveyQuestion> questions)
    {
        List<List<SurveyQuestion>> steps = [];
        foreach (var question in questions)
        {
            if (steps is not [.., var last] || last[0].Component != question.Component || last.Count == MostOfStep) steps.Add([question]);
            else last.Add(question);
        }
        return steps;
    }

    /// <summary>Only answers to these questions, and only on the scale.</summary>
    public static IReadOnlyDictionary<string, int> Given(
        IReadOnlyList<SurveyQuestion> questions, IReadOnlyDictionary<string, int> answers) => questions
        .Where(question => answers.GetValueOrDefault(question.Key!) is >= SurveyQuestion.Lowest and <= SurveyQuestion.Highest)
        .ToDictionary(question => question.Key!, question => answers[question.Key!]);
}
