using System.Text.Json;
using FsCheck.Fluent;
using ProblemTracker.Assignments;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Assignments;

/// <summary>Who is assigned to the program and to neighborhoods: rules, API and pages.</summary>
public sealed class AssignmentTests
{
    private static readonly DateOnly First = new(2026, 3, 1);

    private TrackerHost _host = null!;
    private long _officer, _place;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _officer = _host.IdOf(Role.Officer);
        _place = await _host.Neighborhood();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Admin => _host.SignIn(Role.Administrator);

    [Property(MaxTest = 500, Replay = Domain.Any.Seed)]
    public FsCheck.Property Two_periods_overlap_if_they_have_a_day_in_common() => Prop.ForAll(
        (from start in Gen.Choose(0, 12)
         from length in Gen.Choose(-1, 6)
         from otherStart in Gen.Choose(0, 12)
         from otherLength in Gen.Choose(-1, 6)
         select (One: Range(start, length), Other: Range(otherStart, otherLength))).ToArbitrary(),
        pair => pair.One.Overlaps(pair.Other) == Days(pair.One).Intersect(Days(pair.Other)).Any());

    [Test]
    public async Task Accepted_assignments_never_overlap_and_refused_ones_would()
    {
        var random = new Random(20260302);
        var kept = new List<(long? Place, DayRange Range)>();
        for (var i = 0; i < 60; i++)
        {
            var (place, range) = (random.Next(2) == 0 ? (long?)null : _place, Range(random.Next(60), random.Next(-1, 6)));
            var overlaps = kept.Any(other => other.Place == place && Days(other.Range).Intersect(Days(range)).Any());
            try
            {
                await _host.Send(new AddAssignment(_officer, place, range.From, range.To));
                Assert.That(overlaps, Is.False, $"{place} {range}");
                kept.Add((place, range));
            }
            catch (Invalid refusal)
            {
                Assert.That(refusal.Errors.Keys, Is.EqualTo(new[] { "from" }));
                Assert.That(overlaps, Is.True, $"{place} {range}");
            }
        }
        Assert.That(kept, Has.Count.GreaterThan(5));
    }

    [Test]
    public async Task Assignment_is_added_listed_by_day_corrected_ended_and_removed()
    {
        var made = await Add(_place, "2026-03-01");
        var path = $"/api/v1/assignments/{made.GetProperty("id").GetInt64()}";
        var before = (await List("")).Count;
        var changed = await (await Admin.IfMatch(1).PutAsJsonAsync(path, new { from = "2026-02-01", to = "2026-02-28" })).Ok();
        var stale = await Admin.IfMatch(1).PutAsJsonAsync(path, new { from = "2026-02-01" });

        Assert.That((before, (await List("")).Count, (await List("?on=2026-02-28")).Count, (await List("?on=2026-03-01")).Count),
            Is.EqualTo((1, 0, 1, 0)));
        Assert.That(changed.GetProperty("to").GetString(), Is.EqualTo("2026-02-28"));
        Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((await List($"?on=2026-02-28&neighborhoodId={_place}")).Count, Is.EqualTo(1));
        Assert.That((await List("?on=2026-02-28&program=true")).Count, Is.Zero);
        Assert.That((await Admin.IfMatch(2).DeleteAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await List($"?personId={_officer}")).Count, Is.Zero);
        Assert.That(await Events(), Is.EqualTo(new[] { "person.assigned", "person.assignmentChanged", "person.assignmentRemoved" }));
    }

    [Test]
    public async Task Unfit_assignment_is_refused_by_field()
    {
        await Add(null, "2026-03-01");
        foreach (var (neighborhoodId, from, to, field) in new[]
        {
            ((long?)null, "2026-05-01", "2026-04-30", "to"),
            (99_999L, "2026-05-01", null, "neighborhoodId"),
            (null, "2026-05-01", null, "from"),
            (null, "1900-01-01", "1900-02-01", "from"),
        })
        {
            var reply = await Admin.PostAsJsonAsync("/api/v1/assignments", new { personId = _officer, neighborhoodId, from, to });
            Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
        }
        Assert.That((await List($"?personId={_officer}")).Count, Is.EqualTo(1));
    }

