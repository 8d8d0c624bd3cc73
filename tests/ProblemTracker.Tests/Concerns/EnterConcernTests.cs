using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Concerns;

/// <summary>Officers and supervisors enter what residents tell them, by the same rules as a report of the public site.</summary>
public sealed class EnterConcernTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private static object Told(string? channel = "Phone", string? categoryCode = "noise", string? description = "Loud music every night.",
        string? address = "412 Tanner Street", string? email = null, bool mayAnswer = false, string? language = null,
        string? day = null) => new
        {
            channel,
            categoryCode,
            description,
            address,
            email,
            mayAnswer,
            language,
            happenedOn = day,
            name = "Rosa Quill",
            phone = "555-0111",
            mayCall = true,
        };

    [Test]
    public async Task Concern_of_a_call_gets_a_number_and_the_same_clock()
    {
        var entered = await (await Officer.PostAsJsonAsync("/api/v1/concerns", Told())).Ok();
        Assert.That(entered.GetProperty("number").GetString(), Is.EqualTo("C-2026-0001"));
        var read = await (await _host.SignIn(Role.Supervisor).GetAsync("/api/v1/concerns/1")).Json();
        Assert.Multiple(() =>
        {
            Assert.That(read.GetProperty("channel").GetString(), Is.EqualTo("Phone"));
            Assert.That(read.GetProperty("enteredBy").GetString(), Is.Not.Empty);
            Assert.That(read.GetProperty("dueOn").GetString(), Is.EqualTo("2026-03-04"));
            Assert.That(read.GetProperty("reporter").GetProperty("name").GetString(), Is.EqualTo("Rosa Quill"));
        });
    }

    [Test]
    public async Task Who_took_the_call_reads_who_called_and_other_officers_do_not()
    {
        await (await Officer.PostAsJsonAsync("/api/v1/concerns", Told())).Ok();
        var own = await Officer.Read("/api/v1/concerns/1");
        var other = await _host.SignInAs("other", Role.Officer).Read("/api/v1/concerns/1");
        Assert.That(own.GetProperty("reporter").GetProperty("name").GetString(), Is.EqualTo("Rosa Quill"));
        Assert.That((other.GetProperty("hasReporter").GetBoolean(), other.GetProperty("reporter").ValueKind),
            Is.EqualTo((true, System.Text.Json.JsonValueKind.Null)));
    }

    [Test]
    public async Task Page_offers_no_message_to_a_reporter_without_a_private_link()
    {
        await (await Officer.PostAsJsonAsync("/api/v1/concerns", Told())).Ok();
        await (await Officer.PostAsJsonAsync("/api/v1/concerns", Told(email: "rosa@home.example", mayAnswer: true))).Ok();
        var browser = new Browser(_host, Role.Officer);
        Assert.That(await browser.Get("/concerns/1"), Does.Contain("nobody would read a message here").And.Not.Contain("Send message")
            .And.Not.Contain("The reporter reads that you will decide"));
        Assert.That(await browser.Get("/concerns/2"), Does.Contain("Send message"));
    }

    [Test]
    public async Task Email_that_asks_for_confirmation_is_in_the_language_of_the_reporter()
    {
        await (await Officer.PostAsJsonAsync("/api/v1/concerns", Told(email: "rosa@home.example", mayAnswer: true, language: "es"))).Ok();
        var subjects = await _host.Query(db => db.List<string>(
            "SELECT Subject FROM Outbox WHERE Recipient = 'rosa@home.example'", null, default));
        Assert.That(subjects.Single(), Does.Contain("C-2026-0001").And.Contain("recibimos"));
    }

    [Test]
    public async Task What_is_missing_or_wrong_is_named()
    {
        (object Body, string Field)[] wrong =
        [
            (Told(channel: null), "channel"), (Told(categoryCode: null), "categoryCode"), (Told(description: " "), "description"),
            (Told(address: null), "address"), (Told(mayAnswer: true), "email"), (Told(language: "xx"), "language"),
            (Told(day: "2026-03-09"), "happenedOn"), (Told(categoryCode: "never"), "categoryCode"),
        ];
        foreach (var (body, field) in wrong)
            Assert.That(await (await Officer.PostAsJsonAsync("/api/v1/concerns", body)).WrongFields(), Does.Contain(field), field);
    }

    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    public async Task Only_officers_and_supervisors_enter_concerns(Role role) =>
        Assert.That((await _host.SignIn(role).PostAsJsonAsync("/api/v1/concerns", Told())).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));

    [Test]
    public async Task Page_enters_the_concern_and_says_which_are_similar()
    {
        await new Resident(_host).Report();
        var browser = new Browser(_host, Role.Officer);
        var fields = new Dictionary<string, string>
        {
            ["Form.Channel"] = "Patrol",
            ["Form.CategoryCode"] = "noise",
            ["Form.Description"] = "Loud music until three in the morning.",
            ["Form.Address"] = "Tanner Street, 400 block",
            ["Form.Language"] = "en",
        };
        var wrong = await browser.Post("/concerns/new", new(fields) { ["Form.Description"] = "" }, formOn: "/concerns/new");
        await browser.Post("/concerns/new", fields, "/concerns/2", "/concerns/new");
        var page = await browser.Get("/concerns/2");
        Assert.Multiple(() =>
        {
            Assert.That(wrong, Does.Contain("has-error").Or.Contain("usa-error-message"));
            Assert.That(page, Does.Contain("C-2026-0002 is entered. 1 other concern may be about the same: see Decision."));
            Assert.That(page, Does.Contain("On patrol").And.Contain("Merge into").And.Contain("C-2026-0001"));
        });
    }
}
