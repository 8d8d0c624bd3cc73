using ProblemTracker.Agency;

namespace ProblemTracker.Surveys;

/// <summary>
/// What the link of an invitation opens. Links that were used, have ended, or never were are the same: not found.
/// </summary>
internal sealed record SurveyLink
{
    public string Digest { get; init; } = "";
    public long WaveId { get; init; }
    public string Mode { get; init; } = "";
    public string Title { get; init; } = "";
    public string QuestionList { get; init; } = "[]";

    /// <summary>What was answered so far; null without a draft.</summary>
    public string? Draft { get; init; }

    public IReadOnlyList<SurveyQuestion> Questions => SurveySql.Questions(QuestionList);

    /// <exception cref="NotFound">The link does not work.</exception>
    public static async Task<SurveyLink> Find(Db db, AgencySettings agency, string token, CancellationToken ct) =>
        await db.Find<SurveyLink>($"""
            SELECT i.Digest, i.WaveId, i.Mode, s.Title, s.Questions AS QuestionList, d.Body AS Draft
            FROM SurveyInvitation i JOIN SurveyWave w ON w.Id = i.WaveId JOIN Survey s ON s.Id = w.SurveyId
                LEFT JOIN SurveyDraft d ON d.Digest = i.Digest
            WHERE i.Digest = @Digest AND i.UsedOn = @Unused AND {SurveySql.IsOpen}
            """, new { Digest = Invitations.Digest(token), SurveySql.Unused, today = await agency.Today(ct) }, ct)
        ?? throw new NotFound();

    /// <summary>The draft with new answers to the questions of a step; those that are now skipped leave it.</summary>
    public IReadOnlyDictionary<string, int> With(IReadOnlyCollection<string> asked, IReadOnlyDictionary<string, int> answers)
    {
        var all = Draft is null ? [] : new Dictionary<string, int>(SurveySql.Answers(Draft), StringComparer.Ordinal);
        foreach (var key in asked)
            if (answers.TryGetValue(key, out var answer)) all[key] = answer;
            else all.Remove(key);
        return SurveyQuestions.Given(Questions, all);
    }
}
