using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Surveys;

/// <summary>The form behind an invitation, with what was answered so far.</summary>
[AllowEveryone, Untraceable]
public sealed record ReadSurveyForm(string Token) : IQuery<SurveyForm>;

/// <param name="Steps">The questions, a few at a time.</param>
/// <param name="Answers">By the question's key.</param>
public sealed record SurveyForm(string Title, IReadOnlyList<IReadOnlyList<SurveyQuestion>> Steps,
    IReadOnlyDictionary<string, int> Answers);

internal sealed class ReadSurveyFormHandler(Db db, AgencySettings agency) : IRequestHandler<ReadSurveyForm, SurveyForm>
{
    public async Task<SurveyForm> Handle(ReadSurveyForm query, CancellationToken ct)
    {
        var link = await SurveyLink.Find(db, agency, query.Token, ct);
        return new(link.Title, SurveyQuestions.Steps(link.Questions),
            link.Draft is null ? new Dictionary<string, int>() : SurveySql.Answers(link.Draft));
    }
}
