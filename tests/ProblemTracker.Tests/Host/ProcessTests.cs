using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace ProblemTracker.Tests.Host;

/// <summary>The product as processes: two of them on one database, stopped by its service manager, and what it leaves on disk.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class ProcessTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-process").FullName;
    private TrackerProcess _first = null!, _second = null!;
    private HttpClient _ada = null!, _bo = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        if (Data.ServerDatabase.IsGiven) Assert.Ignore("The processes run on SQLite.");
        await File.WriteAllTextAsync($"{_folder}.key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var (ada, bo) = (await Token("ada"), await Token("bo"));
        _first = await Serve();
        _second = await Serve();
        (_ada, _bo) = (Client(_first, ada), Client(_second, bo));
    }

    [OneTimeTearDown]
    public void Stop()
    {
        foreach (var part in new IDisposable?[] { _ada, _bo, _first, _second }) part?.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        File.Delete($"{_folder}.key");
    }

    /// <summary>At each moment: the database is created, the server begins to listen, it runs.</summary>
    [Test]
    public async Task Server_that_is_stopped_while_it_starts_ends_quietly()
    {
        foreach (var (milliseconds, option) in new[] { 0, 40, 150, 300, 500, 700, 900, 1100, 1300, 1500, 1800 }
            .Select(moment => (moment, "--no-demo")).Append((2500, "--Demo=true")).Append((6000, "--Demo=true")))
        {
            var folder = Directory.CreateTempSubdirectory("tracker-stop").FullName;
            var (code, output) = await TrackerProcess.StopWhileStarting(folder, TimeSpan.FromMilliseconds(milliseconds), option);

            Assert.That(code, Is.Zero, $"{milliseconds} ms: {output}");
            Assert.That(output, Does.Not.Contain("   at ").And.Not.Contain("xception"), $"{milliseconds} ms");
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Same_request_at_two_processes_is_carried_out_once()
    {
        // One person's token at both processes.
        using var elsewhere = Client(_second, _ada.DefaultRequestHeaders.Authorization!.Parameter!);
        for (var round = 0; round < 12; round++)
        {
            var email = $"new{round}@test.example";
            var body = new { email, name = "New", roles = new[] { "Officer" }, password = TrackerHost.Password };
            var replies = await Task.WhenAll(Post(_ada, body, $"k{round}"), Post(elsewhere, body, $"k{round}"));

            Assert.That(replies.Select(reply => reply.StatusCode), Is.All.EqualTo(HttpStatusCode.Created));
            Assert.That((await replies[0].Json()).GetProperty("id").GetInt64(),
                Is.EqualTo((await replies[1].Json()).GetProperty("id").GetInt64()));
        }
        Assert.That(Scalar("SELECT COUNT(*) FROM AuditEntry WHERE Event = 'person.created' AND AfterJson LIKE '%new%@test.example%'"),
            Is.EqualTo(12));
    }

    [Test]
    public async Task Two_administrators_cannot_demote_each_other_at_the_same_moment()
    {
        for (var round = 0; round < 8; round++)
        {
            var (ada, bo) = (await Person("ada"), await Person("bo"));
            await Task.WhenAll(Demote(_ada, bo), Demote(_bo, ada));

            Assert.That(Scalar("SELECT COUNT(*) FROM PersonRole r JOIN Person p ON p.Id = r.PersonId WHERE r.Role = 'Administrator'"),
                Is.EqualTo(1), $"round {round}");
            // Whoever is left restores the other.
            var left = Scalar("SELECT MIN(PersonId) FROM PersonRole WHERE Role = 'Administrator'") == ada.Id ? _ada : _bo;
            foreach (var person in new[] { await Person("ada"), await Person("bo") })
                await (await Put(left, person, ["Administrator", "Officer"])).Ok();
        }
    }

    [Test]
    public async Task A_title_and_a_deadline_changed_at_the_same_moment_are_both_kept()
    {
        var problem = await NewProblem();
        for (var round = 0; round < 8; round++)
        {
            var version = (int)Scalar($"SELECT Version FROM Problem WHERE Id = {problem}");
            var settings = await _bo.GetAsync("/api/v1/settings/deadlines");
            await Task.WhenAll(Rename(problem, version, $"Round {round}"), Deadlines(settings.Headers.ETag!, 10 + round));

            var read = await _ada.Read($"/api/v1/problems/{problem}");
            var opened = read.GetProperty("openedAt").GetDateTimeOffset();
            Assert.That(read.GetProperty("title").GetString(), Is.EqualTo($"Round {round}"));
            Assert.That(DateOnly.Parse(read.GetProperty("dueOn").GetString()!, System.Globalization.CultureInfo.InvariantCulture).DayNumber
                - DateOnly.FromDateTime(opened.UtcDateTime).DayNumber, Is.InRange(10 + round - 1, 10 + round + 5), $"round {round}");
        }
    }

    [Test]
    public async Task Terminal_invites_and_makes_a_link_on_a_database_that_no_server_has_opened_yet()
    {
        using var folder = new TemporaryFolder();
        var (code, output) = await TrackerProcess.Run("", "user", "create", "--email", "ada@test.example", "--role", "Administrator",
            "--data", folder.Path);
        Assert.That(code, Is.Zero, output);
        (code, output) = await TrackerProcess.Run("", "user", "password-link", "--email", "ada@test.example", "--data", folder.Path);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("/password/").And.Contain("Set PublicUrl in the environment"));
    }

    [Test]
    public async Task Told_to_stop_readiness_fails_first_and_the_request_in_flight_is_answered()
    {
        using var folder = new TemporaryFolder();
        await TrackerProcess.Run(TrackerHost.Password, "user", "create", "--email", "ada@test.example", "--role", "Analyst",
            "--data", folder.Path);
        var token = (await TrackerProcess.Run("", "token", "create", "--user", "ada@test.example", "--data", folder.Path)).Output;
        using var server = await TrackerProcess.Serve(folder.Path, "--public-url", "http://localhost", "--DrainSeconds=12");
        using var client = Client(server, token.Trim().Split(' ')[^1]);
        using var body = new Slow("no,at\n1,2026-01-05\n"u8.ToArray());
        var upload = client.PostAsync("/api/v1/imports?kind=Incidents&fileName=slow.csv", body);
        await body.Began;

        var ended = server.Terminate();
        var ready = HttpStatusCode.OK;
        try
        {
            while (ready == HttpStatusCode.OK) ready = (await client.GetAsync("/health/ready")).StatusCode;
        }
        catch (HttpRequestException error)
        {
            Assert.Fail($"{error.Message}: {server.Said}");
        }
        body.Finish();

        Assert.That(ready, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await upload).StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(await ended, Is.EqualTo(0).Or.EqualTo(143), "Ended by itself: 143 is how .NET says that SIGTERM was the reason.");
    }

    [Test]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Only_the_account_of_the_server_can_read_its_files()
    {
        Assert.That(File.GetUnixFileMode(_folder), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        foreach (var file in Directory.GetFiles(_folder))
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite), file);
    }

    [Test]
    public void Key_ring_is_encrypted_with_the_key_file()
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT Xml FROM DataProtectionKey";
        var xml = (string)command.ExecuteScalar()!;

        Assert.That(xml, Does.Contain("<keyFile").And.Not.Contain("<value>"));
    }

    [TestCase("/nowhere/key", "Keys:File can't be read from /nowhere/key")]
    [TestCase("short", "does not hold 32 bytes in Base64")]
    public async Task Start_is_refused_with_an_unusable_key_file(string file, string sentence)
    {
        using var folder = new TemporaryFolder();
        if (file == "short") await File.WriteAllTextAsync(file = Path.Combine(folder.Path, "short"), "AAAA");
        var (code, output) = await TrackerProcess.Run("", "--no-demo", "--public-url", "http://localhost", "--urls", "http://127.0.0.1:0",
            "--data", folder.Path, $"--Keys:File={file}");

        Assert.That((code, output), Is.EqualTo((1, output)));
        Assert.That(output, Does.Contain(sentence));
    }

    [Test]
    public async Task Ready_names_its_parts()
    {
        var ready = await _ada.Read("/health/ready");

        Assert.That(ready.GetProperty("checks").EnumerateObject().Select(part => part.Name),
            Is.EqualTo(new[] { "serving", "database", "disk", "migrations", "jobs", "mail" }));
        Assert.That(ready.GetProperty("checks").GetProperty("database").GetString(), Is.EqualTo("Healthy"));
    }

    private Task<TrackerProcess> Serve() =>
        TrackerProcess.Serve(_folder, "--public-url", "http://localhost", "--DrainSeconds=0", $"--Keys:File={_folder}.key");

    private async Task<string> Token(string name)
    {
        var (code, output) = await TrackerProcess.Run(TrackerHost.Password, "user", "create", "--email", $"{name}@test.example",
            "--role", "Administrator", "Officer", "--data", _folder);
        Assert.That(code, Is.Zero, output);
        var made = await TrackerProcess.Run("", "token", "create", "--user", $"{name}@test.example", "--data", _folder);
        return made.Output.Trim().Split(' ')[^1];
    }

    private static HttpClient Client(TrackerProcess process, string token) => new()
    {
        BaseAddress = new(process.Url),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private static Task<HttpResponseMessage> Post(HttpClient client, object body, string key) => client.SendAsync(
        new(HttpMethod.Post, "/api/v1/people") { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key } } });

    private sealed record PersonRow(long Id, string Name, int Version);

    private async Task<PersonRow> Person(string name)
    {
        var client = Scalar("SELECT COUNT(*) FROM PersonRole WHERE Role = 'Administrator' AND PersonId = 1") == 1 ? _ada : _bo;
        return (await client.Read("/api/v1/people")).GetProperty("items").EnumerateArray()
            .Where(person => person.GetProperty("email").GetString() == $"{name}@test.example")
            .Select(person => new PersonRow(person.GetProperty("id").GetInt64(), name, person.GetProperty("version").GetInt32())).Single();
    }

    private static Task<HttpResponseMessage> Demote(HttpClient by, PersonRow person) => Put(by, person, ["Officer"]);

    private static Task<HttpResponseMessage> Put(HttpClient by, PersonRow person, string[] roles) => Send(by, HttpMethod.Put,
        $"/api/v1/people/{person.Id}", $"\"{person.Version}\"", new { name = person.Name, roles, active = true });

    private Task<HttpResponseMessage> Rename(long problem, int version, string title) =>
        Send(_ada, HttpMethod.Patch, $"/api/v1/problems/{problem}", $"\"{version}\"", new { title });

    private Task<HttpResponseMessage> Deadlines(EntityTagHeaderValue version, int days) => Send(_bo, HttpMethod.Put,
        "/api/v1/settings/deadlines", version.ToString(), new
        {
            scanningDays = days,
            analysisDays = 30,
            responseDays = 30,
            responseGraceDays = 10,
            assessmentDays = 30,
            assessmentGraceDays = 10,
        });

    private static async Task<HttpResponseMessage> Send(HttpClient client, HttpMethod method, string path, string version, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", version);
        return await client.SendAsync(request);
    }

    private async Task<long> NewProblem()
    {
        using (var connection = Open())
        {
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO Neighborhood (Name, NameKey) VALUES ('Alder Hill', 'ALDER HILL')";
            command.ExecuteNonQuery();
        }
        var reply = await _ada.PostAsJsonAsync("/api/v1/problems", new
        {
            title = "Noise behind the bar",
            description = "Every Friday night.",
            categoryCode = "noise",
            source = "Officer",
            priority = "Normal",
            confidential = false,
            neighborhoodId = 1,
            leadId = 1,
        });
        return (await reply.Ok()).GetProperty("id").GetInt64();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_folder}/tracker.db;Pooling=False");
        connection.Open();
        return connection;
    }

    private long Scalar(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("tracker-process").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    /// <summary>Sends the first half at once, and the rest when told to.</summary>
    private sealed class Slow(byte[] content) : HttpContent
    {
        private readonly TaskCompletionSource _began = new(), _mayFinish = new();

        public Task Began => _began.Task;

        public void Finish() => _mayFinish.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(content.AsMemory(0, content.Length / 2));
            await stream.FlushAsync();
            _began.SetResult();
            await _mayFinish.Task;
            await stream.WriteAsync(content.AsMemory(content.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = content.Length;
            return true;
        }
    }
}
