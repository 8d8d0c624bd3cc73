using ProblemTracker.Files;

namespace ProblemTracker.Problems;

/// <summary>
/// How closed problems are purged. A problem keeps nothing: its tables are all of those below, in an order that no reference forbids.
/// <c>ProblemPurgeTests</c> finds tables that are missing here.
/// </summary>
internal static class ProblemRetention
{
    private static string Actions(string ids) => $"ActionId IN (SELECT x.Id FROM ProblemAction x WHERE x.ProblemId {ids})";

    /// <summary>Commitments to residents that became actions of the problem.</summary>
    private static string Commitments(string ids) => $"SELECT c.Id FROM Commitment c WHERE c.{Actions(ids)}";

    /// <summary>The problem's concerns, and those that were merged into them.</summary>
    private static string OfConcerns(string ids) => $"""
        IN (SELECT x.Id FROM Concern x WHERE x.ProblemId {ids}
            UNION ALL SELECT m.Id FROM Concern m JOIN Concern x ON x.Id = m.MergedIntoId WHERE x.ProblemId {ids})
        """;

    private static string OfWaves(string ids) =>
        $"IN (SELECT w.Id FROM SurveyWave w JOIN Survey x ON x.Id = w.SurveyId WHERE x.ProblemId {ids})";

    // An email about several problems goes with the first.
    private static string Emails(string ids) =>
        $"Id IN (SELECT b.OutboxId FROM OutboxProblem b JOIN Problem n ON n.Number = b.Number WHERE n.Id {ids})";

    private static RecordPart Of(string table, string one, string many) => new(table, one, many, ids => $"ProblemId {ids}");

