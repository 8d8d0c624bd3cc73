using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Reports;

/// <summary>
/// Random histories of problems, inserted as rows because sending messages would take minutes. Columns derived from worksheets are filled
/// by the product's own <c>CaseFiles.Save</c>.
/// </summary>
internal sealed class ProblemHistories(TrackerHost host, int seed)
{
    private static readonly string[] Categories = ["noise", "racing", "theft"];

    private readonly Random _random = new(seed);
    private readonly List<long> _ids = [];
    private long[] _places = [], _leads = [], _stakeholders = [];

    /// <summary>The current time in these tests, two years after the first problem was opened.</summary>
    public static readonly DateTimeOffset Now = new(2028, 3, 1, 15, 0, 0, TimeSpan.Zero);

    public static async Task<TrackerHost> Make(int seed, int count)
    {
        var host = new TrackerHost();
        host.Time.SetUtcNow(Now);
        await new ProblemHistories(host, seed).Live(count);
        return host;
    }

    private async Task Live(int count)
    {
        _places = [await host.Neighborhood("Alder Hill"), await host.Neighborhood("Birch Flats"), await host.Neighborhood("Canal Row")];
        _leads = [host.IdOf(Role.Officer), host.IdOf("left", Role.Officer), host.IdOf(Role.Supervisor)];
        await host.Query(db => db.Execute("UPDATE Person SET Active = 0 WHERE Id = @Left", new { Left = _leads[1] }, default));
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("test");
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var files = scope.ServiceProvider.GetRequiredService<CaseFiles>();
        await db.Write(async () =>
        {
            _stakeholders = await Stakeholders(db);
            for (var i = 0; i < count; i++) await Live(db, i);
            foreach (var id in _ids) await files.Save(await files.Take(id, Permission.ReadProblems, default), default);
            return 0;
        }, default);
    }

    private async Task<long[]> Stakeholders(Db db)
    {
        List<long> made = [];
        foreach (var kind in Enum.GetNames<StakeholderKind>())
            made.Add(
                await db.Insert("INSERT INTO Stakeholder (Name, NameKey, Kind, CreatedAt) VALUES (@kind, @kind, @kind, @Now)",
                    new { kind, Now }, default));
        return [.. made];
    }

    private async Task Live(Db db, int number)
    {
        var opened = Now.AddDays(-_random.Next(20, 720)).AddMinutes(-_random.Next(1440));
        var visits = Visits();
        var at = visits.Select((_, i) => opened.AddHours((Now - opened).TotalHours * i / visits.Count)).ToList();
        var isClosed = visits[^1] == Stage.Closed;
        var id = await db.Insert("""
            INSERT INTO Problem (Number, Title, TitleKey, Description, CategoryCode, NeighborhoodId, Source, Priority, Confidential,
                LeadId, Stage, Visit, StageSince, OpenedAt, TouchedAt, LastActivityAt, ClosedAt, ClosingReason, MovesBack, Reopenings)
            VALUES (@Number, @Title, @Title, 'x', @Category, @Place, 'Officer', 'Normal', @Confidential, @Lead, @Stage, @Visit, @Since,
                @opened, @opened, @opened, @ClosedAt, @Reason, 0, @Reopenings)
            """, new
        {
            Number = $"T-{number}",
            Title = $"LIFE {number}",
            Category = Pick(Categories),
            Place = Pick(_places),
            Confidential = number % 5 == 0,
            Lead = _random.Next(6) == 0 ? (long?)null : Pick(_leads),
            Stage = visits[^1].ToString(),
            Visit = visits.Count,
            Since = at[^1],
            opened,
            ClosedAt = isClosed ? at[^1] : (DateTimeOffset?)null,
            Reason = isClosed ? Pick(Enum.GetValues<ClosingReason>()).ToString() : null,
            Reopenings = visits.SkipLast(1).Count(s => s == Stage.Closed),
        }, default);
        _ids.Add(id);
        if (number % 10 == 0)
            await db.Execute("INSERT INTO ProblemMember (ProblemId, PersonId, JoinedAt) VALUES (@id, @Officer, @opened)",
                new { id, Officer = _leads[0], opened }, default);
        for (var i = 0; i < visits.Count; i++) await Visit(db, id, i + 1, visits[i], at[i], i + 1 < at.Count ? at[i + 1] : null);
        var response = visits.Contains(Stage.Response) ? Response() : new ResponseSheet();
        await Sheet(db, id, SheetKind.Response, response);
        if (visits.Contains(Stage.Assessment)) await Sheet(db, id, SheetKind.Assessment, Assessment(response));
        foreach (var action in Enumerable.Range(0, visits.Contains(Stage.Response) ? _random.Next(5) : _random.Next(2)))
            await Action(db, id, opened);
        for (var i = 0; i < visits.Count; i++)
            if (visits[i] == Stage.Response && _random.Next(5) > 0)
                await db.Execute("""
                    INSERT INTO FrozenPlan (ProblemId, Visit, StartedAt, StartedOn, Note, Hash, Sheet, Actions)
                    VALUES (@id, @Visit, @At, @On, 'x', 'x', '{}', '[]')
                    """, new { id, Visit = i + 1, At = at[i], On = DateOnly.FromDateTime(at[i].UtcDateTime) }, default);
        for (var i = _random.Next(-4, 3); i > 0; i--) await Override(db, id);
    }

