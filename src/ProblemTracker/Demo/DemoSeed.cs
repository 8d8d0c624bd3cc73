using System.Globalization;
using ProblemTracker.Agency;

namespace ProblemTracker.Demo;

/// <summary>
/// Fills an empty database with the demo city, once. While it runs, a setting marks the database as unfinished;
/// if the process is killed, the next start clears the data and begins again.
/// </summary>
internal static class DemoSeed
{
    private const string Unfinished = "seeding";
    public const string Finished = "ready";

    /// <summary>
    /// The tables to clear, children before parents. Settings are cleared separately because the mark is one of them. Categories,
    /// reason codes and checklist items stay because they come with the schema.
    /// </summary>
    public static readonly IReadOnlyList<string> Tables =
    [
        "PatrolVisit", "PlanLeftOut", "PatrolPlan", "DirectedTask", "UnitMember", "SignalRun", "Signal", "PlanTest",
        "HypothesisEvidence", "Hypothesis", "Citation", "EvidenceSet", "ManualSeries",
        "ChecklistAnswer",
        "RecordsRelease", "RedactedPassage", "FieldDecision", "RecordsRequestProblem", "RecordsRequest",
        "WebhookDelivery", "Webhook", "AuditSeal",
        "PurgedFile", "PurgeCertificate", "RetentionDecision", "LegalHold",
        "PersonUpdate", "ProblemWatch", "UpdateChoice",
        "AuditEntry", "Amendment", "FrozenPlan", "WithdrawnPlan", "ProblemIncident", "NudgeRecipient", "Nudge",
        "OutboxPicture", "OutboxProblem", "Outbox", "Commitment",
        "ActionComment", "ActionPhoto", "ProblemFile", "ChecklistWalk", "OneTimeLink", "ApprovalRequest", "ProblemHold",
        "DeadlineExtension", "DurabilityCheck", "TemporaryHandover", "ProblemNote", "ProblemAction",
        "ProblemStakeholder", "WorksheetDraft", "WorksheetVersion", "Worksheet", "ProblemReport", "ProblemObjective", "WaivedCode",
        "GateOverride", "StageMove", "StageVisit", "ProblemMember",
        "ProblemText", "SurveyAnswer", "SurveyDraft", "SurveyInvitation", "SurveyWave", "Survey",
        "Open311Sent", "Open311Pulled", "Open311Key", "Open311Feed",
        "ConcernReminder", "RepeatComplaintConcern", "RepeatComplaint", "ConcernText",
        "ConcernPhoto", "ConcernDraft", "ConcernMessage", "Concern", "ConcernSeries",
        "Publication", "Bulletin", "Subscription", "Engagement", "Meeting", "Problem", "NumberSeries", "SavedView",
        "SavedFilter", "SavedMap", "ImportRejection", "IncidentChange", "IncidentText", "IncidentKey", "IncidentEvent", "IncidentPlace",
        "IncidentAddress", "Incident", "ServiceCall", "UnitShift", "PatrolUnit", "Beat", "ImportRun", "Assignment",
        "NeighborhoodOverlap", "NeighborhoodSuccession", "NeighborhoodName", "NeighborhoodBoundary", "Neighborhood", "Street",
        "IdempotencyKey", "ApiToken", "CalendarAddress", "Session", "SignInFailure", "RecoveryCode", "AuthenticatorApp", "Passkey",
        "AnsweredChallenge", "SignOnIdentity", "EmailChange", "PersonRole", "Person",
        "StakeholderText", "Stakeholder", "Holiday", "AgencyLogo",
    ];

    /// <returns>False if the database already holds the demo city.</returns>
    /// <exception cref="UsageError">The database holds real accounts.</exception>
    public static async Task<bool> Ensure(IServiceProvider services, TrackerOptions options)
    {
        using var turn = await OneAtATime(options.DataFolder);
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("demo");
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var agency = scope.ServiceProvider.GetRequiredService<AgencySettings>();
        await DemoMode.MustFit(agency, db, options);
        var mark = await agency.Value(SettingNames.Demo, CancellationToken.None);
        if (mark == Finished) return false;
        await db.Write(async () =>
        {
            if (mark is not null) await Clear(db);
            await SettingSql.Put(db, SettingNames.Demo, Unfinished, CancellationToken.None);
            return Done.Instance;
        }, CancellationToken.None);

        var clock = services.GetRequiredService<TrackerClock>();
        var offset = clock.Offset;
        try
        {
            await DemoCity.Build(services, CancellationToken.None);
        }
        finally
        {
            clock.Offset = offset;
        }
        await db.Write(async () =>
        {
            await SettingSql.Put(db, SettingNames.Demo, Finished, CancellationToken.None);
            return Done.Instance;
        }, CancellationToken.None);
        await db.Execute(db.Dialect.RefreshStatistics(), null, CancellationToken.None);
        return true;
    }

    private static async Task Clear(Db db)
    {
        foreach (var table in Tables) await db.Execute($"DELETE FROM {table}", null, CancellationToken.None);
        await db.Execute("DELETE FROM Setting WHERE Name <> @Demo", new { SettingNames.Demo }, CancellationToken.None);
    }

    // When two processes start on one new folder, the second waits; it would otherwise clear what the first is writing.
    public static async Task<FileStream> OneAtATime(string folder)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(Path.Combine(folder, ".seeding"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                    FileOptions.DeleteOnClose);
            }
            catch (IOException) when (tries < 300)
            {
                await Task.Delay(100);
            }
            catch (IOException)
            {
                throw new UsageError(
                    string.Create(CultureInfo.InvariantCulture,
                        $"Another process has been filling {folder} for half a minute. Try again when it is done."));
            }
        }
    }
}