    [Test]
    public async Task Partners_are_not_assigned_and_do_not_see_who_is()
    {
        var stakeholder = await _host.SignIn(Role.Supervisor).Stakeholder();
        var partner = _host.SignInPartner(stakeholder);
        var id = _host.IdOf("partner");

        Assert.That(Assert.ThrowsAsync<RuleBroken>(() => _host.Send(new AddAssignment(id, null, First)))!.Message,
            Does.Contain("not partners"));
        Assert.That((await partner.GetAsync("/api/v1/assignments")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase(Role.Officer)]
    [TestCase(Role.Supervisor)]
    public async Task Everyone_inside_reads_assignments_and_only_administrators_change_them(Role role)
    {
        await Add(null, "2026-03-01");
        var client = _host.SignIn(role);

        Assert.That((await client.Read("/api/v1/assignments")).GetProperty("items").GetArrayLength(), Is.EqualTo(1));
        Assert.That((await client.PostAsJsonAsync("/api/v1/assignments", new { personId = _officer, from = "2026-01-01" })).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Assigned_person_hears_of_the_assignment_its_change_and_its_removal()
    {
        var path = $"/api/v1/assignments/{(await Add(_place, "2026-03-01")).GetProperty("id").GetInt64()}";
        await (await Admin.IfMatch(1).PutAsJsonAsync(path, new { from = "2026-03-01", to = "2026-03-31" })).Ok();
        Assert.That((await Admin.IfMatch(2).DeleteAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));

        var emails = await _host.Query(db =>
            db.List<string>("SELECT Body FROM Outbox WHERE Recipient = 'officer@test.example' ORDER BY Id", null, default));
        Assert.That(emails, Has.Count.EqualTo(3));
        Assert.That(emails[0], Does.Contain("New assignment: Alder Hill, from Mar 1, 2026."));
        Assert.That(emails[1], Does.Contain("Changed assignment: Alder Hill, from Mar 1, 2026 to Mar 31, 2026."));
        Assert.That(emails[2], Does.Contain("Removed assignment: Alder Hill, from Mar 1, 2026 to Mar 31, 2026."));
    }

    [Test]
    public async Task Deactivation_ends_open_assignments_that_day_and_removes_coming_ones()
    {
        await Add(_place, "2026-02-01");
        await Add(null, "2026-04-01");
        var version = await _host.Query(db => db.Single<int>("SELECT Version FROM Person WHERE Id = @_officer", new { _officer }, default));
        await (await Admin.IfMatch(version).PutAsJsonAsync($"/api/v1/people/{_officer}",
            new { name = "Olga", roles = new[] { "Officer" }, active = false })).Ok();
        var left = await List($"?personId={_officer}");

        Assert.That(left.Select(row => row.GetProperty("to").GetString()), Is.EqualTo(new[] { "2026-03-02" }));
        Assert.That(await Events(), Does.Contain("person.assignmentChanged").And.Contain("person.assignmentRemoved"));
        Assert.ThrowsAsync<RuleBroken>(() => _host.Send(new AddAssignment(_officer, null, First)));
    }

    [Test]
    public async Task Pages_assign_set_a_public_name_correct_and_remove()
    {
        var (browser, path) = (new Browser(_host, Role.Administrator), $"/people/{_officer}/assignments");
        await browser.Post(path, new() { ["NeighborhoodId"] = $"{_place}", ["From"] = "2026-03-01" }, redirect: path);
        await browser.Post($"{path}?handler=Name", new() { ["PublicName"] = "Officer O. Test", ["Version"] = "1" },
            redirect: path, formOn: path);
        var list = await browser.Get("/assignments");
        var refused = await browser.Post(path, new() { ["NeighborhoodId"] = $"{_place}", ["From"] = "2026-03-05" });
        var id = (await List(""))[0].GetProperty("id").GetInt64();
        await browser.Post($"{path}/{id}", new() { ["From"] = "2026-02-01", ["To"] = "2026-02-28", ["Version"] = "1" }, redirect: path);
        var past = await browser.Get(path);
        await browser.Post($"{path}/{id}?handler=Remove", new() { ["Version"] = "2" }, redirect: path, formOn: $"{path}/{id}");

        Assert.That(list, Does.Contain("Officer O. Test").And.Contain("Alder Hill").And.Contain("Mar 1, 2026"));
        Assert.That(refused, Does.Contain("is assigned to Alder Hill from Mar 1, 2026 already"));
        Assert.That(past, Does.Contain("1 past assignment").And.Contain("has no current or coming assignment"));
        Assert.That(await browser.Get(path), Does.Not.Contain("past assignment"));
        Assert.That(await Events("person.publicName"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task File_has_the_rows_of_the_list()
    {
        await Add(_place, "2026-03-01");
        using var reply = await new Browser(_host, Role.Officer).Reply("/assignments?handler=csv");

        Assert.That(await reply.Content.ReadAsStringAsync(), Does.Contain("email,name,neighborhood,from,to,publicName")
            .And.Contain("officer@test.example,officer,Alder Hill,2026-03-01,,"));
    }

    [Test]
    public async Task Public_name_is_set_once_per_version_and_not_shown_when_blank()
    {
        var path = $"/api/v1/people/{_officer}/public-name";
        await Add(null, "2026-03-01");
        await (await Admin.IfMatch(1).PutAsJsonAsync(path, new { publicName = " Officer O. Test " })).Ok();
        var shown = (await List(""))[0].GetProperty("publicName").GetString();
        var stale = await Admin.IfMatch(1).PutAsJsonAsync(path, new { publicName = "Other" });
        await (await Admin.IfMatch(2).PutAsJsonAsync(path, new { publicName = " " })).Ok();

        Assert.That(shown, Is.EqualTo("Officer O. Test"));
        Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((await List(""))[0].GetProperty("publicName").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    private async Task<JsonElement> Add(long? neighborhoodId, string from) =>
        await (await Admin.PostAsJsonAsync("/api/v1/assignments", new { personId = _officer, neighborhoodId, from })).Ok();

    private async Task<IReadOnlyList<JsonElement>> List(string query) =>
        [.. (await Admin.Read($"/api/v1/assignments{query}")).GetProperty("items").EnumerateArray()];

    private Task<IReadOnlyList<string>> Events(string like = "person.assign%") => _host.Query(db =>
        db.List<string>("SELECT Event FROM AuditEntry WHERE Event LIKE @like ORDER BY Id", new { like }, default));

    private static DayRange Range(int from, int length) => new(First.AddDays(from), length < 0 ? null : First.AddDays(from + length));

    private static IEnumerable<int> Days(DayRange range) =>
        Enumerable.Range(range.From.DayNumber, (range.To ?? First.AddDays(100)).DayNumber - range.From.DayNumber + 1);
}