    /// <summary>Stages in order: mostly forward, sometimes back; some are closed early, some are reopened once or twice.</summary>
    private List<Stage> Visits()
    {
        List<Stage> visits = [Stage.Scanning];
        var reopenings = 0;
        while (visits.Count < 14)
        {
            var here = visits[^1];
            if (here == Stage.Closed)
            {
                if (reopenings == 2 || _random.Next(3) > 0) break;
                reopenings++;
                visits.Add(Pick([Stage.Scanning, Stage.Analysis]));
                continue;
            }
            var chance = _random.Next(20);
            if (chance == 0) break;
            visits.Add(chance == 1 && here > Stage.Scanning ? here - 1 : chance == 2 ? Stage.Closed : here + 1);
        }
        return visits;
    }

    private async Task Visit(Db db, long id, int visit, Stage stage, DateTimeOffset entered, DateTimeOffset? left)
    {
        await db.Execute(
            "INSERT INTO StageVisit (ProblemId, Visit, Stage, EnteredAt, LeftAt) VALUES (@id, @visit, @Stage, @entered, @left)",
            new { id, visit, Stage = stage.ToString(), entered, left }, default);
        if (stage == Stage.Closed && _random.Next(2) == 0)
            await db.Execute(
                "INSERT INTO DurabilityCheck (ProblemId, Visit, Finding, Evidence, CheckedAt) "
                    + "SELECT @id, @visit, @Finding, 'x', @entered WHERE EXISTS (SELECT 1 FROM Problem WHERE Id = @id "
                    + "AND (Visit <> @visit OR ClosingReason NOT IN ('Duplicate', 'NotAProblem')))",
                new { id, visit, Finding = Pick(Enum.GetValues<FollowUpFinding>()).ToString(), entered }, default);
    }

    private ResponseSheet Response() => new()
    {
        Objectives = [.. Enumerable.Range(1, _random.Next(4)).Select(i => new Objective
        {
            Key = $"o{i}",
            Measure = $"Measure {i}",
            Unit = Pick(["calls", "percent"]),
            Kind = Perhaps(Pick(Enum.GetValues<MeasureKind>())),
            Direction = Perhaps(Pick(Enum.GetValues<Direction>())),
            Baseline = Perhaps(_random.Next(0, 40) / 2m),
            Target = Perhaps(_random.Next(0, 40) / 2m),
        })],
    };

    private AssessmentSheet Assessment(ResponseSheet response) => new()
    {
        Outcomes = [.. response.Objectives.Where(_ => _random.Next(8) > 0)
            .Select(o => new Outcome { ObjectiveKey = o.Key, After = Perhaps(_random.Next(0, 40) / 2m) })],
        Verdict = Perhaps(Pick(Enum.GetValues<Verdict>())),
        Scores = new() { Scanning = Score(), Analysis = Score(), Response = Score(), Assessment = Score() },
    };

