namespace ProblemTracker.Domain;

/// <summary>
/// The questions that a new survey begins with: three for each of the five components of the COPS Office's community survey. Their texts,
/// in our own words, are in <c>SurveyTexts.resx</c> and the files beside it. All are worded so that "to a great extent" is good.
/// </summary>
public static class StartingQuestions
{
    public static readonly IReadOnlyList<SurveyQuestion> All =
    [
        Ask("q1", SurveyComponent.Involvement),
        Ask("q2", SurveyComponent.Involvement),
        Ask("q3", SurveyComponent.Involvement, MeasureKind.Trust),
        Ask("q4", SurveyComponent.Safety, MeasureKind.Fear),
        Ask("q5", SurveyComponent.Safety, MeasureKind.Fear),
        Ask("q6", SurveyComponent.Safety, MeasureKind.QualityOfLife),
        Ask("q7", SurveyComponent.Procedural),
        Ask("q8", SurveyComponent.Procedural),
        Ask("q9", SurveyComponent.Procedural, MeasureKind.Trust),
        Ask("q10", SurveyComponent.Performance),
        Ask("q11", SurveyComponent.Performance),
        Ask("q12", SurveyComponent.Performance, MeasureKind.QualityOfLife),
        Ask("q13", SurveyComponent.Contact),
        Ask("q14", SurveyComponent.Contact),
        Ask("q15", SurveyComponent.Contact),
    ];

    private static SurveyQuestion Ask(string key, SurveyComponent component, MeasureKind? measure = null) =>
        new() { Key = key, Component = component, Measure = measure };
}
