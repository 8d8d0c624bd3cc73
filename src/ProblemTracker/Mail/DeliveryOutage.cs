using System.Text.Json;
using ProblemTracker.Agency;

namespace ProblemTracker.Mail;

/// <summary>An outage of email delivery and its cause. Times are real time, as for all delivery.</summary>
/// <param name="Since">When the first run failed.</param>
/// <param name="At">When the latest run failed.</param>
/// <param name="Sentence">The cause, for administrators.</param>
public sealed record DeliveryOutage(DateTimeOffset Since, DateTimeOffset At, string Sentence)
{
    private const int LongestSentence = 1000;

    /// <returns>Null if there is no outage.</returns>
    internal static async Task<DeliveryOutage?> Read(Db db, CancellationToken ct) =>
        await db.Find<string>("SELECT Value FROM Setting WHERE Name = @Name", new { Name = SettingNames.DeliveryOutage }, ct) is { } text
            ? JsonSerializer.Deserialize<DeliveryOutage>(text, Json.Options) : null;

    internal static async Task<Done> Remember(Db db, DateTimeOffset now, string sentence, CancellationToken ct)
    {
        var outage = new DeliveryOutage((await Read(db, ct))?.Since ?? now, now,
            sentence.Length > LongestSentence ? sentence[..LongestSentence] : sentence);
        await SettingSql.Put(db, SettingNames.DeliveryOutage, JsonSerializer.Serialize(outage, Json.Options), ct);
        return Done.Instance;
    }

    internal static async Task Forget(Db db, CancellationToken ct)
    {
        // Read first: there is almost never anything to delete, and reading does not wait for other writers.
        if (await Read(db, ct) is not null)
            await db.Write(() => db.Execute("DELETE FROM Setting WHERE Name = @Name", new { Name = SettingNames.DeliveryOutage }, ct), ct);
    }
}
