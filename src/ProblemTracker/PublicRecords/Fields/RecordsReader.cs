using System.Security.Cryptography;
using System.Text;
using ProblemTracker.Agency;

namespace ProblemTracker.PublicRecords;

/// <summary>Whether a field can be released as it stands.</summary>
public enum FieldState
{
    /// <summary>Nobody needs to decide: it is released.</summary>
    Default,
    /// <summary>A reviewer decided about the present value.</summary>
    Decided,
    /// <summary>Nobody has decided yet.</summary>
    Undecided,
    /// <summary>The value changed after the decision.</summary>
    Changed,
}

/// <summary>A field with the decision about its present value.</summary>
/// <param name="Decision">Null while somebody must decide.</param>
/// <param name="Last">The latest decision, even if the value changed since.</param>
internal sealed record ReviewedField(
    long ProblemId, int Place, RecordField Field, FieldState State, FieldDecision? Decision, FieldDecision? Last, long? DecidedBy);

/// <param name="Salt">Key of the digests, hexadecimal.</param>
internal sealed record GatheredRequest(long Id, string Number, string Salt, IReadOnlyList<ReviewedField> Fields)
{
    /// <summary>Changes when any value or decision changes.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Fields.Select(Line)))));

    private static string Line(ReviewedField reviewed) =>
        $"{reviewed.ProblemId} {reviewed.Field.Key} {reviewed.Field.Digest} {reviewed.State} {reviewed.Decision?.Choice} "
            + $"{reviewed.Decision?.ReasonCode} "
            + string.Join('|', reviewed.Decision?.Passages.Select(passage => $"{passage.ReasonCode}:{passage.Text}") ?? []);
}

/// <summary>Reads what a request has: the fields of its problems with their decisions.</summary>
internal sealed class RecordsReader(Db db, Actor actor, DossierReader dossiers, AgencySettings agency)
{
    private sealed record RequestKeyRow
    {
        public string Number { get; init; } = "";
        public string Salt { get; init; } = "";
    }

    private sealed record DecisionRow
    {
        public long Id { get; init; }
        public long ProblemId { get; init; }
        public string FieldKey { get; init; } = "";
        public string Digest { get; init; } = "";
        public FieldChoice Choice { get; init; }
        public string? ReasonCode { get; init; }
        public long? DecidedBy { get; init; }
    }

    private sealed record PassageRow
    {
        public long FieldDecisionId { get; init; }
        public string Text { get; init; } = "";
        public string ReasonCode { get; init; } = "";
    }

    /// <param name="onlyProblem">Reads only this problem's fields.</param>
    /// <exception cref="NotFound">There is no such request, or the actor can't view one of its problems.</exception>
    public async Task<GatheredRequest> Gather(long requestId, long? onlyProblem, CancellationToken ct)
    {
        var request = await db.Find<RequestKeyRow>("SELECT Number, Salt FROM RecordsRequest WHERE Id = @requestId", new { requestId }, ct)
            ?? throw new NotFound();
        var problems = await db.List<long>("SELECT ProblemId FROM RecordsRequestProblem WHERE RequestId = @requestId ORDER BY ProblemId",
            new { requestId }, ct);
        if (onlyProblem is { } one && !problems.Contains(one)) throw new NotFound();
        var decisions = await db.List<DecisionRow>("""
            SELECT Id, ProblemId, FieldKey, Digest, Choice, ReasonCode, DecidedBy
            FROM FieldDecision WHERE RequestId = @requestId ORDER BY Id
            """, new { requestId }, ct);
        var passages = (await db.List<PassageRow>("""
            SELECT p.FieldDecisionId, p.Text, p.ReasonCode FROM RedactedPassage p JOIN FieldDecision d ON d.Id = p.FieldDecisionId
            WHERE d.RequestId = @requestId ORDER BY p.Id
            """, new { requestId }, ct)).ToLookup(p => p.FieldDecisionId, p => new Passage(p.Text, p.ReasonCode));
        var byField = decisions.ToDictionary(d => (d.ProblemId, d.FieldKey));
        var zone = (await agency.Calendar(ct)).Zone;
        var fields = new List<ReviewedField>();
        foreach (var (place, problemId) in problems.Index())
        {
            if (onlyProblem is not null && onlyProblem != problemId) continue;
            var dossier = await dossiers.Read(problemId, ct);
            // Deciding and releasing need every name; see Permission.ReleaseRecords.
            if (dossier.Problem.Stakeholders.Any(a => a.IsHidden)) throw new NotFound();
            foreach (var field in RecordFields.Of(dossier, request.Salt, at => TimeZoneInfo.ConvertTime(at, zone)))
            {
                var row = byField.GetValueOrDefault((problemId, field.Key));
                var last = row is null ? null : new FieldDecision(row.Choice, row.ReasonCode, [.. passages[row.Id]]);
                var state = row is null ? (field.NeedsDecision ? FieldState.Undecided : FieldState.Default)
                    : row.Digest == field.Digest ? FieldState.Decided : FieldState.Changed;
                fields.Add(new(problemId, place + 1, field, state,
                    state switch { FieldState.Decided => last, FieldState.Default => FieldDecision.Release, _ => null },
                    last, row?.DecidedBy));
            }
        }
        return new(requestId, request.Number, request.Salt, fields);
    }

    /// <summary>Other people who could release.</summary>
    public async Task<bool> HasColleague(CancellationToken ct)
    {
        var roles = Enum.GetValues<Role>().Where(role => Permissions.MightAllow(new HashSet<Role> { role }, Permission.ReleaseRecords))
            .Select(role => role.ToString()).ToList();
        return await db.Single<int>("""
            SELECT COUNT(*) FROM Person w WHERE w.Active = 1 AND w.Id <> @me
                AND EXISTS (SELECT 1 FROM PersonRole r WHERE r.PersonId = w.Id AND r.Role IN @roles)
            """, new { me = actor.PersonId ?? 0, roles }, ct) > 0;
    }
}
