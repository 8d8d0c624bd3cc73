using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ProblemTracker.Surveys;

/// <summary>
/// Makes invitations to a wave. An invitation knows its wave, how people are reached, and later the day it was used; nobody is named in
/// it. Only the digest of its token is stored, so that a database leak exposes no working links.
/// </summary>
internal static class Invitations
{
    /// <summary>Rows of one statement.</summary>
    private const int AtOnce = 40;

    // A fast digest is enough: a token has 128 random bits.
    public static string Digest(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Makes invitations, counts them, and locks the survey's questions.</summary>
    /// <returns>The tokens, which are stored nowhere.</returns>
    public static async Task<IReadOnlyList<string>> Make(Db db, long waveId, SurveyMode mode, int count, CancellationToken ct)
    {
        List<string> tokens = [.. Enumerable.Range(0, count).Select(_ => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)))];
        await db.Execute(mode switch
        {
            SurveyMode.Slip => "UPDATE SurveyWave SET Slips = Slips + @count WHERE Id = @waveId",
            SurveyMode.Poster => "UPDATE SurveyWave SET Posters = Posters + @count WHERE Id = @waveId",
            _ => "UPDATE SurveyWave SET Tablets = Tablets + @count WHERE Id = @waveId",
        }, new { waveId, count }, ct);
        await db.Execute("""
            UPDATE Survey SET IsLocked = 1 WHERE IsLocked = 0 AND Id = (SELECT w.SurveyId FROM SurveyWave w WHERE w.Id = @waveId)
            """, new { waveId }, ct);
        foreach (var some in tokens.Chunk(AtOnce))
            await db.Execute(some.Select(token => new PendingWrite(
                "INSERT INTO SurveyInvitation (Digest, WaveId, Mode, UsedOn) VALUES (@Digest, @waveId, @Mode, @Unused)",
                new { Digest = Digest(token), waveId, Mode = mode.ToString(), SurveySql.Unused })), ct);
        return tokens;
    }
}
