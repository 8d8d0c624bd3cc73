using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Data;
using ProblemTracker.Tests.Partners;

namespace ProblemTracker.Tests.Host;

/// <summary>The verbs <c>backup</c> and <c>restore</c> as processes, beside a server that people work with.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class BackupTests
{
    private const string Csv = "no,at\n1,2026-01-05\n";

    private readonly string _top = Directory.CreateTempSubdirectory("tracker-backup").FullName;
    private readonly ConcurrentDictionary<string, bool> _acknowledged = [];
    private TrackerProcess _server = null!;
    private string _officer = "", _analyst = "", _folder = "", _file = "";
    private string[] _savedBefore = [];
    private byte[] _photo = [], _lamp = [];
    private long _problem, _action, _import;

    [OneTimeSetUp]
    public async Task Back_up_under_load()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("A SQL Server makes its own backups.");
        (_folder, _file) = (Path.Combine(_top, "data"), Path.Combine(_top, "first.backup"));
        await File.WriteAllTextAsync(Path.Combine(_top, "key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        (_officer, _analyst) = (await TrackerProcess.Token(_folder, "officer", "Officer", "Administrator"),
            await TrackerProcess.Token(_folder, "analyst", "Analyst"));
        _server = await Serve(_folder);
        await Work();

        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 6).Select(writer => Task.Run(() => Write(writer, stop.Token))).ToList();
        while (_acknowledged.Count < 60) await Task.Delay(20);
        _savedBefore = [.. _acknowledged.Keys];
        var (code, output) = await TrackerProcess.Run("", "backup", _file, "--data", _folder);
        var savedMeanwhile = _acknowledged.Count - _savedBefore.Length;
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("Wrote and checked").And.Contain("with 3 files."));
        Assert.That(savedMeanwhile, Is.GreaterThan(5), "People went on saving while the backup was made.");
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _server?.Dispose();
        Directory.Delete(_top, recursive: true);
    }

    [Test]
    public async Task Restored_elsewhere_it_has_everything_that_was_saved_before_the_backup_began()
    {
        var folder = Path.Combine(_top, "elsewhere");
        var (code, output) = await TrackerProcess.Run("", "restore", _file, "--data", folder);
        Assert.That(code, Is.Zero, output);
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(folder),
                Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        using var server = await Serve(folder);
        using var officer = server.Client(_officer);
        using var analyst = server.Client(_analyst);

        var notes = new HashSet<string>();
        for (string? after = null; ;)
        {
            var page = await officer.Read($"/api/v1/problems/{_problem}/notes?size=100{(after is null ? "" : $"&after={after}")}");
            notes.UnionWith(page.Each("text")!);
            if (page.GetProperty("next").ValueKind == JsonValueKind.Null) break;
            after = page.GetProperty("next").GetString();
        }
        Assert.That(_savedBefore.Except(notes), Is.Empty);
        Assert.That(await officer.GetByteArrayAsync($"/api/v1/actions/{_action}/photos/1"), Is.EqualTo(_photo));
        Assert.That(await officer.GetByteArrayAsync("/api/v1/files/1/content"), Is.EqualTo(_lamp));
        Assert.That(await officer.GetByteArrayAsync("/api/v1/files/1/content?small=true"), Is.Not.Empty);
        var preview = await analyst.Read($"/api/v1/imports/{_import}/preview");
        Assert.That(preview.ToString(), Does.Contain("2026-01-05"), "The uploaded file is there.");
        Assert.That(Scalar(folder, "PRAGMA integrity_check"), Is.EqualTo("ok"));
        Assert.That((await officer.Read("/health/ready")).GetProperty("checks").GetProperty("migrations").GetString(),
            Is.EqualTo("Healthy"));
    }

    [Test]
    public async Task Damage_anywhere_in_the_content_is_found_and_nothing_is_restored()
    {
        var whole = await File.ReadAllBytesAsync(_file);
        var content = whole.AsSpan().LastIndexOf("manifest.json"u8);
        foreach (var at in Enumerable.Range(1, 8).Select(i => content * i / 9))
        {
            var damaged = (byte[])whole.Clone();
            // More than one byte: some single bits make no difference to what is unpacked.
            foreach (ref var one in damaged.AsSpan(at, 64)) one ^= 0xFF;
            await MustBeRefused(damaged, "damaged");
        }
        foreach (var length in new[] { 0, 10, whole.Length / 2, whole.Length - 1 }) await MustBeRefused(whole[..length], "damaged");
        await MustBeRefused("Not a backup at all, but a text."u8.ToArray(), "is damaged, or it is not a backup of this program");
    }

    [Test]
    public async Task Manifest_that_was_changed_is_found()
    {
        var file = Path.Combine(_top, "changed.backup");
        File.Copy(_file, file);
        await using (var archive = await ZipFile.OpenAsync(file, ZipArchiveMode.Update))
        {
            var manifest = archive.GetEntry("manifest.json")!;
            string json;
            using (var reader = new StreamReader(await manifest.OpenAsync())) json = await reader.ReadToEndAsync();
            manifest.Delete();
            await using var changed = new StreamWriter(await archive.CreateEntry("manifest.json").OpenAsync());
            await changed.WriteAsync(json.Replace("uploads/", "../uploads/"));
        }
        await MustBeRefused(await File.ReadAllBytesAsync(file), "is damaged, or it is not a backup of this program");
    }

    [Test]
    public async Task Backup_of_a_newer_version_is_refused()
    {
        var folder = Path.Combine(_top, "newer");
        await TrackerProcess.Run("", "restore", _file, "--data", folder);
        Execute(folder, "INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('db/sqlite/9999_later.sql', '2030-01-01')");
        var file = Path.Combine(_top, "newer.backup");
        Assert.That((await TrackerProcess.Run("", "backup", file, "--data", folder)).Code, Is.Zero);

        await MustBeRefused(await File.ReadAllBytesAsync(file), "was made by a newer version of the program (migration 9999;");
        var (code, output) = await TrackerProcess.Run("", "--no-demo", "--public-url", "http://localhost", "--urls", "http://127.0.0.1:0",
            "--data", folder);
        Assert.That((code, output), Is.EqualTo((1, output)));
        Assert.That(output, Does.Contain("A newer version of the program has updated this database (migration 9999;"));
    }

    [Test]
    public async Task Restoring_replaces_data_only_when_told_to_and_keeps_the_previous_data()
    {
        var folder = Path.Combine(_top, "replaced");
        await TrackerProcess.Token(folder, "present", "Officer");
        var refused = await TrackerProcess.Run("", "restore", _file, "--data", folder);
        var allowed = await TrackerProcess.Run("", "restore", _file, "--replace", "--data", folder);

        Assert.That(refused.Code, Is.EqualTo(1));
        Assert.That(refused.Output, Does.Contain("There is a database at").And.Contain("--replace"));
        Assert.That(allowed.Code, Is.Zero, allowed.Output);
        Assert.That(Scalar(folder, "SELECT MIN(Email) FROM Person"), Is.EqualTo("analyst@test.example"));
        var previous = Directory.GetDirectories(folder, "replaced-*").Single();
        Assert.That(allowed.Output, Does.Contain(previous));
        Assert.That(Scalar(previous, "SELECT MIN(Email) FROM Person"), Is.EqualTo("present@test.example"));
    }

    [Test]
    public async Task Restoring_under_a_running_server_is_refused()
    {
        var before = File.ReadAllBytes(Path.Combine(_folder, "tracker.db"));
        var (code, output) = await TrackerProcess.Run("", "restore", _file, "--replace", "--data", _folder);

        Assert.That((code, output), Is.EqualTo((1, output)));
        Assert.That(output, Does.Contain("The tracker is running with the data folder"));
        Assert.That(File.ReadAllBytes(Path.Combine(_folder, "tracker.db")), Is.EqualTo(before));
    }

    [Test]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Existing_file_is_kept_and_a_new_one_is_private()
    {
        var file = Path.Combine(_top, "kept.backup");
        await File.WriteAllTextAsync(file, "Something else");
        var refused = await TrackerProcess.Run("", "backup", file, "--data", _folder);
        var kept = await File.ReadAllTextAsync(file);
        var allowed = await TrackerProcess.Run("", "backup", file, "--overwrite", "--data", _folder);

        Assert.That((refused.Code, kept), Is.EqualTo((1, "Something else")));
        Assert.That(refused.Output, Does.Contain("exists already. Choose another name, or add --overwrite."));
        Assert.That(allowed.Code, Is.Zero, allowed.Output);
        Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(Directory.GetFiles(_top, "kept*"), Is.EqualTo(new[] { file }), "Nothing temporary is left.");
    }

    [Test]
    public async Task Damaged_database_is_not_backed_up()
    {
        var folder = Path.Combine(_top, "damaged");
        await TrackerProcess.Run("", "restore", _file, "--data", folder);
        var database = Path.Combine(folder, "tracker.db");
        var bytes = await File.ReadAllBytesAsync(database);
        Random.Shared.NextBytes(bytes.AsSpan(bytes.Length / 2, 16 * 4096));
        await File.WriteAllBytesAsync(database, bytes);
        var (code, output) = await TrackerProcess.Run("", "backup", Path.Combine(_top, "damaged.backup"), "--data", folder);

        Assert.That((code, output), Is.EqualTo((1, output)));
        Assert.That(output, Does.Contain("is damaged").And.Contain("no backup was written"));
        Assert.That(Directory.GetFiles(_top, "damaged.backup*"), Is.Empty);
    }

    [TestCase("backup", "BACKUP DATABASE")]
    [TestCase("restore", "RESTORE DATABASE")]
    public void On_SQL_Server_the_server_makes_the_backups(string verb, string sentence)
    {
        var options = new Shared.TrackerOptions
        {
            IsDemo = false,
            DataFolder = _top,
            Database = new(new ProblemTracker.Data.SqlServerDialect(), "Server=db.city.example"),
        };
        var refused = Assert.ThrowsAsync<ProblemTracker.Data.UsageError>(async () =>
        {
            if (verb == "backup") await Backups.MakeBackup.Run(options, _file, overwrites: false, default);
            else await Backups.RestoreBackup.Run(options, _file, replaces: false, default);
        });

        Assert.That(refused!.Message,
            Does.Contain("The database is on a SQL Server").And.Contain(sentence).And.Contain("uploads, mail, records and files"));
    }

    private async Task MustBeRefused(byte[] content, string sentence)
    {
        var (file, folder) = (Path.Combine(_top, "refused.backup"), Path.Combine(_top, "refused"));
        await File.WriteAllBytesAsync(file, content);
        var (code, output) = await TrackerProcess.Run("", "restore", file, "--data", folder);

        Assert.That((code, output), Is.EqualTo((1, output)));
        Assert.That(output, Does.Contain(sentence));
        Assert.That(Directory.GetFileSystemEntries(folder).Select(Path.GetFileName), Is.EqualTo(new[] { "tracker.lock" }));
    }

    /// <summary>
    /// A problem with an action, a partner's photo of it, a photo of the problem, and an uploaded file that waits to be imported.
    /// </summary>
    private async Task Work()
    {
        Execute(_folder, "INSERT INTO Neighborhood (Name, NameKey) VALUES ('Alder Hill', 'ALDER HILL')");
        using var officer = _server.Client(_officer);
        _problem = Id(await officer.PostAsJsonAsync("/api/v1/problems", new
        {
            title = "Noise behind the bar",
            description = "Every Friday night.",
            categoryCode = "noise",
            source = "Officer",
            priority = "Normal",
            confidential = false,
            neighborhoodId = 1,
            leadId = 1,
        }));
        var agency = await officer.Stakeholder("Public Works", StakeholderKind.Agency);
        var attachment = await officer.Attach(_problem, agency, StakeholderRole.Partner);
        _action = Id(await officer.PostAsJsonAsync($"/api/v1/problems/{_problem}/actions",
            new { description = "Have the alley lit", enforcement = false, ownerAttachmentId = attachment, dueOn = "2099-03-20" }));
        await (await officer.PostAsJsonAsync("/api/v1/people", new
        {
            email = "partner@test.example",
            name = "Partner",
            roles = new[] { "Partner" },
            stakeholderId = agency,
            password = TrackerHost.Password,
        })).Ok();
        var token = (await TrackerProcess.Run("", "token", "create", "--user", "partner@test.example", "--data", _folder)).Output;
        using var partner = _server.Client(token.Trim().Split(' ')[^1]);
        await (await partner.PostAsync($"/api/v1/partner/actions/{_action}/photos", new ByteArrayContent(PhotoTests.Png()))).Ok();
        _photo = await officer.GetByteArrayAsync($"/api/v1/actions/{_action}/photos/1");
        await (await officer.PostAsync($"/api/v1/problems/{_problem}/files", new ByteArrayContent(PhotoTests.Png()))).Ok();
        _lamp = await officer.GetByteArrayAsync("/api/v1/files/1/content");
        using var analyst = _server.Client(_analyst);
        _import = Id(await analyst.PostAsync("/api/v1/imports?kind=Incidents&fileName=calls.csv", new StringContent(Csv)));

        static long Id(HttpResponseMessage reply) => reply.Ok().Result.GetProperty("id").GetInt64();
    }

    private async Task Write(int writer, CancellationToken ct)
    {
        using var officer = _server.Client(_officer);
        for (var i = 0; !ct.IsCancellationRequested; i++)
        {
            var text = $"Note {i} of writer {writer}";
            await (await officer.PostAsJsonAsync($"/api/v1/problems/{_problem}/notes", new { text }, CancellationToken.None)).Ok();
            _acknowledged[text] = true;
        }
    }

    private Task<TrackerProcess> Serve(string folder) => TrackerProcess.Serve(folder, "--public-url", "http://localhost",
        "--DrainSeconds=0", $"--Keys:File={_top}/key");

    private static void Execute(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder}/tracker.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string? Scalar(string folder, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder}/tracker.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }
}
