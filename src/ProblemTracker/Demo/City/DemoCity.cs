using System.Globalization;
using System.Text;
using MediatR;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Assignments;
using ProblemTracker.Concerns;
using ProblemTracker.Evidence;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Nudges;
using ProblemTracker.Patrol;
using ProblemTracker.Problems;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Demo;

/// <summary>
/// The demo city: people, twelve neighborhoods in the open water of Lake Ontario, two years of incidents with planted patterns, and sixty
/// problems. Problems are built with the same messages that officers send, with the clock set back to when each would have happened.
/// </summary>
internal sealed class DemoCity
{
    public static readonly DemoAccount Officer = new("officer@demo.example", "Dana Merrow", Role.Officer);
    public static readonly DemoAccount SecondOfficer = new("officer2@demo.example", "Theo Brandvold", Role.Officer);
    public static readonly DemoAccount Supervisor = new("supervisor@demo.example", "Ruth Castellane", Role.Supervisor);
    public static readonly DemoAccount Analyst = new("analyst@demo.example", "Priya Lindquest", Role.Analyst);
    public static readonly DemoAccount Command = new("command@demo.example", "Edith Harrowgate", Role.Command);
    public static readonly DemoAccount Administrator = new("admin@demo.example", "Sam Tollander", Role.Administrator);

    public static readonly DemoAccount Partner = new("partner@demo.example", "June Ostrander", Role.Partner);

    /// <summary>Accounts that anyone can use without a password in demo mode.</summary>
    public static readonly IReadOnlyList<DemoAccount> Accounts =
        [Officer, SecondOfficer, Supervisor, Analyst, Command, Administrator, Partner];

    private readonly IServiceProvider _services;
    private readonly TrackerClock _clock;
    private readonly AgencyCalendar _calendar;
    private readonly DateTimeOffset _realNow;
    private readonly Dictionary<DemoAccount, Actor> _actors = [];
    private readonly Dictionary<string, long> _neighborhoods = [];
    private IReadOnlyList<PlannedIncident> _incidents = [];
    private ILookup<DemoSpot, DemoIncident> _history = Array.Empty<DemoIncident>().ToLookup(_ => DemoSpots.Bar);

    private DemoCity(IServiceProvider services, AgencyCalendar calendar)
    {
        (_services, _clock, _calendar) = (services, services.GetRequiredService<TrackerClock>(), calendar);
        _realNow = _clock.Real.GetUtcNow();
        Today = calendar.DateOf(_realNow);
        Timeline = new((daysAgo, minute) => SetClock(daysAgo, minute / 60, minute % 60));
    }

    public DateOnly Today { get; }

    /// <summary>Runs all stories in chronological order.</summary>
    public DemoTimeline Timeline { get; }

    /// <summary>Ids of stakeholders by name; one can be attached to several problems.</summary>
    public Dictionary<string, long> Stakeholders { get; } = [];

    /// <summary>Ids of the problems opened so far, by title.</summary>
    public Dictionary<string, long> Problems { get; } = [];

