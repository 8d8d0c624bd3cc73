using ProblemTracker.Domain;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Tests.Webhooks;

/// <summary>The pages /settings/webhooks, as an administrator uses them.</summary>
public sealed class WebhookPagesTests
{
    private const string List = "/settings/webhooks";
    private const string One = "/settings/webhooks/1";

    private TrackerHost _host = null!;
    private ReceiverProgram _receiver = null!;
    private Browser _browser = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _receiver = await ReceiverProgram.Start();
        _browser = new(_host, Role.Administrator);
    }

    [TearDown]
    public async Task Stop()
    {
        _host.Dispose();
        await _receiver.DisposeAsync();
    }

    [Test]
    public async Task Webhook_is_added_tested_changed_and_deleted()
    {
        Assert.That(await _browser.Get(List), Does.Contain("No webhooks yet."));
        Assert.That(await Add(), Does.Contain("whsec_").And.Contain("it is not shown again"));
        Assert.That(await _browser.Get(One), Does.Contain("No deliveries yet.").And.Not.Contain("whsec_"));

        Assert.That(await _browser.Post($"{One}?handler=Test", [], formOn: One), Does.Contain("The receiver accepted the test."));
        Assert.That(await _browser.Post($"{One}?handler=Secret", [], formOn: One), Does.Contain("whsec_"));
        Assert.That(await _browser.Get(One), Does.Contain("The secret was replaced."));

        await _browser.Post(One, Fields(name: "Records system", version: 2), One);
        Assert.That(await _browser.Get(List), Does.Contain("Records system</a> (off)"));

        await _browser.Post($"{One}?handler=Delete", new() { ["Version"] = "3" }, List, formOn: One);
        Assert.That(await _browser.Get(List), Does.Contain("No webhooks yet.").And.Contain("The webhook is deleted."));
    }

    [Test]
    public async Task Change_of_what_someone_else_changed_keeps_what_was_typed()
    {
        await Add();
        await _browser.Post(One, Fields(name: "Theirs", version: 1), One);

        var page = await _browser.Post(One, Fields(name: "Mine", version: 1));

        Assert.That(page, Does.Contain("value=\"Mine\"").And.Contain("See the current webhook"));
    }

    [Test]
    public async Task Given_up_deliveries_are_shown_and_sent_again()
    {
        await Add();
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        await (await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "NotAProblem")).Ok();
        _host.Time.Advance(UndoRules.SettledAfter);
        _receiver.Answer = _ => 422;
        for (var attempt = 1; attempt <= ProblemTracker.Mail.Outbox.ParkedAfter; attempt++)
        {
            await _host.Send(new DeliverWebhooks());
            _host.Time.Advance(ProblemTracker.Mail.Outbox.WaitAfter(attempt));
        }

        Assert.That(await _browser.Get(One), Does.Contain("1 delivery given up").And.Contain("The receiver answered 422."));
        await _browser.Post($"{One}?handler=Retry", [], One, formOn: One);
        Assert.That(await _browser.Get(One), Does.Contain("1 delivery will be sent within a minute."));
    }

    private Task<string> Add() => _browser.Post($"{List}/new",
        new() { ["Name"] = "Dashboard", ["Address"] = _receiver.Address, ["Moves"] = "true" });

    private Dictionary<string, string> Fields(string name, int version) => new()
    {
        ["Version"] = $"{version}",
        ["Name"] = name,
        ["Address"] = _receiver.Address,
        ["Moves"] = "true",
        ["Active"] = "false",
    };
}
