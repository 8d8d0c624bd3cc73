using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using ProblemTracker.Accounts;
using ProblemTracker.Analysis;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests;

/// <summary>The whole product in this process, with its own database and clock, for tests over HTTP.</summary>
public sealed class TrackerHost : IDisposable
{
    /// <summary>A Monday morning, 9:00 in New York.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 14, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<string> Template = new(MakeTemplate);

    // Seeding takes seconds, so it runs once and each host starts from a copy.
    private static readonly Lazy<string> DemoTemplate = new(MakeDemoTemplate);

    // Starting the product takes a second of CPU time, so tests reuse hosts; see BeginAnew.
    private static readonly ConcurrentDictionary<(bool Demo, bool Listens, string Settings), ConcurrentBag<App>> Pools = [];

    private static readonly ConcurrentDictionary<object, Prepared> Preparations = [];

    private static int _addresses;

    private readonly App _app;
    private readonly Dictionary<string, (long Id, string Token)> _people = [];
    private readonly TrackerHost? _beside;
    private readonly ConcurrentBag<App>? _pool;

    /// <param name="demo">Whether to run in demo mode, with the city as seeded at <see cref="Start"/>.</param>
    /// <param name="beside">
    /// A host whose database and clock to share, to simulate a second process; it has its own clock offset.
    /// </param>
    /// <param name="listens">Whether to listen on a real port, for a browser.</param>
    /// <param name="settings">Additional configuration.</param>
    /// <param name="reused">
    /// Whether later hosts with the same settings may be the same one, begun anew. Without settings they always may.
    /// </param>
    /// <param name="from">What the clock shows at first, for data of earlier years; <see cref="Start"/> otherwise.</param>
    public TrackerHost(bool demo = false, TrackerHost? beside = null, bool listens = false,
        IReadOnlyDictionary<string, string?>? settings = null, bool reused = false, DateTimeOffset? from = null)
    {
        Time = new(from ?? Start);
        _beside = beside;
        _pool = beside is null && (settings is null || reused) && !ServerDatabase.IsGiven
            ? Pools.GetOrAdd((demo, listens, Line(settings)), _ => [])
            : null;
        if (beside is not null) Time = beside.Time;
        _app = _pool is not null && _pool.TryTake(out var like)
            ? like
            : new(demo, listens, _pool is not null, beside?._app, settings ?? beside?._app.Settings ?? new Dictionary<string, string?>());
        _app.Clock.Shown = Time;
        if (_pool is not null) _app.BeginAnew();
        else if (listens) _app.StartServer();
        Anonymous = _app.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = Address });
    }

    public string Folder => _app.Folder;

    /// <summary>The clock that the product's clock is based on. Advance it to let time pass.</summary>
    public FakeTimeProvider Time { get; }

    /// <summary>A client that is not signed in.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>A client that is not signed in and keeps no cookies, for a browser of its own.</summary>
    public HttpClient WithoutCookies() =>
        _app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false, BaseAddress = Address });

    /// <summary>The base address.</summary>
    public Uri Address => _app.ClientOptions.BaseAddress;

    public IServiceProvider Services => _app.Services;

    /// <summary>A client with the bearer token of a person with these roles. The same roles always give the same person.</summary>
    public HttpClient SignIn(params Role[] roles) => SignInAs(string.Join('-', roles).ToLowerInvariant(), roles);

    /// <summary>A client for the person with this name, created on first use.</summary>
    public HttpClient SignInAs(string name, params Role[] roles)
    {
        var client = _app.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = Address });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Person(name, roles).Token);
        return client;
    }

    /// <summary>A client for a person with a partner account, created on first use.</summary>
    public HttpClient SignInPartner(long stakeholderId, string name = "partner")
    {
        var client = _app.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = Address });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer",
            Person(name, [Role.Partner], stakeholderId).Token);
        return client;
    }

    /// <summary>The id of a person created by <see cref="SignIn"/> or <see cref="SignInAs"/>, or created now.</summary>
    public long IdOf(string name, params Role[] roles) => Person(name, roles).Id;

    public long IdOf(Role role) => Person(role.ToString().ToLowerInvariant(), [role]).Id;

    /// <summary>All roles of the department: every role except Partner, which can't be combined with others.</summary>
    public static Role[] AllOfTheDepartment => [.. Enum.GetValues<Role>().Where(r => r != Role.Partner)];

    private sealed record Prepared(
        byte[] Database, IReadOnlyDictionary<string, (long Id, string Token)> People, DateTimeOffset Now, object Result);

    /// <summary>
    /// Runs <paramref name="prepare"/> on an unused host. It runs once per process and key: later hosts get copies of the resulting
    /// database, people and clock, and the same result.
    /// </summary>
    public async Task<T> Prepare<T>(object key, Func<Task<T>> prepare) where T : notnull
    {
        if (_pool is null || !_app.IsUnused || _people.Count > 0 || Time.GetUtcNow() != Start) return await prepare();
        if (Preparations.TryGetValue(key, out var known))
        {
            _app.Load(known.Database);
            foreach (var (name, person) in known.People) _people.Add(name, person);
            Time.SetUtcNow(known.Now);
            return (T)known.Result;
        }
        var result = await prepare();
        Preparations[key] = new(_app.Copy(), new Dictionary<string, (long, string)>(_people), Time.GetUtcNow(), result);
        return result;
    }

    /// <summary>Sends rate-limited requests from another address from now on.</summary>
    public void ChangeAddress() => _app.ChangeAddress();

    /// <summary>Sends a message as the system, as a verb or a job would.</summary>
    public Task<T> Send<T>(IRequest<T> message) => SendAs(Actor.System("test"), message);

    /// <summary>Sends a message as a person, as a page would.</summary>
    public Task<T> SendAs<T>(long personId, Role[] roles, IRequest<T> message) =>
        SendAs(Actor.Person(personId, "Someone", roles, "test"), message);

    /// <summary>Sends a message as somebody who is not signed in, from an address.</summary>
    public Task<T> SendFrom<T>(string origin, IRequest<T> message) => SendAs(Actor.Anonymous with { Origin = origin }, message);

    private async Task<T> SendAs<T>(Actor actor, IRequest<T> message)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message);
    }

    /// <summary>A client for a person of the demo city.</summary>
    public async Task<HttpClient> SignInDemo(string email)
    {
        var client = _app.CreateClient(new() { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer",
            (await Send(new CreateToken(email, "test", 1))).Token);
        return client;
    }

    /// <summary>Replaces the database by another, whose schema must be up to date.</summary>
    public void Load(byte[] database) => _app.Load(database);

    /// <summary>Accesses the database directly.</summary>
    public async Task<T> Query<T>(Func<Db, Task<T>> read)
    {
        using var unnoted = Statements.Unnoted();
        _app.WaitForAccesses();
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<Db>());
    }

    /// <summary>The password of everyone created here.</summary>
    public const string Password = "correct horse battery";

    private (long Id, string Token) Person(string name, Role[] roles, long? stakeholderId = null)
    {
        if (_people.TryGetValue(name, out var known)) return known;
        if (roles.Length == 0) throw new ArgumentException($"{name} is new here and needs a role.", nameof(roles));
        var email = $"{name}@test.example";
        var person = Send(new CreatePerson(email, name, roles, Password, stakeholderId)).GetAwaiter().GetResult();
        var token = Send(new CreateToken(email, "test", 1)).GetAwaiter().GetResult();
        return _people[name] = (person.Id, token.Token);
    }

    private static string Line(IReadOnlyDictionary<string, string?>? settings) =>
        string.Join('\n', (settings ?? new Dictionary<string, string?>()).OrderBy(setting => setting.Key, StringComparer.Ordinal)
            .Select(setting => $"{setting.Key}={setting.Value}"));

    private static string MakeTemplate()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("tracker-template-").FullName, "template.db");
        TypeHandlers.Register();
        Schema.Migrate(new(new SqliteDialect(), $"Data Source={path};Pooling=False"));
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        checkpoint.ExecuteNonQuery();
        return path;
    }

    /// <summary>
    /// The database of a seeded demo city. Test processes that run side by side share one through <c>TRACKER_TEST_SHARED</c>, a folder that
    /// scripts/test empties before each run.
    /// </summary>
    private static string MakeDemoTemplate()
    {
        if (Environment.GetEnvironmentVariable("TRACKER_TEST_SHARED") is not { Length: > 0 } folder) return SeedDemo();
        var shared = Path.Combine(Directory.CreateDirectory(folder).FullName, "demo.db");
        while (true)
        {
            try
            {
                using var mine = new FileStream($"{shared}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                if (File.Exists(shared)) return shared;
                var seeded = SeedDemo();
                CopyFiles(FilesOf(seeded), FilesOf(shared));
                File.Copy(seeded, $"{shared}.part", overwrite: true);
                File.Move($"{shared}.part", shared);
                return shared;
            }
            catch (IOException) when (!File.Exists(shared))
            {
                // The other process is seeding.
                Thread.Sleep(200);
            }
        }
    }

    /// <summary>Where the files of a demo city's problems are, beside its database.</summary>
    private static string FilesOf(string template) => $"{template}.files";

    private static void CopyFiles(string from, string to)
    {
        if (!Directory.Exists(from)) return;
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }

    private static string SeedDemo()
    {
        var app = new App(demo: true, listens: false, reused: false, beside: null, new Dictionary<string, string?>(), seeds: true);
        app.Clock.Shown = new FakeTimeProvider(Start);
        _ = app.Services;
        var path = app.Snapshot();
        app.Dispose();
        app.Forget();
        return path;
    }

    public void Dispose()
    {
        Anonymous.Dispose();
        if (_pool is not null)
        {
            _pool.Add(_app);
            return;
        }
        _app.Dispose();
        if (_beside is null) _app.Forget();
    }

    /// <summary>The running product and its folder.</summary>
    private sealed class App : WebApplicationFactory<TrackerOptions>
    {
        private readonly bool _demo, _listens, _reused, _seeds;
        private readonly ServerDatabase? _server;
        private byte[]? _started;
        private AccessLog? _accesses;
        private IPAddress _address = NewAddress();

        /// <param name="seeds">Whether to start a demo with an empty database.</param>
        public App(bool demo, bool listens, bool reused, App? beside, IReadOnlyDictionary<string, string?> settings, bool seeds = false)
        {
            (_demo, _listens, _reused, Settings) = (demo, listens, reused, settings);
            if (listens) UseKestrel(settings.TryGetValue("PublicUrl", out var url) ? new Uri(url!).Port : 0);
            Folder = beside?.Folder ?? Directory.CreateTempSubdirectory("tracker-test-").FullName;
            if (ServerDatabase.IsGiven) _server = beside?._server ?? new();
            else if (beside is null) File.Copy(demo && !seeds ? DemoTemplate.Value : Template.Value, Database);
            _seeds = seeds;
            if (beside is null) PlaceFiles();
        }

        private void PlaceFiles()
        {
            if (_demo && !_seeds && !ServerDatabase.IsGiven) CopyFiles(FilesOf(DemoTemplate.Value), Path.Combine(Folder, "files"));
        }

        public string Folder { get; }
        public IReadOnlyDictionary<string, string?> Settings { get; }
        public SwitchedClock Clock { get; } = new();

        private string Database => Path.Combine(Folder, "tracker.db");
        private string Connection => $"Data Source={Database}";

        /// <summary>Resets database, folder and clock to their state after the start, and takes a new address for rate limits.</summary>
        public void BeginAnew()
        {
            ChangeAddress();
            if (_started is null)
            {
                if (_listens) StartServer();
                else _ = Services;
                _started = Copy();
                return;
            }
            Load(_started);
            Services.GetRequiredService<TrackerClock>().Offset = TimeSpan.Zero;
        }

        public void ChangeAddress() => _address = NewAddress();

        /// <summary>Whether nothing was written since the start. SQLite writes to the WAL file first.</summary>
        public bool IsUnused => !_demo && new FileInfo($"{Database}-wal") is not { Exists: true, Length: > 0 };

        /// <summary>The current content of the database.</summary>
        public byte[] Copy()
        {
            Close();
            using var connection = new SqliteConnection($"{Connection};Pooling=False");
            connection.Open();
            using var checkpoint = connection.CreateCommand();
            checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            checkpoint.ExecuteNonQuery();
            return File.ReadAllBytes(Database);
        }

        /// <summary>Empties the folder and replaces the database.</summary>
        public void Load(byte[] database)
        {
            for (var attempt = 1; ; attempt++)
            {
                Close();
                try
                {
                    Directory.Delete(Folder, recursive: true);
                    break;
                }
                // A request that an earlier test did not wait for may still write.
                catch (IOException) when (attempt < 10)
                {
                    Thread.Sleep(50);
                }
            }
            Directory.CreateDirectory(Folder);
            File.WriteAllBytes(Database, database);
            // Such a request may have given back a connection to the deleted file since.
            Close();
            PlaceFiles();
        }

        /// <summary>Copies the current database to a new file and returns its path.</summary>
        public string Snapshot()
        {
            var path = Path.Combine(Directory.CreateTempSubdirectory("tracker-template-").FullName, "demo.db");
            using var connection = new SqliteConnection($"{Connection};Pooling=False");
            using var copy = new SqliteConnection($"Data Source={path};Pooling=False");
            connection.Open();
            copy.Open();
            connection.BackupDatabase(copy);
            CopyFiles(Path.Combine(Folder, "files"), FilesOf(path));
            return path;
        }

        public void Forget()
        {
            Close();
            _server?.Dispose();
            Directory.Delete(Folder, recursive: true);
        }

        // Each in a network of its own, since some limits are those of a network.
        private static IPAddress NewAddress() =>
            new((uint)IPAddress.HostToNetworkOrder((127 << 24) + Interlocked.Add(ref _addresses, 256)));

        /// <summary>Waits until views and exports are in the audit log, which happens just after the response.</summary>
        public void WaitForAccesses()
        {
            if (_accesses is { } log) SpinWait.SpinUntil(() => log.Unwritten == 0, TimeSpan.FromSeconds(5));
        }

        // Clear only this host's pool, since other hosts run in parallel.
        private void Close()
        {
            WaitForAccesses();
            using var pooled = new SqliteConnection(Connection);
            SqliteConnection.ClearPool(pooled);
        }

        protected override IHost CreateHost(IHostBuilder builder)
        {
            builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Demo"] = _demo ? "true" : "false",
                ["Jobs"] = "false",
                // Receivers of webhooks run on this machine.
                ["WebhookNetworks"] = "127.0.0.0/8",
                ["DrainSeconds"] = "0",
                ["PublicUrl"] = TrackerOptions.DefaultUrl,
                ["Data"] = Folder,
                ["Database:Provider"] = _server is null ? "Sqlite" : "SqlServer",
                ["ConnectionStrings:ProblemTracker"] = _server?.Settings.ConnectionString ?? Connection,
                ["Serilog:MinimumLevel:Default"] = "Error",
            }).AddInMemoryCollection(Settings));
            builder.ConfigureServices(services =>
            {
                services.AddSingleton(new TrackerClock(Clock));
                // The same week gives the same plan.
                services.AddSingleton(new PlanEffort(Seconds: 60, Workers: 1, Work: 1));
                services.AddScoped(typeof(IPipelineBehavior<,>), typeof(SentMessages.Noting<,>));
                // A full hash takes 70 ms of CPU time, and most tests create people. PasswordStrengthTests checks the real setting.
                services.Configure<PasswordHasherOptions>(passwords => passwords.IterationCount = 1);
                // Its cache of boundaries must not survive a database reset.
                if (_reused) services.AddScoped<NeighborhoodMap>();
                services.AddSingleton<IStartupFilter>(new Watch(this));
                if (_server is null) services.AddSingleton(new DatabaseSettings(new TwinDialect(), Connection));
            });
            var host = base.CreateHost(builder);
            _accesses = host.Services.GetRequiredService<AccessLog>();
            return host;
        }

        /// <summary>Gives rate-limited requests an address that is unique to the test.</summary>
        private sealed class Watch(App app) : IStartupFilter
        {
            private static readonly string[] Counted = ["/sign-in", "/link", "/city", "/api/v1/me/tokens"];

            public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => pipeline =>
            {
                pipeline.Use((context, step) =>
                {
                    if ((HttpMethods.IsPost(context.Request.Method) && Counted.Any(path => context.Request.Path.StartsWithSegments(path)))
                        || context.Request.Path.StartsWithSegments("/calendar")
                        || context.Request.Path.StartsWithSegments("/open311"))
                        context.Connection.RemoteIpAddress = app._address;
                    return step(context);
                });
                next(pipeline);
            };
        }
    }

    /// <summary>A clock that can be switched to the next test's clock in a reused host.</summary>
    private sealed class SwitchedClock : TimeProvider
    {
        public TimeProvider Shown { get; set; } = TimeProvider.System;

        public override DateTimeOffset GetUtcNow() => Shown.GetUtcNow();
        public override TimeZoneInfo LocalTimeZone => Shown.LocalTimeZone;
        public override long GetTimestamp() => Shown.GetTimestamp();
        public override long TimestampFrequency => Shown.TimestampFrequency;
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            Shown.CreateTimer(callback, state, dueTime, period);
    }
}

/// <summary>Helpers for reading HTTP responses.</summary>
public static class Replies
{
    public static async Task<JsonElement> Json(this HttpResponseMessage reply) => await reply.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>The shortfall codes of a 422 response.</summary>
    public static async Task<IReadOnlyList<string>> ShortfallCodes(this HttpResponseMessage reply) =>
        [.. (await reply.Json()).GetProperty("shortfalls").EnumerateArray().Select(s => s.GetProperty("code").GetString()!)];

    /// <summary>The invalid fields of a 400 response.</summary>
    public static async Task<IReadOnlyList<string>> WrongFields(this HttpResponseMessage reply) =>
        [.. (await reply.Json()).GetProperty("errors").EnumerateObject().Select(e => e.Name)];

    /// <summary>Makes the client send this version in If-Match, and returns it.</summary>
    public static HttpClient IfMatch(this HttpClient client, int version)
    {
        client.DefaultRequestHeaders.IfMatch.Clear();
        client.DefaultRequestHeaders.IfMatch.Add(new($"\"{version}\""));
        return client;
    }
}
