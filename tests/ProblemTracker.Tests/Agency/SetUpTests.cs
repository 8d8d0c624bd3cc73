using System.Text.Json;
using ProblemTracker.Agency;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Agency;

/// <summary>The steps of an agency's first day.</summary>
public sealed class SetUpTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private async Task<Dictionary<string, SetUpStepState>> Steps() =>
        (await _host.Send(new ReadSetUp())).Steps.ToDictionary(step => step.Id, step => step.State);

    private Task<HttpResponseMessage> Say(string step, bool needed) =>
        Administrator.PostAsJsonAsync($"/api/v1/settings/set-up/{step}", new { needed });

    private async Task DoEverythingRequired()
    {
        await (await Administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/agency", new { name = "Springfield Police" })).Ok();
        await (await Administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/time-zone", new { timeZone = "America/Chicago" })).Ok();
        await (await Administrator.PostAsJsonAsync("/api/v1/neighborhoods", new { name = "Alder Hill" })).Ok();
        _host.IdOf(Role.Officer);
        _host.IdOf(Role.Supervisor);
        await AddSecondFactor(Role.Administrator);
    }

    private async Task AddSecondFactor(Role role) => await _host.Query(db => db.Execute(
        "INSERT INTO AuthenticatorApp (PersonId, Secret, LastStep, AddedAt) VALUES (@Id, 'x', 0, @Now)",
        new { Id = _host.IdOf(role), Now = TimeProvider.System.GetUtcNow() }, default));

    private async Task SkipTheRest()
    {
        foreach (var step in (await _host.Send(new ReadSetUp())).Steps.Where(step => step.State == SetUpStepState.Left))
            await (await Say(step.Id, needed: false)).Ok();
    }

    [Test]
    public async Task Nothing_is_done_in_an_empty_database() =>
        Assert.That((await Steps()).Values, Is.All.EqualTo(SetUpStepState.Left));

    [Test]
    public async Task Each_step_is_done_by_what_is_in_the_database()
    {
        await DoEverythingRequired();
        var place = (await Administrator.Read("/api/v1/neighborhoods")).GetProperty("items")[0].GetProperty("id").GetInt64();
        await (await Administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/responsibility", new
        {
            neighborhoods = new[] { new { neighborhoodId = place, supervisorId = _host.IdOf(Role.Supervisor) } },
            supervisors = Array.Empty<object>(),
        })).Ok();
        foreach (var setting in new[] { "categories", "deadlines" })
        {
            var present = await (await Administrator.GetAsync($"/api/v1/settings/{setting}")).Content.ReadAsStringAsync();
            await (await Administrator.IfMatch(0).PutAsync($"/api/v1/settings/{setting}",
                new StringContent(present, null, "application/json"))).Ok();
        }
        await (await Administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/holidays",
            new { items = new[] { new { date = "2026-07-03", name = "Independence Day" } } })).Ok();

        var steps = await Steps();

        Assert.That(steps.Where(step => step.Value == SetUpStepState.Left).Select(step => step.Key),
            Is.EqualTo(new[] { "logo", "email", "incidents" }));
    }

    [Test]
    public async Task Optional_step_can_be_marked_as_not_needed_and_put_back()
    {
        await (await Say("incidents", needed: false)).Ok();
        var without = (await Steps())["incidents"];
        await (await Say("incidents", needed: true)).Ok();

        Assert.That((without, (await Steps())["incidents"]), Is.EqualTo((SetUpStepState.NotNeeded, SetUpStepState.Left)));
    }

    [Test]
    public async Task Required_step_can_not_be_skipped_and_an_unknown_one_is_not_found()
    {
        Assert.That(await (await Say("people", needed: false)).ShortfallCodes(), Is.EqualTo(new[] { "setUp.required" }));
        Assert.That((await Say("nothing", needed: false)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task List_ends_on_My_day_when_no_step_is_left_and_does_not_come_back()
    {
        var administrator = new Browser(_host, Role.Administrator);
        var first = await administrator.Get("/");
        await DoEverythingRequired();
        await SkipTheRest();

        var end = await administrator.Get("/");
        await (await Say("incidents", needed: true)).Ok();
        var after = await administrator.Get("/");

        Assert.That(first, Does.Contain("Set up your agency: 11 steps left of 11"));
        Assert.That(end, Does.Contain("Your agency is set up.").And.Not.Contain("Set up your agency"));
        Assert.That(after, Does.Not.Contain("Your agency is set up.").And.Not.Contain("Set up your agency"));
    }

    [Test]
    public async Task My_day_skips_a_step_by_its_button()
    {
        var administrator = new Browser(_host, Role.Administrator);

        await administrator.Post("/?handler=SetUp", new() { ["step"] = "logo" }, "/", formOn: "/");

        Assert.That(await administrator.Get("/"), Does.Contain("10 steps left of 11").And.Contain("Not needed here: Logo"));
    }

    [Test]
    public async Task Second_factor_is_done_once_an_administrator_has_one()
    {
        await AddSecondFactor(Role.Officer);
        var withOfficers = (await Steps())["second-factor"];
        await AddSecondFactor(Role.Administrator);

        Assert.That((withOfficers, (await Steps())["second-factor"]), Is.EqualTo((SetUpStepState.Left, SetUpStepState.Done)));
    }

    [Test]
    public async Task Only_administrators_see_the_steps()
    {
        Assert.That(await new Browser(_host, Role.Supervisor).Get("/"), Does.Not.Contain("Set up your agency"));
        Assert.That((await _host.SignIn(Role.Supervisor).GetAsync("/api/v1/settings/set-up")).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task The_demo_needs_no_set_up()
    {
        using var demo = new TrackerHost(demo: true);

        Assert.That(JsonSerializer.Serialize(await demo.Send(new ReadSetUp())), Does.Contain("\"IsFinished\":true"));
    }

    [Test]
    public async Task Every_step_leads_to_a_page()
    {
        var administrator = new Browser(_host, Role.Administrator);
        foreach (var step in (await _host.Send(new ReadSetUp())).Steps)
        {
            await administrator.Get(step.Href.Split('#')[0]);
            Assert.That(step.Help, Does.EndWith("."), step.Id);
        }
    }
}
