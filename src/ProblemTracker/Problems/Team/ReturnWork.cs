using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>
/// Gives back what was handed over until today or earlier, if it is still where it was handed over to and the person before can have it.
/// Otherwise it stays, and the supervisors hear of it. Handles some at a time; send it again while there are more.
/// </summary>
[Needs(Permission.Administer)]
public sealed record ReturnWork : ICommand<WorkReturned>;

public sealed record WorkReturned(int Returned, int NotReturned, bool HasMore);

internal sealed class ReturnWorkHandler(Db db, Actor actor, AgencySettings agency, CaseFiles files, TimeProvider clock)
    : IRequestHandler<ReturnWork, WorkReturned>
{
    private const int BatchSize = 50;

    private sealed record Row
    {
        public long Id { get; init; }
        public long ProblemId { get; init; }
        public long? ActionId { get; init; }
        public long FromPersonId { get; init; }
        public string FromPerson { get; init; } = "";
        public long ToPersonId { get; init; }
        public string ToPerson { get; init; } = "";
        public bool CanReturn { get; init; }
        public string Reason { get; init; } = "";
        public long? HandedBy { get; init; }
    }

    public async Task<WorkReturned> Handle(ReturnWork command, CancellationToken ct)
    {
        // A chain of handovers that end together is undone from its end.
        var due = await db.List<Row>($"""
            SELECT h.Id, h.ProblemId, h.ActionId, h.FromPersonId, f.Name AS FromPerson, h.ToPersonId, t.Name AS ToPerson, h.Reason,
                h.HandedBy, IIF({Teams.CanLead("f")}, 1, 0) AS CanReturn
            FROM TemporaryHandover h JOIN Person f ON f.Id = h.FromPersonId JOIN Person t ON t.Id = h.ToPersonId
            WHERE h.EndedAt IS NULL AND h.ReturnOn <= @Today ORDER BY h.ReturnOn, h.Id DESC {db.Dialect.First("@BatchSize")}
            """, new { Today = await agency.Today(ct), BatchSize }, ct);
        if (due.Count == 0) return new(0, 0, false);
        var since = await JoinedUpdates.LastEntry(db, ct);
        var outcomes = new List<HandoverOutcome>();
        foreach (var group in due.GroupBy(row => (row.ProblemId, row.FromPersonId, row.ToPersonId)))
            outcomes.AddRange(await Return([.. group], ct));
        await Join(due, since, ct);
        return new(outcomes.Count(o => o == HandoverOutcome.Returned), outcomes.Count(o => o == HandoverOutcome.NotReturned),
            due.Count == BatchSize);
    }

    /// <summary>
    /// Makes a line of the leads and a line of the actions that go from one person to another: one would not say what the other is.
    /// </summary>
    private async Task Join(IEnumerable<Row> rows, long since, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var pair in rows.GroupBy(row => (row.FromPersonId, row.ToPersonId)))
        {
            var leads = pair.Where(row => row.ActionId is null).Select(row => row.ProblemId).ToHashSet();
            await JoinedUpdates.Join(db, actor, since, leads, now, ct);
            await JoinedUpdates.Join(db, actor, since, [.. pair.Select(row => row.ProblemId).Except(leads)], now, ct);
        }
    }

    /// <summary>Ends what one person handed over to another in one problem.</summary>
    private async Task<IReadOnlyList<HandoverOutcome>> Return(IReadOnlyList<Row> rows, CancellationToken ct)
    {
        var one = rows[0];
        var file = await files.TakeUnseen(one.ProblemId, actor, ct);
        var outcomes = rows.ToDictionary(row => row.Id, row => OutcomeOf(file, row));
        var back = rows.Where(row => outcomes[row.Id] == HandoverOutcome.Returned).ToList();
        var left = rows.Where(row => outcomes[row.Id] == HandoverOutcome.NotReturned).ToList();
        foreach (var row in rows)
            file.Write("UPDATE TemporaryHandover SET EndedAt = @Now, Outcome = @Outcome WHERE Id = @Id",
                new { file.Now, Outcome = outcomes[row.Id].ToString(), row.Id });
        if (back.Count > 0) await GiveBack(file, back, ct);
        if (left.Count > 0)
        {
            var because = one.CanReturn ? "someone else has it now" : $"{one.FromPerson} can't lead problems anymore";
            var what = left.Any(row => row.ActionId is null) ? "The lead was"
                : left.Count == 1 ? "1 action was" : $"{left.Count} actions were";
            file.Record("problem.notReturned", null,
                $"{what} not returned to {one.FromPerson}, because {because}. Decide who goes on with it.", null,
                new { one.FromPersonId, one.ToPersonId, Handovers = left.Select(row => row.Id) });
            file.TellSupervisors(UpdateKind.Assigned, one.HandedBy, one.ToPersonId);
        }
        await files.Save(file, ct);
        return [.. outcomes.Values];
    }

    private async Task GiveBack(CaseFile file, List<Row> back, CancellationToken ct)
    {
        var (one, lead) = (back[0], file.Problem.LeadId);
        var actions = back.Select(row => row.ActionId).OfType<long>().ToHashSet();
        var leads = back.Any(row => row.ActionId is null);
        var moved = await GivenActions.To(db, file, action => actions.Contains(action.Id),
            new() { Id = one.FromPersonId, Name = one.FromPerson }, $"Returned as agreed. {one.Reason}", ct);
        if (leads) file.AssignTo(one.FromPersonId);
        else file.Join([one.FromPersonId]);
        file.Record("problem.returned", null,
            GivenActions.Summary(one.ToPerson, one.FromPerson, leads, moved, ". Returned as agreed when it was handed over."),
            new { LeadId = lead }, new { file.Problem.LeadId, Actions = moved });
        file.Tell(UpdateKind.Assigned, one.FromPersonId, one.ToPersonId);
    }

    private static HandoverOutcome OutcomeOf(CaseFile file, Row row)
    {
        if (file.Problem.Stage == Stage.Closed) return HandoverOutcome.Over;
        var action = row.ActionId is { } id ? file.Dossier.Actions.FirstOrDefault(a => a.Id == id) : null;
        if (row.ActionId is not null && action is not { Status: ActionStatus.Planned }) return HandoverOutcome.Over;
        var now = action is null ? file.Problem.LeadId : action.OwnerId;
        return now == row.FromPersonId ? HandoverOutcome.Over
            : now == row.ToPersonId && row.CanReturn ? HandoverOutcome.Returned : HandoverOutcome.NotReturned;
    }
}
