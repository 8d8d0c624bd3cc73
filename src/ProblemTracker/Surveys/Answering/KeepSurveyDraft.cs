using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Surveys;

/// <summary>Keeps the answers of a step, so that somebody can go on later.</summary>
/// <param name="Asked">Keys of the questions on the step.</param>
/// <param name="Answers">1 to 5 by the question's key; those that are missing were skipped.</param>
[AllowEveryone, Untraceable]
public sealed record KeepSurveyDraft(string Token, IReadOnlyList<string> Asked, IReadOnlyDictionary<string, int> Answers) : ICommand<Done>;

internal sealed class KeepSurveyDraftHandler(Db db, AgencySettings agency) : IRequestHandler<KeepSurveyDraft, Done>
{
    public async Task<Done> Handle(KeepSurveyDraft command, CancellationToken ct)
    {
        var link = await SurveyLink.Find(db, agency, command.Token, ct);
        var row = new { link.Digest, Body = SurveySql.Text(link.With(command.Asked, command.Answers)) };
        if (await db.Execute("UPDATE SurveyDraft SET Body = @Body WHERE Digest = @Digest", row, ct) == 0)
            await db.Execute("INSERT INTO SurveyDraft (Digest, Body) VALUES (@Digest, @Body)", row, ct);
        return Done.Instance;
    }
}
