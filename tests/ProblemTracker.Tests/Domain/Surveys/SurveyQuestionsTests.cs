using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.Surveys;

public sealed class SurveyQuestionsTests
{
    [Test]
    public void Starting_set_takes_at_most_five_minutes_and_measures_fear_quality_of_life_and_trust() => Assert.Multiple(() =>
    {
        Assert.That(StartingQuestions.All, Has.Count.LessThanOrEqualTo(SurveyQuestions.Most).And.Count.EqualTo(15));
        Assert.That(StartingQuestions.All.Select(question => question.Key), Is.Unique);
        Assert.That(StartingQuestions.All.Select(question => question.Measure).OfType<MeasureKind>().Distinct(),
            Is.EquivalentTo(SurveyQuestions.Measures));
        Assert.That(SurveyQuestions.Steps(StartingQuestions.All).Select(step => step.Count), Is.EqualTo(new[] { 3, 3, 3, 3, 3 }));
    });

    [Test]
    public void New_questions_get_the_next_free_keys() => Assert.That(
        SurveyQuestions.Tidy([new() { Key = "q2" }, new() { Key = " " }, new(), new() { Key = "q1" }]).Select(question => question.Key),
        Is.EqualTo(new[] { "q2", "q3", "q4", "q1" }));

    [Test]
    public void Long_component_is_asked_in_several_steps() => Assert.That(SurveyQuestions.Steps([.. Enumerable.Range(1, 9).Select(number =>
            new SurveyQuestion { Key = $"q{number}", Component = number == 9 ? SurveyComponent.Contact : SurveyComponent.Safety })])
        .Select(step => step.Count), Is.EqualTo(new[] { 4, 4, 1 }));

    [FsCheck.NUnit.Property]
    public bool Only_answers_on_the_scale_to_questions_of_the_survey_count(int answer, bool known)
    {
        var given = SurveyQuestions.Given([new() { Key = "q1" }], new Dictionary<string, int> { [known ? "q1" : "q2"] = answer });
        return given.Count == (known && answer is >= 1 and <= 5 ? 1 : 0) && given.Values.All(value => value == answer);
    }
}
