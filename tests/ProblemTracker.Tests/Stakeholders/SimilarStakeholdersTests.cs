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
    public async Task An_entry_that_may_be_the_same_is_suggested_with_its_reasons(string query, string reasons)
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
    public async Task Others_are_not(string query) =>
        Assert.That((await Officer.Read($"/api/v1/stakeholders/similar?{query}")).GetArrayLength(), Is.Zero);

    [Test]
    public async Task A_short_number_that_many_share_says_nothing()
    {
        await Officer.Entry("City desk", new() { ["phone"] = "311" });

        Assert.That((await Officer.Read("/api/v1/stakeholders/similar?phone=311")).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task A_change_is_found_by_its_new_keys()
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
    public async Task The_likeliest_come_first_and_no_more_than_ten()
    {
        for (var i = 0; i < 12; i++) await Officer.Entry("Dana Quill");
        await Officer.Entry("Dana Quil", new() { ["phone"] = "585 555 0142" });

        var found = (await Officer.Read("/api/v1/stakeholders/similar?name=Dana+Quill&phone=5855550142")).EnumerateArray().ToList();

        Assert.That(found, Has.Count.EqualTo(10));
        Assert.That(found.Take(2).Select(f => string.Join(',', f.GetProperty("reasons").EnumerateArray())),
            Is.EqualTo(new[] { "SamePhone,SameName", "SamePhone,NearName" }));
    }

    [Test]
    public async Task Nothing_is_refused_for_being_similar() =>
        Assert.That(await Officer.Entry("Dana Quill", new() { ["phone"] = "(585) 555-0142" }), Is.Positive);

    [Test]
    public async Task An_administrator_does_not_learn_who_is_in_the_directory() =>
        Assert.That((await _host.SignIn(Role.Administrator).GetAsync("/api/v1/stakeholders/similar?name=Dana")).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
}
