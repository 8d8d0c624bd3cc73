using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Stakeholders;

public sealed class DirectoryTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task New_stakeholder_can_be_read_back()
    {
        var made = await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/stakeholders",
            new
            {
                name = " Blue Lantern ",
                kind = "Business",
                phone = "555-0100",
                email = "owner@bar.example",
                remarks = " ",
                safeContact = "Mornings only.",
                preferredChannel = "InPerson",
                postalAddress = "1 Quay",
                language = "Spanish",
                shareable = "That they are involved.",
            });
        var read = await _host.SignIn(Role.Command).GetAsync(made.Headers.Location);
        var reply = await read.Json();

        Assert.Multiple(() =>
        {
            Assert.That(made.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That(reply.GetProperty("name").GetString(), Is.EqualTo("Blue Lantern"));
            Assert.That(reply.GetProperty("kind").GetString(), Is.EqualTo("Business"));
            Assert.That(reply.GetProperty("remarks").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
            Assert.That(read.Headers.ETag!.Tag, Is.EqualTo("\"1\""));
            Assert.That(reply.GetProperty("safeContact").GetString(), Is.EqualTo("Mornings only."));
            Assert.That(reply.GetProperty("preferredChannel").GetString(), Is.EqualTo("InPerson"));
            Assert.That(reply.GetProperty("postalAddress").GetString(), Is.EqualTo("1 Quay"));
            Assert.That(reply.GetProperty("language").GetString(), Is.EqualTo("Spanish"));
            Assert.That(reply.GetProperty("shareable").GetString(), Is.EqualTo("That they are involved."));
            var names = reply.EnumerateObject().Select(p => p.Name).ToList();
            Assert.That(names.IndexOf("safeContact"), Is.LessThan(names.IndexOf("phone")), "read first");
        });
    }

    [TestCase("OWNER@bar", "Blue Lantern")]
    [TestCase("bar.example", "Blue Lantern")]
    [TestCase("(585) 555-0134", "Blue Lantern")]
    [TestCase("+1 585 555 0134", "Blue Lantern")]
    [TestCase("5550134", "Blue Lantern")]
    [TestCase("0134", "Blue Lantern")]
    [TestCase("given.up@bar.example", "Blue Lantern")]
    [TestCase("585-555-0199", "Blue Lantern")]
    [TestCase("134", null)]
    [TestCase("unit 0134", null)]
    [TestCase("nobody@bar.example", null)]
    public async Task Entries_are_found_by_email_and_phone_too_also_by_those_of_merged_entries(string text, string? name)
    {
        var officer = _host.SignIn(Role.Officer);
        async Task<long> Entry(string entry, string? phone, string? email) => (await (await officer.PostAsJsonAsync("/api/v1/stakeholders",
            new { name = entry, kind = "Business", phone, email })).Ok()).GetProperty("id").GetInt64();
        var kept = await Entry("Blue Lantern", "1-585-555-0134", "owner@bar.example");
        await Entry("Quay Bakery", "585 555 0177", "bread@quay.example");
        var merged = await Entry("The Lantern", "(585) 555-0199", "given.up@bar.example");
        await _host.Query(db => db.Write(() => db.Execute("UPDATE Stakeholder SET MergedIntoId = @kept WHERE Id = @merged",
            new { kept, merged }, default), default));

        var found = await officer.Read($"/api/v1/stakeholders?text={Uri.EscapeDataString(text)}");

        Assert.That(found.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("name").GetString()),
            Is.EqualTo(name is null ? Array.Empty<string>() : [name]));
    }

    [Test]
    public async Task Partner_finds_nobody_by_email()
    {
        var made = await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/stakeholders",
            new { name = "Blue Lantern", kind = "Business", email = "owner@bar.example" });
        var partner = _host.SignInPartner((await made.Ok()).GetProperty("id").GetInt64());

        foreach (var client in new[] { partner, _host.SignIn(Role.Administrator) })
            Assert.That((await client.GetAsync("/api/v1/stakeholders?text=owner@bar.example")).StatusCode,
                Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("Resident", null, true)]
    [TestCase("Resident", false, true)]
    [TestCase("Landlord", null, true)]
    [TestCase("Other", null, true)]
    [TestCase("Resident", true, false)]
    [TestCase("School", null, false)]
    public async Task No_one_under_18_can_be_added(string kind, bool? isAdult, bool refused)
    {
        var reply = await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/stakeholders", new { name = "Dana Quill", kind, isAdult });

        Assert.That(reply.StatusCode, Is.EqualTo(refused ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.Created));
        if (!refused) return;
        var shortfall = (await reply.Json()).GetProperty("shortfalls")[0];
        Assert.That(shortfall.GetProperty("code").GetString(), Is.EqualTo("stakeholder.minor"));
        Assert.That(shortfall.GetProperty("field").GetString(), Is.EqualTo("isAdult"));
        Assert.That(shortfall.GetProperty("message").GetString(), Does.Contain("enter their school or program instead"));
    }

    [Test]
    public async Task Changing_an_organization_to_a_person_requires_confirming_age()
    {
        var officer = _host.SignIn(Role.Officer);
        var path = $"/api/v1/stakeholders/{await officer.Stakeholder("Dana Quill", StakeholderKind.Media)}";

        var refused = await officer.IfMatch(1).PutAsJsonAsync(path, new { name = "Dana Quill", kind = "Resident" });
        var asked = await officer.IfMatch(1).PutAsJsonAsync(path, new { name = "Dana Quill", kind = "Resident", isAdult = true });
        var later = await officer.IfMatch(2).PutAsJsonAsync(path, new { name = "Dana Quill", kind = "Landlord" });

        Assert.That(await refused.ShortfallCodes(), Is.EqualTo(new[] { "stakeholder.minor" }));
        Assert.That((asked.StatusCode, later.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
    }

    [Test]
    public async Task Same_idempotency_key_returns_the_same_entry()
    {
        var officer = _host.SignIn(Role.Officer);
        async Task<string> Send()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post,
                "/api/v1/stakeholders")
            { Content = JsonContent.Create(new { name = "A", kind = "Business" }) };
            request.Headers.Add("Idempotency-Key", "once");
            return await (await officer.SendAsync(request)).Content.ReadAsStringAsync();
        }

        var first = await Send();
        Assert.That(await Send(), Is.EqualTo(first));
    }

    [Test]
    public async Task List_filters_by_kind_and_consent()
    {
        var officer = _host.SignIn(Role.Officer);
        await officer.Entry("Never asked");
        var agency = await officer.Entry("Agreed", new() { ["kind"] = "Agency" });
        var refused = await officer.Entry("Withdrew", new() { ["kind"] = "Agency" });
        foreach (var entry in new[] { agency, refused }) await (await officer.Consent(entry)).Ok();
        await (await officer.Withdraw(refused)).Ok();

        foreach (var (query, names) in new[]
        {
            ("kind=agency", new[] { "Agreed", "Withdrew" }), ("hasConsent=true", ["Agreed"]),
            ("hasConsent=false", ["Never asked", "Withdrew"]),
            ("kind=Agency&hasConsent=false&text=with", ["Withdrew"]), ("kind=School", []),
        })
        {
            var list = await officer.Read($"/api/v1/stakeholders?{query}");
            Assert.That(list.Each("name"), Is.EqualTo(names), query);
            Assert.That(list.GetProperty("total").GetInt32(), Is.EqualTo(names.Length), query);
        }
    }

    [TestCase("{\"name\":\" \",\"kind\":\"Business\"}", "name")]
    [TestCase("{\"name\":\"A\",\"kind\":\"Bar\"}", "kind")]
    [TestCase("{\"name\":\"A\",\"kind\":1}", "kind")]
    [TestCase("{\"name\":\"A\"}", "kind")]
    [TestCase("{\"name\":\"A\",\"kind\":\"Business\",\"email\":\"no address\"}", "email")]
    [TestCase("{\"name\":\"A\",\"kind\":\"Business\",\"phone\":\"555555555555555555555555555555555555555555555555555\"}", "phone")]
    [TestCase("{\"name\":\"A\",\"kind\":\"Business\",\"age\":7}", "age")]
    [TestCase("{\"name\":\"A\",\"kind\":\"Business\",\"preferredChannel\":\"Pigeon\"}", "preferredChannel")]
    public async Task Invalid_input_is_rejected_by_field(string body, string field)
    {
        var reply = await _host.SignIn(Role.Officer).PostAsync("/api/v1/stakeholders", new StringContent(body, null, "application/json"));

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
    }

    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    [TestCase(Role.Administrator)]
    public async Task Only_people_who_work_problems_change_the_directory(Role role)
    {
        var reply = await _host.SignIn(role).PostAsJsonAsync("/api/v1/stakeholders", new { name = "A", kind = "Other" });

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Administrator_cannot_read_the_directory() =>
        Assert.That((await _host.SignIn(Role.Administrator).GetAsync("/api/v1/stakeholders")).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));

    [Test]
    public async Task Paging_by_name_neither_skips_nor_repeats_entries()
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
    public async Task Search_ignores_case_and_accents_and_treats_wildcards_as_text()
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
    public async Task Invalid_page_is_rejected(string query, string field)
    {
        var reply = await _host.SignIn(Role.Officer).GetAsync($"/api/v1/stakeholders?{query}");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task Change_needs_the_current_version()
    {
        var officer = _host.SignIn(Role.Officer);
        var path = $"/api/v1/stakeholders/{await officer.Stakeholder("Dana Quil")}";
        var body = new { name = "Dana Quill", kind = "Resident" }; // Already a person, so isAdult is not required.

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
    public async Task Nonexistent_entry_is_not_found()
    {
        var officer = _host.SignIn(Role.Officer).IfMatch(1);

        Assert.That((await officer.GetAsync("/api/v1/stakeholders/999")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(
            (await officer.PutAsJsonAsync("/api/v1/stakeholders/999/consent", new { on = "2026-03-01", scope = "OwnActions" })).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await officer.DeleteAsync("/api/v1/stakeholders/999/consent")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await officer.PutAsJsonAsync("/api/v1/stakeholders/999", new { name = "A", kind = "Other" })).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
    }
}