    public static async Task Build(IServiceProvider services, CancellationToken ct)
    {
        AgencyCalendar calendar;
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            await db.Write(async () =>
            {
                await SettingSql.Put(db, SettingNames.TimeZone, AgencySettings.DefaultZone, ct);
                return Done.Instance;
            }, ct);
            calendar = await scope.ServiceProvider.GetRequiredService<AgencySettings>().Calendar(ct);
        }
        var city = new DemoCity(services, calendar);
        city.SetClock(DemoIncidents.Days, 6);
        await city.AddPeople(ct);
        await DemoAgency.Add(city, ct);
        await city.AddNeighborhoods(ct);
        var cases = DemoCases.All.Select(c => (Case: c, Spot: c.Spot())).ToList();
        await city.AddIncidents([.. DemoSpots.All.Concat(cases.Select(c => c.Spot)).Distinct()], ct);
        await city.SetResponsibility(ct);
        await city.Assign(ct);
        await city.Live(cases, ct);
        await city.SaveForNextTime(ct);
        city.SetClock(0, 6);
        await city.Send(Actor.System("demo"), new RunSignals(Again: true), ct);
        await SignalStory.Decide(city, ct);
        await city.AddPatrol(ct);
    }

    public long IdOf(DemoAccount account) => _actors[account].PersonId!.Value;
    public long Neighborhood(string name) => _neighborhoods[name];

    /// <summary>The date a number of days before today; a negative number is after today.</summary>
    public DateOnly Day(int ago) => Today.AddDays(-ago);

    public IEnumerable<DemoIncident> History(DemoSpot spot) => _history[spot];

    /// <summary>Incidents of a pattern between two days, both included.</summary>
    public int Count(DemoSpot spot, int fromDaysAgo, int toDaysAgo) =>
        _history[spot].Count(i => i.DaysAgo <= fromDaysAgo && i.DaysAgo >= toDaysAgo);

    /// <summary>Incidents of a category elsewhere in the pattern's neighborhood.</summary>
    public int CountAround(DemoSpot spot, string category, int fromDaysAgo, int toDaysAgo) => _incidents.Count(i =>
        i.Spot != spot && i.Category == category && i.Neighborhood == spot.Neighborhood && i.DaysAgo <= fromDaysAgo
            && i.DaysAgo >= toDaysAgo);

    /// <summary>Makes the partner's account act for this stakeholder from now on.</summary>
    public Task<int> Employ(DemoAccount partner, string stakeholder, CancellationToken ct) =>
        Write((_, db) => db.Execute("UPDATE Person SET StakeholderId = @Stakeholder WHERE Id = @Id",
            new { Stakeholder = Stakeholders[stakeholder], Id = IdOf(partner) }, ct), ct);

    /// <summary>Sends a message as a person of this city.</summary>
    public Task<T> Send<T>(DemoAccount account, IRequest<T> message, CancellationToken ct) => Send(_actors[account], message, ct);

    /// <summary>Sends a message as a resident who reads this language on the public site.</summary>
    public async Task<T> SendAsResident<T>(IRequest<T> message, CultureInfo language, CancellationToken ct)
    {
        // Only for what this method awaits.
        CultureInfo.CurrentUICulture = language;
        return await Send(Actor.Anonymous with { Origin = "demo" }, message, ct);
    }

    /// <summary>Reads from the database where no query exists.</summary>
    public async Task<T> Read<T>(Func<Db, Task<T>> read)
    {
        await using var scope = _services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<Db>());
    }

    private async Task<T> Send<T>(Actor actor, IRequest<T> message, CancellationToken ct)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message, ct);
    }

    /// <summary>Writes to the database where no command exists.</summary>
    private async Task<T> Write<T>(Func<IServiceProvider, Db, Task<T>> work, CancellationToken ct)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("demo");
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        return await db.Write(() => work(scope.ServiceProvider, db), ct);
    }

    /// <summary>Sets the process's clock to a local time on an earlier day, never later than the present.</summary>
    private void SetClock(int daysAgo, int hour, int minute = 0)
    {
        var wanted = At(Day(daysAgo), hour, minute) - _clock.Real.GetUtcNow();
        _clock.Offset = wanted < TimeSpan.Zero ? wanted : TimeSpan.Zero;
    }

    // No passwords: the demo signs people in without one or by token, and a password that everyone knows must not exist.
    private Task<Done> AddPeople(CancellationToken ct) => Write(async (_, db) =>
    {
        foreach (var person in DemoPeople.All)
        {
            var now = _clock.GetUtcNow();
            var id = await PersonSql.Add(db, person.Email, person.Name, passwordHash: null, stakeholderId: null, now, ct);
            await PersonSql.SetRoles(db, id, [person.Role], ct);
            await db.Record(Actor.System("demo"), now, "person.created", null, id, null, null,
                new { person.Email, person.Name, person.Role }, ct);
            _actors[person] = Actor.Person(id, person.Name, [person.Role], "demo");
        }
        return Done.Instance;
    }, ct);

    private Task<Done> AddNeighborhoods(CancellationToken ct) => Write(async (_, db) =>
    {
        foreach (var neighborhood in DemoMap.Neighborhoods)
            _neighborhoods[neighborhood.Name] = await db.Insert(
                "INSERT INTO Neighborhood (Name, NameKey, Boundary, Population) VALUES (@Name, @Key, @Boundary, @Population)",
                new
                {
                    neighborhood.Name,
                    neighborhood.Population,
                    Key = SearchKey.Of(neighborhood.Name),
                    Boundary = GeoJson.Write(neighborhood.Boundary),
                }, ct);
        await StreetSql.Replace(db, [.. DemoMap.Neighborhoods.SelectMany(neighborhood => neighborhood.Streets)
            .Select(street => new StreetLine(street.Name, GeoJson.Write(
                GeoJson.Factory.CreateMultiLineString([GeoJson.Factory.CreateLineString([street.From, street.To])]))))], ct);
        return Done.Instance;
    }, ct);

    /// <summary>Assigns a supervisor to each neighborhood, and the commander to all supervisors.</summary>
    private async Task SetResponsibility(CancellationToken ct) => await Send(Administrator, new ChangeResponsibility(0,
        [.. DemoPeople.Supervisors
            .Select(s => new NeighborhoodSupervisor { NeighborhoodId = Neighborhood(s.Key), SupervisorId = IdOf(s.Value) })],
        [.. DemoPeople.Supervisors.Values.Distinct()
            .Select(s => new SupervisorCommander { SupervisorId = IdOf(s), CommanderId = IdOf(Command) })]), ct);

    /// <summary>Assigns a few officers: to the program, to neighborhoods, and one who has moved on.</summary>
    private async Task Assign(CancellationToken ct)
    {
        foreach (var (person, place, from, to) in DemoPeople.Assignments)
            await Send(Administrator, new AddAssignment(IdOf(person), place is null ? null : Neighborhood(place), Day(from),
                to is { } ago ? Day(ago) : null), ct);
        foreach (var (person, name) in DemoPeople.PublicNames)
            await Send(Administrator, new ChangePublicName(IdOf(person), 1, name), ct);
    }

    private Task<Done> AddIncidents(IReadOnlyList<DemoSpot> spots, CancellationToken ct) => Write(async (_, db) =>
    {
        _incidents = DemoIncidents.Plan(Today, spots);
        var run = await db.Insert("""
            INSERT INTO ImportRun (Kind, FileName, StartedAt, LeaseUntil, FinishedAt, RowsRead, Added, Repeats, Rejected, Unplaced)
            VALUES ('incidents', 'demo city', @_realNow, @_realNow, @_realNow, @Count, @Count, 0, 0, 0)
            """, new { _realNow, DemoIncidents.Count }, ct);
        await db.Execute("""
            INSERT INTO Incident (ImportRunId, EventKey, DedupeKey, SourceNumber, OccurredFrom, OccurredTo, TimePrecision, LocalDate,
                LocalHour, LocalWeekday,
                CategoryCode, NeighborhoodId, Latitude, Longitude, Address)
            VALUES (@run, @Key, @Key, @source, @from, @To, @TimePrecision, @LocalDate, @Hour, @LocalWeekday,
                @Category, @NeighborhoodId, @Latitude, @Longitude, @Address)
            """, _incidents.Select((planned, i) =>
        {
            var from = At(Day(planned.DaysAgo), planned.Hour, planned.Minute);
            var local = TimeZoneInfo.ConvertTime(from, _calendar.Zone);
            var source = string.Create(CultureInfo.InvariantCulture, $"D-{i + 1:00000}");
            return new
            {
                run,
                Key = $"demo:{source}",
                source,
                from,
                To = from.AddMinutes(planned.Minutes),
                TimePrecision = nameof(TimePrecision.Minute),
                LocalDate = DateOnly.FromDateTime(local.DateTime),
                local.Hour,
                LocalWeekday = (int)local.DayOfWeek,
                planned.Category,
                NeighborhoodId = Neighborhood(planned.Neighborhood),
                planned.Place.Latitude,
                planned.Place.Longitude,
                Address = planned.Place.Name,
            };
        }), ct);
        var ids = await db.List<long>("SELECT Id FROM Incident WHERE ImportRunId = @run ORDER BY Id", new { run }, ct);
        foreach (var some in ids.Chunk(500)) await IncidentTexts.Add(db, some, ct);
        _history = _incidents.Zip(ids).Where(i => i.First.Spot is not null)
            .ToLookup(i => i.First.Spot!, i => new DemoIncident(i.Second, i.First.DaysAgo));
        return Done.Instance;
    }, ct);

    /// <summary>Imports shifts and calls as an analyst would.</summary>
    private async Task AddPatrol(CancellationToken ct)
    {
        var (shifts, calls) = DemoPatrol.Files(Today, _incidents);
        foreach (var (name, text, map) in new[] { ("roster.csv", shifts, DemoPatrol.Shifts), ("dispatch.csv", calls, DemoPatrol.Calls) })
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            await Send(Analyst, new ImportUnitRows(name, content, map), ct);
        }
        await PlanVisits(ct);
    }

    /// <summary>Two directed tasks with last week's visits, mostly made, and this week's plan.</summary>
    private async Task PlanVisits(CancellationToken ct)
    {
        var units = await Send(Supervisor, new ListUnits(), ct);
        var community = units.Single(unit => unit.Name == DemoPatrol.Community);
        await Send(Supervisor, new ChangeUnit(community.Id, community.Version, true, ["Bicycle"]), ct);
        await Send(Officer, new JoinUnit(community.Id), ct);
        var monday = DirectedTasks.WeekOf(Today);
        SetClock(Today.DayNumber - monday.DayNumber + 7, 6);
        await Send(Officer, new AddTask(new()
        {
            Title = "Ride the trail",
            Place = "Heron Trail",
            Latitude = _incidents[0].Place.Latitude,
            Longitude = _incidents[0].Place.Longitude,
            Minutes = 45,
            TimesPerWeek = 3,
            From = new(11, 0),
            To = new(17, 0),
            Qualification = "Bicycle",
        }), ct);
        await Send(Officer, new AddTask(new()
        {
            Title = "Sit with the night clerks",
            Place = "Meridian Avenue gas stations",
            Minutes = 120,
            TimesPerWeek = 2,
            From = new(22, 0),
            To = new(2, 0),
            Priority = TaskPriority.Low,
        }), ct);
        var last = await Send(Supervisor, new PlanWeek(), ct);
        SetClock(Today.DayNumber - monday.DayNumber + 1, 23);
        foreach (var (visit, i) in last.Visits.Select((visit, i) => (visit, i)))
            if (i % 7 != 6)
                await Send(Officer, i % 7 == 5 ? new RecordVisit(visit.Id, visit.Version, VisitOutcome.NotDone, Note: "Sent to a call.")
                    : new RecordVisit(visit.Id, visit.Version, VisitOutcome.Done, visit.Minutes + 5 * (i % 3) - 5), ct);
        SetClock(0, 6);
        await Send(Supervisor, new PlanWeek(), ct);
    }

    /// <summary>Saves two incident filters, the column map for the monthly dispatch file, and a webhook that is off.</summary>
    private async Task SaveForNextTime(CancellationToken ct)
    {
        SetClock(30, 10);
        await Send(Analyst,
            new SaveFilter("Thefts from cars at the trail lot", new(CategoryCode: "theft-from-vehicle", Text: "Heron Trail"), Shared: true),
            ct);
        await Send(Officer,
            new SaveFilter("Noise in Lantern Quay", new(CategoryCode: "noise", NeighborhoodId: Neighborhood("Lantern Quay"))), ct);
        await Send(Supervisor, new SaveView("Overdue in Response",
            new() { Open = true, Stage = Stage.Response, Overdue = true, Sort = ProblemSort.Due }, Shared: true), ct);
        // Off, because the demo must not call a program outside.
        const string name = "City dashboard", address = "https://dashboard.demo.example/problems";
        var webhook = await Send(Administrator, new CreateWebhook(name, address, Moves: true, Nudges: false), ct);
        await Send(Administrator, new ChangeWebhook(webhook.Id, 1, name, address, Moves: true, Nudges: false, Active: false), ct);
        await Write(async (services, _) =>
        {
            await services.GetRequiredService<SavedMaps>().Put("Monthly file from dispatch", new()
            {
                Columns = new Dictionary<string, string>
                {
                    [IncidentMap.Number] = "item_number",
                    [IncidentMap.Occurred] = "created",
                    [IncidentMap.Category] = "type_text",
                    [IncidentMap.Address] = "block_address",
                },
                DateFormat = "MM/dd/yyyy HH:mm",
            }, ct);
            return Done.Instance;
        }, ct);
    }

    /// <summary>Runs two years of the city: all stories together in chronological order, and reminders every morning.</summary>
    private async Task Live(IEnumerable<(DemoCase Case, DemoSpot Spot)> cases, CancellationToken ct)
    {
        Func<DemoCity, CancellationToken, Task>[] stories =
        [
            NightStories.TheBar, StreetStories.TheCrossing, StreetStories.TheRacers, TheftStories.TheTrailhead,
            HouseStories.TheHouse, TheftStories.TheGarages, NightStories.TheSteps, HouseStories.TheEmptyHouse,
            RecordsStory.TheRequests, ResidentStory.TheConcerns, PublicStory.TheNews, SurveyStory.TheSurveys, ContactStory.TheContacts,
            MeetingStory.TheMeetings,
        ];
        foreach (var story in stories) Timeline.Begin(DemoIncidents.Days, 8, 0, () => story(this, ct));
        foreach (var (one, spot) in cases) Timeline.Begin(DemoIncidents.Days, 8, 0, () => new CaseStory(this, one, spot, ct).Tell());
        for (var day = DemoIncidents.Days; day >= 0; day--) Timeline.Begin(day, 7, 0, () => RaiseNudges(ct));
        Timeline.Begin(DemoPeople.GinaLeft, 18, 0, () => Leave(DemoPeople.Gina, DemoPeople.Nadia, ct));
        Timeline.Begin(DemoPeople.WaltLeft, 18, 0, () => Leave(DemoPeople.Walt, null, ct));
        await Timeline.Run();
        await ReadOldUpdates(ct);
    }

    /// <summary>People have read what others did up to three days ago, and it was emailed.</summary>
    private Task<Done> ReadOldUpdates(CancellationToken ct) => Write(async (services, db) =>
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await db.Execute("UPDATE PersonUpdate SET MailedAt = @now", new { now }, ct);
        await db.Execute("""
            UPDATE PersonUpdate SET SeenAt = @now WHERE EntryId IN (SELECT e.Id FROM AuditEntry e WHERE e.At < @since)
            """, new { now, since = now.AddDays(-3) }, ct);
        return Done.Instance;
    }, ct);

    private async Task RaiseNudges(CancellationToken ct)
    {
        while ((await Send(Actor.System("demo"), new RaiseNudges(), ct)).HasMore) { }
        while ((await Send(Actor.System("demo"), new RaiseCommitmentNudges(), ct)).HasMore) { }
        while ((await Send(Actor.System("demo"), new FindRepeatComplaints(), ct)).HasMore) { }
    }

    /// <param name="successor">Null if no one has taken over yet.</param>
    private async Task Leave(DemoAccount account, DemoAccount? successor, CancellationToken ct)
    {
        if (successor is not null)
            await Send(Supervisor,
                new HandOverCaseload(IdOf(account), IdOf(successor), "She's moving to another city at the end of the month."), ct);
        await Send(Administrator, new ChangePerson(IdOf(account), 1, account.Name, [account.Role], Active: false), ct);
    }

    /// <summary>A moment by the city's clock.</summary>
    public DateTimeOffset At(DateOnly date, int hour, int minute)
    {
        var local = date.ToDateTime(new TimeOnly(hour, minute));
        if (_calendar.Zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new(local, _calendar.Zone.GetUtcOffset(local));
    }
}

/// <summary>An incident of a planted pattern.</summary>
internal sealed record DemoIncident(long Id, int DaysAgo);
