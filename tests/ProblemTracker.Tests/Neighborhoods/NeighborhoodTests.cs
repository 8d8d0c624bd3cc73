using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>Neighborhoods by name alone, and problems opened before there are any.</summary>
public sealed class NeighborhoodTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);
    private HttpClient Officer => _host.SignIn(Role.Officer);

    private Task<HttpResponseMessage> Add(string name) => Administrator.PostAsJsonAsync("/api/v1/neighborhoods", new { name });

    private async Task<long> Added(string name) => (await (await Add(name)).Json()).GetProperty("id").GetInt64();

    private Task<HttpResponseMessage> Change(long id, int version, string name, bool active) =>
        Administrator.IfMatch(version).PutAsJsonAsync($"/api/v1/neighborhoods/{id}", new { name, active });

    private Task<HttpResponseMessage> Open(string? address = null, long? neighborhoodId = null) =>
        Officer.PostAsJsonAsync("/api/v1/problems", new
        {
            title = "Noise behind the bar",
            description = "Every Friday night.",
            categoryCode = "noise",
            source = "Resident",
            priority = "Normal",
            confidential = false,
            address,
            neighborhoodId,
        });

    [Test]
    public async Task Neighborhood_is_made_by_its_name_renamed_and_retired()
    {
        var id = await Added("  Alder Hill ");
        await (await Change(id, 1, "Alder Heights", active: true)).Ok();
        var stale = await Change(id, 1, "Elm Park", active: true);
        await (await Change(id, 2, "Alder Heights", active: false)).Ok();

        var listed = (await Administrator.Read("/api/v1/neighborhoods")).GetProperty("items")[0];
        Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((listed.GetProperty("name").GetString(), listed.GetProperty("active").GetBoolean(),
            listed.GetProperty("hasBoundary").GetBoolean()), Is.EqualTo(("Alder Heights", false, false)));
    }

    [Test]
    public async Task Two_neighborhoods_can_not_have_the_same_name()
    {
        await Added("Alder Hill");
        var other = await Added("Elm Park");

        Assert.That((await Add("alder  hill")).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await Change(other, 1, "ALDER HILL", active: true)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("\u0301")]
    public async Task Neighborhood_needs_a_name(string name) =>
        Assert.That(await (await Add(name)).WrongFields(), Is.EqualTo(new[] { "name" }));

    [Test]
    public async Task Only_administrators_change_neighborhoods()
    {
        var supervisor = _host.SignIn(Role.Supervisor);

        Assert.That((await supervisor.PostAsJsonAsync("/api/v1/neighborhoods", new { name = "A" })).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await supervisor.IfMatch(1).PutAsJsonAsync("/api/v1/neighborhoods/1", new { name = "A", active = true })).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Retired_neighborhood_keeps_its_problems_but_gets_no_new_ones()
    {
        var (kept, retired) = (await Added("Alder Hill"), await Added("Elm Park"));
        var problem = (await (await Open(neighborhoodId: retired)).Json()).GetProperty("id").GetInt64();
        await (await Change(retired, 1, "Elm Park", active: false)).Ok();

        var refused = await Open(neighborhoodId: retired);
        var changed = await Officer.IfMatch(1).PatchAsJsonAsync($"/api/v1/problems/{problem}",
            new { title = "Noise", neighborhoodId = retired });
        var form = await new Browser(_host, Role.Officer).Get("/problems/open");

        Assert.That(await refused.WrongFields(), Is.EqualTo(new[] { "neighborhoodId" }));
        Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.OK), await changed.Content.ReadAsStringAsync());
        Assert.That(form, Does.Contain($"value=\"{kept}\">Alder Hill").And.Not.Contain("Elm Park"));
        Assert.That(await new Browser(_host, Role.Officer).Get("/problems?open=true"), Does.Contain("Elm Park (until "));
    }

    [Test]
    public async Task Point_lies_in_no_retired_neighborhood()
    {
        var id = await Added("Alder Hill");
        await Added("Elm Park");
        await _host.Query(db => db.Write(() => db.Execute("UPDATE Neighborhood SET Boundary = @square, Version = 2 WHERE Id = @id", new
        {
            id,
            square = """{"type":"Polygon","coordinates":[[[-90,40],[-89,40],[-89,41],[-90,41],[-90,40]]]}""",
        }, default), default));
        await (await Change(id, 2, "Alder Hill", active: false)).Ok();

        var reply = await Officer.PostAsJsonAsync("/api/v1/problems", new
        {
            title = "Noise",
            description = "Every Friday.",
            categoryCode = "noise",
            source = "Resident",
            priority = "Normal",
            confidential = false,
            latitude = 40.5,
            longitude = -89.5,
        });

        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "neighborhoodId" }));
        Assert.That((await Officer.Read("/api/v1/neighborhoods/boundaries")).GetProperty("features").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task First_problem_needs_only_an_address_and_gets_its_neighborhood_later()
    {
        var id = (await (await Open(address: "12 Tanner Street")).Json()).GetProperty("id").GetInt64();
        var problem = await Officer.Read($"/api/v1/problems/{id}");
        var officer = new Browser(_host, Role.Officer);
        var before = await officer.Get($"/problems/{id}");
        var place = await Added("Alder Hill");
        var nudged = await officer.Get($"/problems/{id}");
        await (await Officer.IfMatch(1).PatchAsJsonAsync($"/api/v1/problems/{id}", new { neighborhoodId = place })).Ok();

        Assert.Multiple(() =>
        {
            Assert.That(problem.GetProperty("neighborhood").GetString(), Is.EqualTo("No neighborhood"));
            Assert.That(problem.GetProperty("hasNeighborhood").GetBoolean(), Is.False);
            Assert.That(before, Does.Contain("12 Tanner Street, No neighborhood").And.Not.Contain("Choose a neighborhood"));
            Assert.That(nudged, Does.Contain($"href=\"/problems/{id}/edit#Form_NeighborhoodId\">Choose a neighborhood</a>"));
        });
        var after = await Officer.Read($"/api/v1/problems/{id}");
        Assert.That((after.GetProperty("neighborhood").GetString(), after.GetProperty("hasNeighborhood").GetBoolean()),
            Is.EqualTo(("Alder Hill", true)));
    }

    [Test]
    public async Task Problems_without_a_neighborhood_share_one_row_in_every_list_and_report()
    {
        await (await Open(address: "12 Tanner Street")).Ok();
        await (await Open(address: "14 Tanner Street")).Ok();

        var rows = (await Officer.Read("/api/v1/neighborhoods")).GetProperty("items").EnumerateArray().ToList();
        var id = rows.Single().GetProperty("id").GetInt64();
        var listed = await Officer.Read($"/api/v1/problems?neighborhoodId={id}");
        var report = await new Browser(_host, Role.Supervisor).Get("/reports/status");
        var incidents = await new Browser(_host, Role.Analyst).Get("/incidents?all=true");

        Assert.That(rows[0].GetProperty("isUnassigned").GetBoolean(), Is.True);
        Assert.That(listed.GetProperty("total").GetInt32(), Is.EqualTo(2));
        Assert.That(report, Does.Contain("No neighborhood"));
        Assert.That(incidents.Split(">No neighborhood<"), Has.Length.EqualTo(2), "Incidents have one choice for it.");
        Assert.That(await (await Change(id, 1, "A", active: true)).ShortfallCodes(), Is.EqualTo(new[] { "neighborhood.unassigned" }));
    }

    [Test]
    public async Task First_problem_needs_an_address_or_coordinates() =>
        Assert.That(await (await Open(address: " ")).WrongFields(), Is.EqualTo(new[] { "address" }));

    [Test]
    public async Task Once_there_are_neighborhoods_an_address_alone_is_not_enough()
    {
        await Open(address: "12 Tanner Street");
        await Added("Alder Hill");

        Assert.That(await (await Open(address: "14 Tanner Street")).WrongFields(), Is.EqualTo(new[] { "neighborhoodId" }));
    }

    [Test]
    public async Task The_page_adds_renames_and_retires()
    {
        var administrator = new Browser(_host, Role.Administrator);
        await administrator.Post("/settings/neighborhoods", new() { ["Name"] = "Alder Hill" }, "/settings/neighborhoods");
        var again = await administrator.Post("/settings/neighborhoods", new() { ["Name"] = "Alder Hill" });
        await administrator.Post("/settings/neighborhoods/1", new() { ["Name"] = "Alder Heights", ["Version"] = "1" },
            "/settings/neighborhoods");
        await administrator.Post("/settings/neighborhoods/1?handler=Retire", new() { ["LastDay"] = "2026-02-28", ["Version"] = "2" },
            "/settings/neighborhoods/1", "/settings/neighborhoods/1");

        Assert.That(again, Does.Contain("href=\"#Name\">There is already a neighborhood named Alder Hill."));
        var reply = await _host.SignIn(Role.Administrator).PostAsJsonAsync("/api/v1/neighborhoods", new { name = "Alder Heights" });
        Assert.That(((int)reply.StatusCode, (await reply.Json()).GetProperty("field").GetString()), Is.EqualTo((409, "name")));
        Assert.That(await administrator.Get("/settings/neighborhoods"), Does.Contain("Alder Heights").And.Contain("Until Feb 28, 2026"));
    }
}
