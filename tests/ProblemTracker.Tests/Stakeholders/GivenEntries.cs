using System.Text.Json;

namespace ProblemTracker.Tests.Stakeholders;

/// <summary>Sets up directory entries and related records for tests.</summary>
internal static class GivenEntries
{
    /// <summary>Adds an organization with these additional fields, by their API names.</summary>
    public static async Task<long> Entry(this HttpClient client, string name, Dictionary<string, object?>? fields = null)
    {
        var body = new Dictionary<string, object?>(fields ?? []) { ["name"] = name };
        body.TryAdd("kind", "Business");
        return (await (await client.PostAsJsonAsync("/api/v1/stakeholders", body)).Ok()).GetProperty("id").GetInt64();
    }

    public static async Task<JsonElement> Entry(this HttpClient client, long id) => await client.Read($"/api/v1/stakeholders/{id}");

    public static async Task<int> EntryVersion(this HttpClient client, long id) =>
        (await client.Entry(id)).GetProperty("version").GetInt32();

    public static async Task<HttpResponseMessage> Consent(this HttpClient client, long id, string scope = "OwnActions",
        string on = "2026-03-02") =>
        await client.IfMatch(await client.EntryVersion(id)).PutAsJsonAsync($"/api/v1/stakeholders/{id}/consent", new { on, scope });

    public static async Task<HttpResponseMessage> Withdraw(this HttpClient client, long id) =>
        await client.IfMatch(await client.EntryVersion(id)).DeleteAsync($"/api/v1/stakeholders/{id}/consent");

    public static async Task<HttpResponseMessage> Merge(this HttpClient client, long gone, long into,
        string reason = "Same phone, same person.") =>
        await client.IfMatch(await client.EntryVersion(gone))
            .PostAsJsonAsync($"/api/v1/stakeholders/{gone}/merge", new { intoId = into, reason });

    /// <summary>Adds an email to a stakeholder: sent, parked or still queued.</summary>
    public static Task<long> Email(this TrackerHost host, long stakeholderId, bool sent = false, bool parked = false) =>
        host.Query(db => db.Insert("""
        INSERT INTO Outbox (DedupeKey, Recipient, Subject, Body, CreatedAt, NextAttemptAt, StakeholderId, Secret, SentAt, ParkedAt)
        VALUES (@Key, 'x@test.example', 'P-2026-0001', 'Hello.', @Start, @Start, @stakeholderId, 'x', @SentAt, @ParkedAt)
        """,
        new
        {
            Key = Guid.NewGuid().ToString(),
            TrackerHost.Start,
            stakeholderId,
            SentAt = sent ? TrackerHost.Start : (DateTimeOffset?)null,
            ParkedAt = parked ? TrackerHost.Start : (DateTimeOffset?)null
        }, default));

    /// <summary>Whether the email was discarded along with the secret of its link.</summary>
    public static async Task<bool> IsDiscarded(this TrackerHost host, long email) =>
        await host.Query(db => db.Single<int>(
            "SELECT COUNT(*) FROM Outbox WHERE Id = @email AND DiscardedAt IS NOT NULL AND Secret IS NULL", new { email }, default)) == 1;

    public static Task<long> Action(this TrackerHost host, long problemId, long attachmentId, string status = "Planned") =>
        host.Query(db => db.Insert("""
        INSERT INTO ProblemAction (ProblemId, Description, OwnerAttachmentId, Enforcement, UrgentSafetyMeasure, Status, DoneOn, CreatedAt)
        VALUES (@problemId, 'Fix the lamp', @attachmentId, 0, 0, @status, @DoneOn, @Start)
        """,
        new { problemId, attachmentId, status, DoneOn = status == "Done" ? new DateOnly(2026, 3, 1) : (DateOnly?)null, TrackerHost.Start },
        default));

    public static Task<long> Link(this TrackerHost host, long actionId, long attachmentId) => host.Query(db => db.Insert("""
        INSERT INTO OneTimeLink (Purpose, SubjectId, HolderId, Digest, CreatedAt, ExpiresAt)
        VALUES ('ActionOwner', @actionId, @attachmentId, @Digest, @Start, @Start)
        """, new { actionId, attachmentId, Digest = Guid.NewGuid().ToString(), TrackerHost.Start }, default));

    public static async Task<bool> IsWithdrawn(this TrackerHost host, long link) =>
        await host.Query(db => db.Single<int>("SELECT COUNT(*) FROM OneTimeLink WHERE Id = @link AND WithdrawnAt IS NOT NULL",
            new { link }, default)) == 1;
}
