using FluentValidation;
using ProblemTracker.Agency;
using ProblemTracker.AuditLog;

namespace ProblemTracker.Retention;

/// <param name="Count">Records decided.</param>
/// <param name="More">With <c>all</c>: there are more, so send it again.</param>
public sealed record Decided(int Count, bool More = false);

internal abstract class DecisionRules<T> : AbstractValidator<T>
{
    private const int MostAtOnce = 200;

    protected void Rules(System.Linq.Expressions.Expression<Func<T, string>> kind,
        System.Linq.Expressions.Expression<Func<T, IReadOnlyList<long>?>> ids, IEnumerable<RecordKind> kinds, Func<T, bool>? all = null)
    {
        RuleFor(kind).Must(code => kinds.Any(known => known.Code == code)).WithMessage("There is no such kind of record.");
        RuleFor(ids).NotEmpty().When(c => all?.Invoke(c) != true).WithMessage("Select at least one record.");
        RuleFor(ids).Empty().When(c => all?.Invoke(c) == true).WithMessage("Select records, or choose all of them, not both.");
        RuleFor(ids).Must(some => some is null || some.Count <= MostAtOnce).WithMessage($"Select at most {MostAtOnce} records at a time.");
    }
}

internal sealed record DueRecord
{
    public long Id { get; init; }
    /// <summary>A number that people know; null for kinds without one.</summary>
    public string? Label { get; init; }
    public bool IsHeld { get; init; }
    public DecisionState? State { get; init; }
    public long? ProposedBy { get; init; }

    /// <summary>What people call the record, within a sentence.</summary>
    public string NameIn(RecordKind kind) => Label ?? $"{kind.One.ToLowerInvariant()} {Id}";
}

/// <summary>Reads records that are due, and puts decisions about them on record. Used inside a command's transaction.</summary>
internal sealed class DueRecords(Db db, Actor actor, Schedules schedules, AgencySettings agency, TimeProvider clock)
{
    /// <summary>Records of one command for all; few enough that other writers need not wait long.</summary>
    public const int MostOfAll = 5000;

    public RecordKind Kind(string code) => schedules.Kind(code);

    /// <summary>The selected records, if all are due and, where they must be, free of legal holds.</summary>
    public async Task<IReadOnlyList<DueRecord>> Due(RecordKind kind, IReadOnlyList<long> ids, bool mustBeFree, CancellationToken ct)
    {
        var rows = await Read(kind, $"{kind.Id} IN @ids", ids, ct);
        if (ids.Except(rows.Select(row => row.Id)).ToList() is { Count: > 0 } others)
            throw new RuleBroken("retention.notDue", $"{kind.One} {others[0]} is not due to be purged. Reload the list.", "ids");
        return mustBeFree && rows.FirstOrDefault(row => row.IsHeld) is { } held
            ? throw new RuleBroken("hold.stands",
                $"A legal hold covers {held.NameIn(kind)}, so it can't be purged until the hold is ended.", "ids")
            : rows;
    }

    /// <summary>The oldest due records without a legal hold that fit.</summary>
    public Task<IReadOnlyList<DueRecord>> Free(RecordKind kind, string condition, CancellationToken ct) =>
        Read(kind, $"{condition} AND NOT {kind.IsHeld}", [], ct);

    private async Task<IReadOnlyList<DueRecord>> Read(RecordKind kind, string condition, IReadOnlyList<long> ids, CancellationToken ct)
    {
        await LegalHolds.Lock(db, clock.GetUtcNow(), ct);
        var before = await schedules.Before(await schedules.Read(ct), kind.Code, ct);
        return before is null ? [] : await db.List<DueRecord>($"""
            SELECT {kind.Id} AS Id, {kind.Label} AS Label, CASE WHEN {kind.IsHeld} THEN 1 ELSE 0 END AS IsHeld, d.State, d.ProposedBy
            FROM {kind.From} LEFT JOIN RetentionDecision d ON d.Kind = @Code AND d.SubjectId = {kind.Id}
            WHERE {condition} AND {kind.IsDue} AND (d.KeepUntil IS NULL OR d.KeepUntil <= @Today)
            ORDER BY {kind.SinceColumn}, {kind.Id} {db.Dialect.First("@MostOfAll")}
            """, new { ids, kind.Code, Before = before, Today = await agency.Today(ct), Me = actor.PersonId, MostOfAll }, ct);
    }

    /// <summary>Puts a decision on record in place of an earlier one.</summary>
    public async Task Decide(
        RecordKind kind, IReadOnlyList<DueRecord> rows, DecisionState state, DateOnly? keepUntil, string? reason, CancellationToken ct)
    {
        foreach (var some in rows.Chunk(500))
        {
            var args = new
            {
                kind.Code,
                Ids = some.Select(row => row.Id),
                State = state.ToString(),
                keepUntil,
                reason,
                actor.PersonId,
                Now = clock.GetUtcNow(),
            };
            if (some.Any(row => row.State is not null))
                await db.Execute("DELETE FROM RetentionDecision WHERE Kind = @Code AND SubjectId IN @Ids", args, ct);
            await db.Execute($"""
                INSERT INTO RetentionDecision (Kind, SubjectId, State, KeepUntil, Reason, ProposedBy, ProposedAt)
                SELECT @Code, {kind.Id}, @State, @keepUntil, @reason, @PersonId, @Now FROM {kind.From} WHERE {kind.Id} IN @Ids
                """, args, ct);
        }
    }

    /// <summary>A problem's history has an entry of its own; small records share one.</summary>
    public async Task Note(RecordKind kind, IReadOnlyList<DueRecord> rows, string what, object? decision, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (kind.AtOnce == 1)
            await db.Execute(rows.Select(row => Audit.Entry(actor, now, what, kind.IsProblem ? row.Id : null, $"{kind.Code}:{row.Id}",
                null, null, decision)), ct);
        else if (rows.Count > 0)
            await db.Record(actor, now, what, null, kind.Code, null, null,
                new { Ids = AuditPurge.Ranges([.. rows.Select(row => row.Id).Order()]), Decision = decision }, ct);
    }
}
