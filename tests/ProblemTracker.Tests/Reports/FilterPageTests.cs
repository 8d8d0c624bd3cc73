using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Reports;

/// <summary>What lists and reports do with filters that can't be, or that lead to somebody who is not among the choices.</summary>
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
    public async Task A_file_of_an_impossible_filter_is_refused_on_the_page_beside_the_field(string path, string filter)
    {
        var browser = new Browser(_host, Role.Command);
        var reply = await browser.Reply($"{path}?handler=csv&{filter}");

        Assert.That(((int)reply.StatusCode, reply.Headers.Location?.ToString()), Is.EqualTo((302, $"{path}?{filter}")));
        Assert.That(await browser.Get($"{path}?{filter}"), Does.Contain("The last day lies before the first. Swap them."));
    }

    [TestCase("/problems?open=true", "StageSince")]
    [TestCase("/actions", "Newest")]
    public async Task The_form_shows_the_order_in_which_the_list_comes(string path, string order)
    {
        var page = await new Browser(_host, Role.Command).Get(path);
        var choices = page[page.IndexOf("name=\"Sort\"", StringComparison.Ordinal)..];
        choices = choices[..choices.IndexOf("</select>", StringComparison.Ordinal)];

        Assert.That(choices, Does.Contain($"selected=\"selected\" value=\"{order}\"").And.Not.Contain("value=\"\""));
    }

    [TestCase("/problems", "number")]
    [TestCase("/problems/moves", "number")]
    [TestCase("/overrides", "number")]
    [TestCase("/actions", "number")]
    [TestCase("/objectives", "number")]
    [TestCase("/scores", "number")]
    public async Task Every_list_is_a_file_too(string path, string column)
    {
        using var reply = await new Browser(_host, Role.Command).Reply($"{path}?handler=csv");
        var header = (await reply.Content.ReadAsStringAsync()).Split('\n')[0];

        Assert.That((reply.StatusCode, reply.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, "text/csv")));
        Assert.That(header.TrimStart('\uFEFF').Trim().Split(','), Does.Contain(column));
    }

    [Test]
    public async Task The_page_of_hold_and_deadline_reads_what_was_granted() =>
        Assert.That(await new Browser(_host, Role.Supervisor).Get("/problems/1/time"), Does.Contain("<h1"));

    [TestCase("/problems", "neighborhoodId=99999", "There is no such neighborhood.")]
    [TestCase("/reports/flow", "categoryCode=nonsense", "There is no such category.")]
    [TestCase("/actions", "leadId=99999", "There is nobody with this number.")]
    public async Task What_is_not_among_the_choices_is_named_instead_of_shown_as_no_filter(string path, string filter, string sentence) =>
        Assert.That(await new Browser(_host, Role.Command).Get($"{path}?{filter}"), Does.Contain(sentence));

    [Test]
    public async Task A_lead_who_left_is_named_in_the_filter_of_the_list_that_leads_to_their_problems()
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
    [TestCase("/api/v1/problems?checkedFrom=2026-03-01", "checkedFrom")]
    [TestCase("/api/v1/problems?escalatedTo=2026-03-01", "escalatedTo")]
    [TestCase("/api/v1/problems/moves?leadId=-5", "leadId")]
    [TestCase("/api/v1/actions?ownerId=-3", "ownerId")]
    [TestCase("/api/v1/overrides?leadId=-1", "leadId")]
    [TestCase("/api/v1/objectives?leadId=-1", "leadId")]
    [TestCase("/api/v1/scores?atLeast=8&below=2", "below")]
    public async Task A_filter_that_can_t_be_is_refused_at_its_name_and_not_left_out(string path, string field) =>
        Assert.That(await (await _host.SignIn(Role.Command).GetAsync(path)).WrongFields(), Is.EqualTo(new[] { field }));
}
