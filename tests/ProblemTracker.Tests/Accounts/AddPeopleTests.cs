using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Accounts;

public sealed class AddPeopleTests
{
    private const string Header = "email,name,roles,stakeholderId\n";
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private async Task<HttpResponseMessage> Post(string list, string path = "", Role role = Role.Administrator) =>
        await _host.SignIn(role).PostAsJsonAsync($"/api/v1/people/list{path}", new { list });

    private async Task<List<string?>> Addresses() =>
        [.. (await _host.SignIn(Role.Administrator).GetFromJsonAsync<JsonElement>("/api/v1/people")).GetProperty("items")
            .EnumerateArray().Select(p => p.GetProperty("email").GetString())];

    [Test]
    public async Task Preview_saves_nothing_and_the_command_adds_valid_lines_only()
    {
        const string List = Header + "ada@pd.example,Ada Moss,\"Officer, Analyst\",\nbo@pd.example,=1+1,Command staff,\nbad,Cy,Officer,\n";
        var before = await Addresses();
        var preview = await (await Post(List, "/preview")).Ok();
        var untouched = await Addresses();
        var added = await (await Post(List)).Ok();
        var after = await Addresses();
        var invited = await _host.Query(db => db.List<string>(
            "SELECT p.Email FROM Outbox o JOIN Person p ON p.Id = o.PersonId WHERE o.Secret IS NOT NULL ORDER BY p.Email", null, default));
        var again = await (await Post(List, "/preview")).Ok();

        Assert.Multiple(() =>
        {
            Assert.That(untouched, Is.EqualTo(before));
            Assert.That(after.Except(before), Is.EquivalentTo(new[] { "ada@pd.example", "bo@pd.example" }));
            Assert.That(invited, Is.EqualTo(new[] { "ada@pd.example", "bo@pd.example" }));
            Assert.That(added.GetRawText(), Is.EqualTo(preview.GetRawText()));
            Assert.That(again.GetProperty("alreadyHere").GetInt32(), Is.EqualTo(2));
            Assert.That(again.GetProperty("added").GetInt32(), Is.Zero);
        });
    }

    [TestCase("bad,Ada,Officer,", "email")]
    [TestCase("ada@pd.example,,Officer,", "name")]
    [TestCase("ada@pd.example,Ada,Chief,", "roles")]
    [TestCase("ada@pd.example,Ada,0,", "roles")]
    [TestCase("ada@pd.example,Ada,,", "roles")]
    [TestCase("ada@pd.example,Ada,Partner,", "stakeholderId")]
    [TestCase("ada@pd.example,Ada,Partner,x", "stakeholderId")]
    [TestCase("ada@pd.example,Ada,Partner,999999", "stakeholderId")]
    [TestCase("ada@pd.example,Ada,Officer", "")]
    public async Task Error_names_line_and_field(string line, string field)
    {
        var preview = await (await Post($"{Header}fine@pd.example,Fine,Officer,\n{line}\n", "/preview")).Ok();
        var wrong = preview.GetProperty("lines")[1];

        Assert.Multiple(() =>
        {
            Assert.That(wrong.GetProperty("line").GetInt32(), Is.EqualTo(3));
            Assert.That(wrong.GetProperty("outcome").GetString(), Is.EqualTo("Error"));
            Assert.That(wrong.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()),
                Is.EqualTo(new[] { field }));
        });
    }

    [Test]
    public async Task Second_line_with_the_same_address_is_an_error()
    {
        var preview = await (await Post(Header + "ada@pd.example,Ada,Officer,\nADA@pd.example,Ada,Officer,\n", "/preview")).Ok();

        Assert.That(preview.GetProperty("lines")[1].GetProperty("errors")[0].GetProperty("message").GetString(), Does.Contain("line 2"));
    }

    [TestCase("")]
    [TestCase("email,name\nada@pd.example,Ada\n")]
    [TestCase("email,name,roles,Email\n")]
    [TestCase("email,name,roles\n")]
    [TestCase("email,name,roles\nada\uFFFF@pd.example,Ada,Officer\n")]
    public async Task List_that_cannot_be_read_is_refused(string list)
    {
        var reply = await Post(list);

        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "list" }));
    }

    [TestCase(1000, true)]
    [TestCase(1001, false)]
    public async Task List_has_at_most_1000_people(int people, bool isRead)
    {
        var lines = Enumerable.Range(0, people).Select(i => $"p{i}@pd.example,Person {i},Officer,\n");
        var reply = await Post(Header + string.Concat(lines), "/preview");

        Assert.That(reply.IsSuccessStatusCode, Is.EqualTo(isRead));
    }

    [Test]
    public async Task Only_administrators_add_a_list()
    {
        var reply = await Post(Header + "ada@pd.example,Ada,Officer,\n", role: Role.Supervisor);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Page_previews_a_pasted_list_and_then_adds_it()
    {
        const string List = "email,name,roles\r\nada@pd.example,Ada Moss,Officer\r\n";
        var browser = new Browser(_host, Role.Administrator);
        var fields = new Dictionary<string, string> { ["List"] = List };
        var (_, preview) = await browser.TryPost("/people/list", "/people/list", fields);
        var before = await Addresses();
        await browser.Post("/people/list?handler=Add", fields, "/people", "/people/list");

        Assert.Multiple(async () =>
        {
            Assert.That(preview, Does.Contain("Add and invite 1 person").And.Contain("Will be added and invited"));
            Assert.That(before, Has.None.EqualTo("ada@pd.example"));
            Assert.That(await Addresses(), Has.One.EqualTo("ada@pd.example"));
        });
    }
}
