using System.Text.Json;

namespace ProblemTracker.Problems;

/// <summary>What a request asks for: the arguments of the supervisor's command that the requester chooses.</summary>
/// <param name="Gate">For an override: the gate to pass.</param>
/// <param name="Codes">For an override: the codes of the shortfalls to override.</param>
/// <param name="RelatedProblemId">For a closing as a duplicate: the problem of which this one is a duplicate.</param>
/// <param name="DueOn">For an extension.</param>
/// <param name="UntilOn">For a hold: the day on which work resumes.</param>
internal sealed record Requested(
    RequestKind Kind, Gate? Gate = null, IReadOnlyList<string>? Codes = null, ClosingReason? ClosingReason = null,
    long? RelatedProblemId = null, DateOnly? DueOn = null, DateOnly? UntilOn = null)
{
    /// <summary>A noun phrase for the timeline, to go after "Requested:". It names no people or other problems.</summary>
    public string InWords => Kind switch
    {
        RequestKind.Start => "start of the response",
        RequestKind.Override => $"override before {Toward} ({Requirements.InWords(Codes!)})",
        RequestKind.Closing => $"early closure ({Wording.Of(ClosingReason!.Value).ToLowerInvariant()})",
        RequestKind.Extension => $"extension until {DueOn:MMMM d, yyyy}",
        RequestKind.Hold => $"hold until {UntilOn:MMMM d, yyyy}",
        _ => throw new InvalidOperationException($"{Kind} is not a kind of request."),
    };

    private string Toward => Gate switch
    {
        Domain.Gate.Start => "the start of the response",
        Domain.Gate.Closed => "closing",
        _ => $"{Gate}",
    };
}

/// <summary>A row of ApprovalRequest, as read to decide on it.</summary>
internal sealed record RequestRecord
{
    public long Id { get; init; }
    public long ProblemId { get; init; }
    public string Requested { get; init; } = "";
    public string Reason { get; init; } = "";
    public long RequestedBy { get; init; }
    public RequestStatus Status { get; init; }
    public int Version { get; init; }

    public Requested What => JsonSerializer.Deserialize<Requested>(Requested, Json.Options)!;
}

/// <summary>Takes and ends requests. <see cref="End"/> is the only way to end one, so every end is on record and in the timeline.</summary>
internal sealed class Requests(Db db, CaseFiles files)
{
    private const string Columns = "r.Id, r.ProblemId, r.Requested, r.Reason, r.RequestedBy, r.Status, r.Version";

    /// <summary>Takes a request and its problem to decide on it. The problem's row is locked from then on.</summary>
    /// <exception cref="NotFound">It does not exist, or the actor can't view its problem.</exception>
    /// <exception cref="Stale">Someone else changed it first.</exception>
    /// <exception cref="Conflict">It is no longer waiting.</exception>
    public async Task<(RequestRecord Request, CaseFile File)> Take(long id, int version, Permission needed, CancellationToken ct)
    {
        var problemId = await db.Find<long?>("SELECT ProblemId FROM ApprovalRequest WHERE Id = @id", new { id }, ct)
            ?? throw new NotFound();
        var file = await files.Take(problemId, needed, ct);
        var request = await db.Single<RequestRecord>($"SELECT {Columns} FROM ApprovalRequest r WHERE r.Id = @id", new { id }, ct);
        if (request.Version != version) throw new Stale(request.Version);
        if (request.Status != RequestStatus.Waiting)
            throw new Conflict("request.notWaiting", $"This request is already {Wording.Of(request.Status).ToLowerInvariant()}.");
        return (request, file);
    }

    /// <summary>
    /// Ends waiting requests that the steps of a file overtook. Requests for what was done are approved. If the problem moved to another
    /// stage, the others lapse.
    /// </summary>
    public static void EndThose(CaseFile file, IReadOnlyList<RequestRecord> waiting, Func<Requested, bool> grants)
    {
        foreach (var request in waiting.Where(request => grants(request.What))) End(file, request, RequestStatus.Approved, null);
        if (!file.HasMoved) return;
        foreach (var request in waiting.Where(request => !grants(request.What))) End(file, request, RequestStatus.Lapsed, null);
    }

    /// <param name="note">The decider's comment.</param>
    public static void End(CaseFile file, RequestRecord request, RequestStatus status, string? note)
    {
        note = note.IsBlank() ? null : note.Trim();
        file.Write("""
            UPDATE ApprovalRequest
            SET Status = @Status, DecidedBy = @PersonId, DecidedAt = @Now, DecisionNote = @note, Version = Version + 1 WHERE Id = @Id
            """, new { request.Id, Status = status.ToString(), file.Actor.PersonId, file.Now, note });
        if (status == RequestStatus.Approved) file.Grant(request.RequestedBy);
        var asked = request.What;
        var ended = status switch
        {
            RequestStatus.Approved => $"Approved the request: {asked.InWords}.",
            RequestStatus.Returned => $"Returned the request: {asked.InWords}.",
            RequestStatus.Withdrawn => $"Withdrew the request: {asked.InWords}.",
            RequestStatus.Lapsed => $"The request lapsed because the problem moved to another stage: {asked.InWords}.",
            _ => throw new InvalidOperationException($"A request can't end as {status}."),
        };
        file.Record($"request.{status.ToString().ToLowerInvariant()}", request.Id, note is null ? ended : $"{ended} {note}",
            new { Status = RequestStatus.Waiting }, new { Status = status, Note = note });
        if (status != RequestStatus.Withdrawn) file.Tell(UpdateKind.RequestAnswered, request.RequestedBy);
        file.ForgetRequest(request.Id, status == RequestStatus.Approved);
    }

    public static Task<IReadOnlyList<RequestRecord>> Waiting(Db db, long problemId, CancellationToken ct) =>
        db.List<RequestRecord>(
            $"SELECT {Columns} FROM ApprovalRequest r WHERE r.ProblemId = @problemId AND r.Status = 'Waiting' ORDER BY r.Id",
            new { problemId }, ct);
}
