using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Retention;

/// <summary>Proposes to purge records that are due. Someone else must approve it.</summary>
[Needs(Permission.ManageRetention)]
public sealed record ProposePurge(string Kind, IReadOnlyList<long> Ids) : ICommand<Decided>;

/// <summary>
/// Approves proposed purges; the next run executes them. Who proposed a purge can't approve it, unless nobody else manages retention.
/// </summary>
/// <param name="Alone">Confirms that nobody else can approve. Recorded, and printed on the certificate.</param>
[Needs(Permission.ManageRetention)]
public sealed record ApprovePurge(string Kind, IReadOnlyList<long> Ids, bool Alone = false) : ICommand<Decided>;

/// <summary>Keeps records longer, also proposed ones.</summary>
/// <param name="Until">The first local day on which they are due again.</param>
[Needs(Permission.ManageRetention)]
public sealed record KeepLonger(string Kind, IReadOnlyList<long> Ids, DateOnly Until, string Reason) : ICommand<Decided>;

/// <param name="Count">Records decided.</param>
public sealed record Decided(int Count);

internal abstract class DecisionRules<T> : AbstractValidator<T>
{
    private const int MostAtOnce = 200;

    protected void Rules(System.Linq.Expressions.Expression<Func<T, string>> kind,
        System.Linq.Expressions.Expression<Func<T, IReadOnlyList<long>>> ids, IEnumerable<RecordKind> kinds)
    {
        RuleFor(kind).Must(code => kinds.Any(known => known.Code == code)).WithMessage("There is no such kind of record.");
        RuleFor(ids).NotEmpty().WithMessage("Select at least one record.");
        RuleFor(ids).Must(all => all is null || all.Count <= MostAtOnce).WithMessage($"Select at most {MostAtOnce} records at a time.");
    }
}

internal sealed class ProposePurgeValidator : DecisionRules<ProposePurge>
{
    public ProposePurgeValidator(IEnumerable<RecordKind> kinds) => Rules(c => c.Kind, c => c.Ids, kinds);
}

internal sealed class ApprovePurgeValidator : DecisionRules<ApprovePurge>
{
    public ApprovePurgeValidator(IEnumerable<RecordKind> kinds) => Rules(c => c.Kind, c => c.Ids, kinds);
}

internal sealed class KeepLongerValidator : DecisionRules<KeepLonger>
{
    public KeepLongerValidator(IEnumerable<RecordKind> kinds)
    {
        Rules(c => c.Kind, c => c.Ids, kinds);
        RuleFor(c => c.Reason).NotEmpty().WithMessage("Explain why these records are kept longer.").MaximumLength(1000);
    }
}

