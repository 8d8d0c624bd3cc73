using System.Text.Json;
using ProblemTracker.Agency;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Agency;

public sealed class SettingsTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private static object Deadlines(int scanningDays = 14) => new
    {
        scanningDays,
        analysisDays = 30,
        responseDays = 60,
        responseGraceDays = 14,
        assessmentDays = 90,
        assessmentGraceDays = 30,
    };

    private static StringContent Text(string json) => new(json, null, "application/json");

    private Task<HttpResponseMessage> PutText(string setting, string json, int version = 0) =>
        Administrator.IfMatch(version).PutAsync($"/api/v1/settings/{setting}", Text(json));

    [TestCase("categories")]
    [TestCase("deadlines")]
    [TestCase("holidays")]
    [TestCase("time-zone")]
    public async Task Everyone_reads_a_setting_and_administrators_can_send_it_back_as_read(string setting)
    {
        var path = $"/api/v1/settings/{setting}";
        var read = await _host.SignIn(Role.Officer).GetAsync(path);
        var body = await read.Content.ReadAsStringAsync();

        var refused = await _host.SignIn(Role.Supervisor).IfMatch(0).PutAsync(path, Text(body));
        var blind = await Administrator.PutAsync(path, Text(body));
        var written = await PutText(setting, body);
        var stale = await PutText(setting, body);
        var again = await PutText(setting, body, version: 1);

        Assert.Multiple(() =>
        {
            Assert.That(read.Headers.ETag!.Tag, Is.EqualTo("\"0\""));
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That((int)blind.StatusCode, Is.EqualTo(428));
            Assert.That(written.Headers.ETag?.Tag, Is.EqualTo("\"1\""));
            Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            Assert.That(again.Headers.ETag?.Tag, Is.EqualTo("\"2\""));
        });
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(body));
        Assert.That((await _host.Anonymous.GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    // --- Categories -------------------------------------------------------------------------------

    private async Task<List<(string Code, string Name, bool Active)>> Categories() =>
        [.. (await Administrator.Read("/api/v1/settings/categories")).GetProperty("items").EnumerateArray()
            .Select(c => (c.GetProperty("code").GetString()!, c.GetProperty("name").GetString()!, c.GetProperty("active").GetBoolean()))];

    private async Task<HttpResponseMessage> PutCategories(IEnumerable<(string Code, string Name, bool Active)> items, int version = 0) =>
        await Administrator.IfMatch(version)
            .PutAsJsonAsync("/api/v1/settings/categories",
                new { items = items.Select(i => new { code = i.Code, name = i.Name, active = i.Active }) });

    [Test]
    public async Task Unused_categories_can_be_added_renamed_reordered_and_removed()
    {
        var items = await Categories();
        items.RemoveAll(c => c.Code == "parking");
        items.Insert(0, ("drones", "Drones", true));
        items[1] = ("noise", "Noise and music", true);

        await (await PutCategories(items)).Ok();

        Assert.That(await Categories(), Is.EqualTo(items));
    }

    [Test]
    public async Task Category_in_use_can_be_retired_but_not_removed()
    {
        await _host.OpenProblem();
        var items = await Categories();

        var removed = await PutCategories(items.Where(c => c.Code != "noise"));
        var retired = await PutCategories(items.Select(c => c.Code == "noise" ? c with { Active = false } : c));
        var opened = await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/problems", new
        {
            title = "A",
            description = "B",
            categoryCode = "noise",
            neighborhoodId = await _host.Neighborhood(),
            source = "Officer",
            priority = "Low",
            confidential = false,
        });

        var refusal = (await removed.Json()).GetProperty("shortfalls")[0];
        Assert.That(refusal.GetProperty("code").GetString(), Is.EqualTo("category.inUse"));
        Assert.That(refusal.GetProperty("message").GetString(), Does.Contain(": Noise."));
        Assert.That(retired.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await opened.WrongFields(), Is.EqualTo(new[] { "categoryCode" }));
    }

    [Test]
    public async Task Category_for_unmapped_incidents_cannot_be_removed()
    {
        var reply = await PutCategories((await Categories()).Where(c => c.Code != "other"));

        Assert.That(await reply.ShortfallCodes(), Is.EqualTo(new[] { "category.other" }));
    }

    [TestCase("""{"items":[{"code":"Noise","name":"Noise","active":true}]}""", "items[0].code")]
    [TestCase("""{"items":[{"code":"a--b","name":"Noise","active":true}]}""", "items[0].code")]
    [TestCase("""{"items":[{"code":"a b","name":"Noise","active":true}]}""", "items[0].code")]
    [TestCase("""{"items":[{"code":"a\n","name":"Noise","active":true}]}""", "items[0].code")]
    [TestCase("""{"items":[{"code":"","name":"Noise","active":true}]}""", "items[0].code")]
    [TestCase("""{"items":[{"code":"a","name":" ","active":true}]}""", "items[0].name")]
    [TestCase("""{"items":[{"code":"a","name":"A","active":true},{"code":"a","name":"B","active":true}]}""", "items[1].code")]
    [TestCase("""{"items":[{"code":"a","name":"A","active":true},{"code":"b","name":" a","active":true}]}""", "items[1].name")]
    [TestCase("""{"items":[{"code":"a","name":"A","active":false}]}""", "items")]
    [TestCase("""{"items":[]}""", "items")]
    [TestCase("""{"items":[null,{"code":"a","name":"A","active":true}]}""", "items[0]")]
    [TestCase("""{"items":null}""", "items")]
    [TestCase("""{}""", "items")]
    [TestCase("""{"items":[{"code":"a","name":"A"}]}""", "items[0].active")]
    public async Task Invalid_categories_are_rejected_by_field(string body, string field)
    {
        var reply = await PutText("categories", body);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), await reply.Content.ReadAsStringAsync());
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
    }

    // --- Deadlines and holidays --------------------------------------------------------------------

    private sealed record Dues
    {
        public DateOnly? DueOn { get; init; }
        public DateOnly? FirstDueOn { get; init; }
        public int Version { get; init; }
        public DateTimeOffset LastActivityAt { get; init; }
    }

    private Task<Dues> DuesOf(long problem) => _host.Query(db => db.Single<Dues>("""
        SELECT p.DueOn, v.FirstDueOn, p.Version, p.LastActivityAt
        FROM Problem p JOIN StageVisit v ON v.ProblemId = p.Id AND v.Visit = p.Visit WHERE p.Id = @problem
        """, new { problem }, default));

    [TestCase(false)]
    [TestCase(true)]
    public async Task New_deadlines_change_due_dates_but_not_versions_or_original_due_dates(bool confidential)
    {
        var problem = await _host.OpenProblem(confidential: confidential);
        var before = await DuesOf(problem);
        _host.Time.Advance(TimeSpan.FromDays(1));

        await (await Administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/deadlines", Deadlines(scanningDays: 21))).Ok();

        Assert.That(before.DueOn, Is.EqualTo(new DateOnly(2026, 3, 16)));
        Assert.That(await DuesOf(problem), Is.EqualTo(before with { DueOn = new DateOnly(2026, 3, 23) }));
    }

    [Test]
    public async Task New_holiday_moves_due_dates_on_it_but_not_original_due_dates()
    {
        var problem = await _host.OpenProblem();
        var before = await DuesOf(problem);

        await (await PutText("holidays",
            """{"items":[{"date":"2026-03-16","name":"Founders' Day"},{"date":"2026-03-17","name":"The day after"}]}""")).Ok();
        var moved = await DuesOf(problem);
        await (await PutText("holidays", """{"items":[]}""", version: 1)).Ok();

        Assert.That(moved, Is.EqualTo(before with { DueOn = new DateOnly(2026, 3, 18) }));
        Assert.That(await DuesOf(problem), Is.EqualTo(before));
    }

    [Test]
    public async Task Closed_problem_gets_no_due_date()
    {
        var problem = await _host.OpenProblem();
        await _host.Put(problem, Stage.Closed);
        await _host.Query(db => db.Execute("UPDATE Problem SET DueOn = NULL", null, default));

        await (await Administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/deadlines", Deadlines(scanningDays: 21))).Ok();

        Assert.That((await DuesOf(problem)).DueOn, Is.Null);
    }

    [TestCase(0)]
    [TestCase(3651)]
    [TestCase(-1)]
    public async Task Deadline_must_be_1_to_3650_days(int days)
    {
        var reply = await Administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/deadlines", Deadlines(scanningDays: days));

        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "scanningDays" }));
    }

    [Test]
    public async Task All_six_deadlines_are_required_so_that_none_silently_gets_its_default()
    {
        var reply = await PutText("deadlines", """{"scanningDays":14}""");

        Assert.That(await reply.WrongFields(), Is.SupersetOf(new[] { "analysisDays", "responseDays" }).And.None.EqualTo("scanningDays"));
    }

    [TestCase("""{"items":[{"date":"0001-01-01","name":"A"}]}""", "items[0].date")]
    [TestCase("""{"items":[{"date":"9999-12-31","name":"A"}]}""", "items[0].date")]
    [TestCase("""{"items":[{"date":"2026-02-30","name":"A"}]}""", "items[0].date")]
    [TestCase("""{"items":[{"date":"2026-07-04","name":""}]}""", "items[0].name")]
    [TestCase("""{"items":[{"date":"2026-07-04","name":"A"},{"date":"2026-07-04","name":"B"}]}""", "items[1].date")]
    [TestCase("""{"items":[null]}""", "items[0]")]
    public async Task Invalid_holidays_are_rejected_by_field(string body, string field)
    {
        var reply = await PutText("holidays", body);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), await reply.Content.ReadAsStringAsync());
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
    }

    // --- Time zone -----------------------------------------------------------------------------------

    [Test]
    public async Task Time_zone_determines_the_day_a_stage_was_entered()
    {
        // 11:30 PM on March 2 in New York is March 3 in Berlin.
        _host.Time.SetUtcNow(new(2026, 3, 3, 4, 30, 0, TimeSpan.Zero));
        var problem = await _host.OpenProblem();
        var before = await DuesOf(problem);

        await (await PutText("time-zone", """{"timeZone":"Europe/Berlin"}""")).Ok();

        Assert.That(await DuesOf(problem), Is.EqualTo(before with { DueOn = new DateOnly(2026, 3, 17) }));
    }

    [TestCase("Mars/Olympus")]
    [TestCase("")]
    [TestCase("../../etc/passwd")]
    [TestCase("Eastern Standard Time")]
    [TestCase("localtime")]
    [TestCase("posixrules")]
    [TestCase("posix/America/New_York")]
    public async Task Time_zone_must_be_an_IANA_name(string zone)
    {
        var reply = await PutText("time-zone", JsonSerializer.Serialize(new { timeZone = zone }));

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), await reply.Content.ReadAsStringAsync());
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "timeZone" }));
    }

    [TestCase("EST", "UTC−5", "Enter America/New_York, or America/Panama if clocks don't change.")]
    [TestCase("MST", "UTC−7", "Enter America/Denver, or America/Phoenix if clocks don't change.")]
    [TestCase("HST", "UTC−10", "Enter America/Adak, or Pacific/Honolulu if clocks don't change.")]
    [TestCase("Etc/GMT+8", "UTC−8", "Enter America/Los_Angeles.")]
    [TestCase("Etc/UTC", "UTC", "Enter the time zone of your city, for example America/New_York.")]
    [TestCase("GMT0", "UTC", "Enter the time zone of your city, for example America/New_York.")]
    public async Task Zone_with_one_offset_is_refused_and_a_place_is_offered(string zone, string offset, string offered)
    {
        var reply = await PutText("time-zone", JsonSerializer.Serialize(new { timeZone = zone }));

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await reply.Json()).GetProperty("errors").GetProperty("timeZone")[0].GetString(),
            Is.EqualTo($"{zone} is {offset} all year, without daylight saving time. {offered}"));
    }

    [TestCase("CST", "Enter America/Chicago, or America/Regina if clocks don't change.")]
    [TestCase("edt", "Enter America/New_York, or America/Panama if clocks don't change.")]
    [TestCase("Eastern Standard Time", "Enter America/New_York, or America/Panama if clocks don't change.")]
    [TestCase("Pacific Time", "Enter America/Los_Angeles.")]
    [TestCase("UTC-5", "Enter America/New_York, or America/Panama if clocks don't change.")]
    [TestCase("UTC\u221206:00", "Enter America/Chicago, or America/Regina if clocks don't change.")]
    [TestCase("W. Europe Standard Time", "Enter Europe/Berlin.")]
    public async Task Zone_by_another_name_is_refused_and_its_place_is_offered(string zone, string offered)
    {
        var reply = await PutText("time-zone", JsonSerializer.Serialize(new { timeZone = zone }));

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await reply.Json()).GetProperty("errors").GetProperty("timeZone")[0].GetString(),
            Does.StartWith($"{zone} is ").And.EndsWith(offered));
    }

    /// <summary>Every zone that a sentence offers is known here, and is itself accepted.</summary>
    [Test]
    public void Zones_of_places_are_accepted_and_those_with_one_offset_are_no_options()
    {
        var choices = TimeZones.Choices(TrackerHost.Start, "America/New_York").Select(zone => zone.Id).ToList();
        Assert.That(choices.Where(id => TimeZones.Objection(id) is not null), Is.Empty);
        Assert.That(choices, Has.None.StartsWith("Etc/"));
        foreach (var zone in Enumerable.Range(-14, 27).Select(hours => $"Etc/GMT{(hours < 0 ? "-" : "+")}{Math.Abs(hours)}"))
            foreach (var offered in (TimeZones.Objection(zone) ?? "").Split(' ', ',', '.').Where(w => w.Contains('/')))
                if (offered != zone) Assert.That(TimeZones.Objection(offered), Is.Null, offered);
        Assert.That(TimeZones.Objection("UTC", takesUtc: true), Is.Null);
        Assert.That(TimeZones.Objection("EST", takesUtc: true), Does.Contain("America/New_York"));
        Assert.That(TimeZones.Objection("Jamaica"), Is.Null);
    }

    [Test]
    public async Task Category_accepts_only_NIBRS_offense_codes()
    {
        var refused = await PutText("categories", """
            {"items":[{"code":"other","name":"Other","active":true},
            {"code":"burglary","name":"Burglary","active":true,"nibrs":"22O"}]}
            """);
        Assert.That((refused.StatusCode, (await refused.WrongFields()).Single()),
            Is.EqualTo((HttpStatusCode.BadRequest, "items[1].nibrs")));

        await (await PutText("categories", """
            {"items":[{"code":"other","name":"Other","active":true},
            {"code":"burglary","name":"Burglary","active":true,"nibrs":"220"}]}
            """)).Ok();
        var items = (await Administrator.Read("/api/v1/settings/categories")).GetProperty("items").EnumerateArray()
            .Select(c => c.GetProperty("nibrs").GetString());
        Assert.That(items, Is.EqualTo(new[] { null, "220" }));
    }
}
