using System.Text.RegularExpressions;
using Dapper;
using DbUp.Engine.Output;
using Microsoft.Data.Sqlite;
using ProblemTracker.Data;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Architecture;
using ProblemTracker.Tests.Contract;
using ProblemTracker.Tests.Host;

namespace ProblemTracker.Tests.Data;

/// <summary>
/// Databases of every earlier migration number, with the rows that the versions up to it wrote, are upgraded to the newest.
/// </summary>
public sealed partial class UpgradeTests
{
    /// <summary>Tables that became another one.</summary>
    private static readonly Dictionary<string, string> Renamed = new() { ["ActionLink"] = "OneTimeLink" };

    /// <summary>Columns that got another name, or were dropped on purpose (null).</summary>
    private static readonly Dictionary<string, string?> RenamedColumns = new()
    {
        ["ActionLink.ActionId"] = "SubjectId",
        ["ActionLink.AttachmentId"] = "HolderId",
        ["Problem.HeldUntil"] = "OnHoldUntil",
        ["Problem.IdentifiedBy"] = "Source",
        ["Problem.Returns"] = "MovesBack",
        ["ProblemAction.Interim"] = "UrgentSafetyMeasure",
        ["ProblemAction.InterimReason"] = "UrgentSafetyReason",
        ["ProblemAction.DroppedBecause"] = "DroppedReason",
        ["ProblemAction.ReturnedBecause"] = "ReturnedReason",
        ["ApprovalRequest.Asked"] = "Requested",
        ["ApprovalRequest.AskedBy"] = "RequestedBy",
        ["ApprovalRequest.AskedAt"] = "RequestedAt",
        ["Nudge.Rung"] = "Kind",
        ["Nudge.ApprovalRequestId"] = "RequestId",
        ["AuditEntry.Deed"] = "Event",
        ["Person.MailChoice"] = "EmailChoice",
        ["Person.SecurityStamp"] = null,
        ["Person.FailedSignIns"] = null,
        ["Person.LockedUntil"] = null,
    };

    /// <summary>Columns whose values a migration translates; tests of their own say into what.</summary>
    private static readonly HashSet<string> Translated =
    [
        "ApprovalRequest.Asked", "Nudge.Rung", "AuditEntry.Deed", "Nudge.DedupeKey", "AuditEntry.BeforeJson", "AuditEntry.AfterJson",
        "Setting.Name", "WaivedCode.Code", "GateOverride.Codes", "Worksheet.Body", "FrozenPlan.Sheet", "FrozenPlan.Actions",
        "Amendment.BeforeJson", "Amendment.AfterJson", "ImportRun.State", "DurabilityCheck.Finding", "ProblemObjective.AfterValue",
        "ApprovalRequest.Requested", "Nudge.Kind", "AuditEntry.Event",
    ];

    private static readonly SqliteDialect Dialect = new();