internal sealed class DecideDueHandler(Db db, Actor actor, Schedules schedules, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<ProposePurge, Decided>, IRequestHandler<ApprovePurge, Decided>, IRequestHandler<KeepLonger, Decided>
{
    private sealed record Row
    {
        public long Id { get; init; }
        public bool IsHeld { get; init; }
        public DecisionState? State { get; init; }
        public long? ProposedBy { get; init; }
    }

    public async Task<Decided> Handle(ProposePurge command, CancellationToken ct)
    {
        var (kind, now) = (schedules.Kind(command.Kind), clock.GetUtcNow());
        foreach (var row in await Due(kind, command.Ids, mustBeFree: true, ct))
        {
            if (row.State is DecisionState.Proposed or DecisionState.Approved)
                throw new Conflict("retention.proposed", $"The purge of {kind.One} {row.Id} was already proposed. Reload the list.");
            await Decide(kind, row, DecisionState.Proposed, null, null, now, ct);
            await Note(kind, row.Id, "retention.proposed", null, now, ct);
        }
        return new(command.Ids.Count);
    }

    public async Task<Decided> Handle(ApprovePurge command, CancellationToken ct)
    {
        var (kind, now) = (schedules.Kind(command.Kind), clock.GetUtcNow());
        var isAlone = await Reviewers.IsAlone(db, ct);
        foreach (var row in await Due(kind, command.Ids, mustBeFree: true, ct))
        {
            if (row.State != DecisionState.Proposed)
                throw new Conflict("retention.notProposed", $"The purge of {kind.One} {row.Id} is not proposed. Propose it first.");
            var isSame = row.ProposedBy == actor.PersonId;
            if (isSame && !isAlone)
                throw new RuleBroken("retention.secondPerson",
                    "You proposed this purge, so someone else who manages retention must approve it.", "ids");
            if (isSame && !command.Alone)
                throw new RuleBroken("retention.alone",
                    "You proposed this purge, and nobody else manages retention. Confirm that you also approve it.", "alone");
            await db.Execute("""
                UPDATE RetentionDecision SET State = 'Approved', ApprovedBy = @PersonId, ApprovedAt = @now
                WHERE Kind = @Code AND SubjectId = @Id AND State = 'Proposed'
                """, new { kind.Code, row.Id, actor.PersonId, now }, ct);
            await Note(kind, row.Id, "retention.approved", new { BySamePerson = isSame }, now, ct);
        }
        return new(command.Ids.Count);
    }

    public async Task<Decided> Handle(KeepLonger command, CancellationToken ct)
    {
        var (kind, now) = (schedules.Kind(command.Kind), clock.GetUtcNow());
        if (command.Until <= await agency.Today(ct)) throw new Invalid("until", "Enter a day in the future.");
        foreach (var row in await Due(kind, command.Ids, mustBeFree: false, ct))
        {
            await Decide(kind, row, DecisionState.Kept, command.Until, command.Reason.Trim(), now, ct);
            await Note(kind, row.Id, "retention.kept", new { command.Until, command.Reason }, now, ct);
        }
        return new(command.Ids.Count);
    }

    /// <summary>The selected records, if all are due and, where they must be, free of legal holds.</summary>
    private async Task<IReadOnlyList<Row>> Due(RecordKind kind, IReadOnlyList<long> ids, bool mustBeFree, CancellationToken ct)
    {
        await LegalHolds.Lock(db, clock.GetUtcNow(), ct);
        var before = await schedules.Before(await schedules.Read(ct), kind.Code, ct);
        var rows = before is null ? [] : await db.List<Row>($"""
            SELECT {kind.Id} AS Id, CASE WHEN {kind.IsHeld} THEN 1 ELSE 0 END AS IsHeld, d.State, d.ProposedBy
            FROM {kind.From} LEFT JOIN RetentionDecision d ON d.Kind = @Code AND d.SubjectId = {kind.Id}
            WHERE {kind.Id} IN @ids AND {kind.IsDue} AND (d.KeepUntil IS NULL OR d.KeepUntil <= @Today)
            """, new { ids, kind.Code, Before = before, Today = await agency.Today(ct) }, ct);
        if (ids.Except(rows.Select(row => row.Id)).ToList() is { Count: > 0 } others)
            throw new RuleBroken("retention.notDue", $"{kind.One} {others[0]} is not due to be purged. Reload the list.", "ids");
        return mustBeFree && rows.FirstOrDefault(row => row.IsHeld) is { } held
            ? throw new RuleBroken("hold.stands",
                $"A legal hold covers {kind.One.ToLowerInvariant()} {held.Id}, so it can't be purged until the hold is ended.", "ids")
            : rows;
    }

    private async Task Decide(RecordKind kind, Row row, DecisionState state, DateOnly? keepUntil, string? reason, DateTimeOffset now,
        CancellationToken ct)
    {
        var args = new { kind.Code, row.Id, State = state.ToString(), keepUntil, reason, actor.PersonId, now };
        if (await db.Execute("""
            UPDATE RetentionDecision SET State = @State, KeepUntil = @keepUntil, Reason = @reason, ProposedBy = @PersonId,
                ProposedAt = @now, ApprovedBy = NULL, ApprovedAt = NULL
            WHERE Kind = @Code AND SubjectId = @Id
            """, args, ct) == 0)
            await db.Execute("""
                INSERT INTO RetentionDecision (Kind, SubjectId, State, KeepUntil, Reason, ProposedBy, ProposedAt)
                VALUES (@Code, @Id, @State, @keepUntil, @reason, @PersonId, @now)
                """, args, ct);
    }

    private Task Note(RecordKind kind, long id, string what, object? after, DateTimeOffset now, CancellationToken ct) =>
        db.Record(actor, now, what, kind.IsProblem ? id : null, $"{kind.Code}:{id}", null, null, after, ct);
}

internal static class DecideDueEndpoints
{
    public static void MapDecideDue(this RouteGroupBuilder retention)
    {
        retention.MapPost("/propose", (ProposePurge body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
            .WithName("ProposePurge").WithSummary("Propose to purge records that are due");
        retention.MapPost("/approve", (ApprovePurge body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
            .WithName("ApprovePurge").WithSummary("Approve proposed purges; the next run executes them");
        retention.MapPost("/keep", (KeepLonger body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
            .WithName("KeepLonger").WithSummary("Keep due records until a later day");
    }
}
