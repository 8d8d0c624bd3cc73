using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Stakeholders;

public sealed class SimilarStakeholdersTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Officer.Entry("Dana Quill", new() { ["phone"] = "(585) 555-0142", ["email"] = "Dana@quill.example" });
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    [TestCase("phone=%2B1+585+555+0142", "SamePhone")]
    [TestCase("phone=585.555.0142", "SamePhone")]
    [TestCase("email=dana@QUILL.example", "SameEmail")]
    [TestCase("name=quill,+dana", "SameName")]
    [TestCase("name=D%C3%A1na+Quil", "NearName")]
    [TestCase("name=The+Dana+Quill", "SameName")]
    [TestCase("name=Quill+Dana&phone=5855550142&email=dana@quill.example", "SamePhone,SameEmail,SameName")]
    public async Task Possible_duplicate_is_suggested_with_reasons(string query, string reasons)
    {
        var found = (await Officer.Read($"/api/v1/stakeholders/similar?{query}")).EnumerateArray().Single();

        Assert.That(found.GetProperty("name").GetString(), Is.EqualTo("Dana Quill"));
        Assert.That(string.Join(',', found.GetProperty("reasons").EnumerateArray()), Is.EqualTo(reasons));
        Assert.That(found.TryGetProperty("phone", out _) || found.TryGetProperty("email", out _), Is.False);
    }

    [TestCase("")]
    [TestCase("name=Dana+Merrow")]
    [TestCase("phone=555-0142", Description = "Other digits.")]
    [TestCase("phone=none&email=none")]
    public async Task Different_entries_are_not_suggested(string query) =>
        Assert.That((await Officer.Read($"/api/v1/stakeholders/similar?{query}")).GetArrayLength(), Is.Zero);

    [Test]
    public async Task Short_shared_phone_numbers_are_ignored()
    {
        await Officer.Entry("City desk", new() { ["phone"] = "311" });

        Assert.That((await Officer.Read("/api/v1/stakeholders/similar?phone=311")).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Changed_entry_is_found_by_its_new_values()
    {
        var id = await Officer.Entry("Copper Anchor");
        await (await Officer.IfMatch(1)
            .PutAsJsonAsync($"/api/v1/stakeholders/{id}",
                new { name = "Tin Anchor", kind = "Business", phone = "585 555 0100", email = "tin@anchor.example" })).Ok();

        foreach (var query in new[] { "phone=5855550100", "email=tin@anchor.example", "name=anchor+tin" })
            Assert.That((await Officer.Read($"/api/v1/stakeholders/similar?{query}"))[0].GetProperty("id").GetInt64(),
                Is.EqualTo(id), query);
    }

    [Test]
    public async Task Most_likely_duplicates_come_first_and_at_most_10()
    {
        for (var i = 0; i < 12; i++) await Officer.Entry("Dana Quill");
        await Officer.Entry("Dana Quil", new() { ["phone"] = "585 555 0142" });

        var found = (await Officer.Read("/api/v1/stakeholders/similar?name=Dana+Quill&phone=5855550142")).EnumerateArray().ToList();

        Assert.That(found, Has.Count.EqualTo(10));
        Assert.That(found.Take(2).Select(f => string.Join(',', f.GetProperty("reasons").EnumerateArray())),
            Is.EqualTo(new[] { "SamePhone,SameName", "SamePhone,NearName" }));
    }

    [Test]
    public async Task Similar_entries_can_still_be_added() =>
        Assert.That(await Officer.Entry("Dana Quill", new() { ["phone"] = "(585) 555-0142" }), Is.Positive);

    [Test]
    public async Task Administrator_cannot_search_for_duplicates() =>
        Assert.That((await _host.SignIn(Role.Administrator).GetAsync("/api/v1/stakeholders/similar?name=Dana")).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
}