    private static readonly Dictionary<int, string> Rows = Section()
        .Matches(Repository.Read("tests/ProblemTracker.Tests/Data/Migrations/Rows.sql"))
        .ToDictionary(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), m => m.Groups[2].Value);

    private static readonly Lazy<List<string>> OfNew = new(CreatedNew);

    /// <summary>The databases built so far, by number.</summary>
    private static readonly Dictionary<int, byte[]> Built = [];

    private string _folder = "";

    private string Database => Path.Combine(_folder, "tracker.db");
    private DatabaseSettings Settings => new(Dialect, $"Data Source={Database};Pooling=False");

    [SetUp] public void Start() => _folder = Directory.CreateTempSubdirectory("tracker-upgrade").FullName;

    [TearDown] public void Stop() => Directory.Delete(_folder, recursive: true);

    [TestCaseSource(nameof(Numbers))]
    public async Task Database_of_this_number_is_upgraded_and_loses_nothing(int number)
    {
        Build(number);
        var before = Content();
        Assert.That(before.SelectMany(table => table.Value.Empty.Select(column => $"{table.Key}.{column}")), Is.Empty,
            "Rows.sql must have a value for these.");

        Schema.Migrate(Settings);

        Assert.That(Schema.Number(Settings), Is.EqualTo(Numbers.Max()));
        Assert.That(new DatabaseFile(Dialect, Database).Fault(), Is.Null);
        Assert.That(Created(Database), Is.EqualTo(OfNew.Value), "It has the same tables and indexes as a new database.");
        Compare(before);
        await MustBeReadable(everything: number == 1 || number == Numbers.Max());
    }

    [Test]
    public async Task Program_upgrades_the_first_version_when_it_starts()
    {
        Build(1);
        using (var server = await TrackerProcess.Serve(_folder, "--public-url", "http://localhost", "--DrainSeconds=0"))
        {
            var made = await TrackerProcess.Run("", "token", "create", "--user", "ada@city.example", "--data", _folder);
            using var ada = server.Client(made.Output.Trim().Split(' ')[^1]);

            Assert.That((await ada.Read("/api/v1/problems/1")).GetProperty("title").GetString(), Is.EqualTo("Noise behind the bar"));
            Assert.That((await ada.GetAsync("/health/ready")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        Assert.That(Schema.Number(Settings), Is.EqualTo(Numbers.Max()));
    }

    private static IEnumerable<int> Numbers => Enumerable.Range(1, Repository.Files("db/sqlite", "*.sql").Count);

    /// <summary>Runs the scripts up to a number as the program does, each followed by the rows of its version.</summary>
    private void Build(int number)
    {
        // The database of a number begins as that of the number before.
        var known = Built.Keys.Where(built => built <= number).DefaultIfEmpty(0).Max();
        if (known > 0) File.WriteAllBytes(Database, Built[known]);
        for (var i = known + 1; i <= number; i++)
        {
            var name = $"{Dialect.Scripts}{i:0000}_";
            var result = Dialect.Upgrade(Settings.ConnectionString)
                .WithScriptsEmbeddedInAssembly(typeof(Schema).Assembly, script => script.StartsWith(name, StringComparison.Ordinal))
                .WithTransactionPerScript().LogTo(new NoOpUpgradeLog()).Build().PerformUpgrade();
            Assert.That(result.Successful, Is.True, $"{result.Error}");
            using var connection = Open(Database);
            connection.Execute("PRAGMA foreign_keys = ON");
            if (Rows.TryGetValue(i, out var rows)) connection.Execute(rows);
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            Built[i] = File.ReadAllBytes(Database);
        }
    }

    private void Compare(Dictionary<string, Table> before)
    {
        var after = Content();
        foreach (var (name, table) in before)
        {
            var now = after[Renamed.GetValueOrDefault(name, name)];
            Assert.That(now.Rows, Has.Count.EqualTo(table.Rows.Count), name);
            var kept = table.Columns.Where(column => !Translated.Contains($"{name}.{column}"))
                .Select(column => (Old: column, New: RenamedColumns.GetValueOrDefault($"{name}.{column}", column)))
                // Another table's keys are its own.
                .Where(column => column.New is not null && !(Renamed.ContainsKey(name) && column.Old == "Id")).ToList();
            Assert.That(now.Columns, Is.SupersetOf(kept.Select(column => column.New)), name);
            Assert.That(now.Only(kept.Select(column => column.New!)), Is.EquivalentTo(table.Only(kept.Select(column => column.Old))), name);
        }
    }

    /// <summary>Requests pages and API as a person with every role of the department. None may fail.</summary>
    private async Task MustBeReadable(bool everything)
    {
        if (ServerDatabase.IsGiven) return;
        var copy = Path.Combine(_folder, "copy.db");
        new DatabaseFile(Dialect, Database).CopyTo(copy);
        using var host = new TrackerHost();
        host.Load(await File.ReadAllBytesAsync(copy));
        var token = host.SignIn(TrackerHost.AllOfTheDepartment);
        var browser = host.Anonymous;
        var cookie = await SessionCookies.Cookie(host,
            host.IdOf(string.Join('-', TrackerHost.AllOfTheDepartment).ToLowerInvariant()));
        string[] few = ["/problems", "/problems/{id:long}", "/api/v1/problems/{id:long}", "/api/v1/problems/{id:long}/timeline"];
        var (asked, read) = (0, 0);
        foreach (var endpoint in ContractTests.Endpoints(host).Where(e => (e.Methods.Contains("GET") || e.Methods.Contains("any"))
            && !e.Route.StartsWith("/hangfire", StringComparison.Ordinal) && (everything || few.Contains(e.Route))))
        {
            foreach (var id in new[] { "1", "2" })
            {
                var path = Hole().Replace(endpoint.Route, id);
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                var isApi = path.StartsWith("/api/", StringComparison.Ordinal);
                if (!isApi) request.Headers.Add("Cookie", cookie);
                using var reply = await (isApi ? token : browser).SendAsync(request);
                asked++;
                if (reply.IsSuccessStatusCode) read++;
                Assert.That((int)reply.StatusCode, Is.LessThan(500), $"{path}: {await reply.Content.ReadAsStringAsync()}");
            }
        }
        Assert.That(read, Is.GreaterThan(everything ? 150 : 4), $"of {asked}");
    }

    private static List<string> CreatedNew()
    {
        var folder = Directory.CreateTempSubdirectory("tracker-upgrade");
        var path = Path.Combine(folder.FullName, "new.db");
        Schema.Migrate(new(Dialect, $"Data Source={path};Pooling=False"));
        var created = Created(path);
        folder.Delete(recursive: true);
        return created;
    }

    private static List<string> Created(string path)
    {
        using var connection = Open(path);
        return [.. connection.Query<string>("SELECT CONCAT(type, ' ', name, ' ', sql) FROM sqlite_schema ORDER BY type, name")];
    }

    /// <summary>The rows of every table of ours, without the search index.</summary>
    private Dictionary<string, Table> Content()
    {
        using var connection = Open(Database);
        return connection.Query<string>("""
            SELECT name FROM sqlite_schema
            WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%Search%' AND name <> 'SchemaVersions'
            """).ToDictionary(name => name, name => new Table(connection, name));
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }

    private sealed class Table
    {
        public Table(SqliteConnection connection, string name)
        {
            using var reader = connection.ExecuteReader($"SELECT * FROM {name}");
            Columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            while (reader.Read())
                Rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i =>
                    reader.GetValue(i) switch { DBNull => null, byte[] bytes => Convert.ToHexString(bytes), var value => $"{value}" })]);
        }

        public List<string> Columns { get; }
        public List<List<string?>> Rows { get; } = [];

        /// <summary>Columns without a value in any row.</summary>
        public IEnumerable<string> Empty => Columns.Where((_, i) => Rows.All(row => row[i] is null));

        /// <summary>Each row as one line with the values of some columns.</summary>
        public List<string> Only(IEnumerable<string> columns)
        {
            var at = columns.Select(column => Columns.IndexOf(column)).ToList();
            return [.. Rows.Select(row => string.Join(" | ", at.Select(i => row[i] ?? "NULL")))];
        }
    }

    [GeneratedRegex(@"^-- (\d{4})\r?\n(.*?)(?=^-- \d{4}\r?\n|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();
}