    public static readonly RecordKind Kind = new()
    {
        Code = "problem",
        Name = "Closed problems",
        One = "Problem",
        Since = "it was closed",
        Help = "With worksheets, actions, photos, files, notes, site checklists, links, reminders, emails about it, and the text of its "
            + "audit entries.",
        From = "Problem p",
        Id = "p.Id",
        SinceColumn = "p.ClosedAt",
        // A public-records request keeps its problems, so that what was released can be shown to be right.
        Due = """
            p.Stage = 'Closed' AND NOT EXISTS (SELECT 1 FROM RecordsRequestProblem q WHERE q.ProblemId = p.Id)
            """,
        Label = "p.Number",
        Title = "p.Title",
        VisibleTo = actor => actor.Might(Permission.ReadProblems) ? ProblemSql.VisibleTo(actor) : "1 = 0",
        Covered = """
            (h.Covers = 'Problem' AND h.SubjectId = p.Id) OR (h.Covers = 'Stakeholder' AND EXISTS (
                SELECT 1 FROM ProblemStakeholder k WHERE k.ProblemId = p.Id
                    AND k.StakeholderId IN (SELECT COALESCE(s.MergedIntoId, s.Id) FROM Stakeholder s WHERE s.Id = h.SubjectId)))
            OR (h.Covers = 'Concern' AND EXISTS (SELECT 1 FROM Concern x LEFT JOIN Concern o ON o.Id = x.MergedIntoId
                WHERE x.Id = h.SubjectId AND (x.ProblemId = p.Id OR o.ProblemId = p.Id)))
            """,
        IsProblem = true,
        AuditEntries = "SELECT e.Id FROM AuditEntry e WHERE e.ProblemId IN @Ids",
        Pictures = """
            SELECT CONCAT('ActionPhoto ', CAST(f.Id AS NVARCHAR(20))) AS Name, f.Content
            FROM ActionPhoto f JOIN ProblemAction a ON a.Id = f.ActionId WHERE a.ProblemId IN @Ids ORDER BY f.Id
            """,
        Files = $"""
            SELECT 'mail' AS Folder, CONCAT(CAST(o.Id AS NVARCHAR(20)), '.eml') AS Name FROM Outbox o WHERE o.{Emails("IN @Ids")}
            UNION ALL SELECT 'files', f.StoredAs FROM ProblemFile f WHERE f.ProblemId IN @Ids
            UNION ALL SELECT 'files', CONCAT(f.StoredAs, '{StoredFiles.Small}') FROM ProblemFile f
            WHERE f.ProblemId IN @Ids AND f.Kind = 'Picture'
            ORDER BY Folder, Name
            """,
        Parts =
        [
            new("OutboxPicture", "picture in an email", "pictures in emails",
                ids => $"OutboxId IN (SELECT o.Id FROM Outbox o WHERE o.{Emails(ids)})"),
            new("Outbox", "email", "emails", Emails),
            new("IdempotencyKey", "repeatable request", "repeatable requests", ids => $"""
                EXISTS (SELECT 1 FROM Problem n WHERE n.Id {ids} AND (IdempotencyKey.Answer LIKE CONCAT('%', n.Number, '%')
                    OR IdempotencyKey.Route LIKE CONCAT('%/problems/', CAST(n.Id AS NVARCHAR(20)), '/%')))
                """)
            {
                IsCountedBefore = false,
            },
            new("OneTimeLink", "emailed link", "emailed links",
                ids => $"Purpose = 'ActionOwner' AND SubjectId IN (SELECT x.Id FROM ProblemAction x WHERE x.ProblemId {ids})"),
            new("NudgeRecipient", "recipient of a reminder", "recipients of reminders",
                ids => $"NudgeId IN (SELECT x.Id FROM Nudge x WHERE x.ProblemId {ids})"),
            Of("Nudge", "reminder", "reminders"),
            Of("WebhookDelivery", "webhook delivery", "webhook deliveries"),
            Of("PersonUpdate", "update for a person", "updates for people"),
            Of("ProblemWatch", "choice to watch or not", "choices to watch or not"),
            Of("TemporaryHandover", "temporary handover", "temporary handovers"),
            Of("ProblemFile", "file", "files"),
            new("ActionComment", "comment", "comments", Actions),
            new("ActionPhoto", "photo", "photos", Actions),
            Of("Amendment", "amendment", "amendments"),
            Of("FrozenPlan", "frozen plan", "frozen plans"),
            Of("WithdrawnPlan", "withdrawn plan", "withdrawn plans"),
            new("NudgeRecipient", "recipient of a reminder", "recipients of reminders",
                ids => $"NudgeId IN (SELECT x.Id FROM Nudge x WHERE x.CommitmentId IN ({Commitments(ids)}))"),
            new("Nudge", "reminder", "reminders", ids => $"CommitmentId IN ({Commitments(ids)})"),
            new("Commitment", "commitment that became an action", "commitments that became actions", ids => $"Id IN ({Commitments(ids)})"),
            new("PlanLeftOut", "visit left out of a plan", "visits left out of plans",
                ids => $"TaskId IN (SELECT x.Id FROM DirectedTask x WHERE x.ProblemId {ids})"),
            new("PatrolVisit", "directed visit", "directed visits",
                ids => $"TaskId IN (SELECT x.Id FROM DirectedTask x WHERE x.ProblemId {ids})"),
            Of("DirectedTask", "directed task", "directed tasks"),
            Of("ProblemAction", "action", "actions"),
            Of("ProblemStakeholder", "stakeholder", "stakeholders"),
            Of("ApprovalRequest", "request", "requests"),
            Of("ProblemHold", "hold", "holds"),
            Of("DeadlineExtension", "extension", "extensions"),
            Of("DurabilityCheck", "follow-up", "follow-ups"),
            new("WaivedCode", "overridden requirement", "overridden requirements",
                ids => $"GateOverrideId IN (SELECT x.Id FROM GateOverride x WHERE x.ProblemId {ids})"),
            Of("GateOverride", "override", "overrides"),
            Of("StageMove", "move", "moves"),
            Of("StageVisit", "stage", "stages"),
            Of("WorksheetDraft", "unsaved draft", "unsaved drafts"),
            Of("WorksheetVersion", "earlier version of a worksheet", "earlier versions of worksheets"),
            Of("Worksheet", "worksheet", "worksheets"),
            Of("ProblemReport", "edited section of the report", "edited sections of the report"),
            Of("ProblemObjective", "objective", "objectives"),
            Of("ProblemNote", "note", "notes"),
            Of("ProblemIncident", "linked incident", "linked incidents"),
            Of("ProblemMember", "team member", "team members"),
            Of("ProblemText", "search text", "search texts"),
            Of("Publication", "text of the public site", "texts of the public site"),
            new("Outbox", "email to a reporter", "emails to reporters", ids => $"""
                DedupeKey IN (SELECT CONCAT('concern:', CAST(l.Id AS NVARCHAR(20))) FROM OneTimeLink l
                    WHERE l.Purpose = 'Concern' AND l.SubjectId {OfConcerns(ids)})
                """),
            new("OneTimeLink", "private link of a reporter", "private links of reporters",
                ids => $"Purpose = 'Concern' AND SubjectId {OfConcerns(ids)}"),
            new("ConcernPhoto", "photo of a concern", "photos of concerns", ids => $"ConcernId {OfConcerns(ids)}"),
            new("ConcernDraft", "sent report", "sent reports", ids => $"ConcernId {OfConcerns(ids)}"),
            new("Open311Sent", "id at a sender of concerns", "ids at senders of concerns", ids => $"ConcernId {OfConcerns(ids)}"),
            new("Open311Pulled", "id at another city's server", "ids at other cities' servers", ids => $"ConcernId {OfConcerns(ids)}"),
            new("ConcernMessage", "message about a concern", "messages about concerns", ids => $"ConcernId {OfConcerns(ids)}"),
            new("ConcernText", "search text of a concern", "search texts of concerns", ids => $"ConcernId {OfConcerns(ids)}"),
            new("ConcernReminder", "reminder about a concern", "reminders about concerns", ids => $"""
                ConcernId {OfConcerns(ids)} OR RepeatId IN (SELECT r.Id FROM RepeatComplaint r WHERE r.ProblemId {ids})
                """),
            new("RepeatComplaintConcern", "place in repeat complaints", "places in repeat complaints", ids => $"""
                ConcernId {OfConcerns(ids)} OR RepeatId IN (SELECT r.Id FROM RepeatComplaint r WHERE r.ProblemId {ids})
                """),
            new("RepeatComplaint", "repeat complaint", "repeat complaints", ids => $"""
                ProblemId {ids} OR NOT EXISTS (SELECT 1 FROM RepeatComplaintConcern y WHERE y.RepeatId = RepeatComplaint.Id)
                """) { IsCountedBefore = false },
            new("Concern", "merged concern", "merged concerns",
                ids => $"MergedIntoId IN (SELECT x.Id FROM Concern x WHERE x.ProblemId {ids})"),
            Of("Concern", "concern", "concerns"),
            new("SurveyAnswer", "answer to a survey", "answers to surveys", ids => $"WaveId {OfWaves(ids)}"),
            new("SurveyDraft", "draft of a survey's answer", "drafts of surveys' answers",
                ids => $"Digest IN (SELECT i.Digest FROM SurveyInvitation i WHERE i.WaveId {OfWaves(ids)})"),
            new("SurveyInvitation", "invitation to a survey", "invitations to surveys", ids => $"WaveId {OfWaves(ids)}"),
            new("SurveyWave", "wave of a survey", "waves of surveys",
                ids => $"SurveyId IN (SELECT x.Id FROM Survey x WHERE x.ProblemId {ids})"),
            Of("Survey", "survey", "surveys"),
            Of("PlanTest", "result of a test", "results of tests"),
            new("HypothesisEvidence", "weighed figure", "weighed figures",
                ids => $"HypothesisId IN (SELECT x.Id FROM Hypothesis x WHERE x.ProblemId {ids})"),
            Of("Hypothesis", "hypothesis", "hypotheses"),
            Of("Citation", "cited figure", "cited figures"),
            Of("ManualSeries", "series of numbers", "series of numbers"),
            Of("EvidenceSet", "choice of incidents", "choices of incidents"),
            new("ChecklistAnswer", "answer of a site checklist", "answers of site checklists",
                ids => $"WalkId IN (SELECT x.Id FROM ChecklistWalk x WHERE x.ProblemId {ids})"),
            Of("ChecklistWalk", "site checklist", "site checklists"),
            new("Signal", "signal in the incidents", "signals in the incidents", ids => $"ProblemId {ids} OR KnownProblemId {ids}"),
            new("LegalHold", "ended legal hold", "ended legal holds",
                ids => $"Covers = 'Problem' AND SubjectId {ids} AND EndedAt IS NOT NULL"),
            new("Problem", "problem", "problems", ids => $"Id {ids}"),
        ],
    };
}
