using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;

namespace ProblemTracker.Tests.Reports;

/// <summary>How many concerns came, how fast they were acknowledged and decided, and what became of them.</summary>
public sealed class ConcernsReportTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private async Task<JsonElement> Report(string query = "", Role role = Role.Command) =>
        await (await _host.SignIn(role).GetAsync($"/api/v1/reports/concerns{query}")).Json();

    private async Task Enter(string category = "noise", long? neighborhoodId = null) => await (await Officer.PostAsJsonAsync(
        "/api/v1/concerns",
        new { channel = "Phone", categoryCode = category, description = "Loud.", address = "Fell Lane", neighborhoodId })).Ok();

    private async Task Close(int id, int version = 1) =>
        await (await Officer.IfMatch(version).PostAsJsonAsync($"/api/v1/concerns/{id}/close", new { reason = "Solved." })).Ok();

    [Test]
    public async Task Times_and_outcomes_are_those_of_the_concerns()
    {
        var alder = await _host.Neighborhood("Alder");
        for (var i = 0; i < 6; i++) await Enter(neighborhoodId: i < 4 ? alder : null);
        await (await Officer.IfMatch(1).PostAsync("/api/v1/concerns/1/acknowledge", null)).Ok();
        _host.Time.Advance(TimeSpan.FromDays(1));
        await Close(2);
        _host.Time.Advance(TimeSpan.FromDays(2));
        await Close(3);
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/4/merge", new { intoId = 5 })).Ok();
        _host.Time.Advance(TimeSpan.FromDays(30));
        await Enter();

        var report = await Report();
        var all = report.GetProperty("all");
        Assert.Multiple(() =>
        {
            Assert.That(all.GetProperty("received").GetInt32(), Is.EqualTo(7));
            // In time: the first and the second. Late: the third and fourth, and two that nobody acknowledged. The last is not due yet.
            Assert.That(Part(all, "acknowledged"), Is.EqualTo((2, 6)));
            Assert.That(all.GetProperty("daysToAcknowledge").GetDouble(), Is.EqualTo(2), "0, 1, 3, 3");
            Assert.That(Part(all, "decided"), Is.EqualTo((3, 6)));
            Assert.That((all.GetProperty("daysToDecide").GetDouble(), all.GetProperty("decidedCount").GetInt32()), Is.EqualTo((3.0, 3)));
            Assert.That((all.GetProperty("open").GetInt32(), all.GetProperty("merged").GetInt32(), all.GetProperty("closed").GetInt32()),
                Is.EqualTo((4, 1, 2)));
            Assert.That(all.GetProperty("acknowledged").GetProperty("percent").GetDouble(), Is.EqualTo(33.3));
            Assert.That(report.GetProperty("neighborhoods").EnumerateArray().Select(row =>
                $"{row.GetProperty("label").GetString()} {row.GetProperty("received").GetInt32()}"),
                Is.EqualTo(new[] { "Alder 4", "No neighborhood 3" }));
            Assert.That(report.GetProperty("periods").EnumerateArray().Sum(row => row.GetProperty("received").GetInt32()), Is.EqualTo(7));
            Assert.That(report.GetProperty("periods").EnumerateArray().Last().GetProperty("received").GetInt32(), Is.EqualTo(1));
        });

        static (int, int) Part(JsonElement row, string name) =>
            (row.GetProperty(name).GetProperty("part").GetInt32(), row.GetProperty(name).GetProperty("whole").GetInt32());
    }

    [Test]
    public async Task Filters_narrow_it_and_a_lead_is_refused()
    {
        await Enter("parking", await _host.Neighborhood("Alder"));
        await Enter();
        Assert.Multiple(async () =>
        {
            Assert.That((await Report("?categoryCode=parking")).GetProperty("all").GetProperty("received").GetInt32(), Is.EqualTo(1));
            Assert.That((await Report("?neighborhoodId=1")).GetProperty("all").GetProperty("received").GetInt32(), Is.EqualTo(1));
            Assert.That((await Report("?to=2026-02-28")).GetProperty("all").GetProperty("received").GetInt32(), Is.Zero);
            Assert.That(await (await Officer.GetAsync("/api/v1/reports/concerns?leadId=1")).WrongFields(), Does.Contain("leadId"));
        });
    }

    [Test]
    public async Task Counts_lead_to_lists_with_as_many_concerns_for_those_who_may_open_them()
    {
        var alder = await _host.Neighborhood("Alder");
        for (var i = 0; i < 8; i++) await Enter(i == 7 ? "parking" : "noise", i < 4 ? alder : null);
        await Close(1);
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/2/merge", new { intoId = 3 })).Ok();
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/4/referral", new { agency = "Water" })).Ok();
        var problem = await _host.OpenProblem();
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 5 } })).Ok();
        _host.Time.Advance(TimeSpan.FromDays(31));
        await Enter();

        var followed = 0;
        foreach (var query in new[] { "", $"?neighborhoodId={alder}", "?categoryCode=parking", "?to=2026-03-10" })
        {
            var report = await Report(query, Role.Officer);
            foreach (var row in report.GetProperty("periods").EnumerateArray().Concat(report.GetProperty("neighborhoods").EnumerateArray())
                .Append(report.GetProperty("all")))
                foreach (var list in row.GetProperty("lists").EnumerateObject())
                {
                    var total = (await (await Officer.GetAsync(list.Value.GetString())).Ok()).GetProperty("total").GetInt32();
                    Assert.That(total, Is.EqualTo(row.GetProperty(list.Name).GetInt32()), list.Value.GetString());
                    if (total > 0) followed++;
                }
        }
        Assert.That(followed, Is.GreaterThan(20));
        Assert.That((await Report()).GetProperty("all").GetProperty("lists").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(await new Browser(_host, Role.Command).Get("/reports/concerns"), Does.Not.Contain("href=\"/concerns?"));
        Assert.That(await new Browser(_host, Role.Officer).Get("/reports/concerns"), Does.Contain("href=\"/concerns?"));
        // The list says what it was narrowed to, also by what its form has no field for, and sends that again.
        Assert.That(await new Browser(_host, Role.Officer).Get("/concerns?open=true&withAgency=false"),
            Does.Contain("Without those that an agency has.").And.Contain("<input type=\"hidden\" name=\"withAgency\" value=\"false\">"));
    }

    [Test]
    public async Task Page_and_file_have_the_same_figures_and_no_reporter()
    {
        await new Resident(_host).Report(("Name", "Rosa Quill"));
        var browser = new Browser(_host, Role.Command);
        var page = await browser.Get("/reports/concerns");
        var file = await browser.Get("/reports/concerns?handler=csv");
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("Concerns by month received").And.Not.Contain("Rosa").And.Not.Contain("Lead officer"));
            Assert.That(file, Does.Contain("all,All,1,0,0,").And.Not.Contain("Rosa"));
        });
    }
}
