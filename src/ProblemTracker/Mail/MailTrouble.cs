using System.Text.Json;
using ProblemTracker.Agency;

namespace ProblemTracker.Mail;

/// <summary>Mail does not go out at present, and why. Real time, as all delivery.</summary>
/// <param name="Since">When the first run failed.</param>
/// <param name="At">When the last one did.</param>
/// <param name="Sentence">For the administrator.</param>
public sealed record MailTrouble(DateTimeOffset Since, DateTimeOffset At, string Sentence)
{
    private const int LongestSentence = 1000;

    /// <returns>Null while mail goes out.</returns>
    internal static async Task<MailTrouble?> Read(Db db, CancellationToken ct) =>
        await db.Find<string>("SELECT Value FROM Setting WHERE Name = @Name", new { Name = SettingNames.MailTrouble }, ct) is { } text
            ? JsonSerializer.Deserialize<MailTrouble>(text, Json.Options) : null;

    internal static async Task<Done> Remember(Db db, DateTimeOffset now, string sentence, CancellationToken ct)
    {
        var trouble = new MailTrouble((await Read(db, ct))?.Since ?? now, now,
            sentence.Length > LongestSentence ? sentence[..LongestSentence] : sentence);
        await SettingSql.Put(db, SettingNames.MailTrouble, JsonSerializer.Serialize(trouble, Json.Options), ct);
        return Done.Instance;
    }

    internal static async Task Forget(Db db, CancellationToken ct)
    {
        // Looked at first: nearly always there is nothing to forget, and a look takes no writer's turn.
        if (await Read(db, ct) is not null)
            await db.Write(() => db.Execute("DELETE FROM Setting WHERE Name = @Name", new { Name = SettingNames.MailTrouble }, ct), ct);
    }
}
