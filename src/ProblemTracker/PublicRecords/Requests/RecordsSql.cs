using ProblemTracker.Agency;

namespace ProblemTracker.PublicRecords;

/// <summary>A public-records request, without its problems.</summary>
public sealed record RecordsRequestRow : IVersioned
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    /// <summary>Who asked.</summary>
    public string Requester { get; init; } = "";
    /// <summary>What they asked for, in their words.</summary>
    public string Wording { get; init; } = "";
    public DateOnly ReceivedOn { get; init; }
    public DateOnly? DueOn { get; init; }
    /// <summary>Number of problems in it.</summary>
    public int Problems { get; init; }
    public int Releases { get; init; }
    /// <summary>The latest release; null if there is none.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string? CreatedBy { get; init; }
    public int Version { get; init; }
}

/// <summary>SQL that the records slices share.</summary>
internal static class RecordsSql
{
    public const string Columns = """
        r.Id, r.Number, r.Requester, r.Wording, r.ReceivedOn, r.DueOn, r.CreatedAt, w.Name AS CreatedBy, r.Version,
        (SELECT COUNT(*) FROM RecordsRequestProblem k WHERE k.RequestId = r.Id) AS Problems,
        (SELECT COUNT(*) FROM RecordsRelease g WHERE g.RequestId = r.Id) AS Releases,
        (SELECT MAX(g.ReleasedAt) FROM RecordsRelease g WHERE g.RequestId = r.Id) AS ReleasedAt
        """;

    public const string Names = "LEFT JOIN Person w ON w.Id = r.CreatedBy";

    /// <summary>The events about a request. Few entries have one, so that the index by event finds them.</summary>
    public const string Events = """
        'recordsRequest.created', 'recordsRequest.changed', 'recordsRequest.problemAdded', 'recordsRequest.problemRemoved',
        'recordsRequest.decided', 'recordsRequest.released', 'recordsRequest.downloaded'
        """;

    /// <exception cref="NotFound">There is no such request.</exception>
    public static async Task<RecordsRequestRow> Find(Db db, long id, CancellationToken ct) =>
        await db.Find<RecordsRequestRow>($"SELECT {Columns} FROM RecordsRequest r {Names} WHERE r.Id = @id", new { id }, ct)
            ?? throw new NotFound();

    /// <exception cref="Invalid">The day is in the future.</exception>
    public static async Task MustHaveArrived(AgencySettings agency, DateOnly receivedOn, CancellationToken ct)
    {
        if (receivedOn > await agency.Today(ct))
            throw new Invalid("receivedOn", "This day is in the future. Enter when the request arrived.");
    }

    /// <summary>Locks a request for a command that changes what belongs to it.</summary>
    /// <exception cref="NotFound">There is no such request.</exception>
    public static async Task Lock(Db db, long id, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Execute("UPDATE RecordsRequest SET TouchedAt = @now WHERE Id = @id", new { id, now }, ct) == 0) throw new NotFound();
    }

    /// <exception cref="NotFound">The problem is not in the request.</exception>
    public static async Task MustHave(Db db, long id, long problemId, CancellationToken ct)
    {
        if (await db.Find<long?>("SELECT ProblemId FROM RecordsRequestProblem WHERE RequestId = @id AND ProblemId = @problemId",
            new { id, problemId }, ct) is null)
            throw new NotFound();
    }
}
