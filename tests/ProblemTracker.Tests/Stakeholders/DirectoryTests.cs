using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Stakeholders;

public sealed class DirectoryTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task A_new_stakeholder_can_be_read_back()
    {
        var made = await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/stakeholders",
            new { name = " Blue Lantern ", kind = "Business", phone = "555-0100", email = "owner@bar.example", remarks = " " });
        var read = await _host.SignIn(Role.Command).GetAsync(made.Headers.Location);
        var answer = await read.Json();

        Assert.Multiple(() =>
        {
            Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(answer.GetProperty("name").GetString(), Is.EqualTo("Blue Lantern"));
            Assert.That(answer.GetProperty("kind").GetString(), Is.EqualTo("Business"));
            Assert.That(answer.GetProperty("remarks").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
            Assert.That(read.Headers.ETag!.Tag, Is.EqualTo("\"1\""));
        });
    }

    [TestCase("{\"name\":\" \",\"kind\":\"Business\"}", "name")]
    [TestCase("{\"name\":\"A\",\"kind\":\"Bar\"}", "kind")]
    [TestCase("{\"name\":\"A\",\"kind\":1}", "kind")]
    [TestCase("{\"name\":\"A\"}", "kind")]
    [TestCase("{\"name\":\"A\",\"kind\":\"Business\",\"email\":\"no address\"}", "email")]
    [TestCase("{\"name\":\"A\",\"kind\":\"Business\",\"phone\":\"555555555555555555555555555555555555555555555555555\"}", "phone")]
    [TestCase("{\"name\":\"A\",\"kind\":\"Business\",\"age\":7}", "age")]
    public async Task Bad_input_is_refused_by_field(string body, string field)
    {
        var reply = await _host.SignIn(Role.Officer).PostAsync("/api/v1/stakeholders", new StringContent(body, null, "application/json"));

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
    }

    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    [TestCase(Role.Administrator)]
    public async Task Only_those_who_work_problems_write_the_directory(Role role)
    {
        var reply = await _host.SignIn(role).PostAsJsonAsync("/api/v1/stakeholders", new { name = "A", kind = "Other" });

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task An_administrator_does_not_read_it() =>
        Assert.That((await _host.SignIn(Role.Administrator).GetAsync("/api/v1/stakeholders")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));

    [Test]
    public async Task The_list_pages_by_name_without_losing_or_repeating_anybody()
    {
        var officer = _host.SignIn(Role.Officer);
        foreach (var name in new[] { "Zoo", "école", "Bar", "bar", "Alder School" }) await officer.Stakeholder(name);

        List<string?> seen = [];
        for (string? next = "/api/v1/stakeholders?size=2"; next is not null;)
        {
            var page = await officer.GetAsync(next);
            seen.AddRange((await page.Json()).Each("name"));
            next = page.Headers.TryGetValues("Link", out var links) ? links.Single().TrimStart('<').Split('>')[0] : null;
        }

        Assert.That(seen, Is.EqualTo(new[] { "Alder School", "Bar", "bar", "école", "Zoo" }));
    }

    [Test]
    public async Task Search_ignores_case_and_accents_and_takes_wildcards_for_letters()
    {
        var officer = _host.SignIn(Role.Officer);
        foreach (var name in new[] { "École Alder", "100% Bar", "100 Bar" }) await officer.Stakeholder(name);

        var found = await officer.Read("/api/v1/stakeholders?text=ecole");
        var percent = await officer.Read("/api/v1/stakeholders?text=100%25");

        Assert.That(found.Each("name"), Is.EqualTo(new[] { "École Alder" }));
        Assert.That(percent.Each("name"), Is.EqualTo(new[] { "100% Bar" }));
        Assert.That(percent.GetProperty("total").GetInt32(), Is.EqualTo(1));
    }

    [TestCase("size=0", "size")]
    [TestCase("size=201", "size")]
    [TestCase("size=-1", "size")]
    [TestCase("after=nonsense", "after")]
    public async Task A_page_that_cannot_be_is_refused(string query, string field)
    {
        var reply = await _host.SignIn(Role.Officer).GetAsync($"/api/v1/stakeholders?{query}");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task A_correction_needs_the_version_that_was_read()
    {
        var officer = _host.SignIn(Role.Officer);
        var path = $"/api/v1/stakeholders/{await officer.Stakeholder("Dana Quil")}";
        var body = new { name = "Dana Quill", kind = "Resident" };

        var blind = await officer.PutAsJsonAsync(path, body);
        var first = await officer.IfMatch(1).PutAsJsonAsync(path, body);
        var stale = await officer.IfMatch(1).PutAsJsonAsync(path, new { name = "D. Q.", kind = "Resident" });
        var found = await officer.Read("/api/v1/stakeholders?text=quill");

        Assert.Multiple(() =>
        {
            Assert.That((int)blind.StatusCode, Is.EqualTo(428));
            Assert.That(first.Headers.ETag!.Tag, Is.EqualTo("\"2\""));
            Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            Assert.That(found.Each("name"), Is.EqualTo(new[] { "Dana Quill" }));
        });
    }

    [Test]
    public async Task What_is_not_there_is_not_found()
    {
        var officer = _host.SignIn(Role.Officer).IfMatch(1);

        Assert.That((await officer.GetAsync("/api/v1/stakeholders/999")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await officer.PutAsJsonAsync("/api/v1/stakeholders/999", new { name = "A", kind = "Other" })).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
