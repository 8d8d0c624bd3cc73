using System.Globalization;
using System.Text;
using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Patrol;

namespace ProblemTracker.Tests.Patrol;

/// <summary>Directed tasks, the plan of a week, visits and how much of a response was carried out, by HTTP.</summary>
public sealed class PlanTests
{
    private const string Tasks = "/api/v1/patrol/tasks", Plans = "/api/v1/patrol/plans", Week = "2026-03-02";

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);
    private HttpClient Supervisor => _host.SignIn(Role.Supervisor);

    /// <summary>
    /// Unit A1 is on a shift from 8:00 to 16:00 on every day from February 2 to March 15, and was on a call from 9:00 to 10:00 on each day
    /// to February 28. Unit C1 is on the same shifts from March 2 on. The clock stands on March 2 at 8:00.
    /// </summary>
    private async Task Fill()
    {
        var (shifts, calls) = (new StringBuilder("unit,beat,from,to\n"), new StringBuilder("number,created,unit,dispatched,cleared\n"));
        for (var day = new DateOnly(2026, 2, 2); day <= new DateOnly(2026, 3, 15); day = day.AddDays(1))
        {
            var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            shifts.Append(CultureInfo.InvariantCulture, $"A1,North,{date}T08:00,{date}T16:00\n");
            if (day.Month == 3) shifts.Append(CultureInfo.InvariantCulture, $"C1,North,{date}T08:00,{date}T16:00\n");
            else calls.Append(CultureInfo.InvariantCulture, $"{date},{date}T09:00,A1,{date}T09:00,{date}T10:00\n");
        }
        await Import(ImportKind.Shifts, shifts, ["unit", "beat", "from", "to"]);
        await Import(ImportKind.Calls, calls, ["number", "created", "unit", "dispatched", "cleared"]);

        Task<RowsImported> Import(ImportKind kind, StringBuilder text, string[] columns) => _host.Send(new ImportUnitRows("file.csv",
            new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())),
            new() { Kind = kind, Columns = columns.ToDictionary(name => name) }));
    }

    private async Task<long> Unit(string name) =>
        Id((await Officer.Read("/api/v1/patrol/units")).EnumerateArray().Single(unit => unit.GetProperty("name").GetString() == name));

    private async Task<JsonElement> Add(object task) => await (await Officer.PostAsJsonAsync(Tasks, task)).Ok();

    private static object Walk(
        int times = 3, string title = "Walk the lot", int minutes = 30, string from = "10:00", string to = "12:00") =>
        new { title, place = "12 Alder Street", latitude = 39.15, longitude = -84.45, minutes, timesPerWeek = times, from, to };

    private static long Id(JsonElement one) => one.GetProperty("id").GetInt64();

    private async Task<JsonElement> Plan() => await (await Supervisor.PostAsJsonAsync(Plans, new { weekOf = Week })).Ok();

    private Task<HttpResponseMessage> Post(HttpClient by, string path, int version, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", $"\"{version}\"");
        return by.SendAsync(request);
    }

    [Test]
    public async Task Week_is_planned_where_calls_leave_time_and_says_what_is_left_out_and_why()
    {
        await Fill();
        await Add(Walk());
        await Add(Walk(1, "Wait for the nine o'clock call", 60, "09:00", "10:00"));
        var night = await Add(Walk(2, "Night", 30, "22:00", "02:00"));

        var plan = await Plan();

        var visits = plan.GetProperty("visits").EnumerateArray().ToList();
        Assert.That(visits, Has.Count.EqualTo(3));
        Assert.That(visits.Select(visit => visit.GetProperty("localDate").GetString()).Distinct().Count(), Is.EqualTo(3), "a day each");
        Assert.That(visits.Select(visit => visit.GetProperty("chance").GetDouble()), Is.All.EqualTo(1.0));
        Assert.That(visits.Select(visit => TimeZoneInfo.ConvertTimeBySystemTimeZoneId(visit.GetProperty("startsAt").GetDateTimeOffset(),
            "America/New_York").Hour), Is.All.InRange(10, 11));
        Assert.That(plan.GetProperty("leftOut").EnumerateArray().Select(task =>
                (task.GetProperty("title").GetString(), task.GetProperty("visits").GetInt32(), task.GetProperty("reason").GetString())),
            Is.EqualTo(new[] { ("Night", 2, "NoShift"), ("Wait for the nine o'clock call", 1, "NoBlock") }));
        Assert.That(plan.GetProperty("bound").GetInt64(), Is.EqualTo(plan.GetProperty("score").GetInt64()));
        var byMonday = await Officer.Read($"{Plans}?weekOf={Week}");
        Assert.That(JsonElement.DeepEquals(await Officer.Read($"{Plans}?weekOf=2026-03-04"), byMonday), Is.True);

        // What ended is out of the plan, and nothing is left out of it any more.
        await (await Post(Officer, $"{Tasks}/{Id(night)}/end", 1, new { })).Ok();
        Assert.That((await Plan()).GetProperty("leftOut").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Fixed_visits_stay_and_a_unit_is_never_in_two_places()
    {
        await Fill();
        var task = (await Add(Walk(1))).GetProperty("id").GetInt64();
        var unit = await Unit("A1");
        var at = "2026-03-04T16:30:00Z";

        Task<HttpResponseMessage> Place(string startsAt) =>
            Supervisor.PostAsJsonAsync("/api/v1/patrol/visits", new { taskId = task, unitId = unit, startsAt });
        var placed = await (await Place(at)).Ok();
        var twice = await Place(at);
        var off = await Place("2026-03-05T04:00:00Z");

        Assert.That(await twice.Content.ReadAsStringAsync(), Does.Contain("be in two places."));
        Assert.That(await off.Content.ReadAsStringAsync(), Does.Contain("A1 is not on a shift for 30 minutes then."));
        var plan = await Plan();
        Assert.That(plan.GetProperty("visits").EnumerateArray().Single().GetProperty("id").GetInt64(), Is.EqualTo(Id(placed)));
        await (await Post(Supervisor, $"/api/v1/patrol/visits/{Id(placed)}/fix", 1, new { isFixed = false })).Ok();
        Assert.That(Id((await Plan()).GetProperty("visits").EnumerateArray().Single()), Is.Not.EqualTo(Id(placed)));
    }

    [Test]
    public async Task Task_of_an_action_waits_for_the_start_of_the_response()
    {
        var problem = await _host.Problem(Gate.Start);
        var task = await Add(new
        {
            title = "Walk the lot",
            minutes = 30,
            timesPerWeek = 7,
            problemId = problem.Id,
            actionId = problem.Actions[0],
            place = "Lot",
        });
        Assert.That(task.GetProperty("isWanted").GetBoolean(), Is.False);
        Assert.That((await Officer.Read($"{problem.Url}/dosage"))[0].GetProperty("wanted").GetDouble(), Is.Zero);

        _host.Until(2026, 4, 15);
        await (await problem.StartResponse()).Ok();
        _host.Until(2026, 4, 19);

        Assert.That((await Officer.Read($"{Tasks}/{Id(task)}")).GetProperty("isWanted").GetBoolean(), Is.True);
        Assert.That((await Officer.Read($"{problem.Url}/dosage"))[0].GetProperty("wanted").GetDouble(), Is.EqualTo(4));
    }

    [Test]
    public async Task Phone_lists_the_unit_s_visits_and_done_is_one_tap()
    {
        await Fill();
        var problem = await _host.OpenProblem();
        var task = await Add(new
        {
            title = "Walk the lot",
            place = "12 Alder Street",
            latitude = 39.15,
            longitude = -84.45,
            minutes = 30,
            timesPerWeek = 7,
            problemId = problem,
        });
        var other = await Add(Walk(1, "Nearby", 15, "00:00", "00:00"));
        await Supervisor.PostAsJsonAsync("/api/v1/patrol/visits",
            new { taskId = Id(task), unitId = await Unit("A1"), startsAt = "2026-03-02T15:00:00Z" });
        Assert.That((await Officer.Read("/api/v1/patrol/now")).GetProperty("units").GetArrayLength(), Is.Zero);
        await Officer.PostAsync($"/api/v1/patrol/units/{await Unit("A1")}/join", null);
        await Officer.PostAsync($"/api/v1/patrol/units/{await Unit("A1")}/join", null);

        var now = await Officer.Read("/api/v1/patrol/now?latitude=39.151&longitude=-84.45");
        var visit = now.GetProperty("visits").EnumerateArray().Single();
        var near = now.GetProperty("nearby").EnumerateArray().Single();
        Assert.That((Id(near.GetProperty("task")), Math.Round(near.GetProperty("meters").GetDouble())), Is.EqualTo((Id(other), 111)));
        var done = await (await Post(Officer, $"/api/v1/patrol/visits/{Id(visit)}/outcome", 1,
            new { outcome = "Done", note = "Talked to the clerk." })).Ok();
        Assert.That(done.GetProperty("doneMinutes").GetInt32(), Is.EqualTo(30));
        Assert.That((await Post(Officer, $"/api/v1/patrol/visits/{Id(visit)}/outcome", 1, new { outcome = "NotDone" })).StatusCode,
            Is.EqualTo(HttpStatusCode.PreconditionFailed).Or.EqualTo(HttpStatusCode.Conflict));
        await (await Officer.PostAsJsonAsync($"{Tasks}/{Id(other)}/visits", new { unitId = await Unit("A1"), minutes = 20 })).Ok();
        await (await Officer.PostAsJsonAsync($"{Tasks}/{Id(task)}/visits", new { unitId = await Unit("A1"), minutes = 45 })).Ok();

        _host.Until(2026, 3, 4);
        var dosage = (await Officer.Read($"/api/v1/problems/{problem}/dosage"))[0];
        Assert.That(new[] { "wanted", "planned", "done", "notDone", "doneHours" }.Select(name => dosage.GetProperty(name).GetDouble()),
            Is.EqualTo(new[] { 2, 1, 2, 0, 1.25 }));
        var use = (await Officer.Read($"{Plans}?weekOf={Week}")).GetProperty("use")[0];
        Assert.That((use.GetProperty("done").GetInt32(), use.GetProperty("unplanned").GetInt32()), Is.EqualTo((1, 2)));
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get($"/problems/{problem}/actions"), Does.Contain("2 made of 2 wanted"));
        Assert.That(await browser.Get($"/problems/{problem}/verdict"), Does.Contain("2 made of 2 wanted"));
        Assert.That(await browser.Get("/patrol/tasks"), Does.Contain("Walk the lot"));
        Assert.That(await browser.Get("/patrol/tasks?handler=csv"), Does.Contain("12 Alder Street"));
        Assert.That(await browser.Get($"/patrol/task/{Id(task)}"), Does.Contain("Walk the lot"));
        await Officer.PostAsync($"/api/v1/patrol/units/{await Unit("A1")}/leave", null);
        Assert.That(await browser.Get("/patrol/now"), Does.Contain("This is my unit"));
    }

    [Test]
    public async Task Community_officers_are_planned_around_their_meetings_and_need_no_forecast()
    {
        await Fill();
        var unit = await Unit("C1");
        var supervisor = (await Supervisor.Read("/api/v1/me")).GetProperty("id").GetInt64();
        var changed = await _host.SignIn(Role.Supervisor).SendAsync(new(HttpMethod.Put, $"/api/v1/patrol/units/{unit}")
        {
            Headers = { { "If-Match", "\"1\"" } },
            Content = JsonContent.Create(
                new { takesNoCalls = true, qualifications = new[] { "Bicycle" }, memberIds = new[] { supervisor } }),
        });
        await changed.Ok();
        await (await Supervisor.PostAsJsonAsync("/api/v1/meetings", new
        {
            kind = "Meeting",
            startsAt = "2026-03-03T15:00:00Z",
            endsAt = "2026-03-03T17:00:00Z",
            place = "Library",
            isPublic = false,
            texts = new[] { new { language = "en", title = "Block watch" } },
        })).Ok();
        await Add(new
        {
            title = "Ride",
            place = "Trail",
            minutes = 60,
            timesPerWeek = 1,
            weekdays = new[] { "Tuesday" },
            from = "10:00",
            to = "13:00",
            qualification = "bicycle",
        });

        var visit = (await Plan()).GetProperty("visits").EnumerateArray().Single();

        Assert.That((visit.GetProperty("unit").GetString(), visit.GetProperty("startsAt").GetDateTimeOffset()),
            Is.EqualTo(("C1", DateTimeOffset.Parse("2026-03-03T17:00:00Z", CultureInfo.InvariantCulture))));
    }

    [Test]
    public async Task Bad_input_names_its_field_and_a_week_without_shifts_says_so()
    {
        await Fill();
        async Task<string> Refusal(object task)
        {
            var reply = await Officer.PostAsJsonAsync(Tasks, task);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            return await reply.Content.ReadAsStringAsync();
        }

        Assert.That(await Refusal(new { title = "Walk", minutes = 30, timesPerWeek = 1 }), Does.Contain("\"place\""));
        Assert.That(await Refusal(Walk(minutes: 150)), Does.Contain("does not fit between these times"));
        Assert.That(await Refusal(Walk(minutes: 900, from: "00:00", to: "00:00")), Does.Contain("Enter 5 to 480 minutes."));
        Assert.That(await Refusal(new { title = "Walk", place = "A", minutes = 30, timesPerWeek = 1, actionId = 1 }),
            Does.Contain("actionId"));
        var late = await Supervisor.PostAsJsonAsync(Plans, new { weekOf = "2026-03-23" });
        Assert.That(await late.Content.ReadAsStringAsync(), Does.Contain("No unit has a shift in this week."));
        var past = await Supervisor.PostAsJsonAsync(Plans, new { weekOf = "2026-02-02" });
        Assert.That(await past.Content.ReadAsStringAsync(), Does.Contain("Choose this week"));
        Assert.That((await Officer.PostAsJsonAsync(Plans, new { weekOf = Week })).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Task_of_a_confidential_problem_shows_what_to_do_and_not_for_which_problem()
    {
        await Fill();
        var problem = await _host.OpenProblem(confidential: true, led: false, by: Supervisor);
        var added = await (await Supervisor.PostAsJsonAsync(Tasks,
            new { title = "Watch", place = "Alley", minutes = 30, timesPerWeek = 1, problemId = problem })).Ok();

        var seen = await Officer.Read($"{Tasks}/{Id(added)}");

        Assert.That((seen.GetProperty("title").GetString(), seen.GetProperty("problemId").ValueKind),
            Is.EqualTo(("Watch", JsonValueKind.Null)));
        Assert.That((await Post(Officer, $"{Tasks}/{Id(added)}/end", 1, new { })).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Supervisor_plans_by_page_and_changes_a_task()
    {
        await Fill();
        var officer = new Browser(_host, Role.Officer);
        await officer.Post("/patrol/task", new()
        {
            ["Form.Title"] = "Walk the lot",
            ["Form.Place"] = "12 Alder Street",
            ["Form.Minutes"] = "30",
            ["Form.TimesPerWeek"] = "2",
            ["Form.From"] = "10:00",
            ["Form.To"] = "14:00",
        }, "/patrol/tasks");
        var supervisor = new Browser(_host, Role.Supervisor);
        Assert.That(await supervisor.Get("/patrol/plan"), Does.Contain("1 task waits"));
        await supervisor.Post("/patrol/plan", new() { ["Week"] = Week }, $"/patrol/plan?week={Week}");
        Assert.That(await supervisor.Get($"/patrol/plan?week={Week}"),
            Does.Contain("2 visits are planned").And.Contain("None is left out"));
        await supervisor.Post("/patrol/units", new()
        {
            ["id"] = $"{await Unit("A1")}",
            ["version"] = "1",
            ["qualifications"] = "Radar, Bicycle",
        }, "/patrol/units");
        Assert.That(await supervisor.Get("/patrol/units"), Does.Contain("Radar, Bicycle"));
        var visit = (await Officer.Read($"{Plans}?weekOf={Week}")).GetProperty("visits")[0];
        await officer.Post("/patrol/now?handler=Join", new() { ["unitId"] = $"{await Unit("A1")}" }, "/patrol/now", "/patrol/now");
        _host.Until(2026, 3, 4);
        await officer.Post("/patrol/now?handler=Done",
            new() { ["id"] = $"{Id(visit)}", ["version"] = "1", ["minutes"] = "25" }, "/patrol/now", "/patrol/now");
        Assert.That(await supervisor.Get($"/patrol/plan?week={Week}"), Does.Contain("Done, 25 min"));
        var task = (await Officer.Read(Tasks)).GetProperty("items")[0];
        await _host.Send(new ChangeTask(Id(task), 1, new() { Title = "Ride", Place = "Trail", Minutes = 20, TimesPerWeek = 1 }));
        Assert.That((await Officer.Read($"{Tasks}/{Id(task)}")).GetProperty("title").GetString(), Is.EqualTo("Ride"));
    }
}
