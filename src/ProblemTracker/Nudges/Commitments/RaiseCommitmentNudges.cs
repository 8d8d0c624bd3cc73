using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Nudges;

/// <summary>
/// Reminds the owners of commitments to residents by <see cref="CommitmentLadder"/>, each rung once. Looks only at those whose
/// <c>Commitment.LookOn</c> has come, in batches; send it again while <see cref="NudgesRaised.HasMore"/>.
/// </summary>
[Needs(Permission.Administer)]
public sealed record RaiseCommitmentNudges : ICommand<NudgesRaised>;

internal sealed class RaiseCommitmentNudgesHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<RaiseCommitmentNudges, NudgesRaised>
{
    private const int BatchSize = 200;

    private sealed record Row
    {
        public long Id { get; init; }
        public DateOnly DueOn { get; init; }
        public long OwnerId { get; init; }
        public bool OwnerIsActive { get; init; }
        public long GivenBy { get; init; }
        public bool GiverIsActive { get; init; }
        public bool IsOpen { get; init; }

        public CommitmentCase Case => new(Id, DueOn, OwnerId, OwnerIsActive, GivenBy, GiverIsActive);
    }

    public async Task<NudgesRaised> Handle(RaiseCommitmentNudges command, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var ids = await db.List<long>($"""
            SELECT c.Id FROM Commitment c WHERE c.LookOn <= @today ORDER BY c.LookOn, c.Id {db.Dialect.First("@BatchSize")}
            """, new { today, BatchSize }, ct);
        if (ids.Count == 0) return new(0, false);
        // Lock the rows before reading them. A change after this sets LookOn again.
        await db.Execute("UPDATE Commitment SET LookOn = NULL WHERE Id IN @ids", new { ids }, ct);
        var rows = await db.List<Row>("""
            SELECT c.Id, c.DueOn, c.OwnerId, o.Active AS OwnerIsActive, c.GivenBy, g.Active AS GiverIsActive,
                IIF(c.DoneAt IS NULL AND c.ActionId IS NULL, 1, 0) AS IsOpen
            FROM Commitment c JOIN Person o ON o.Id = c.OwnerId JOIN Person g ON g.Id = c.GivenBy
            WHERE c.Id IN @ids ORDER BY c.Id
            """, new { ids }, ct);
        var raised = 0;
        foreach (var row in rows.Where(row => row.IsOpen))
        {
            if (CommitmentLadder.Due(row.Case, today) is { } nudge && await Raise(nudge, ct)) raised++;
            if (CommitmentLadder.NextLook(row.Case, today) is { } next)
                await db.Execute("UPDATE Commitment SET LookOn = @next WHERE Id = @Id", new { next, row.Id }, ct);
        }
        return new(raised, ids.Count == BatchSize);
    }

    /// <returns>False if it was raised before.</returns>
    private async Task<bool> Raise(DueNudge nudge, CancellationToken ct)
    {
        var row = new { nudge.Key, Kind = nudge.Kind.ToString(), nudge.DueOn, nudge.CommitmentId, Now = clock.GetUtcNow() };
        if (await db.Execute("""
            INSERT INTO Nudge (DedupeKey, Kind, Visit, DueOn, Occurrence, CommitmentId, RaisedAt)
            SELECT @Key, @Kind, 0, @DueOn, 0, @CommitmentId, @Now WHERE NOT EXISTS (SELECT 1 FROM Nudge WHERE DedupeKey = @Key)
            """, row, ct) == 0) return false;
        var nudgeId = await db.Single<long>("SELECT Id FROM Nudge WHERE DedupeKey = @Key", row, ct);
        // It replaces the earlier rungs in every list.
        await db.Execute("""
            UPDATE NudgeRecipient SET DoneAt = @Now WHERE DoneAt IS NULL AND NudgeId IN (
                SELECT n.Id FROM Nudge n WHERE n.CommitmentId = @CommitmentId AND n.Id < @nudgeId)
            """, new { row.Now, row.CommitmentId, nudgeId }, ct);
        foreach (var person in nudge.Recipients)
            await db.Execute("INSERT INTO NudgeRecipient (PersonId, NudgeId) VALUES (@person, @nudgeId)", new { person, nudgeId }, ct);
        await db.Record(actor, row.Now, "nudge.raised", null, nudgeId, null, null,
            new { nudge.Kind, nudge.DueOn, nudge.Recipients }, ct);
        return true;
    }
}
