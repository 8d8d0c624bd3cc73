using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Tests.Incidents;

namespace ProblemTracker.Tests.Problems;

/// <summary>A problem that was closed as a duplicate, as its original and the search show it.</summary>
public sealed class DuplicateProblemTests
{
    private TrackerHost _host = null!;
    private long _original, _duplicate;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.ImportCsv("no,at,kind\n1,2026-01-05,burglary\n2,2026-01-06,burglary\n3,2026-01-07,loud music\n");
        _original = await _host.OpenProblem("Thefts at the quay");
        _duplicate = await _host.OpenProblem("Bicycles vanish by the ferry");
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{_duplicate}/notes", new { text = "A neighbor kept a diary." })).Ok();
        var ids = (await _host.Send(new ListIncidents(new(CategoryCode: "burglary")))).Items.Select(row => row.Id).ToList();
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{_duplicate}/incidents", new { incidentIds = ids })).Ok();
        await (await Officer.PostAsJsonAsync($"/api/v1/problems/{_original}/incidents", new { incidentIds = ids.Take(1) })).Ok();
        await (await Close(_duplicate, _original)).Ok();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private Task<HttpResponseMessage> Close(long problem, long original) => new GivenProblem(_host, problem)
        .Move(Stage.Closed, by: _host.SignIn(Role.Supervisor), closingReason: "Duplicate", relatedProblemId: original);

    private async Task<List<JsonElement>> Duplicates(HttpClient client, long of) =>
        [.. (await client.Read($"/api/v1/problems/{of}")).GetProperty("duplicates").EnumerateArray()];

