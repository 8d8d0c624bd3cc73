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
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests;

/// <summary>The whole product in one process, with a database and a clock of its own: HTTP in, HTTP out.</summary>
public sealed class TrackerHost : IDisposable
{
    /// <summary>A Monday morning, 9:00 in New York.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 14, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<string> Template = new(MakeTemplate);

    // Seeding takes some seconds; a start finds the city that was seeded once.
    private static readonly Lazy<string> DemoTemplate = new(MakeDemoTemplate);

    // Starting the product takes a second of a processor's time, so one that served a test serves the next; see BeginAnew.
    private static readonly ConcurrentDictionary<(bool Demo, bool Listens), ConcurrentBag<App>> Pools = [];

    private static readonly ConcurrentDictionary<object, Prepared> Preparations = [];

    private static int _addresses;

    private readonly App _app;
    private readonly Dictionary<string, (long Id, string Token)> _people = [];
    private readonly TrackerHost? _beside;
    private readonly ConcurrentBag<App>? _pool;

    /// <param name="demo">In demo mode, with its city as it was seeded at <see cref="Start"/>.</param>
    /// <param name="beside">A second process on this host's database; it shows the same time, but keeps a clock offset of its own.</param>
    /// <param name="listens">On a real port of its own, for a browser.</param>
    /// <param name="settings">What the configuration says beside.</param>
    public TrackerHost(bool demo = false, TrackerHost? beside = null, bool listens = false,
        IReadOnlyDictionary<string, string?>? settings = null)
    {
        _beside = beside;
        _pool = beside is null && settings is null && !ServerDatabase.IsGiven ? Pools.GetOrAdd((demo, listens), _ => []) : null;
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

    /// <summary>The clock under the product's own: advance it to let time pass.</summary>
    public FakeTimeProvider Time { get; } = new(Start);

    /// <summary>A client that nobody signed in.</summary>
    public HttpClient Anonymous { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => _app.ClientOptions.BaseAddress;

    public IServiceProvider Services => _app.Services;

    /// <summary>A client with a bearer token of a person with these roles; the same roles are the same person.</summary>
    public HttpClient SignIn(params Role[] roles) => SignInAs(string.Join('-', roles).ToLowerInvariant(), roles);

    /// <summary>A client of a person by name, made on first use.</summary>
    public HttpClient SignInAs(string name, params Role[] roles)
    {
        var client = _app.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = Address });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Person(name, roles).Token);
        return client;
    }

    /// <summary>A client of somebody with a partner's account, made on first use.</summary>
    public HttpClient SignInPartner(long stakeholderId, string name = "partner")
    {
        var client = _app.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = Address });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer",
            Person(name, [Role.Partner], stakeholderId).Token);
        return client;
    }

    /// <summary>The id of a person made by <see cref="SignIn"/> or <see cref="SignInAs"/>, or made now.</summary>
    public long IdOf(string name, params Role[] roles) => Person(name, roles).Id;

    public long IdOf(Role role) => Person(role.ToString().ToLowerInvariant(), [role]).Id;

    /// <summary>Everything that the department's own people can be; a partner is nothing besides.</summary>
    public static Role[] AllOfTheDepartment => [.. Enum.GetValues<Role>().Where(r => r != Role.Partner)];

    private sealed record Prepared(
        byte[] Database, IReadOnlyDictionary<string, (long Id, string Token)> People, DateTimeOffset Now, object Result);

    /// <summary>
    /// What <paramref name="prepare"/> does to a host that nobody used yet. It is done once in a process: later hosts get a copy of the
    /// database, people and clock that came of it, and the same result.
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

    /// <summary>Sends a message as the system, as a verb or a job would.</summary>
    public Task<T> Send<T>(IRequest<T> message) => SendAs(Actor.System("test"), message);

    /// <summary>Sends a message as a person, as a page would.</summary>
    public Task<T> SendAs<T>(long personId, Role[] roles, IRequest<T> message) =>
        SendAs(Actor.Person(personId, "Somebody", roles, "test"), message);

    private async Task<T> SendAs<T>(Actor actor, IRequest<T> message)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message);
    }

    /// <summary>A client of somebody of the demo city.</summary>
    public async Task<HttpClient> SignInDemo(string email)
    {
        var client = _app.CreateClient(new() { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer",
            (await Send(new CreateToken(email, "test", 1))).Token);
        return client;
    }

    /// <summary>Looks into the database behind the product's back.</summary>
    public async Task<T> Query<T>(Func<Db, Task<T>> read)
    {
        using var unnoted = Statements.Unnoted();
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<Db>());
    }

    /// <summary>The password of everybody made here.</summary>
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

    private static string MakeDemoTemplate()
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

    /// <summary>The product in this process, with its folder.</summary>
    private sealed class App : WebApplicationFactory<TrackerOptions>
    {
        private readonly bool _demo, _listens, _reused;
        private readonly ServerDatabase? _server;
        private byte[]? _started;
        private IPAddress _address = NewAddress();

        /// <param name="seeds">A demo that begins with an empty database.</param>
        public App(bool demo, bool listens, bool reused, App? beside, IReadOnlyDictionary<string, string?> settings, bool seeds = false)
        {
            (_demo, _listens, _reused, Settings) = (demo, listens, reused, settings);
            if (listens) UseKestrel(0);
            Folder = beside?.Folder ?? Directory.CreateTempSubdirectory("tracker-test-").FullName;
            if (ServerDatabase.IsGiven) _server = beside?._server ?? new();
            else if (beside is null) File.Copy(demo && !seeds ? DemoTemplate.Value : Template.Value, Database);
        }

        public string Folder { get; }
        public IReadOnlyDictionary<string, string?> Settings { get; }
        public SwitchedClock Clock { get; } = new();

        private string Database => Path.Combine(Folder, "tracker.db");
        private string Connection => $"Data Source={Database}";

        /// <summary>Database, folder and clock as they were after the start, and an address that no limit has counted yet.</summary>
        public void BeginAnew()
        {
            _address = NewAddress();
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

        /// <summary>Nothing was written since the start: what is written stands beside the file first.</summary>
        public bool IsUnused => !_demo && new FileInfo($"{Database}-wal") is not { Exists: true, Length: > 0 };

        /// <summary>The database as it stands.</summary>
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

        /// <summary>Another database in place of its own, in an empty folder.</summary>
        public void Load(byte[] database)
        {
            Close();
            Directory.Delete(Folder, recursive: true);
            Directory.CreateDirectory(Folder);
            File.WriteAllBytes(Database, database);
        }

        /// <summary>The database as it stands, in a file of its own.</summary>
        public string Snapshot()
        {
            var path = Path.Combine(Directory.CreateTempSubdirectory("tracker-template-").FullName, "demo.db");
            using var connection = new SqliteConnection($"{Connection};Pooling=False");
            using var copy = new SqliteConnection($"Data Source={path};Pooling=False");
            connection.Open();
            copy.Open();
            connection.BackupDatabase(copy);
            return path;
        }

        public void Forget()
        {
            Close();
            _server?.Dispose();
            Directory.Delete(Folder, recursive: true);
        }

        private static IPAddress NewAddress() =>
            new((uint)IPAddress.HostToNetworkOrder((127 << 24) + Interlocked.Increment(ref _addresses)));

        // This one's alone: others run beside it.
        private void Close()
        {
            using var pooled = new SqliteConnection(Connection);
            SqliteConnection.ClearPool(pooled);
        }

        protected override IHost CreateHost(IHostBuilder builder)
        {
            builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Demo"] = _demo ? "true" : "false",
                ["Jobs"] = "false",
                ["Data"] = Folder,
                ["Database:Provider"] = _server is null ? "Sqlite" : "SqlServer",
                ["ConnectionStrings:ProblemTracker"] = _server?.Settings.ConnectionString ?? Connection,
                ["Serilog:MinimumLevel:Default"] = "Error",
            }).AddInMemoryCollection(Settings));
            builder.ConfigureServices(services =>
            {
                services.AddSingleton(new TrackerClock(Clock));
                services.AddScoped(typeof(IPipelineBehavior<,>), typeof(SentMessages.Noting<,>));
                // A hash of full strength costs 70 ms of processor time, and most tests make people; PasswordStrengthTests has its own.
                services.Configure<PasswordHasherOptions>(passwords => passwords.IterationCount = 1);
                // Its memory of the boundaries must not outlive a database that is made anew.
                if (_reused) services.AddScoped<NeighborhoodMap>();
                services.AddSingleton<IStartupFilter>(new Watch(this));
                if (_server is null) services.AddSingleton(new DatabaseSettings(new TwinDialect(), Connection));
            });
            return base.CreateHost(builder);
        }

        /// <summary>Posts that a rate limit counts come from an address of this test's own.</summary>
        private sealed class Watch(App app) : IStartupFilter
        {
            private static readonly string[] Counted = ["/sign-in", "/link", "/api/v1/me/tokens"];

            public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => pipeline =>
            {
                pipeline.Use((context, step) =>
                {
                    if (HttpMethods.IsPost(context.Request.Method) && Counted.Any(path => context.Request.Path.StartsWithSegments(path)))
                        context.Connection.RemoteIpAddress = app._address;
                    return step(context);
                });
                next(pipeline);
            };
        }
    }

    /// <summary>A test's clock, put under a product that served another test before.</summary>
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

/// <summary>Reads the parts of HTTP replies that tests ask about.</summary>
public static class Replies
{
    public static async Task<JsonElement> Json(this HttpResponseMessage reply) => await reply.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>The codes of a 422 answer.</summary>
    public static async Task<IReadOnlyList<string>> ShortfallCodes(this HttpResponseMessage reply) =>
        [.. (await reply.Json()).GetProperty("shortfalls").EnumerateArray().Select(s => s.GetProperty("code").GetString()!)];

    /// <summary>The fields that a 400 answer names.</summary>
    public static async Task<IReadOnlyList<string>> WrongFields(this HttpResponseMessage reply) =>
        [.. (await reply.Json()).GetProperty("errors").EnumerateObject().Select(e => e.Name)];

    /// <summary>The same client, sending this version in If-Match.</summary>
    public static HttpClient IfMatch(this HttpClient client, int version)
    {
        client.DefaultRequestHeaders.IfMatch.Clear();
        client.DefaultRequestHeaders.IfMatch.Add(new($"\"{version}\""));
        return client;
    }
}
