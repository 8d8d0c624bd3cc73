using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Identity;
using NetTopologySuite.Geometries;
using ProblemTracker.Accounts;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Search;
using ProblemTracker.Settings;

namespace ProblemTracker.Demo;

/// <summary>Somebody who can be signed in as with a click. Invented, like everything here.</summary>
public sealed record DemoAccount(string Email, string Name, Role Role);

/// <summary>
/// The demo city: people, three neighborhoods in the open water of Lake Ontario, and a year of incidents with a few patterns in them.
/// Its problems are worked on by the same messages that officers send, under a clock that is set back to when each would have happened.
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

    public static readonly IReadOnlyList<DemoAccount> Accounts = [Officer, SecondOfficer, Supervisor, Analyst, Command, Administrator, Partner];

    private const double West = -77.56, Middle = -77.53, East = -77.495, South = 43.55, Center = 43.572, North = 43.60;

    private static readonly (string Name, (double Lon, double Lat)[] Corners)[] Neighborhoods =
    [
        ("Lantern Quay", [(West, South), (Middle, South - 0.004), (Middle, Center), (West, Center + 0.003)]),
        ("Old Millrace", [(Middle, South - 0.004), (East, South), (East + 0.004, Center), (Middle, Center)]),
        ("Gull Ridge", [(West, Center + 0.003), (Middle, Center), (East + 0.004, Center), (East, North), (West + 0.006, North + 0.004)]),
    ];

    private readonly IServiceProvider _services;
    private readonly TrackerClock _clock;
    private readonly AgencyCalendar _calendar;
    private readonly DateTimeOffset _realNow;
    private readonly Dictionary<DemoAccount, Actor> _actors = [];
    private readonly Dictionary<string, long> _neighborhoods = [];
    private readonly List<DemoIncident> _incidents = [];

    private DemoCity(IServiceProvider services, AgencyCalendar calendar)
    {
        (_services, _clock, _calendar) = (services, services.GetRequiredService<TrackerClock>(), calendar);
        _realNow = _clock.Real.GetUtcNow();
        Today = calendar.DateOf(_realNow);
    }

    public DateOnly Today { get; }
    public IReadOnlyList<DemoIncident> History => _incidents;

    public static async Task Build(IServiceProvider services, CancellationToken ct)
    {
        AgencyCalendar calendar;
        await using (var scope = services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            await db.Write(async () =>
            {
                await SettingSql.Put(db, SettingNames.TimeZone, Agency.DefaultZone, ct);
                return Done.Instance;
            }, ct);
            calendar = await scope.ServiceProvider.GetRequiredService<Agency>().Calendar(ct);
        }
        var city = new DemoCity(services, calendar);
        city.SetClock(370, 9);
        await city.AddPeople(ct);
        await city.AddNeighborhoods(ct);
        await city.AddIncidents(ct);
        await city.SetResponsibility(ct);
        await DemoProblems.Tell(city, ct);
    }

    public Actor As(DemoAccount account) => _actors[account];
    public long IdOf(DemoAccount account) => _actors[account].PersonId!.Value;
    public long Neighborhood(string name) => _neighborhoods[name];

    /// <summary>A date so many days ago; ahead of today where negative.</summary>
    public DateOnly Day(int ago) => Today.AddDays(-ago);

    /// <summary>How often a pattern showed in a span of days, both ends included.</summary>
    public int Count(DemoPattern pattern, int fromDaysAgo, int toDaysAgo) =>
        _incidents.Count(i => i.Pattern == pattern && i.DaysAgo <= fromDaysAgo && i.DaysAgo >= toDaysAgo);

    /// <summary>Sets the process's clock to a local time so many days ago, never past the present.</summary>
    public void SetClock(int daysAgo, int hour, int minute = 0)
    {
        var wanted = At(Day(daysAgo), hour, minute) - _clock.Real.GetUtcNow();
        _clock.Offset = wanted < TimeSpan.Zero ? wanted : TimeSpan.Zero;
    }

    /// <summary>The stakeholders of this city by name; one may have to do with several problems.</summary>
    public Dictionary<string, long> Stakeholders { get; } = [];

    /// <summary>The partner's account acts for this stakeholder from now on.</summary>
    public Task<int> Employ(string stakeholder, CancellationToken ct) => Write((_, db) => db.Execute("UPDATE Person SET StakeholderId = @Stakeholder WHERE Id = @Id",
        new { Stakeholder = Stakeholders[stakeholder], Id = IdOf(Partner) }, ct), ct);

    /// <summary>Sends a message as somebody of this city.</summary>
    public async Task<T> Send<T>(DemoAccount account, IRequest<T> message, CancellationToken ct)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = As(account);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message, ct);
    }

    /// <summary>Writes what no message writes.</summary>
    public async Task<T> Write<T>(Func<IServiceProvider, Db, Task<T>> work, CancellationToken ct)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("demo");
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        return await db.Write(() => work(scope.ServiceProvider, db), ct);
    }

    // No password: in the demo people sign in with a click or by token, and a password that everybody knows must not exist.
    private Task<Done> AddPeople(CancellationToken ct) => Write(async (services, db) =>
    {
        var users = services.GetRequiredService<UserManager<Account>>();
        foreach (var person in Accounts)
        {
            var account = new Account { Email = person.Email, Name = person.Name };
            var made = await users.CreateAsync(account);
            if (!made.Succeeded) throw new InvalidOperationException(string.Join(" ", made.Errors.Select(e => e.Description)));
            await PersonSql.SetRoles(db, account.Id, [person.Role], ct);
            await db.Record(Actor.System("demo"), _clock.GetUtcNow(), "person.created", null, account.Id, null, null, new { account.Email, account.Name, person.Role }, ct);
            _actors[person] = Actor.Person(account.Id, person.Name, [person.Role], "demo");
        }
        return Done.Instance;
    }, ct);

    private Task<Done> AddNeighborhoods(CancellationToken ct) => Write(async (_, db) =>
    {
        foreach (var (name, corners) in Neighborhoods)
        {
            var ring = corners.Append(corners[0]).Select(c => new Coordinate(c.Lon, c.Lat)).ToArray();
            _neighborhoods[name] = await db.Insert("INSERT INTO Neighborhood (Name, NameKey, Boundary) VALUES (@name, @Key, @Boundary)",
                new { name, Key = SearchKey.Of(name), Boundary = GeoJson.Write(GeoJson.Factory.CreatePolygon(ring)) }, ct);
        }
        return Done.Instance;
    }, ct);

    /// <summary>The one supervisor answers for every neighborhood, and command staff for her.</summary>
    private async Task SetResponsibility(CancellationToken ct) => await Send(Administrator, new ChangeResponsibility(0,
        [.. _neighborhoods.Values.Select(id => new NeighborhoodSupervisor { NeighborhoodId = id, SupervisorId = IdOf(Supervisor) })],
        [new() { SupervisorId = IdOf(Supervisor), CommanderId = IdOf(Command) }]), ct);

    private Task<Done> AddIncidents(CancellationToken ct) => Write(async (_, db) =>
    {
        var run = await db.Insert("""
            INSERT INTO ImportRun (Kind, FileName, StartedAt, LeaseUntil, FinishedAt, RowsRead, Added, Repeats, Rejected, Unplaced)
            VALUES ('incidents', 'demo city', @_realNow, @_realNow, @_realNow, @Count, @Count, 0, 0, 0)
            """, new { _realNow, DemoIncidents.Count }, ct);
        var number = 0;
        foreach (var planned in DemoIncidents.Plan(Today))
        {
            number++;
            var from = At(Day(planned.DaysAgo), planned.Hour, planned.Minute);
            var local = TimeZoneInfo.ConvertTime(from, _calendar.Zone);
            var source = string.Create(CultureInfo.InvariantCulture, $"D-{number:0000}");
            var id = await db.Insert("""
                INSERT INTO Incident (ImportRunId, EventKey, DedupeKey, SourceNumber, OccurredFrom, OccurredTo, TimePrecision, LocalDate, LocalHour, LocalWeekday,
                    CategoryCode, NeighborhoodId, Latitude, Longitude, Address)
                VALUES (@run, @Key, @Key, @source, @from, @To, @TimePrecision, @LocalDate, @Hour, @LocalWeekday,
                    @Category, @NeighborhoodId, @Latitude, @Longitude, @Address)
                """, new
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
                planned.Latitude,
                planned.Longitude,
                planned.Address,
            }, ct);
            await IncidentTexts.Add(db, [id], ct);
            _incidents.Add(new(id, planned.Pattern, planned.DaysAgo));
        }
        return Done.Instance;
    }, ct);

    private DateTimeOffset At(DateOnly date, int hour, int minute)
    {
        var local = date.ToDateTime(new TimeOnly(hour, minute));
        if (_calendar.Zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new(local, _calendar.Zone.GetUtcOffset(local));
    }
}

/// <summary>An incident of the demo city as its stories refer to it.</summary>
internal sealed record DemoIncident(long Id, DemoPattern Pattern, int DaysAgo);
