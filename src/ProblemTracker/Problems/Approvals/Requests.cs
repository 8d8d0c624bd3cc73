using System.Text.Json;

namespace ProblemTracker.Problems;

/// <summary>The part of a supervisor's own message that the one who asks decides.</summary>
/// <param name="Gate">Of an override: the gate to be passed.</param>
/// <param name="Codes">Of an override: the shortfalls to be overridden.</param>
/// <param name="RelatedProblemId">Of a closing as a duplicate: the problem that goes on.</param>
/// <param name="DueOn">Of an extension.</param>
/// <param name="UntilOn">Of a hold: the first day on which work goes on.</param>
internal sealed record Asked(
    ApprovalKind Kind, Gate? Gate = null, IReadOnlyList<string>? Codes = null, ClosingReason? ClosingReason = null,
    long? RelatedProblemId = null,
    DateOnly? DueOn = null, DateOnly? UntilOn = null)
{
    /// <summary>What is asked, to go after "Asked a supervisor"; names neither people nor other problems.</summary>
    public string InWords => Kind switch
    {
        ApprovalKind.Start => "to start the response",
        ApprovalKind.Override =>
            $"to let {(Gate == Domain.Gate.Start ? "the response start" : Gate == Domain.Gate.Closed ? "it be closed" : "it move to "
                + $"{Gate}")} without: {string.Join(", ", Codes!)}",
        ApprovalKind.Closing => $"to close it early: {Wording.Of(ClosingReason!.Value).ToLowerInvariant()}",
        ApprovalKind.Extension => $"for more time, until {DueOn:MMMM d, yyyy}",
        ApprovalKind.Hold => $"to put it on hold until {UntilOn:MMMM d, yyyy}",
        _ => throw new InvalidOperationException($"{Kind} is not a kind of request."),
    };
}

/// <summary>A request as it is decided on.</summary>
internal sealed record RequestRecord
{
    public long Id { get; init; }
    public long ProblemId { get; init; }
    public string Asked { get; init; } = "";
    public string Reason { get; init; } = "";
    public long AskedBy { get; init; }
    public ApprovalStatus Status { get; init; }
    public int Version { get; init; }

    public Asked What => JsonSerializer.Deserialize<Asked>(Asked, Json.Options)!;
}

/// <summary>What becomes of requests: each end is written, recorded and told in the problem's timeline in one place.</summary>
internal sealed class Requests(Db db, CaseFiles files)
{
    private const string Columns = "r.Id, r.ProblemId, r.Asked, r.Reason, r.AskedBy, r.Status, r.Version";

    /// <summary>Takes a request to decide on it, with its problem, whose row is locked from then on.</summary>
    /// <exception cref="NotFound">There is none, or its problem is not the actor's to see.</exception>
    /// <exception cref="Stale">Somebody else was faster.</exception>
    /// <exception cref="Conflict">It is settled.</exception>
    public async Task<(RequestRecord Request, CaseFile File)> Take(long id, int version, Permission needed, CancellationToken ct)
    {
        var problemId = await db.Find<long?>("SELECT ProblemId FROM ApprovalRequest WHERE Id = @id", new { id }, ct)
            ?? throw new NotFound();
        var file = await files.Take(problemId, needed, ct);
        var request = await db.Single<RequestRecord>($"SELECT {Columns} FROM ApprovalRequest r WHERE r.Id = @id", new { id }, ct);
        if (request.Version != version) throw new Stale(request.Version);
        if (request.Status != ApprovalStatus.Waiting)
            throw new Conflict("approval.settled", $"This request is settled already: {Wording.Of(request.Status).ToLowerInvariant()}.");
        return (request, file);
    }

    /// <summary>
    /// Ends the waiting requests that the steps of a file overtook: those for what was done are approved, the others lapse where the
    /// problem left the stage in which they were made.
    /// </summary>
    public static void EndThose(CaseFile file, IReadOnlyList<RequestRecord> waiting, Func<Asked, bool> grants)
    {
        foreach (var request in waiting.Where(request => grants(request.What))) End(file, request, ApprovalStatus.Approved, null);
        if (!file.HasMoved) return;
        foreach (var request in waiting.Where(request => !grants(request.What))) End(file, request, ApprovalStatus.Lapsed, null);
    }

    /// <param name="note">What the one who decided says to it.</param>
    public static void End(CaseFile file, RequestRecord request, ApprovalStatus status, string? note)
    {
        note = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        file.Write("""
            UPDATE ApprovalRequest
            SET Status = @Status, DecidedBy = @PersonId, DecidedAt = @Now, DecisionNote = @note, Version = Version + 1 WHERE Id = @Id
            """, new { request.Id, Status = status.ToString(), file.Actor.PersonId, file.Now, note });
        var asked = request.What;
        var ended = status switch
        {
            ApprovalStatus.Approved => $"Approved what was asked: {asked.InWords}.",
            ApprovalStatus.Returned => $"Returned the request {asked.InWords}.",
            ApprovalStatus.Withdrawn => $"Withdrew the request {asked.InWords}.",
            ApprovalStatus.Lapsed => $"The problem moved on, so a request lapsed: {asked.InWords}.",
            _ => throw new InvalidOperationException($"A request does not end as {status}."),
        };
        file.Record($"approval.{status.ToString().ToLowerInvariant()}", request.Id, note is null ? ended : $"{ended} {note}",
            new { Status = ApprovalStatus.Waiting }, new { Status = status, Note = note });
    }

    public static Task<IReadOnlyList<RequestRecord>> Waiting(Db db, long problemId, CancellationToken ct) =>
        db.List<RequestRecord>(
            $"SELECT {Columns} FROM ApprovalRequest r WHERE r.ProblemId = @problemId AND r.Status = 'Waiting' ORDER BY r.Id",
            new { problemId }, ct);
}
