using System.Globalization;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Reports;

/// <summary>
/// Problems with random histories, inserted as rows because sending messages would take minutes: moves back and forth, closings,
/// reopenings, overrides, reminders and actions; with confidential problems, leads who have left, and a neighborhood without a supervisor.
/// </summary>
internal sealed class StageHistories(TrackerHost host, int seed)
{
    private static readonly string[] Categories = ["noise", "racing", "theft"];
    private static readonly string[] Codes = [.. Sara.Codes.Order(StringComparer.Ordinal)];

    private readonly Random _random = new(seed);
    private int _number;

    private IReadOnlyList<long> Places { get; set; } = [];
    private IReadOnlyList<long> Leads { get; set; } = [];
    private long Left { get; set; }

    private static readonly DateTimeOffset Now = new(2026, 9, 15, 14, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 9, 15);

    public static async Task<TrackerHost> Make(int seed, int problems)
    {
        var host = new TrackerHost();
        var lives = new StageHistories(host, seed);
        await lives.Prepare();
        await host.Query(db => db.Write(async () =>
        {
            for (var i = 0; i < problems; i++) await lives.One(db);
            return problems;
        }, default));
        return host;
    }

    private async Task Prepare()
    {
        Places = [await host.Neighborhood("Alder Hill"), await host.Neighborhood("Birch Flats"), await host.Neighborhood("Cedar Point")];
        Left = host.IdOf("left", Role.Officer);
        Leads = [host.IdOf(Role.Officer), host.IdOf(Role.Supervisor), host.IdOf("another", Role.Officer), Left];
        host.IdOf(Role.Command);
        host.IdOf(Role.Analyst);
        await host.Query(db => db.Execute(
            "UPDATE Neighborhood SET SupervisorId = @Supervisor WHERE Id <> @Last; UPDATE Person SET Active = 0 WHERE Id = @Left",
            new { Supervisor = host.IdOf(Role.Supervisor), Last = Places[^1], Left }, default));
        host.Time.SetUtcNow(Now);
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Any<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private async Task One(Db db)
    {
        _number++;
        var at = Now.AddSeconds(-_random.Next(3600, 800 * 86400));
        var openedAt = at;
        List<(Stage From, Stage To, DateTimeOffset At, bool Overridden)> moves = [];
        var stage = Stage.Scanning;
        for (var steps = _random.Next(9); steps > 0; steps--)
        {
            at = at.AddSeconds(_random.Next(1, 70 * 86400));
            if (at > Now || (stage == Stage.Closed && Chance(3))) break;
            var to = stage == Stage.Closed ? Any([Stage.Scanning, Stage.Analysis])
                : stage != Stage.Scanning && Chance(4) ? (Stage)_random.Next((int)stage)
                : Chance(8) ? Stage.Closed : stage + 1;
            moves.Add((stage, to, at, to == stage + 1 && Chance(3)));
            stage = to;
        }
        var isOpen = stage != Stage.Closed;
        var confidential = _number % 6 == 0;
        var lead = Chance(5) ? (long?)null : Any(Leads);
        var dueOn = isOpen && !Chance(12) ? Today.AddDays(_random.Next(-120, 30)) : (DateOnly?)null;
        var id = await db.Insert("""
            INSERT INTO Problem (Number, Title, TitleKey, Description, CategoryCode, NeighborhoodId, Source, Priority, Confidential,
                LeadId, Stage, Visit, StageSince, DueOn, OnHoldUntil, OpenedAt, TouchedAt, LastActivityAt, ClosedAt, ClosingReason,
                Overrides, MovesBack, Reopenings)
            VALUES (@Number, @Title, @Title, 'x', @Category, @Place, 'Officer', 'Normal', @confidential, @lead, @Stage, @Visit, @Since,
                @dueOn, @OnHoldUntil, @openedAt, @Since, @Since, @ClosedAt, @ClosingReason, @Overrides, @MovesBack, @Reopenings)
            """, new
        {
            Number = $"P-2026-{_number:0000}",
            Title = $"Problem {_number}",
            Category = Any(Categories),
            Place = Any(Places),
            confidential,
            lead,
            Stage = stage.ToString(),
            Visit = moves.Count + 1,
            Since = moves.Count > 0 ? moves[^1].At : openedAt,
            dueOn,
            OnHoldUntil = isOpen && Chance(6) ? Today.AddDays(_random.Next(-20, 20)) : (DateOnly?)null,
            openedAt,
            ClosedAt = isOpen ? null : (DateTimeOffset?)moves[^1].At,
            ClosingReason = isOpen ? null : nameof(ClosingReason.ReferredElsewhere),
            Overrides = moves.Count(m => m.Overridden),
            MovesBack = moves.Count(m => m.From != Stage.Closed && m.To < m.From),
            Reopenings = moves.Count(m => m.From == Stage.Closed),
        }, default);
        // Puts the officer on the team of some confidential problems.
        if (lead is { } member)
            await db.Execute("INSERT INTO ProblemMember (ProblemId, PersonId, JoinedAt) VALUES (@id, @member, @openedAt)",
                new { id, member, openedAt }, default);
        await Moves(db, id, openedAt, moves);
        if (dueOn is { } due) await Nudges(db, id, moves.Count + 1, due);
        await Actions(db, id, openedAt);
    }

    private async Task Moves(Db db, long id, DateTimeOffset openedAt,
        List<(Stage From, Stage To, DateTimeOffset At, bool Overridden)> moves)
    {
        var entered = openedAt;
        for (var visit = 1; visit <= moves.Count + 1; visit++)
        {
            var move = visit <= moves.Count ? moves[visit - 1] : default;
            var row = new
            {
                id,
                visit,
                Stage = (visit == 1 ? Stage.Scanning : moves[visit - 2].To).ToString(),
                entered,
                LeftAt = visit <= moves.Count ? move.At : (DateTimeOffset?)null,
                From = move.From.ToString(),
                To = move.To.ToString(),
                Reason = move.To == Stage.Closed ? nameof(ClosingReason.ReferredElsewhere) : null,
                By = Any(Leads),
            };
            await db.Execute(
                "INSERT INTO StageVisit (ProblemId, Visit, Stage, EnteredAt, LeftAt) VALUES (@id, @visit, @Stage, @entered, @LeftAt)",
                row, default);
            if (visit > moves.Count) return;
            await db.Execute(
                "INSERT INTO StageMove (ProblemId, FromStage, ToStage, Note, ClosingReason, MovedBy, MovedAt) "
                    + "VALUES (@id, @From, @To, 'Because.', @Reason, @By, @LeftAt)", row, default);
            if (move.Overridden)
            {
                string[] codes = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Any(Codes)).Distinct()
                    .Order(StringComparer.Ordinal)];
                var gate = await db.Insert(
                    "INSERT INTO GateOverride (ProblemId, Visit, Gate, Codes, Reason, PersonId, At) "
                        + "VALUES (@id, @visit, @Gate, @Codes, 'Known.', @By, @At)",
                    new { id, visit, Gate = move.To.ToString(), Codes = string.Join(',', codes), row.By, move.At }, default);
                foreach (var code in codes)
                    await db.Execute("INSERT INTO WaivedCode (GateOverrideId, Code) VALUES (@gate, @code)", new { gate, code }, default);
            }
            entered = move.At;
        }
    }

    private async Task Nudges(Db db, long id, int visit, DateOnly due)
    {
        // Nudges for an earlier date, another visit or another matter must not count for this due date.
        List<(NudgeKind Kind, int Visit, DateOnly Due)> nudges = [(NudgeKind.NoActivity, visit, due)];
        if (Chance(2)) nudges.Add((NudgeKind.EscalatedToCommander, visit, due.AddDays(-30)));
        if (Chance(2)) nudges.Add((NudgeKind.EscalatedToSupervisor, visit - 1, due));
        NudgeKind[] ladder = [NudgeKind.DueSoon, NudgeKind.DueToday, NudgeKind.Overdue, NudgeKind.EscalatedToSupervisor,
            NudgeKind.SupervisorAskedToEscalate, NudgeKind.EscalatedToCommander];
        nudges.AddRange(ladder.Take(_random.Next(ladder.Length + 1)).Reverse().Select(rung => (rung, visit, due)));
        foreach (var (rung, of, on) in nudges)
            await db.Execute(
                "INSERT INTO Nudge (DedupeKey, Kind, ProblemId, Visit, DueOn, RaisedAt) VALUES (@Key, @Kind, @id, @of, @on, @Now)",
                new
                {
                    Key = string.Create(CultureInfo.InvariantCulture, $"{id}:{of}:{on:yyyy-MM-dd}:{rung}"),
                    Kind = rung.ToString(),
                    id,
                    of,
                    on,
                    Now
                }, default);
    }

    private async Task Actions(Db db, long id, DateTimeOffset openedAt)
    {
        for (var actions = _random.Next(4); actions > 0; actions--)
        {
            var whose = _random.Next(6);
            long? attachment = null;
            if (whose < 2)
            {
                var kind = whose == 0 ? StakeholderKind.Resident : Any([StakeholderKind.Business, StakeholderKind.Agency]);
                var name = $"Quill {_number} {actions}";
                var stakeholder = await db.Insert(
                    "INSERT INTO Stakeholder (Name, NameKey, Kind, CreatedAt) VALUES (@name, @name, @Kind, @openedAt)",
                    new { name, Kind = kind.ToString(), openedAt }, default);
                attachment = await db.Insert(
                    "INSERT INTO ProblemStakeholder (ProblemId, StakeholderId, Role, AttachedAt) "
                        + "VALUES (@id, @stakeholder, 'Affected', @openedAt)", new { id, stakeholder, openedAt }, default);
            }
            var status = Any([ActionStatus.Planned, ActionStatus.Planned, ActionStatus.Done, ActionStatus.Dropped]);
            await db.Execute("""
                INSERT INTO ProblemAction (ProblemId, Description, OwnerId, OwnerAttachmentId, DueOn, Enforcement, UrgentSafetyMeasure,
                Status, DoneOn,
                    CreatedAt)
                VALUES (@id, 'Do it', @Owner, @attachment, @DueOn, 0, @UrgentSafetyMeasure, @Status, @DoneOn, @openedAt)
                """, new
            {
                id,
                Owner = whose > 2 ? Any(Leads) : (long?)null,
                attachment,
                DueOn = Chance(5) ? (DateOnly?)null : Today.AddDays(_random.Next(-20, 20)),
                UrgentSafetyMeasure = Chance(6),
                Status = status.ToString(),
                DoneOn = status == ActionStatus.Done ? Today.AddDays(_random.Next(-30, 0)) : (DateOnly?)null,
                openedAt,
            }, default);
        }
    }
}
