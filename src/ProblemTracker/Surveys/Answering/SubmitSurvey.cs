using System.Security.Cryptography;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Surveys;

/// <summary>
/// Sends the answers of a draft with those of its last step. The answer gets a random key and keeps its wave and mode alone; the
/// invitation keeps the day alone; the draft is deleted. There is no audit entry, since its time and number would pair the two.
/// </summary>
/// <param name="Asked">Keys of the questions on the last step.</param>
/// <param name="Answers">1 to 5 by the question's key; those that are missing were skipped.</param>
[AllowEveryone, Untraceable]
public sealed record SubmitSurvey(string Token, IReadOnlyList<string> Asked, IReadOnlyDictionary<string, int> Answers) : ICommand<Done>;

internal sealed class SubmitSurveyHandler(Db db, AgencySettings agency, AnswerTraces traces) : IRequestHandler<SubmitSurvey, Done>
{
    public async Task<Done> Handle(SubmitSurvey command, CancellationToken ct)
    {
        var link = await SurveyLink.Find(db, agency, command.Token, ct);
        var today = await agency.Today(ct);
        // Sent twice at once, only one of them finds it unused.
        if (await db.Execute("UPDATE SurveyInvitation SET UsedOn = @today WHERE Digest = @Digest AND UsedOn = @Unused",
            new { today, link.Digest, SurveySql.Unused }, ct) == 0) throw new NotFound();
        await db.Execute("INSERT INTO SurveyAnswer (Id, WaveId, Mode, Body) VALUES (@Id, @WaveId, @Mode, @Body)", new
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            link.WaveId,
            link.Mode,
            Body = SurveySql.Text(link.With(command.Asked, command.Answers)),
        }, ct);
        await db.Execute("DELETE FROM SurveyDraft WHERE Digest = @Digest", new { link.Digest }, ct);
        traces.AreLeftBy(db);
        return Done.Instance;
    }
}
