using System.Globalization;
using System.Resources;

namespace ProblemTracker.Surveys;

/// <summary>The texts of the starting set, from <c>SurveyTexts.resx</c> and the files beside it, and those of any question.</summary>
public sealed class SurveyTexts
{
    private static readonly ResourceManager Texts = new(typeof(SurveyTexts));

    /// <summary>The starting set with its texts in every language.</summary>
    public static IReadOnlyList<SurveyQuestion> StartingSet() => [.. StartingQuestions.All.Select(question => question with
    {
        Texts = Languages.All.ToDictionary(language => language.Name, language => Texts.GetString($"Question.{question.Key}", language)!),
    })];

    /// <summary>A question in a language; in English if it was written before there was that language.</summary>
    public static string In(CultureInfo language, SurveyQuestion question) =>
        question.Texts.GetValueOrDefault(language.Name) ?? question.Texts.GetValueOrDefault(Languages.English.Name) ?? "";
}