    private Score Score() => new()
    {
        Points = _random.Next(25) == 0 ? null : _random.Next(SelfScores.Lowest, SelfScores.Highest + 1),
        Reason = $"Sentence {_random.Next(1000)}.",
    };

    private async Task Action(Db db, long id, DateTimeOffset opened)
    {
        var owner = _random.Next(5);
        var attachment = owner < 2 ? (long?)null
            : await db.Insert(
                "INSERT INTO ProblemStakeholder (ProblemId, StakeholderId, Role, AttachedAt) "
                    + "VALUES (@id, @Stakeholder, 'Partner', @opened)",
                new { id, Stakeholder = Pick(_stakeholders), opened }, default);
        var created = opened.AddHours(_random.Next(1, 24 * 300));
        var createdOn = DateOnly.FromDateTime(created.UtcDateTime);
        var status = Pick(Enum.GetValues<ActionStatus>());
        var answer = Pick([nameof(OwnerAnswer.Accepted), nameof(OwnerAnswer.Declined), (string?)null]);
        await db.Execute("""
            INSERT INTO ProblemAction (ProblemId, Description, OwnerId, OwnerAttachmentId, DueOn, Technique, Enforcement,
            UrgentSafetyMeasure, Status,
                DoneOn, CreatedAt, OwnerAnswer, ReportedDoneOn)
            VALUES (@id, 'x', @Owner, @attachment, @DueOn, @Technique, @Enforcement, @UrgentSafetyMeasure, @Status, @DoneOn, @created,
            @Answer,
                @ReportedDoneOn)
            """, new
        {
            id,
            Owner = owner == 0 ? (long?)null : owner == 1 ? Pick(_leads) : null,
            attachment,
            DueOn = Perhaps(createdOn.AddDays(_random.Next(0, 300))),
            Technique = Perhaps(
                Pick([Technique.SetRules, Technique.UsePlaceManagers, Technique.ControlAccess, Technique.AlertConscience]))?.ToString(),
            Enforcement = _random.Next(3) == 0,
            UrgentSafetyMeasure = _random.Next(6) == 0,
            Status = status.ToString(),
            DoneOn = status == ActionStatus.Done ? createdOn.AddDays(_random.Next(0, 300)) : (DateOnly?)null,
            created,
            Answer = attachment is null ? null : answer,
            ReportedDoneOn = attachment is not null && answer == nameof(OwnerAnswer.Accepted) && _random.Next(3) == 0
                ? createdOn.AddDays(3) : (DateOnly?)null,
        }, default);
    }

    private async Task Override(Db db, long id)
    {
        string[] codes =
            [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Pick(Sara.Codes.Order(StringComparer.Ordinal).ToArray())).Distinct()
                .Order(StringComparer.Ordinal)];
        var overridden = await db.Insert(
            "INSERT INTO GateOverride (ProblemId, Visit, Gate, Codes, Reason, At) VALUES (@id, 1, @Gate, @Codes, 'x', @Now)",
            new { id, Gate = Pick(Enum.GetValues<Gate>()).ToString(), Codes = string.Join(',', codes), Now }, default);
        await db.Execute("INSERT INTO WaivedCode (GateOverrideId, Code) VALUES (@overridden, @code)",
            codes.Select(code => new { overridden, code }), default);
        await db.Execute("UPDATE Problem SET Overrides = Overrides + 1 WHERE Id = @id", new { id }, default);
    }

    private static Task<int> Sheet(Db db, long id, SheetKind kind, object sheet) => db.Execute(
        "INSERT INTO Worksheet (ProblemId, Kind, Body, Version, SavedAt) VALUES (@id, @Kind, @Body, 1, @Now)",
        new { id, Kind = kind.ToString(), Body = JsonSerializer.Serialize(sheet, Shared.Json.Options), Now }, default);

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private T? Perhaps<T>(T value) where T : struct => _random.Next(8) == 0 ? null : value;
}
