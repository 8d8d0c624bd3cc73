using ProblemTracker.Domain;
using ProblemTracker.Tests.Partners;
using ProblemTracker.Tests.Retention;

namespace ProblemTracker.Tests.Evidence;

/// <summary>The pages of the site checklist, without scripts.</summary>
public sealed class ChecklistPageTests
{
    private TrackerHost _host = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.OpenProblem();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private string Home => $"/problems/{_problem}/checklists";

    private async Task<Dictionary<string, string>> Fields(string answer, string? site = "40 Tanner Street")
    {
        Dictionary<string, string> fields = new()
        {
            ["Form.Site"] = site ?? "",
            ["Form.Residents"] = "2",
            ["Form.Note"] = "The corner is dark.",
        };
        foreach (var (i, id) in (await Officer.Items()).Index())
        {
            fields[$"Form.Items[{i}].ItemId"] = $"{id}";
            fields[$"Form.Items[{i}].Extent"] = answer;
            fields[$"Form.Items[{i}].Remark"] = i == 1 ? "On the north wall" : "";
        }
        return fields;
    }

    [Test]
    public async Task Empty_page_says_what_it_is_for_and_leads_to_the_form()
    {
        Assert.That(await new Browser(_host, Role.Officer).Get(Home), Does.Contain("class=\"empty-state\"").And.Contain($"{Home}/new"));
        Assert.That(await new Browser(_host, Role.Command).Get(Home),
            Does.Contain("An officer on this problem's team, an analyst or a supervisor can fill one."));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{_problem}/evidence"),
            Does.Contain("No site checklist is filled yet.").And.Contain($"{Home}/new"), "Also without incidents.");
        Assert.That((await new Browser(_host, Role.Command).Reply($"{Home}/new")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Form_keeps_everything_after_an_error_and_leads_to_the_walk()
    {
        var browser = new Browser(_host, Role.Officer);
        var fields = await Fields("Some", site: null);
        fields["Form.Items[2].Extent"] = "";
        var refused = await browser.Post($"{Home}/new", fields);

        Assert.That(refused, Does.Contain("Enter the site’s name or address.").And.Contain("Choose an answer.")
            .And.Contain("value=\"On the north wall\"").And.Contain("The corner is dark."));
        Assert.That(refused.Split("checked=\"checked\"").Length - 1, Is.EqualTo((await Officer.Items()).Length - 1));

        await browser.Post($"{Home}/new", await Fields("Some"), $"{Home}/1");
        var walk = await browser.Get($"{Home}/1");
        Assert.That(walk, Does.Contain("66.7").And.Contain("On the north wall").And.Contain("Residents who took part"));
        Assert.That(await browser.Get($"{Home}/new"), Does.Contain("value=\"40 Tanner Street\""), "The site of the last walk.");
    }

    [Test]
    public async Task Form_that_was_opened_before_the_items_changed_asks_again()
    {
        var fields = await Fields("Some");
        var items = (await Officer.Read("/api/v1/settings/checklist-items")).GetProperty("items").EnumerateArray()
            .Select(item => (object)new { id = item.GetProperty("id").GetInt64(), name = item.GetProperty("name").GetString() });
        await (await _host.Administrator().IfMatch(0).PutAsJsonAsync("/api/v1/settings/checklist-items",
            new { items = items.Prepend(new { name = "Rats" }) })).Ok();

        var page = await new Browser(_host, Role.Officer).Post($"{Home}/new", fields);

        Assert.That(page, Does.Contain("The checklist was changed while you filled it in.").And.Contain("On the north wall"));
        Assert.That(page.Split("checked=\"checked\"").Length, Is.EqualTo((await Officer.Items()).Length), "All but the new item.");
    }

    [Test]
    public async Task Walk_is_corrected_and_withdrawn_on_its_pages()
    {
        await Officer.Fill(_problem, null, "Some");
        var browser = new Browser(_host, Role.Officer);

        Assert.That(await browser.Get($"{Home}/1/correct"), Does.Contain("checked=\"checked\""));
        var fields = await Fields("None");
        fields["Version"] = "1";
        await browser.Post($"{Home}/1/correct", fields, $"{Home}/1");
        var stale = await browser.Post($"{Home}/1/correct", fields);
        Assert.That(stale, Does.Contain("See the current version"));
        Assert.That(await browser.Post($"{Home}/1?handler=Withdraw", new() { ["Version"] = "2" }, formOn: $"{Home}/1"),
            Does.Contain("Say why this walk should not count."));
        await browser.Post($"{Home}/1?handler=Withdraw", new() { ["Version"] = "2", ["Reason"] = "Wrong lot." }, Home, $"{Home}/1");
        Assert.That(await browser.Get(Home), Does.Contain("Withdrawn: Wrong lot."));
        Assert.That((await browser.Reply($"{Home}/1/correct")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Photos_are_added_on_the_page_of_the_walk()
    {
        await Officer.Fill(_problem, null, "Some");
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(PhotoTests.Png()), "Files", "Lamp.png" },
            { new StringContent("By the door"), "Caption" },
        };

        var (status, _) = await new Browser(_host, Role.Officer).Post($"{Home}/1?handler=Files", $"{Home}/1", form);

        Assert.That(status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await new Browser(_host, Role.Officer).Get($"{Home}/1"), Does.Contain("By the door"));
    }

    [Test]
    public async Task Table_compares_the_first_and_the_last_walks_and_print_has_it()
    {
        for (var month = 1; month <= 10; month++)
            await Officer.Fill(_problem, $"2025-{month:00}-10T20:00:00Z", month == 10 ? "None" : "ALot");

        var page = await new Browser(_host, Role.Officer).Get(Home);

        Assert.That(page, Does.Contain("The table has the first and the last 7 of 10 walks").And.Contain("A lot, 3")
            .And.Contain("100 points less disorder than on the first walk on Jan 10, 2025").And.Contain("data-chart"));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{_problem}/print"),
            Does.Contain("Site checklist of 40 Tanner Street").And.Contain("A lot, 3"));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{_problem}/evidence"),
            Does.Contain("id=\"panel-SiteChecklist\"").And.Contain("40 Tanner Street scored 0 of 100"));
    }

    [Test]
    public async Task Administrator_changes_the_items_on_a_page()
    {
        var browser = new Browser(_host, Role.Administrator);
        Dictionary<string, string> fields = new() { ["Version"] = "0" };
        foreach (var (i, id) in (await Officer.Items()).Index())
        {
            fields[$"Items[{i}].ItemId"] = $"{id}";
            fields[$"Items[{i}].Position"] = $"{i + 2}";
            fields[$"Items[{i}].Name"] = $"Item {i}";
            fields[$"Items[{i}].Active"] = i == 0 ? "false" : "true";
        }
        fields["Items[10].Name"] = "Item 1";
        fields["Items[10].Position"] = "1";
        fields["Items[10].Active"] = "true";
        var twice = await browser.Post("/settings/checklist", new(fields));
        fields["Items[10].Name"] = "Rats";
        await browser.Post("/settings/checklist", fields, "/settings/checklist");

        Assert.That(twice, Does.Contain("This item is in the list twice."));
        Assert.That((await Officer.Read("/api/v1/settings/checklist-items")).Each("name").Take(2),
            Is.EqualTo(new[] { "Rats", "Item 0" }));
        Assert.That(await browser.Get("/settings"), Does.Contain("/settings/checklist"));
    }
}
