using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class NoteTests
{
    private TrackerHost _host = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.OpenProblem(led: false);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private string Url => $"/api/v1/problems/{_problem}";

    private Task<HttpResponseMessage> Write(HttpClient client, string text) => client.PostAsJsonAsync($"{Url}/notes", new { text });

    [TestCase(Role.Supervisor)]
    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    public async Task Everyone_who_can_read_a_problem_can_add_a_note(Role role)
    {
        var writer = _host.SignIn(role);
        var reply = await Write(writer, "  Called the owner.  ");

        var line = (await writer.Read($"{Url}/timeline")).GetProperty("items")[0];
        var note = (await writer.Read($"{Url}/notes")).GetProperty("items")[0];
        Assert.Multiple(() =>
        {
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(line.GetProperty("summary").GetString(), Is.EqualTo("Called the owner."));
            Assert.That(line.GetProperty("who").GetString(), Is.EqualTo(role.ToString().ToLowerInvariant()));
            Assert.That(line.GetProperty("event").GetString(), Is.EqualTo("note.written"));
            Assert.That(note.GetProperty("text").GetString(), Is.EqualTo("Called the owner."));
            Assert.That(note.GetProperty("personId").GetInt64(), Is.EqualTo(_host.IdOf(role)));
        });
    }

    [Test]
    public async Task An_administrator_can_t_add_a_note() =>
        Assert.That((await Write(_host.SignIn(Role.Administrator), "Hello.")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));

    [Test]
    public async Task A_note_does_not_count_as_activity_or_change_the_version()
    {
        _host.Time.Advance(TimeSpan.FromDays(2));
        await (await Write(_host.SignIn(Role.Officer), "Still noisy.")).Ok();

        var problem = await _host.SignIn(Role.Officer).Read(Url);
        Assert.That(problem.GetProperty("lastActivityAt").GetDateTimeOffset(), Is.EqualTo(TrackerHost.Start));
        Assert.That(problem.GetProperty("version").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_note_can_be_added_to_a_closed_problem()
    {
        await _host.Put(_problem, Stage.Closed);

        Assert.That((await Write(_host.SignIn(Role.Officer), "A neighbor called to thank us.")).StatusCode,
            Is.EqualTo(HttpStatusCode.Created));
    }

    [TestCase(0)]
    [TestCase(2501)]
    [TestCase(1_000_000)]
    public async Task An_empty_or_too_long_note_is_rejected(int length)
    {
        var reply = await Write(_host.SignIn(Role.Officer), new('x', length));

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "text" }));
    }

    [Test]
    public async Task Notes_timeline_and_change_history_are_paged_newest_first()
    {
        var officer = _host.SignIn(Role.Officer);
        for (var i = 1; i <= 3; i++) await (await Write(officer, $"Note {i}")).Ok();

        foreach (var (list, field, expected) in new[]
        {
            ("notes", "text", new[] { "Note 3", "Note 2", "Note 1" }),
            ("timeline", "summary", ["Note 3", "Note 2", "Note 1", "Opened as P-2026-0001."]),
            ("audit", "event", ["note.written", "note.written", "note.written", "problem.opened"]),
        })
        {
            List<string?> seen = [];
            for (string? after = ""; after is not null;)
            {
                var page = await officer.Read($"{Url}/{list}?size=2&after={after}");
                Assert.That(page.GetProperty("total").GetInt32(), Is.EqualTo(expected.Length), list);
                seen.AddRange(page.Each(field));
                after = page.GetProperty("next").GetString();
            }
            Assert.That(seen, Is.EqualTo(expected), list);
        }
    }

    [TestCase("notes")]
    [TestCase("timeline")]
    [TestCase("audit")]
    public async Task Invalid_paging_is_rejected(string list)
    {
        var reply = await _host.SignIn(Role.Officer).GetAsync($"{Url}/{list}?size=0&after=%21");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EquivalentTo(new[] { "size", "after" }));
    }

    [Test]
    public async Task Only_supervisors_see_the_origin_in_the_change_history()
    {
        var supervisor = (await _host.SignIn(Role.Supervisor).Read($"{Url}/audit")).GetProperty("items")[0];
        var officer = (await _host.SignIn(Role.Officer).Read($"{Url}/audit")).GetProperty("items")[0];

        Assert.Multiple(() =>
        {
            Assert.That(supervisor.GetProperty("origin").GetString(), Is.Not.Null.And.Not.Empty);
            Assert.That(officer.GetProperty("origin").GetString(), Is.Null);
            Assert.That(officer.GetProperty("personId").GetInt64(), Is.EqualTo(_host.IdOf(Role.Officer)));
            Assert.That(officer.GetProperty("after").GetProperty("title").GetString(), Is.EqualTo("Noise behind the bar"));
            Assert.That(officer.GetProperty("before").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        });
    }
}
