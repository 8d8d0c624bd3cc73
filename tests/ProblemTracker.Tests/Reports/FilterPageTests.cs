using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.Tests.Pages;

namespace ProblemTracker.Tests.Reports;

/// <summary>Lists and reports with invalid filters, and with filter values that are not among the choices.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class FilterPageTests
{
    private TrackerHost _host = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = new();
        await _host.OpenProblem();
    }

    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [TestCase("/problems", "openedFrom=2026-03-02&openedTo=2026-03-01")]
    [TestCase("/problems/moves", "from=2026-03-02&to=2026-03-01")]
    [TestCase("/overrides", "from=2026-03-02&to=2026-03-01")]
    [TestCase("/actions", "dueFrom=2026-03-02&dueTo=2026-03-01")]
    [TestCase("/objectives", "closedFrom=2026-03-02&closedTo=2026-03-01")]
    [TestCase("/scores", "closedFrom=2026-03-02&closedTo=2026-03-01")]
    [TestCase("/reports/status", "from=2026-03-02&to=2026-03-01")]
    public async Task CSV_with_an_invalid_filter_redirects_to_the_page_with_the_error(string path, string filter)
    {
        var browser = new Browser(_host, Role.Command);
        var reply = await browser.Reply($"{path}?handler=csv&{filter}");

        Assert.That(((int)reply.StatusCode, reply.Headers.Location?.ToString()), Is.EqualTo((302, $"{path}?{filter}")));
        Assert.That(await browser.Get($"{path}?{filter}"), Does.Contain("The last day is before the first. Swap them."));
    }

    /// <summary>Filters that only a link sets have no field of their own, unless one is wrong.</summary>
    [TestCase("/problems", "openedFrom=2026-03-02&openedTo=2026-03-01", "openedFrom", "openedTo")]
    [TestCase("/problems", "escalatedTo=2026-03-01", "escalatedTo")]
    [TestCase("/problems", "closedFrom=soon", "closedFrom")]
    [TestCase("/actions", "agreedFrom=2026-03-02&agreedTo=2026-03-01", "agreedFrom", "agreedTo")]
    public async Task A_wrong_filter_from_a_link_has_a_field_to_correct_it(string path, string filter, params string[] fields)
    {
        var page = await new Browser(_host, Role.Command).Get($"{path}?{filter}");

        Assert.That(page, Does.Match($"<a class=\"usa-link\" href=\"#({string.Join('|', fields)})\">"));
        foreach (var field in fields) Assert.That(page, Does.Match($"<input class=\"usa-input [^>]*name=\"{field}\"\\s+value=\"[^\"]"));
    }

    [TestCase("/problems?stage=Closed", "Open and closed")]
    [TestCase("/problems?open=true&stage=Closed", "Open and closed")]
    [TestCase("/problems?open=false&stage=Analysis", "Open and closed")]
    [TestCase("/problems?open=false", "Closed")]
    [TestCase("/problems?sort=Newest", "Open and closed")]
    [TestCase("/problems?open=true", "Open")]
    public async Task Status_shows_which_problems_are_listed(string address, string shown) => Assert.That(
        FilterForm.Of(await new Browser(_host, Role.Command).Get(address)).Choices.Single(c => c.Name == "Open").Shown,
        Is.EqualTo(shown));

    [Test]
    public async Task Filters_are_remembered_as_the_form_shows_them_and_not_from_a_figure_s_link()
    {
        var browser = new Browser(_host, Role.Analyst);
        async Task<string?> Again() => (await browser.Reply("/problems")).Headers.Location?.ToString();

        Assert.That(await Again(), Is.EqualTo("/problems?open=true"));
        await browser.Get("/problems?sort=Newest");
        Assert.That(await Again(), Is.EqualTo("/problems?sort=Newest"), "Open and closed");
        await browser.Get("/problems?overridden=true&open=false");
        Assert.That(await Again(), Is.EqualTo("/problems?sort=Newest"), "A report's link is not a choice of filters");
    }

    [TestCase("/problems?open=true", Role.Officer, true)]
    [TestCase("/problems?open=true", Role.Command, true)]
    [TestCase("/problems?open=true", Role.Analyst, false)]
    [TestCase("/concerns?open=true", Role.Officer, true)]
    [TestCase("/concerns?open=true", Role.Supervisor, false)]
    [TestCase("/actions", Role.Supervisor, false)]
    [TestCase("/actions", Role.Officer, true)]
    [TestCase("/reports/status", Role.Command, true)]
    [TestCase("/reports/status", Role.Supervisor, false)]
    public async Task Readers_whose_roles_leave_problems_out_are_told_whether_or_not_there_are_any(string path, Role role, bool told) =>
        Assert.That((await new Browser(_host, role).Get(path)).Contains("Some problems may not be visible to you"), Is.EqualTo(told));

    [TestCase("/problems?open=true", "StageSince")]
    [TestCase("/actions", "Newest")]
    public async Task Form_shows_the_default_sort_order(string path, string order)
    {
        var page = await new Browser(_host, Role.Command).Get(path);
        var choices = page[page.IndexOf("name=\"Sort\"", StringComparison.Ordinal)..];
        choices = choices[..choices.IndexOf("</select>", StringComparison.Ordinal)];

        Assert.That(choices, Does.Contain($"selected=\"selected\" value=\"{order}\"").And.Not.Contain("value=\"\""));
    }

    [TestCase("/problems", typeof(ProblemRow))]
    [TestCase("/problems/moves", typeof(MoveRow))]
    [TestCase("/overrides", typeof(OverrideRow))]
    [TestCase("/actions", typeof(ActionRow))]
    [TestCase("/objectives", typeof(ObjectiveItem))]
    [TestCase("/scores", typeof(ScoreItem), typeof(SelfScores))]
    public async Task Every_list_can_be_saved_as_CSV_with_the_names_of_the_API(string path, params Type[] api)
    {
        using var reply = await new Browser(_host, Role.Command).Reply($"{path}?handler=csv");
        var header = (await reply.Content.ReadAsStringAsync()).Split('\n')[0].TrimStart('\uFEFF').Trim().Split(',');

        Assert.That((reply.StatusCode, reply.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, "text/csv")));
        // A score has two columns: its points, named after the stage, and their reason.
        var names = api.SelectMany(type => type.GetProperties()).SelectMany(member => member.PropertyType == typeof(Score)
            ? [member.Name, $"{member.Name}Reason"] : new[] { member.Name }).Select(JsonNamingPolicy.CamelCase.ConvertName).ToList();
        Assert.That(header, Does.Contain("number"));
        Assert.That(header, Is.SubsetOf(names));
    }

    [Test]
    public async Task Hold_and_deadline_page_opens() =>
        Assert.That(await new Browser(_host, Role.Supervisor).Get("/problems/1/time"), Does.Contain("<h1"));

    [TestCase("/problems", "neighborhoodId=99999", "There is no such neighborhood.")]
    [TestCase("/reports/flow", "categoryCode=nonsense", "There is no such category.")]
    [TestCase("/actions", "leadId=99999", "There is no such lead.")]
    public async Task Unknown_filter_value_shows_an_error(string path, string filter, string sentence) =>
        Assert.That(await new Browser(_host, Role.Command).Get($"{path}?{filter}"), Does.Contain(sentence));

    [Test]
    public async Task Filter_names_a_lead_who_has_left()
    {
        var left = _host.IdOf("gone", Role.Officer);
        await _host.Query(db => db.Execute("UPDATE Person SET Active = 0 WHERE Id = @left", new { left }, default));

        var page = await new Browser(_host, Role.Command).Get($"/problems?leadId={left}");

        Assert.That(page,
            Does.Match($"<option[^>]*selected[^>]*value=\"{left}\"|<option[^>]*value=\"{left}\"[^>]*selected").And.Contain("(has left)"));
    }

    [TestCase("/api/v1/problems?leadId=-1", "leadId")]
    [TestCase("/api/v1/problems?neighborhoodId=0", "neighborhoodId")]
    [TestCase("/api/v1/problems?supervisorId=-1", "supervisorId")]
    [TestCase("/api/v1/problems?followUpFrom=2026-03-01", "followUpFrom")]
    [TestCase("/api/v1/problems?escalatedTo=2026-03-01", "escalatedTo")]
    [TestCase("/api/v1/problems/moves?leadId=-5", "leadId")]
    [TestCase("/api/v1/actions?ownerId=-3", "ownerId")]
    [TestCase("/api/v1/overrides?leadId=-1", "leadId")]
    [TestCase("/api/v1/objectives?leadId=-1", "leadId")]
    [TestCase("/api/v1/scores?atLeast=8&below=2", "below")]
    public async Task Invalid_filter_value_is_an_error_for_its_field(string path, string field) =>
        Assert.That(await (await _host.SignIn(Role.Command).GetAsync(path)).WrongFields(), Is.EqualTo(new[] { field }));
}
