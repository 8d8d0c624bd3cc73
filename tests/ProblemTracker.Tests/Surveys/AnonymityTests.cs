using System.Diagnostics;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Domain;
using ProblemTracker.Surveys;
using ProblemTracker.Tests.Architecture;
using ProblemTracker.Tests.Concerns;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests.Surveys;

/// <summary>Reads the whole database and tries to find out who gave an answer, or when.</summary>
public sealed class AnonymityTests
{
    private TrackerHost _host = null!;
    private long _survey, _wave;

    [SetUp]
    public async Task Start()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("Reads the file of SQLite.");
        _host = new();
        // As after a start; the host can be one that was used.
        _host.Services.GetRequiredService<AnswerTraces>().AreLeft = true;
        _survey = await _host.NewSurvey();
        _wave = await _host.NewWave(_survey);
    }

    [TearDown] public void Stop() => _host?.Dispose();

    /// <summary>Every row of every table, as the text of all its columns, with its rowid where there is one.</summary>
    private Dictionary<string, List<string>> Everything()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_host.Folder, "tracker.db")};Pooling=False");
        connection.Open();
        var tables = Read(connection, """
            SELECT m.name, CASE WHEN m.sql LIKE '%WITHOUT ROWID%' THEN '' ELSE 'rowid, ' END FROM sqlite_master m
            WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND m.name NOT LIKE '%Search_%'
            """).Select(row => row.Split('|')).ToList();
        return tables.ToDictionary(table => table[0], table => Read(connection, $"SELECT {table[1]}* FROM {table[0]}"));
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i))));
        return rows;
    }

    /// <summary>The content of the database's file, with nothing left in the log.</summary>
    private async Task<byte[]> Content()
    {
        await _host.Send(new EraseAnswerTraces());
        Assert.That(_host.Services.GetRequiredService<AnswerTraces>().AreLeft, Is.False);
        Assert.That(new FileInfo(Path.Combine(_host.Folder, "tracker.db-wal")) is { Exists: false } or { Length: 0 });
        return await File.ReadAllBytesAsync(Path.Combine(_host.Folder, "tracker.db"));
    }

    private static List<int> Places(byte[] content, string text)
    {
        List<int> places = [];
        var sought = Encoding.UTF8.GetBytes(text);
        for (var from = 0; content.AsSpan(from).IndexOf(sought) is >= 0 and var at; from += at + 1) places.Add(from + at);
        return places;
    }

    [Test]
    public async Task Sending_changes_only_the_answer_its_draft_and_the_day_of_its_invitation([Values] bool onTheOfficersTablet)
    {
        var link = (await _host.Slips(_survey, _wave, 3))[1];
        var token = link.Split('/')[^1];
        // Somebody on the officer's tablet, with the officer's session, and a form that was tampered with.
        var cookie = onTheOfficersTablet ? await SessionCookies.Cookie(_host, Role.Officer) : "";
        for (var step = 1; step <= 4; step++) await Post(step, "next");
        var before = Everything();
        await Post(5, "send");
        var after = Everything();

        var changed = after.Keys.Where(table => !after[table].SequenceEqual(before[table])).Except(["Session"]).ToList();
        Assert.That(changed, Is.EquivalentTo(new[] { "SurveyAnswer", "SurveyDraft", "SurveyInvitation" }));
        var answer = after["SurveyAnswer"].Single().Split('|');
        var invitation = after["SurveyInvitation"].Except(before["SurveyInvitation"]).Single().Split('|');
        Assert.Multiple(() =>
        {
            Assert.That(answer, Has.Length.EqualTo(4), "Key, wave, mode and answers, no more.");
            Assert.That(answer[1..3], Is.EqualTo(new[] { $"{_wave}", "Slip" }));
            Assert.That(invitation, Is.EqualTo(new[] { Invitations.Digest(token), $"{_wave}", "Slip", "2026-03-02" }));
            foreach (var (table, rows) in after)
                foreach (var row in rows)
                {
                    Assert.That(row, Does.Not.Contain(token), table);
                    if (table != "SurveyAnswer") Assert.That(row, Does.Not.Contain(answer[0]).And.Not.Contain("\"q1\":4"), table);
                    if (table != "SurveyInvitation") Assert.That(row, Does.Not.Contain(invitation[0]), table);
                }
        });

        async Task Post(int step, string go)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{link}?step={step}")
            {
                Content = new FormUrlEncodedContent(Enumerable.Range(1, 15).Select(q => KeyValuePair.Create($"Answers[q{q}]", "4"))
                    .Append(new("go", go)).Append(new("__key", $"key-{step}"))),
            };
            if (cookie.Length > 0) request.Headers.Add("Cookie", cookie);
            using var reply = await _host.WithoutCookies().SendAsync(request);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Redirect), await reply.Content.ReadAsStringAsync());
        }
    }

    [Test]
    public async Task Starting_from_poster_or_tablet_is_not_in_the_audit_log_or_under_an_idempotency_key()
    {
        var survey = await (await _host.SignIn(Role.Officer).GetAsync($"/api/v1/surveys/{_survey}")).Json();
        var before = Everything();
        await new Resident(_host).Post(survey.GetProperty("waves")[0].GetProperty("posterPath").GetString()!);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/surveys/{_survey}/waves/{_wave}/tablet");
        request.Headers.Add("Idempotency-Key", "once");
        await (await _host.SignIn(Role.Officer).SendAsync(request)).Ok();
        var after = Everything();

        foreach (var table in new[] { "AuditEntry", "IdempotencyKey" }) Assert.That(after[table], Is.EqualTo(before[table]), table);
        Assert.That(after["SurveyInvitation"], Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Order_of_rows_in_the_file_tells_nothing_of_time()
    {
        var links = await _host.Slips(_survey, _wave, 12);
        var digests = links.Select(link => Invitations.Digest(link.Split('/')[^1])).ToList();
        var before = await Content();
        foreach (var link in links.Reverse()) await _host.Answer(link, 4);
        var used = await Content();
        Assert.Multiple(() =>
        {
            foreach (var digest in digests)
                Assert.That(Places(used, digest), Is.EqualTo(Places(before, digest)), "Used where it was, and its draft was overwritten.");
            Assert.Throws<SqliteException>(() => Query("SELECT rowid FROM SurveyAnswer"));
            Assert.Throws<SqliteException>(() => Query("SELECT rowid FROM SurveyInvitation"));
        });

        await _host.CloseWave(_survey, _wave);
        var closed = await Content();
        var keys = Everything()["SurveyAnswer"].Select(row => row.Split('|')[0]).Order(StringComparer.Ordinal).ToList();
        var pages = keys.SelectMany(key => Places(closed, key).Select(at => (Key: key, Page: at / 4096, At: at)))
            .GroupBy(cell => cell.Page);
        Assert.Multiple(() =>
        {
            Assert.That(keys, Has.Count.EqualTo(12));
            foreach (var page in pages)
                Assert.That(page.OrderByDescending(cell => cell.At).Select(cell => cell.Key),
                    Is.Ordered.Using<string>(StringComparer.Ordinal));
            foreach (var digest in digests) Assert.That(Places(closed, digest), Is.Empty, "Overwritten when the wave was closed.");
        });

        void Query(string sql)
        {
            using var connection = new SqliteConnection($"Data Source={Path.Combine(_host.Folder, "tracker.db")};Pooling=False");
            connection.Open();
            Read(connection, sql);
        }
    }

    [Test]
    public async Task Traces_have_no_span_of_an_answer()
    {
        List<string> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ProblemTracker.Data.Telemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (spans) spans.Add(span.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await _host.Answer((await _host.Slips(_survey, _wave, 1))[0], 4);

        // Other tests run beside this one and add theirs.
        string[] seen;
        lock (spans) seen = [.. spans];
        Assert.That(seen, Has.Some.Contains("IssueSlips"));
        Assert.That(seen, Has.None.Contains("Survey/").And.None.Contains("SubmitSurvey").And.None.Contains("KeepSurveyDraft")
            .And.None.Contains("/city/survey"));
    }
}
