using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Retention;

/// <summary>Many small records proposed and approved in one step.</summary>
public sealed class AllAtOnceTests
{
    private const int Emails = 620;

    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Query(db => db.Execute("""
            INSERT INTO Outbox (DedupeKey, Recipient, Subject, Body, CreatedAt, NextAttemptAt, SentAt)
            VALUES (CONCAT('key', @n), 'a@city.example', 'Hello', 'Text', @Now, @Now, @Now)
            """, Enumerable.Range(1, Emails).Select(n => new { n, Now = TrackerHost.Start }), default));
        await _host.Keep5Years("email");
        _host.Until(2032, 3, 2);
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task All_due_records_are_proposed_approved_by_someone_else_and_purged()
    {
        var some = await _host.Ids("email");
        await (await _host.Commander().PostAsJsonAsync("/api/v1/retention/keep",
            new { kind = "email", ids = new[] { some[0] }, until = "2032-06-01", reason = "An example" })).Ok();
        await (await _host.Commander().Propose(some[1], "email")).Ok();

        Assert.That(await new Browser(_host, Role.Command).Get("/"), Does.Not.Contain("Purges waiting"), "not their own");

        var proposed = await (await All(_host.Administrator(), "propose")).Ok();
        Assert.That((proposed.GetProperty("count").GetInt32(), proposed.GetProperty("more").GetBoolean()), Is.EqualTo((Emails - 2, false)));
        Assert.That((await _host.Commander().Read("/api/v1/retention/proposed")).GetProperty("kinds").EnumerateArray().Single()
            .GetProperty("count").GetInt32(), Is.EqualTo(Emails - 2));
        Assert.That(await new Browser(_host, Role.Command).Get("/"), Does.Contain("Purges waiting for your approval")
            .And.Match($@"Sent emails</a>:\s+{Emails - 2}<"));
        var approved = await (await All(_host.Commander(), "approve")).Ok();
        Assert.That(approved.GetProperty("count").GetInt32(), Is.EqualTo(Emails - 2), "not what the commander proposed");
        Assert.That(await Entries("retention.proposed"), Is.EqualTo(2), "one for each step, not for each record");

        Assert.That(await _host.RunPurges(), Has.Count.EqualTo(4));
        Assert.That(await _host.Query(db => db.List<long>("SELECT Id FROM Outbox ORDER BY Id", null, default)),
            Is.EqualTo(some.Take(2).ToArray()));
        _host.Until(2032, 6, 1);
        Assert.That((await (await All(_host.Administrator(), "propose")).Ok()).GetProperty("count").GetInt32(), Is.EqualTo(1),
            "what was kept is due again");
    }

    [Test]
    public async Task Held_records_are_left_out()
    {
        await (await _host.Administrator().PostAsJsonAsync("/api/v1/retention/holds",
            new { covers = "Everything", subjectId = (long?)null, reason = "Lawsuit", reference = "Docket 7" })).Ok();

        Assert.That((await (await All(_host.Administrator(), "propose")).Ok()).GetProperty("count").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task All_and_some_together_or_neither_are_refused()
    {
        foreach (var step in new[] { "propose", "approve" })
        {
            Assert.That(await (await _host.Administrator().PostAsJsonAsync($"/api/v1/retention/{step}",
                new { kind = "email", ids = new[] { 1 }, all = true })).WrongFields(), Is.EqualTo(new[] { "ids" }));
            Assert.That(await (await _host.Administrator().PostAsJsonAsync($"/api/v1/retention/{step}",
                new { kind = "email" })).WrongFields(), Is.EqualTo(new[] { "ids" }));
        }
    }

    [Test]
    public async Task Only_person_approves_their_own_proposals_when_they_say_so_on_the_page()
    {
        var administrator = new Browser(_host, Role.Administrator);
        var form = new Dictionary<string, string> { ["kind"] = "email" };
        await administrator.Post("/retention?handler=proposeall", form, "/retention?kind=email", "/retention?kind=email");
        Assert.That(await administrator.Get("/retention?kind=email"), Does.Contain($"{Emails} records proposed to be purged."));

        Assert.That((await administrator.TryPost("/retention?handler=approveall", "/retention?kind=email", form)).Html,
            Does.Contain("Confirm that you also approve it."));
        form["Alone"] = "true";
        await administrator.Post("/retention?handler=approveall", form, "/retention?kind=email", "/retention?kind=email");

        Assert.That(await _host.RunPurges(), Is.Not.Empty);
        Assert.That(await _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM Outbox", null, default)), Is.Zero);
    }

    // Some programs send an empty list for none.
    private static Task<HttpResponseMessage> All(HttpClient client, string step) =>
        client.PostAsJsonAsync($"/api/v1/retention/{step}", new { kind = "email", ids = Array.Empty<long>(), all = true });

    private Task<int> Entries(string what) =>
        _host.Query(db => db.Single<int>("SELECT COUNT(*) FROM AuditEntry WHERE Event = @what", new { what }, default));
}
