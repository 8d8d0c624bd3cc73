using ProblemTracker.Domain;
using ProblemTracker.Mail;
using ProblemTracker.Nudges;
using ProblemTracker.Webhooks;
using StandardWebhooks;

namespace ProblemTracker.Tests.Webhooks;

public sealed class DeliverWebhooksTests
{
    private TrackerHost _host = null!;
    private ReceiverProgram _receiver = null!;
    private HttpClient _administrator = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _receiver = await ReceiverProgram.Start();
        _administrator = _host.SignIn(Role.Administrator);
    }

    [TearDown]
    public async Task Stop()
    {
        _administrator.Dispose();
        _host.Dispose();
        await _receiver.DisposeAsync();
    }

    [Test]
    public async Task Move_arrives_signed_as_the_specification_says_with_ids_and_stages_only()
    {
        var (_, secret) = await Add();
        var problem = await _host.Problem(Gate.Analysis);
        await (await problem.Move(Stage.Analysis)).Ok();
        _host.Time.Advance(UndoRules.SettledAfter);

        Assert.That(await _host.Send(new DeliverWebhooks()), Is.EqualTo(new WebhooksDelivered(1, 0)));

        var delivery = _receiver.Received.Single();
        Assert.That(delivery.Signatures, Is.EqualTo(new StandardWebhook(secret).Sign(delivery.Id, delivery.At, delivery.Body)));
        Assert.That(delivery.Json.GetProperty("type").GetString(), Is.EqualTo("problem.moved"));
        Assert.That(delivery.Json.GetProperty("data").GetRawText(), Is.EqualTo(
            $$"""{"problemId":{{problem.Id}},"number":"P-2026-0001","kind":"Forward","from":"Scanning","to":"Analysis","visit":2,"""
                + $"\"url\":\"http://127.0.0.1:5080/problems/{problem.Id}\"}}"));
        Assert.That(await _host.Send(new DeliverWebhooks()), Is.EqualTo(new WebhooksDelivered(0, 0)), "once is enough");
    }

    [Test]
    public async Task Nudge_arrives_with_the_ids_of_those_it_went_to()
    {
        await Add(moves: false, nudges: true);
        var id = await _host.OpenProblem();
        _host.Until(2026, 3, 17);
        await _host.Send(new RaiseNudges());

        await _host.Send(new DeliverWebhooks());

        var sent = _receiver.Received.Select(delivery => delivery.Json)
            .Single(json => json.GetProperty("data").GetProperty("kind").GetString() == "Overdue");
        Assert.That(sent.GetProperty("type").GetString(), Is.EqualTo("nudge.raised"));
        var data = sent.GetProperty("data");
        Assert.That(data.GetProperty("problemId").GetInt64(), Is.EqualTo(id));
        Assert.That(data.GetProperty("recipientIds").EnumerateArray().Select(person => person.GetInt64()),
            Is.EqualTo(new[] { _host.IdOf(Role.Officer) }));
    }

    [Test]
    public async Task Confidential_problem_is_never_sent()
    {
        await Add(nudges: true);
        var id = await _host.OpenProblem(confidential: true);
        _host.Until(2026, 3, 17);
        await _host.Send(new RaiseNudges());
        await Close(id);

        Assert.That(await Count("SELECT COUNT(*) FROM Nudge"), Is.GreaterThan(0));
        Assert.That(await Count("SELECT COUNT(*) FROM WebhookDelivery"), Is.Zero);
    }

    [Test]
    public async Task Failed_delivery_is_tried_again_with_the_same_id_and_body_then_parked_and_told_to_administrators_once()
    {
        var (id, _) = await Add();
        await Move("first");
        await Move("second");
        _receiver.Answer = _ => 422;

        for (var attempt = 1; attempt <= Outbox.ParkedAfter; attempt++)
        {
            Assert.That(await _host.Send(new DeliverWebhooks()), Is.EqualTo(new WebhooksDelivered(0, 2)));
            Assert.That(await _host.Send(new DeliverWebhooks()), Is.EqualTo(new WebhooksDelivered(0, 0)), "waits for its next attempt");
            _host.Time.Advance(Outbox.WaitAfter(attempt));
        }

        Assert.That(_receiver.Received.GroupBy(delivery => delivery.Id).Select(same => same.Select(d => d.Body).Distinct().Count()),
            Is.EqualTo(new[] { 1, 1 }));
        var webhook = await _administrator.Read($"/api/v1/webhooks/{id}");
        Assert.That((webhook.GetProperty("waiting").GetInt32(), webhook.GetProperty("parked").GetInt32()), Is.EqualTo((0, 2)));
        var row = (await _administrator.Read($"/api/v1/webhooks/{id}/deliveries?state=Parked")).GetProperty("items")[0];
        Assert.That(row.GetProperty("lastError").GetString(), Is.EqualTo("The receiver answered 422."));
        Assert.That(await Count("SELECT COUNT(*) FROM Outbox WHERE Subject = 'The webhook Dashboard does not work'"), Is.EqualTo(1));

        _receiver.Answer = _ => 200;
        Assert.That((await (await _administrator.PostAsync($"/api/v1/webhooks/{id}/retry", null)).Ok()).GetProperty("count").GetInt32(),
            Is.EqualTo(2));
        Assert.That(await _host.Send(new DeliverWebhooks()), Is.EqualTo(new WebhooksDelivered(2, 0)));
    }

    [TestCase(500)]
    [TestCase(429)]
    public async Task Receiver_in_trouble_is_left_alone_for_the_rest_of_the_run(int status)
    {
        await Add();
        await Move("first");
        await Move("second");
        _receiver.Answer = _ => status;

        Assert.That(await _host.Send(new DeliverWebhooks()), Is.EqualTo(new WebhooksDelivered(0, 1)));
        Assert.That(_receiver.Received, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task One_receiver_that_is_gone_does_not_hold_up_another()
    {
        await Add("Gone", "http://127.0.0.1:1/hook");
        await Add();
        await Move("first");

        Assert.That(await _host.Send(new DeliverWebhooks()), Is.EqualTo(new WebhooksDelivered(1, 1)));
    }

    [Test]
    public async Task Redirect_is_not_followed()
    {
        var (id, _) = await Add();
        await Move("first");
        _receiver.Answer = _ => 307;

        await _host.Send(new DeliverWebhooks());

        Assert.That(_receiver.Received, Has.Count.EqualTo(1));
        var row = (await _administrator.Read($"/api/v1/webhooks/{id}/deliveries")).GetProperty("items")[0];
        Assert.That(row.GetProperty("lastError").GetString(),
            Is.EqualTo("The receiver answered 307, a redirect, which is not followed. Enter the final address."));
    }

    [Test]
    public async Task Two_processes_at_once_send_each_event_once()
    {
        await Add();
        for (var i = 0; i < 4; i++) await Move($"problem {i}");
        using var other = new TrackerHost(beside: _host);

        var runs = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => Task.Run(() => (i % 2 == 0 ? _host : other).Send(new DeliverWebhooks()))));

        Assert.That(runs.Sum(run => run.Delivered), Is.EqualTo(4));
        Assert.That(_receiver.Received, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Delivery_of_a_process_that_died_is_sent_again_when_its_lease_ends()
    {
        await Add();
        await Move("first");
        await _host.Query(db => db.Write(() => db.Execute("UPDATE Webhook SET LeaseUntil = @until",
            new { until = _host.Time.GetUtcNow().AddMinutes(10) }, default), default));

        Assert.That((await _host.Send(new DeliverWebhooks())).Delivered, Is.Zero);
        _host.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.That((await _host.Send(new DeliverWebhooks())).Delivered, Is.EqualTo(1));
    }

    [Test]
    public async Task Replaced_secret_signs_too_for_a_day()
    {
        var (id, before) = await Add();
        var after = (await (await _administrator.PostAsync($"/api/v1/webhooks/{id}/secret", null)).Ok()).GetProperty("secret").GetString()!;
        await Move("first");
        await _host.Send(new DeliverWebhooks());
        var both = _receiver.Received.Single();
        Assert.That(both.Signatures.Split(' '), Is.EqualTo(new[] { after, before }.Select(secret => Sign(secret, both))));

        _host.Time.Advance(TimeSpan.FromDays(1));
        await Move("second");
        await _host.Send(new DeliverWebhooks());
        var one = _receiver.Received.Last();
        Assert.That(one.Signatures, Is.EqualTo(Sign(after, one)));
    }

    [Test]
    public async Task Webhook_that_is_off_gets_nothing_of_what_happened_meanwhile()
    {
        var (id, _) = await Add();
        await Change(id, active: false);
        await Move("meanwhile");
        await Change(id, active: true);
        await Move("afterward");

        Assert.That((await _host.Send(new DeliverWebhooks())).Delivered, Is.EqualTo(1));
    }

    [Test]
    public async Task Test_says_what_the_receiver_answered()
    {
        var (id, secret) = await Add();
        var tested = await (await _administrator.PostAsync($"/api/v1/webhooks/{id}/test", null)).Ok();
        Assert.That(tested.GetProperty("sentence").GetString(), Is.EqualTo("The receiver accepted the test."));
        var delivery = _receiver.Received.Single();
        Assert.That((delivery.Json.GetProperty("type").GetString(), delivery.Signatures),
            Is.EqualTo(("webhook.test", Sign(secret, delivery))));

        _receiver.Answer = _ => 503;
        tested = await (await _administrator.PostAsync($"/api/v1/webhooks/{id}/test", null)).Ok();
        Assert.That((tested.GetProperty("arrived").GetBoolean(), tested.GetProperty("sentence").GetString()),
            Is.EqualTo((false, "The receiver answered 503.")));
    }

    [Test]
    public async Task Deliveries_that_arrived_are_deleted_after_30_days()
    {
        await Add();
        await Move("first");
        await _host.Send(new DeliverWebhooks());
        _host.Time.Advance(TimeSpan.FromDays(29));
        Assert.That((await _host.Send(new ForgetDeliveries())).Count, Is.Zero);
        _host.Time.Advance(TimeSpan.FromDays(1));
        Assert.That((await _host.Send(new ForgetDeliveries())).Count, Is.EqualTo(1));
    }

    private static string Sign(string secret, ReceiverProgram.Delivery delivery) =>
        new StandardWebhook(secret).Sign(delivery.Id, delivery.At, delivery.Body);

    private async Task<(long Id, string Secret)> Add(string name = "Dashboard", string? address = null, bool moves = true,
        bool nudges = false)
    {
        var made = await (await _administrator.PostAsJsonAsync("/api/v1/webhooks",
            new { name, address = address ?? _receiver.Address, moves, nudges })).Ok();
        return (made.GetProperty("id").GetInt64(), made.GetProperty("secret").GetString()!);
    }

    private async Task Change(long id, bool active)
    {
        var stands = await _administrator.Read($"/api/v1/webhooks/{id}");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/webhooks/{id}")
        {
            Content = JsonContent.Create(new { name = "Dashboard", address = _receiver.Address, moves = true, nudges = false, active }),
        };
        request.Headers.Add("If-Match", $"\"{stands.GetProperty("version").GetInt32()}\"");
        await (await _administrator.SendAsync(request)).Ok();
    }

    /// <summary>Opens a problem and closes it, which is a move.</summary>
    private async Task Move(string title) => await Close(await _host.OpenProblem(title));

    private async Task Close(long id)
    {
        var problem = new GivenProblem(_host, id);
        await (await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "NotAProblem")).Ok();
        _host.Time.Advance(UndoRules.SettledAfter);
    }

    private Task<int> Count(string sql) => _host.Query(db => db.Single<int>(sql, null, default));
}
