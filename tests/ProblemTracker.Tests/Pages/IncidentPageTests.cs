using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Pages;

/// <summary>The incident and search pages without JavaScript.</summary>
public sealed class IncidentPageTests
{
    private TrackerHost _host = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _browser = new(_host, Role.Analyst);
        await _host.Import(Boundaries.Two);
        await _host.ImportCsv(
            "no,at,kind,where,lat,lon\n"
                + "no.1,2026-01-05T10:00,burglary,1 Elm Street,40.5,-89.5\n"
                + "no.2,2026-01-06,burglary,2 Elm Street,40.5,-88.5\n"
                + "no.3,2026-02-07T23:00,loud music,3 Oak Street,40.9,-89.9\n");
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task A_posted_filter_becomes_an_address_and_is_remembered_without_its_words()
    {
        await _browser.Post("/incidents?handler=filter",
            new() { ["CategoryCode"] = "burglary", ["Text"] = "elm", ["Area"] = " 40, -90\n41, -90\n41, -89\n40, -89 \n" },
            "/incidents?categoryCode=burglary&area=40,-90;41,-90;41,-89;40,-89&text=elm", formOn: "/incidents?all=true");
        var page = await _browser.Get("/incidents?categoryCode=burglary&area=40,-90;41,-90;41,-89;40,-89&text=elm");
        Assert.That(page, Does.Contain("no.1").And.Not.Contain("no.2").And.Not.Contain("no.3"));
        Assert.That(page, Does.Contain("40, -90\n41, -90"), "one corner per line");

        await _browser.Post("/incidents?handler=filter", [], "/incidents?all=true", formOn: "/incidents?all=true");
        await _browser.Get("/incidents?from=2026-01-06&text=elm");
        using var again = await _browser.Reply("/incidents");
        Assert.That(again.Headers.Location?.ToString(), Is.EqualTo("/incidents?from=2026-01-06"));
        using var patterns = await _browser.Reply("/incidents/patterns");
        Assert.That(patterns.Headers.Location?.ToString(), Is.EqualTo("/incidents/patterns?from=2026-01-06"), "one filter for both views");
    }

    [Test]
    public async Task Fields_left_blank_by_a_browser_filter_nothing_and_what_only_the_page_sets_is_not_taken()
    {
        string[] blank = ["From", "To", "NeighborhoodId", "Text", "Weekday", "Hour", "Latitude", "Longitude", "Radius", "Area"];
        var fields = blank.ToDictionary(name => name, _ => "");
        fields["CategoryCode"] = "burglary";
        fields["InFeet"] = "sometimes";
        fields["Target.NeighborhoodId"] = "none";

        await _browser.Post("/incidents?handler=filter", fields, "/incidents?categoryCode=burglary", formOn: "/incidents?all=true");
    }

    [Test]
    public async Task An_invalid_filter_keeps_its_input_and_shows_each_error_beside_its_field()
    {
        foreach (var path in new[] { "/incidents", "/incidents/patterns" })
        {
            var page = await _browser.Post($"{path}?handler=filter",
                new() { ["Area"] = "Elm Street corner", ["From"] = "2026-02-30", ["Radius"] = "9999999" }, formOn: $"{path}?all=true");

            Assert.That(page, Does.Contain("\"Elm Street corner\" is not a corner."));
            Assert.That(page,
                Does.Contain(">\nElm Street corner</textarea>").Or.Contain(">Elm Street corner</textarea>")
                    .Or.Contain("Elm Street corner</textarea>"));
            Assert.That(page, Does.Contain("“2026-02-30” is not a date."));
            Assert.That(page, Does.Contain("Radius must be 1 to 5000 meters."));
        }
    }

