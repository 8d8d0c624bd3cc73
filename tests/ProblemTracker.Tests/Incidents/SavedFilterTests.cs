using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Saved filters.</summary>
public sealed class SavedFilterTests
{
    private const string Url = "/api/v1/incidents/filters";

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Mine => _host.SignIn(Role.Analyst);
    private HttpClient Other => _host.SignIn(Role.Officer);

    private async Task<JsonElement> Save(string name, bool shared = false, HttpClient? by = null) =>
        await (await (by ?? Mine).PostAsJsonAsync(Url,
            new { name, shared, filter = new { categoryCode = "noise", area = "40,-90;41,-90;40,-89", text = "elm" } })).Ok();

    private static async Task<string> Names(HttpClient client) =>
        string.Join(", ",
            (await client.Read(Url)).GetProperty("items").EnumerateArray()
                .Select(f => $"{f.GetProperty("name").GetString()}{(f.GetProperty("isMine").GetBoolean() ? "" : "*")}"));

    [Test]
    public async Task Lists_your_own_filters_and_those_others_share()
    {
        await Save("Elm Street");
        await Save("By night", shared: true);
        await Save("Élan", by: Other);

        Assert.That(await Names(Mine), Is.EqualTo("By night, Elm Street"));
        Assert.That(await Names(Other), Is.EqualTo("By night*, Élan"));
        var filter = (await Mine.Read(Url)).GetProperty("items")[1].GetProperty("filter");
        Assert.That(filter.GetProperty("area").GetString(), Is.EqualTo("40,-90;41,-90;40,-89"));
        Assert.That(filter.GetProperty("text").GetString(), Is.EqualTo("elm"));
        Assert.That((await _host.SignIn(Role.Administrator).GetAsync(Url)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Only_its_creator_can_rename_share_and_delete_a_filter()
    {
        var shared = (await Save("By night", shared: true)).GetProperty("id").GetInt64();
        var own = (await Save("Elm Street")).GetProperty("id").GetInt64();

        Assert.That((await Other.IfMatch(1).PutAsJsonAsync($"{Url}/{shared}", new { name = "Mine", shared = false })).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await Other.IfMatch(1).DeleteAsync($"{Url}/{shared}")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await Other.IfMatch(1).PutAsJsonAsync($"{Url}/{own}", new { name = "Mine", shared = false })).StatusCode,
            Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Other.IfMatch(1).DeleteAsync($"{Url}/{own}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));

        await (await Mine.IfMatch(1).PutAsJsonAsync($"{Url}/{own}", new { name = "Elm, all day", shared = true })).Ok();
        Assert.That(await Names(Other), Is.EqualTo("By night*, Elm, all day*"));
        Assert.That((await Mine.IfMatch(1).PutAsJsonAsync($"{Url}/{own}", new { name = "x", shared = false })).StatusCode,
            Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((await Mine.IfMatch(2).DeleteAsync($"{Url}/{own}")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Names(Mine), Is.EqualTo("By night"));
    }

    [Test]
    public async Task Errors_name_the_field()
    {
        var id = (await Save("Elm Street")).GetProperty("id").GetInt64();
        await Save("By night");
        var problem = await _host.OpenProblem();
        foreach (var (body, field) in new (object, string)[]
        {
            (new { name = " ELM  street", filter = new { text = "elm" } }, "name"),
            (new { name = "", filter = new { text = "elm" } }, "name"),
            (new { name = new string('x', 101), filter = new { text = "elm" } }, "name"), (new { name = "x", filter = new { } }, "filter"),
            (new { name = "x", filter = new { area = "here" } }, "filter.area"),
            (new { name = "x", filter = new { problemId = problem } }, "filter"),
        })
        {
            var reply = await Mine.PostAsJsonAsync(Url, body);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), JsonSerializer.Serialize(body));
            Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }), JsonSerializer.Serialize(body));
        }
        Assert.That(await (await Mine.IfMatch(1).PutAsJsonAsync($"{Url}/{id}", new { name = "by NIGHT", shared = true })).WrongFields(),
            Is.EqualTo(new[] { "name" }));
        Assert.That(await Names(Mine), Is.EqualTo("By night, Elm Street"));
        Assert.That((await Save("Elm Street", by: Other)).GetProperty("name").GetString(), Is.EqualTo("Elm Street"),
            "Two people can use the same name");
    }
}