    [Test]
    public async Task Original_and_duplicate_name_each_other()
    {
        var known = (await Duplicates(Officer, _original)).Single();
        Assert.Multiple(() =>
        {
            Assert.That(known.GetProperty("id").GetInt64(), Is.EqualTo(_duplicate));
            Assert.That(known.GetProperty("number").GetString(), Is.EqualTo("P-2026-0002"));
            Assert.That(known.GetProperty("notes").GetInt32(), Is.EqualTo(1));
            Assert.That(known.GetProperty("linkedIncidents").GetInt32(), Is.EqualTo(2));
            Assert.That(known.GetProperty("notLinkedToOriginal").GetInt32(), Is.EqualTo(1));
        });
        Assert.That((await Officer.Read($"/api/v1/problems/{_duplicate}")).GetProperty("relatedProblem").GetString(),
            Is.EqualTo("P-2026-0001"));
        Assert.That(await Duplicates(Officer, _duplicate), Is.Empty);

        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get($"/problems/{_original}"), Does.Contain("P-2026-0002 Bicycles vanish by the ferry")
            .And.Contain("A neighbor kept a diary.").And.Contain("Link 1 incident of P-2026-0002"));
        Assert.That(await browser.Get($"/problems/{_duplicate}"), Does.Contain($"href=\"/problems/{_original}\""));
    }

    [Test]
    public async Task Incidents_of_the_duplicate_are_linked_in_one_step()
    {
        var browser = new Browser(_host, Role.Officer);
        await browser.Post($"/problems/{_original}?handler=Duplicate", new() { ["duplicate"] = $"{_duplicate}" },
            redirect: $"/problems/{_original}", formOn: $"/problems/{_original}");

        Assert.That((await Officer.Read($"/api/v1/problems/{_original}")).GetProperty("linkedIncidents").GetInt32(), Is.EqualTo(2));
        Assert.That((await Duplicates(Officer, _original)).Single().GetProperty("notLinkedToOriginal").GetInt32(), Is.Zero);
        Assert.That(await browser.Get($"/problems/{_original}"), Does.Contain("linked here, too").And.Not.Contain("Link 1 incident"));
    }

    [Test]
    public async Task Words_and_number_lead_to_the_original()
    {
        var found = (await Officer.Read("/api/v1/search?q=bicycles")).GetProperty("items").EnumerateArray().Single();
        Assert.That(found.GetProperty("about").GetString(), Does.StartWith("Closed as a duplicate of P-2026-0001"));
        Assert.That(found.GetProperty("duplicateOf").GetProperty("id").GetInt64(), Is.EqualTo(_original));
        Assert.That(found.GetProperty("duplicateOf").GetProperty("title").GetString(), Is.EqualTo("P-2026-0001 Thefts at the quay"));
        Assert.That((await Officer.Read("/api/v1/search?q=quay")).GetProperty("items")[0].GetProperty("duplicateOf").ValueKind,
            Is.EqualTo(JsonValueKind.Null));
        Assert.That(await new Browser(_host, Role.Officer).Get("/search?q=bicycles"), Does.Contain("P-2026-0001 Thefts at the quay"));

        var numbered = await Officer.Read("/api/v1/problems/by-number?text=2");
        Assert.That(numbered.GetProperty("id").GetInt64(), Is.EqualTo(_duplicate));
        Assert.That(numbered.GetProperty("duplicateOf").GetString(), Is.EqualTo("P-2026-0001 Thefts at the quay"));
        Assert.That((await Officer.Read("/api/v1/problems/by-number?text=1")).GetProperty("duplicateOf").ValueKind,
            Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Confidential_duplicate_or_original_is_named_only_to_those_who_can_view_it()
    {
        var secret = await _host.OpenProblem("A secret", confidential: true);
        await (await Close(secret, _original)).Ok();
        var open = await _host.OpenProblem("Mooring lines cut");
        var hidden = await _host.OpenProblem("Hidden original", confidential: true);
        await (await Close(open, hidden)).Ok();
        var other = _host.SignInAs("other", Role.Officer);

        Assert.That(await Duplicates(other, _original), Has.Count.EqualTo(1));
        Assert.That(await Duplicates(_host.SignIn(Role.Supervisor), _original), Has.Count.EqualTo(2));
        var found = (await other.Read("/api/v1/search?q=mooring")).GetProperty("items").EnumerateArray().Single();
        Assert.That(found.GetProperty("duplicateOf").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(found.GetProperty("about").GetString(), Does.StartWith("Closed,"));
    }

    [Test]
    public async Task Original_names_the_duplicates_of_its_duplicates_as_far_as_the_reader_can_view_those_between()
    {
        var third = await _host.OpenProblem("Cables cut at the ferry");
        await (await Close(third, _duplicate)).Ok();
        var secret = await _host.OpenProblem("A secret", confidential: true);
        await (await Close(secret, third)).Ok();
        var last = await _host.OpenProblem("Oars gone");
        await (await Close(last, secret)).Ok();
        static (long, string?) Said(JsonElement d) => (d.GetProperty("id").GetInt64(), d.GetProperty("byWayOf").GetString());

        var other = _host.SignInAs("other", Role.Officer);
        Assert.That((await Duplicates(other, _original)).Select(Said),
            Is.EqualTo(new (long, string?)[] { (_duplicate, null), (third, "P-2026-0002") }));
        Assert.That((await Duplicates(_host.SignIn(Role.Supervisor), _original)).Select(Said), Is.EqualTo(new (long, string?)[]
        {
            (_duplicate, null), (third, "P-2026-0002"), (secret, "P-2026-0003"), (last, "P-2026-0004"),
        }));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{_original}"),
            Does.Match("P-2026-0003 Cables cut at the ferry</a>, closed [^<]*, by way of P-2026-0002\\."));
    }

    [Test]
    public async Task Problems_are_not_duplicates_in_a_ring()
    {
        var third = await _host.OpenProblem("Cables cut at the ferry");
        await (await Close(third, _duplicate)).Ok();

        var reply = await Close(_original, third);
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "relatedProblemId" }));
        Assert.That(await (await Close(_original, _duplicate)).WrongFields(), Is.EqualTo(new[] { "relatedProblemId" }));
        var other = await _host.OpenProblem("Nets cut");
        Assert.That((await Close(other, third)).IsSuccessStatusCode, Is.True);
    }

    [Test]
    public async Task Reopened_problem_is_no_duplicate()
    {
        await (await new GivenProblem(_host, _duplicate).Move(Stage.Analysis, by: _host.SignIn(Role.Supervisor))).Ok();

        Assert.That(await Duplicates(Officer, _original), Is.Empty);
    }
}
