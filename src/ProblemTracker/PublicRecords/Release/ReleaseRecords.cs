using System.Text.Json;
using MediatR;

namespace ProblemTracker.PublicRecords;

/// <summary>
/// Releases a request: builds the export from released values, proves that nothing withheld is in it, and stores it. Somebody who made
/// none of the decisions releases, unless nobody else may.
/// </summary>
/// <param name="Alone">You also made decisions, and nobody else may release.</param>
/// <param name="LookedAtNames">You looked at the released fields that have a word of a withheld name.</param>
[Needs(Permission.ReleaseRecords)]
public sealed record ReleaseRecords(long RequestId, bool Alone = false, bool LookedAtNames = false) : ICommand<RecordsReleaseRow>;

public sealed record RecordsReleaseRow
{
    public long Id { get; init; }
    public DateTimeOffset ReleasedAt { get; init; }
    public string? ReleasedBy { get; init; }
    public long Bytes { get; init; }
    /// <summary>Of the zip file, hexadecimal.</summary>
    public string Sha256 { get; init; } = "";
}

/// <summary>Keeps what was built before the transaction, since building must not hold the writer.</summary>
internal sealed class PreparedRelease
{
    public BuiltRelease? Built { get; set; }
}

internal sealed class ReleaseRecordsHandler(
    Db db, Actor actor, ReleaseBuilder builder, RecordsReader reader, ReleaseFiles files, PreparedRelease prepared, TimeProvider clock)
    : IPrepare<ReleaseRecords>, IRequestHandler<ReleaseRecords, RecordsReleaseRow>
{
    private const int MostNamed = 50;

    public async Task Prepare(ReleaseRecords command, CancellationToken ct) => prepared.Built = await builder.Build(command.RequestId, ct);

    public async Task<RecordsReleaseRow> Handle(ReleaseRecords command, CancellationToken ct)
    {
        var (now, built) = (clock.GetUtcNow(), prepared.Built!);
        await RecordsSql.Lock(db, command.RequestId, now, ct);
        if ((await reader.Gather(command.RequestId, null, ct)).Fingerprint != built.Fingerprint)
            throw new Conflict("records.changed", "The records or decisions changed at this moment. Check them, then release again.");
        Check(command, built.Check);
        var row = new
        {
            command.RequestId,
            now,
            actor.PersonId,
            StoredAs = await files.Store(built.Zip, ct),
            Bytes = built.Zip.LongLength,
            built.Proof.Archive.Sha256,
            Proof = JsonSerializer.Serialize(built.Proof, Json.Options),
        };
        try
        {
            var id = await db.Insert("""
                INSERT INTO RecordsRelease (RequestId, ReleasedAt, ReleasedBy, StoredAs, Bytes, Sha256, Proof)
                VALUES (@RequestId, @now, @PersonId, @StoredAs, @Bytes, @Sha256, @Proof)
                """, row, ct);
            await db.Record(actor, now, "recordsRequest.released", null, command.RequestId, null, null, new
            {
                ReleaseId = id,
                built.Proof.Archive.Sha256,
                built.Check.Fields,
                built.Check.Redacted,
                command.Alone,
                NameParts = built.Check.NameParts.Count,
            }, ct);
            return (await ReleaseSql.List(db, command.RequestId, ct)).Single(release => release.Id == id);
        }
        catch
        {
            files.Forget(row.StoredAs);
            throw;
        }
    }

    private static void Check(ReleaseRecords command, RecordsCheck check)
    {
        List<Shortfall> missing =
        [
            .. check.Undecided.Select(f => new Shortfall("records.undecided", $"{f.Label}: decide whether to release it.", Field(f))),
            .. check.Changed.Select(f =>
                new Shortfall("records.changed", $"{f.Label} changed after the decision. Look at it again.", Field(f))),
            .. check.Found.Select(f => new Shortfall("records.found", f.InFile is { } file
                ? $"What is withheld in {f.WithheldLabel} still stands in {file}."
                : $"What is withheld in {f.WithheldLabel} still stands in {f.Label}. Redact it there too.", Field(f))),
        ];
        if (check.Fields == 0) missing.Add(new("records.empty", "This request has no problems. Add the first one.", "problems"));
        if (missing.Count > 0) throw new RuleBroken("This request can't be released yet.", [.. missing.Take(MostNamed)]);
        if (check.NameParts.Count > 0 && !command.LookedAtNames)
            throw new RuleBroken("records.nameParts",
                "Released fields have words of withheld names. Look at each, then confirm that they can be released.", "lookedAtNames");
        if (!check.DecidedByYou) return;
        if (check.HasColleague)
            throw new RuleBroken("records.secondPerson",
                "You made some of these decisions, so another supervisor must release.", "alone");
        if (!command.Alone)
            throw new RuleBroken("records.alone",
                "Nobody else may release. Confirm that you checked your own decisions.", "alone");
    }

    private static string Field(RecordsFinding finding) =>
        finding.Key is null ? "files" : $"problems[{finding.ProblemId}].{finding.Key}";
}

internal static class ReleaseSql
{
    public static Task<IReadOnlyList<RecordsReleaseRow>> List(Db db, long requestId, CancellationToken ct) => db.List<RecordsReleaseRow>("""
        SELECT g.Id, g.ReleasedAt, w.Name AS ReleasedBy, g.Bytes, g.Sha256
        FROM RecordsRelease g LEFT JOIN Person w ON w.Id = g.ReleasedBy WHERE g.RequestId = @requestId ORDER BY g.Id DESC
        """, new { requestId }, ct);
}

internal static class ReleaseRecordsEndpoint
{
    public sealed record Body(bool Alone = false, bool LookedAtNames = false);

    public static void MapReleaseRecords(this RouteGroupBuilder requests) => requests
        .MapPost("/{id:long}/releases", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
        {
            var released = await mediator.Send(new ReleaseRecords(id, body.Alone, body.LookedAtNames), ct);
            return TypedResults.Created($"/api/v1/records-requests/{id}/releases/{released.Id}", released);
        })
        .WithName("ReleaseRecords").WithSummary("Release a public-records request, if nothing withheld is in any byte of it");
}