    [Test]
    public async Task Selected_or_filtered_incidents_are_linked_to_a_problem_by_number_or_title()
    {
        await _host.OpenProblem("Noise behind the bar");
        await _host.OpenProblem("Noise at the harbor");
        await _host.OpenProblem("Zebras");
        await _host.OpenProblem("Lions, worse above 3");
        const string Link = "/incidents?handler=link";

        foreach (var (typed, sentence) in new[]
        {
            ("77", "You have no open problem that matches “77”."),
            ("", "Type a problem number or words from its title."), ("giraffes", "You have no open problem that matches “giraffes”."),
            ("P-2026-9999", "You have no open problem that matches “P-2026-9999”."),
            ("noise",
                "2 problems match “noise”: P-2026-0002 Noise at the harbor; P-2026-0001 Noise behind the bar. Type the number of one."),
        })
            Assert.That(await _browser.Post(Link, new() { ["Problem"] = typed, ["IncidentIds"] = "1" }, formOn: "/incidents?all=true"),
                Does.Contain(sentence), typed);
        Assert.That(await _browser.Post(Link, new() { ["Problem"] = "zebras" }, formOn: "/incidents?all=true"),
            Does.Contain("Choose at least one incident."));

        await _browser.Post(Link, new() { ["Problem"] = "3", ["IncidentIds"] = "3" }, "/incidents?all=true",
            formOn: "/incidents?all=true");
        await _browser.Post(Link, new() { ["Problem"] = "p-2026-0003 Zebras", ["Everything"] = "true", ["Text"] = "elm" },
            "/incidents?text=elm", formOn: "/incidents?text=elm");
        Assert.That((await _host.SignIn(Role.Officer).Read("/api/v1/problems/3/incidents")).GetProperty("total").GetInt32(), Is.EqualTo(3));
        Assert.That(await _browser.Get("/incidents?problemId=3&all=true"),
            Does.Contain("Back to P-2026-0003").And.Contain("No more incidents match"), "linked incidents are left out");
    }

    [Test]
    public async Task From_a_problem_the_filter_is_its_place_and_category_and_the_way_back_is_the_problem()
    {
        await _host.Send(new OpenProblem("Break-ins", "They break in.", "burglary", ProblemSource.Officer, Priority.Normal, false,
            Latitude: 40.5, Longitude: -89.5));
        using var prefilled = await _browser.Reply("/incidents?problemId=1");
        var address = prefilled.Headers.Location!.ToString();
        Assert.That(address, Does.Contain("categoryCode=burglary").And.Contain("latitude=40.5").And.Contain("longitude=-89.5")
            .And.Contain("radius=150").And.Contain("from=").And.Contain("problemId=1"));

        var page = await _browser.Get(address);
        Assert.That(page, Does.Contain("no.1").And.Not.Contain("no.2").And.Not.Contain("no.3"));
        Assert.That(page, Does.Contain("Back to P-2026-0001 Break-ins").And.Contain("Burglary, within 150 meters"));
        Assert.That(page, Does.Contain(">Link to P-2026-0001</button>").And.Not.Contain("Link to problem"));

        await _browser.Post("/incidents?handler=link",
            new() { ["ProblemId"] = "1", ["Problem"] = "P-2026-0001", ["IncidentIds"] = "1" }, "/problems/1", formOn: address);
        Assert.That(await _browser.Get(address), Does.Contain("No more incidents match"));
        Assert.That((await _host.SignIn(Role.Analyst).Read("/api/v1/incidents?notLinkedTo=1")).GetProperty("total").GetInt32(),
            Is.EqualTo(2));
    }

    [Test]
    public async Task An_agency_that_uses_feet_types_and_reads_feet()
    {
        await new Browser(_host, Role.Administrator).Post("/settings/maps", new() { ["Form.Unit"] = "Feet" }, "/settings/maps",
            formOn: "/settings/maps");
        var filter = new Dictionary<string, string> { ["Latitude"] = "40.5", ["Longitude"] = "-89.5", ["Feet"] = "500" };
        await _browser.Post("/incidents?handler=filter", filter, "/incidents?latitude=40.5&longitude=-89.5&radius=152.4",
            formOn: "/incidents?all=true");
        Assert.That(await _browser.Get("/incidents?latitude=40.5&longitude=-89.5&radius=152.4"),
            Does.Contain("Radius, in feet").And.Contain("value=\"500\"").And.Contain("no.1"));
        filter["Feet"] = "99999";
        Assert.That(await _browser.Post("/incidents?handler=filter", filter, formOn: "/incidents?all=true"),
            Does.Contain("Radius must be 1 to 5000 meters.").And.Contain("99999"));
    }

