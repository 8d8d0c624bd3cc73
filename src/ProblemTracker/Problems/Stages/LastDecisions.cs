using System.Text.Json;

namespace ProblemTracker.Problems;

/// <summary>A decision that can be undone, as its entry in the audit has it.</summary>
/// <param name="Entries">Ids of all entries that it made: its own, and those of requests that it ended.</param>
/// <param name="Requests">Ids of requests that it approved or made lapse.</param>
/// <param name="Move">Null unless it moved the problem.</param>
/// <param name="Overridden">Whether it overrode requirements.</param>
internal sealed record LastDecision(
    string Event, DateTimeOffset At, string Summary, string AfterJson, IReadOnlyList<long> Entries, IReadOnlyList<long> Requests,
    Move? Move, bool Overridden);

/// <summary>Finds the decision that an undo takes back.</summary>
internal sealed class LastDecisions(Db db)
{
    /// <summary>More than happens to a problem in a minute; beyond them a decision is too old anyway.</summary>
    private const int MostEntries = 50;

    /// <summary>An approval and what it carries out are two entries of one transaction.</summary>
    private static readonly TimeSpan OneTransaction = TimeSpan.FromSeconds(10);

    private const string Instead = "You can still move the problem back, or end a hold.";

    private sealed record Entry
    {
        public long Id { get; init; }
        public DateTimeOffset At { get; init; }
        public long? PersonId { get; init; }
        public string Origin { get; init; } = "";
        public string Event { get; init; } = "";
        public string? SubjectId { get; init; }
        public string? Summary { get; init; }
        public string? BeforeJson { get; init; }
        public string? AfterJson { get; init; }

        public bool EndsRequest => Event is "request.approved" or "request.lapsed";
    }

    /// <exception cref="RuleBroken">There is none, it is not the actor's, or it is older than a minute.</exception>
    /// <exception cref="Conflict">Someone has worked on the problem since.</exception>
    public async Task<LastDecision> Find(CaseFile file, Actor actor, CancellationToken ct)
    {
        var entries = await db.List<Entry>($"""
            SELECT e.Id, e.At, e.PersonId, e.Origin, e.Event, e.SubjectId, e.Summary, e.BeforeJson, e.AfterJson FROM AuditEntry e
            WHERE e.ProblemId = @ProblemId ORDER BY e.Id DESC {db.Dialect.First("@MostEntries")}
            """, new { ProblemId = file.Problem.Id, MostEntries }, ct);
        var place = entries.ToList().FindIndex(e => UndoRules.IsDecision(e.Event) || e.Event == UndoRules.Undone);
        if (place < 0 || entries[place] is not { AfterJson: { } after, Summary: { } summary } decision
            || decision.Event == UndoRules.Undone)
            throw new RuleBroken("undo.nothing", "There is nothing to undo here.", "version");
        if (decision.PersonId != actor.PersonId)
            throw new RuleBroken("undo.notYours", "Only the person who made the last decision can undo it.", "version");
        if (file.Now > decision.At + UndoRules.Time)
            throw new RuleBroken("undo.late",
                $"More than a minute has passed, so others may have heard of it. {Instead}", "version");
        bool IsPart(Entry e) => e.EndsRequest && e.At == decision.At;
        if (entries.Take(place).Any(e => !IsPart(e) && (e.PersonId is not null || e.Origin == "link") && UndoRules.BuildsOn(e.Event)))
            throw new Conflict("undo.builtOn",
                $"Someone has worked on this problem since, so the decision can't be undone. {Instead}");

        var ended = entries.Take(place).Where(IsPart).ToList();
        if (entries.Skip(place + 1).FirstOrDefault() is { Event: "request.approved" } approval && approval.PersonId == decision.PersonId
            && decision.At - approval.At < OneTransaction && await AsksFor(decision.Event, approval, ct))
            ended.Add(approval);
        using var body = JsonDocument.Parse(after);
        return new(decision.Event, decision.At, summary, after, [decision.Id, .. ended.Select(e => e.Id)],
            [.. ended.Select(RequestOf)], MoveOf(decision),
            body.RootElement.TryGetProperty("overridden", out var codes) && codes.GetArrayLength() > 0);
    }

    /// <summary>Reads the visit to the stage from which the problem moved.</summary>
    public async Task<FormerVisit> Former(CaseFile file, Move move, LastDecision last, CancellationToken ct)
    {
        var args = new { ProblemId = file.Problem.Id, Left = file.Problem.Visit - 1, On = file.Calendar.DateOf(last.At) };
        if (move.From == Stage.Closed)
            return await db.Single<FormerVisit>($"""
                SELECT m.ClosingReason, m.RelatedProblemId, m.MovedAt AS EnteredAt, m.FromStage AS StageBefore FROM StageMove m
                WHERE m.ProblemId = @ProblemId AND m.ToStage = 'Closed' ORDER BY m.Id DESC {db.Dialect.First("1")}
                """, args, ct);
        return await db.Single<FormerVisit>($"""
            SELECT v.EnteredAt, b.Stage AS StageBefore,
                (SELECT MAX(h.UntilOn) FROM ProblemHold h WHERE {DecisionRows.EndedByMove}) AS HeldUntil
            FROM StageVisit v LEFT JOIN StageVisit b ON b.ProblemId = v.ProblemId AND b.Visit = v.Visit - 1
            WHERE v.ProblemId = @ProblemId AND v.Visit = @Left
            """, args, ct);
    }

    private static Move? MoveOf(Entry decision)
    {
        if (decision.Event != "problem.stage") return null;
        using var before = JsonDocument.Parse(decision.BeforeJson!);
        using var after = JsonDocument.Parse(decision.AfterJson!);
        return new(Stage(before), Stage(after));

        static Stage Stage(JsonDocument json) => Enum.Parse<Stage>(json.RootElement.GetProperty("stage").GetString()!);
    }

    private async Task<bool> AsksFor(string decided, Entry approval, CancellationToken ct)
    {
        var asked = new { Id = RequestOf(approval) };
        var kind = await db.Single<string>("SELECT r.Kind FROM ApprovalRequest r WHERE r.Id = @Id", asked, ct);
        return Enum.Parse<RequestKind>(kind) switch
        {
            RequestKind.Start => decided == "response.started",
            RequestKind.Override => decided is "response.started" or "problem.stage",
            RequestKind.Closing => decided == "problem.stage",
            RequestKind.Extension => decided == "deadline.extended",
            RequestKind.Hold => decided == "problem.held",
            _ => false,
        };
    }

    private static long RequestOf(Entry ended) => long.Parse(ended.SubjectId!, System.Globalization.CultureInfo.InvariantCulture);
}
