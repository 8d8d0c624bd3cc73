using System.Text.Json;

namespace ProblemTracker.Problems;

/// <summary>The part of a supervisor's own message that the one who asks decides.</summary>
/// <param name="Gate">Of an override: the gate to be passed.</param>
/// <param name="Codes">Of an override: the shortfalls to be waived.</param>
/// <param name="RelatedProblemId">Of a closing as a duplicate: the problem that goes on.</param>
/// <param name="DueOn">Of an extension.</param>
/// <param name="UntilOn">Of a hold: the first day on which work goes on.</param>
internal sealed record Asked(
    ApprovalKind Kind, Gate? Gate = null, IReadOnlyList<string>? Codes = null, ClosingReason? ClosingReason = null, long? RelatedProblemId = null,
    DateOnly? DueOn = null, DateOnly? UntilOn = null)
{
    /// <summary>What is asked, to go after "Asked a supervisor"; names neither people nor other problems.</summary>
    public string InWords => Kind switch
    {
        ApprovalKind.Start => "to start the response",
        ApprovalKind.Override => $"to let {(Gate == Domain.Gate.Start ? "the response start" : Gate == Domain.Gate.Closed ? "it be closed" : $"it move to {Gate}")} without: {string.Join(", ", Codes!)}",
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
internal sealed class Requests(Db db, Actor actor, Dossiers dossiers, TimeProvider clock)
{
    private const string Columns = "r.Id, r.ProblemId, r.Asked, r.Reason, r.AskedBy, r.Status, r.Version";

    /// <summary>Takes a request to decide on it, with its problem, whose row is locked from then on.</summary>
    /// <exception cref="NotFound">There is none, or its problem is not the actor's to see.</exception>
    /// <exception cref="Stale">Somebody else was faster.</exception>
    /// <exception cref="Conflict">It is settled.</exception>
    public async Task<(RequestRecord Request, CaseFile File)> Take(long id, int version, Permission needed, CancellationToken ct)
    {
        var problemId = await db.Find<long?>("SELECT ProblemId FROM ApprovalRequest WHERE Id = @id", new { id }, ct) ?? throw new NotFound();
        var file = await dossiers.Take(problemId, needed, ct);
        var request = await db.Single<RequestRecord>($"SELECT {Columns} FROM ApprovalRequest r WHERE r.Id = @id", new { id }, ct);
        if (request.Version != version) throw new Stale(request.Version);
        if (request.Status != ApprovalStatus.Waiting)
            throw new Conflict("approval.settled", $"This request is settled already: {Wording.Of(request.Status).ToLowerInvariant()}.");
        return (request, file);
    }

    /// <summary>A supervisor did what was asked: waiting requests for it are approved.</summary>
    public async Task Settle(long problemId, Func<Asked, bool> fits, CancellationToken ct)
    {
        foreach (var request in await Waiting(problemId, ct))
            if (fits(request.What)) await End(request, ApprovalStatus.Approved, null, ct);
    }

    /// <summary>The problem left the stage in which they were made.</summary>
    public async Task Lapse(long problemId, CancellationToken ct)
    {
        foreach (var request in await Waiting(problemId, ct)) await End(request, ApprovalStatus.Lapsed, null, ct);
    }

    /// <param name="note">What the one who decided says to it.</param>
    public async Task End(RequestRecord request, ApprovalStatus status, string? note, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var row = new { request.Id, request.ProblemId, Status = status.ToString(), actor.PersonId, Now = now, Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim() };
        await db.Execute("""
            UPDATE ApprovalRequest SET Status = @Status, DecidedBy = @PersonId, DecidedAt = @Now, DecisionNote = @Note, Version = Version + 1 WHERE Id = @Id
            """, row, ct);
        var asked = request.What;
        var ended = status switch
        {
            ApprovalStatus.Approved => $"Approved what was asked: {asked.InWords}.",
            ApprovalStatus.Returned => $"Returned the request {asked.InWords}.",
            ApprovalStatus.Withdrawn => $"Withdrew the request {asked.InWords}.",
            ApprovalStatus.Lapsed => $"The problem moved on, so a request lapsed: {asked.InWords}.",
            _ => throw new InvalidOperationException($"A request does not end as {status}."),
        };
        await db.Record(actor, now, $"approval.{status.ToString().ToLowerInvariant()}", request.ProblemId, request.Id, row.Note is null ? ended : $"{ended} {row.Note}",
            new { Status = ApprovalStatus.Waiting }, new { Status = status, row.Note }, ct);
    }

    private Task<IReadOnlyList<RequestRecord>> Waiting(long problemId, CancellationToken ct) =>
        db.List<RequestRecord>($"SELECT {Columns} FROM ApprovalRequest r WHERE r.ProblemId = @problemId AND r.Status = 'Waiting' ORDER BY r.Id", new { problemId }, ct);
}