    [Test]
    public async Task Numbers_of_months_hours_and_places_lead_to_as_many_incidents()
    {
        var patterns = await _browser.Get("/incidents/patterns?all=true");
        Assert.That(patterns, Does.Contain("href=\"/incidents?from=2026-01-01&to=2026-01-31\">2</a>"));
        Assert.That(patterns, Does.Contain("href=\"/incidents?weekday=Monday&hour=10\">1</a>"));
        Assert.That(await _browser.Get("/incidents?weekday=Monday&hour=10"), Does.Contain("no.1").And.Not.Contain("no.2"));

        var places = await _browser.Get("/incidents/places?all=true");
        Assert.That(places, Does.Contain("href=\"/incidents?address=1%20Elm%20Street\">1</a>").And.Contain("33.3%"));
        Assert.That(await _browser.Get("/incidents?address=1%20Elm%20Street"), Does.Contain("no.1").And.Not.Contain("no.2"));
        Assert.That(await _browser.Get("/incidents/places?all=true&handler=csv"),
            Does.Contain("address,incidents,share,latitude,longitude\r\n").And.Contain("1 Elm Street,1,0.3333,40.5,-89.5\r\n"));
    }

    [Test]
    public async Task Months_and_hours_are_tables_and_CSV_files()
    {
        var page = await _browser.Get("/incidents/patterns?all=true");
        Assert.That(page, Does.Contain("Not included: 1 incident with a date but no time."));
        Assert.That(page, Does.Contain("shade-5"));
        Assert.That(await _browser.Get("/incidents/patterns?all=true&handler=months"),
            Does.EndWith("month,incidents\r\n2026-01,2\r\n2026-02,1\r\n"));
        var hours = (await _browser.Get("/incidents/patterns?all=true&handler=hours")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(hours, Has.Length.EqualTo(1 + 7 * 24));
        Assert.That(hours, Does.Contain("Monday,10,1").And.Contain("Saturday,23,1").And.Contain("Sunday,0,0"));
        Assert.That(await _browser.Get("/incidents/patterns?categoryCode=racing"), Does.Contain("No incidents match these filters."));
    }

    [Test]
    public async Task A_filter_is_saved_renamed_and_deleted_after_confirmation()
    {
        await _browser.Post("/incidents?handler=save", new() { ["Name"] = "Elm", ["Text"] = "elm" }, "/incidents?text=elm",
            formOn: "/incidents?text=elm");
        Assert.That(await _browser.Get("/incidents?all=true"), Does.Contain("<a class=\"usa-link\" href=\"/incidents?text=elm\">Elm</a>"));
        Assert.That(
            await _browser.Post("/incidents?handler=save", new() { ["Name"] = "ELM", ["Text"] = "elm" }, formOn: "/incidents?text=elm"),
            Does.Contain("You already have a filter with this name."));

        Assert.That(
            await _browser.Post("/incidents/saved?handler=rename", new() { ["Id"] = "1", ["Version"] = "1", ["Name"] = " " },
                formOn: "/incidents/saved"), Does.Contain("Give the filter a name."));
        await _browser.Post("/incidents/saved?handler=rename",
            new() { ["Id"] = "1", ["Version"] = "1", ["Name"] = "Elm Street", ["Shared"] = "true" }, "/incidents/saved",
            formOn: "/incidents/saved");
        Assert.That(await new Browser(_host, Role.Officer).Get("/incidents/saved"),
            Does.Contain("Elm Street").And.Contain("shared with everyone").And.Not.Contain("Rename or share"));

        Assert.That(await _browser.Get("/incidents/saved?delete=1"), Does.Contain("Delete “Elm Street”?"));
        await _browser.Post("/incidents/saved?handler=delete", new() { ["Id"] = "1", ["Version"] = "2" }, "/incidents/saved",
            formOn: "/incidents/saved?delete=1");
        Assert.That(await _browser.Get("/incidents/saved"), Does.Contain("No saved filters yet."));
    }

    [Test]
    public async Task Search_results_are_encoded_and_highlighted()
    {
        await _host.OpenProblem("<b>Zebras</b> & co");
        using var reply = await _browser.Reply("/search?q=zebras");
        var html = await reply.Content.ReadAsStringAsync();

        Assert.That(html, Does.Contain("&lt;b&gt;<mark>Zebras</mark>&lt;/b&gt; &amp; co"));
        Assert.That(html, Does.Contain("Problems (1)").And.Contain("Stakeholders (0)"));
        Assert.That(await _browser.Get("/search"), Does.Contain("Case and accents don't matter."));
        Assert.That(await _browser.Get("/search?q=%21"), Does.Contain("Enter at least one word to search for."));
        Assert.That(await _browser.Get("/search?q=giraffe"), Does.Contain("No results for these words."));
    }
}
