using System.Text.Json;
using System.Text.RegularExpressions;
using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.Tests.Neighborhoods;
using ProblemTracker.Tests.Stakeholders;

namespace ProblemTracker.Tests.Incidents;

/// <summary>What is near a problem, the sites of its partners, and addresses that are looked up.</summary>
public sealed class ProblemPlaceTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Boundaries.Two);
        // One degree of latitude is about 111.2 km: 0.0008 degrees are 89 m, 0.001 are 111 m.
        await _host.ImportCsv(
            "no,at,kind,where,lat,lon\n"
                // Ids follow the time, so this one is the first.
                + "old,2024-12-31,burglary,1 Elm Street,40.5,-89.5\n"
                + "near,2026-01-05T10:00,burglary,1 Elm Street,40.5,-89.5\n"
                + "close,2026-02-06,loud music,3 Elm Street,40.5008,-89.5\n"
                + "far,2026-02-06,burglary,90 Elm Street,40.501,-89.5\n"
                + "site,2026-02-06,burglary,12 Ropewalk,40.7,-89.7\n");
    }

    [TearDown] public void Stop() => _host.Dispose();

    private async Task<long> Open(bool hasPoint = true) => (await _host.Send(new OpenProblem("Break-ins", "x", "burglary",
        ProblemSource.Officer, Priority.Normal, false, NeighborhoodId: 1, Latitude: hasPoint ? 40.5 : null,
        Longitude: hasPoint ? -89.5 : null))).Id;

    private Task<JsonElement> Place(long id) => _host.SignIn(Role.Officer).Read($"/api/v1/problems/{id}/place");

    [Test]
    public async Task Incidents_within_100_meters_since_January_are_counted_by_category_until_they_are_linked()
    {
        var id = await Open();
        var near = (await Place(id)).GetProperty("near");
        // On March 2, 2026 this year's January is far enough back.
        Assert.That((near.GetProperty("count").GetInt32(), near.GetProperty("others").GetInt32(), near.GetProperty("since").GetString()),
            Is.EqualTo((1, 1, "2026-01-01")));
        Assert.That(near.GetProperty("filter").GetProperty("categoryCode").GetString(), Is.EqualTo("burglary"));

        await _host.Send(new ProblemTracker.Incidents.LinkIncidents(id, [2]));
        near = (await Place(id)).GetProperty("near");
        Assert.That((near.GetProperty("count").GetInt32(), near.GetProperty("others").GetInt32()), Is.EqualTo((0, 1)));
        await _host.Send(new ProblemTracker.Incidents.LinkIncidents(id, [3]));
        Assert.That((await Place(id)).GetProperty("near").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Without_coordinates_incidents_to_link_are_those_of_the_neighborhood()
    {
        var find = (await Place(await Open(hasPoint: false))).GetProperty("find");
        Assert.That((find.GetProperty("neighborhoodId").GetInt64(), find.GetProperty("categoryCode").GetString(),
                find.GetProperty("from").GetString(), find.GetProperty("radius").ValueKind),
            Is.EqualTo((1, "burglary", "2025-03-02", JsonValueKind.Null)));
    }

    [Test]
    public async Task The_page_offers_the_incidents_near_and_shows_what_was_opened_just_now_first()
    {
        var id = await Open();
        var page = await new Browser(_host, Role.Supervisor).Get($"/problems/{id}?opened=true");
        Assert.That(page, Does.Contain("1 incident of Burglary within 100 meters since January is not linked.")
            .And.Contain(">Link it</a>").And.Contain("1 other is near.").And.Contain(">Look at all 2</a>"));
        Assert.That(page.IndexOf("is not linked", StringComparison.Ordinal), Is.LessThan(page.IndexOf("<h2", StringComparison.Ordinal)));
        Assert.That(await new Browser(_host, Role.Command).Get($"/problems/{id}"), Does.Not.Contain("is not linked"), "can't link them");
    }

    [Test]
    public async Task After_linking_those_of_the_category_the_others_near_are_said_with_a_link_to_them()
    {
        var id = await Open();
        var browser = new Browser(_host, Role.Supervisor);
        Assert.That(WebUtility.HtmlDecode(await browser.Get($"/problems/{id}")), Does.Contain(
            $"/incidents?from=2026-01-01&categoryCode=burglary&latitude=40.5&longitude=-89.5&radius=100&problemId={id}\">Link it"));
        var near = $"/incidents?from=2026-01-01&latitude=40.5&longitude=-89.5&radius=100&problemId={id}";

        await browser.Post("/incidents?handler=link",
            new() { ["ProblemId"] = $"{id}", ["Problem"] = "P-2026-0001", ["IncidentIds"] = "2" }, $"/problems/{id}", formOn: near);
        var page = WebUtility.HtmlDecode(await browser.Get($"/problems/{id}"));

        const string rest = "1 incident of another category within 100 meters since January is not linked.";
        Assert.That(page, Does.Contain($"1 incident linked to P-2026-0001. It now has 1 incident. {rest}"));
        Assert.That(page, Does.Match($"{Regex.Escape(rest)}\\s+<a class=\"usa-link\" href=\"{Regex.Escape(near)}\">Look at it</a>"));
        Assert.That(await browser.Get(near), Does.Contain("close").And.Not.Contain("90 Elm Street"));
    }

    [Test]
    public async Task An_organization_is_on_the_map_where_incidents_have_its_address_but_no_protected_or_private_one()
    {
        var (id, officer) = (await Open(), _host.SignIn(Role.Supervisor));
        foreach (var (name, role, kind, safe) in new[]
        {
            ("The Anchor", "Partner", "Business", (string?)null), ("Reporter Inc.", "Reporter", "Business", null),
            ("A. Resident", "Partner", "Resident", null), ("Shelter", "Partner", "ServiceProvider", "Call first."),
        })
        {
            var entry = await officer.Entry(name, new()
            {
                ["kind"] = kind,
                ["postalAddress"] = "12 Ropewalk, Harbor City",
                ["safeContact"] = safe,
                ["isAdult"] = true,
            });
            await (await officer.PostAsJsonAsync($"/api/v1/problems/{id}/stakeholders", new { stakeholderId = entry, role })).Ok();
        }
        var sites = (await Place(id)).GetProperty("sites");
        Assert.That(sites.EnumerateArray().Select(s => $"{s.GetProperty("name")} {s.GetProperty("latitude")}"),
            Is.EqualTo(new[] { "The Anchor 40.7" }));

        Assert.That(await Found("ropewalk"), Is.EqualTo(new[] { "The Anchor: 12 Ropewalk, Harbor City 40.7", ": 12 Ropewalk 40.7" }));
        Assert.That(await Found("anchor"), Is.EqualTo(new[] { "The Anchor: 12 Ropewalk, Harbor City 40.7" }));
        Assert.That(await Found("reporter"), Is.Empty);
    }

    [Test]
    public async Task Known_addresses_are_found_by_their_words_busiest_first()
    {
        Assert.That(await Found("elm str"),
            Is.EqualTo(new[] { ": 1 Elm Street 40.5", ": 3 Elm Street 40.5008", ": 90 Elm Street 40.501" }));
        Assert.That(await Found("near"), Is.Empty, "the number of an incident is no address");
        Assert.That((await _host.SignIn(Role.Officer).GetAsync("/api/v1/incidents/addresses?text=!")).StatusCode,
            Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Without_scripts_an_address_is_looked_up_by_a_button_and_taken_by_another()
    {
        var browser = new Browser(_host, Role.Officer);
        var found = await browser.Post("/problems/open?handler=lookup", new() { ["Form.Address"] = "elm", ["Form.Title"] = "Kept title" },
            formOn: "/problems/open");
        Assert.That(found, Does.Contain("1 Elm Street").And.Contain("2 incidents").And.Contain("Kept title"));
        var taken = await browser.Post("/problems/open?handler=take", new() { ["Take"] = "40.5;-89.5;1 Elm Street" },
            formOn: "/problems/open");
        Assert.That(taken, Does.Contain("value=\"1 Elm Street\"").And.Contain("value=\"40.5\"").And.Contain("value=\"-89.5\""));
        Assert.That(await browser.Post("/problems/open?handler=lookup", [], formOn: "/problems/open"),
            Does.Contain("Enter a street, or the name of an organization, to look it up."));
    }

    [Test]
    public async Task Problems_on_the_map_have_their_stage_and_whether_they_are_overdue()
    {
        var id = await Open();
        _host.Time.Advance(TimeSpan.FromDays(60));
        var points = (await _host.SignIn(Role.Officer).Read("/api/v1/problems/map?open=true")).GetProperty("points");
        Assert.That(points.GetProperty("ids").ToString(), Is.EqualTo($"[{id}]"));
        Assert.That(points.GetProperty("kinds").ToString(), Is.EqualTo("[\"ScanningOverdue\"]"));
        Assert.That(points.GetProperty("labels")[0].GetString(), Is.EqualTo("P-2026-0001 Break-ins, Scanning, overdue"));
        Assert.That((await _host.SignIn(Role.Officer).Read("/api/v1/problems/map?stage=Closed")).GetProperty("total").GetInt32(), Is.Zero);

        await _host.Send(new OpenProblem("Secret", "x", "noise", ProblemSource.Officer, Priority.Normal, true, Latitude: 40.5,
            Longitude: -89.5));
        Assert.That((await _host.SignInAs("stranger", Role.Officer).Read("/api/v1/problems/map")).GetProperty("total").GetInt32(),
            Is.EqualTo(1), "no confidential problem");
        Assert.That(await new Browser(_host, Role.Officer).Get("/problems?view=map&open=true"),
            Does.Contain("handler=points").And.Contain("data-map"));
    }

    private async Task<IReadOnlyList<string>> Found(string text) =>
        [.. (await _host.SignIn(Role.Officer).Read($"/api/v1/incidents/addresses?text={text}")).GetProperty("addresses").EnumerateArray()
            .Select(a => $"{a.GetProperty("stakeholder").GetString()}: {a.GetProperty("address")} {a.GetProperty("latitude")}")];
}
