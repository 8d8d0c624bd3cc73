using System.Globalization;
using System.Text.RegularExpressions;

namespace ProblemTracker.Domain;

/// <summary>What a test measures.</summary>
public enum TestMeasure
{
    /// <summary>Incidents, counted in areas.</summary>
    Incidents,
    /// <summary>The share of the top two answers to a question of a survey, from 0 to 100; more is better.</summary>
    Survey,
    /// <summary>The score of the site checklist, from 0 to 100; less is better.</summary>
    Checklist,
    /// <summary>The mean of a series of numbers from elsewhere.</summary>
    Numbers,
}

/// <summary>
/// A measure other than counted incidents, as tests and objectives keep it: <c>surveyId=3&amp;question=q4</c>,
/// <c>checklist=40 Tanner Street</c>, or <c>seriesId=5</c>.
/// </summary>
/// <param name="Id">Of the survey or the series; 0 for the checklist.</param>
/// <param name="Part">The key of a survey's question, or the site of the checklist.</param>
public sealed partial record MeasureBasis(TestMeasure Measure, long Id, string? Part = null)
{
    /// <summary>Null for anything else, such as a filter of the incident list.</summary>
    public static MeasureBasis? Read(string? kept)
    {
        var text = kept?.Trim() ?? "";
        if (Checklist().Match(text) is { Success: true } site) return OfSite(site.Groups[1].Value);
        if (Survey().Match(text) is { Success: true } survey)
            return new(TestMeasure.Survey, Number(survey), survey.Groups[2].Value);
        return Series().Match(text) is { Success: true } series ? new(TestMeasure.Numbers, Number(series)) : null;
    }

    public static MeasureBasis OfSurvey(long id, string question) => new(TestMeasure.Survey, id, question);

    public static MeasureBasis OfSite(string site) => new(TestMeasure.Checklist, 0, site.Trim());

    public static MeasureBasis OfSeries(long id) => new(TestMeasure.Numbers, id);

    /// <summary>As it is kept.</summary>
    public override string ToString() => Measure switch
    {
        TestMeasure.Survey => string.Create(CultureInfo.InvariantCulture, $"surveyId={Id}&question={Part}"),
        TestMeasure.Checklist => $"checklist={Part}",
        _ => string.Create(CultureInfo.InvariantCulture, $"seriesId={Id}"),
    };

    private static long Number(Match match) => long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^surveyId=(\d{1,18})&question=(q\d{1,4})$")]
    private static partial Regex Survey();

    [GeneratedRegex(@"^checklist=(.+)$")]
    private static partial Regex Checklist();

    [GeneratedRegex(@"^seriesId=(\d{1,18})$")]
    private static partial Regex Series();
}
