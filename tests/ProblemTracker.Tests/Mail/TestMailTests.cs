using ProblemTracker.Domain;
using ProblemTracker.Mail;

namespace ProblemTracker.Tests.Mail;

/// <summary>The page /settings/email, with a real mail server.</summary>
public sealed class TestMailTests
{
    // One server after the other has this port, so that one tracker can send to them all.
    private static readonly Lazy<int> MailPort = new(MailServerProcess.FreePort);

    private string _taken = null!;
    private MailServerProcess? _server;
    private TrackerHost _host = null!;

    [OneTimeSetUp] public Task Look() => MailServerProcess.MustBeInstalled();

    [SetUp] public void Start() => _taken = Directory.CreateTempSubdirectory("tracker-taken-").FullName;

    [TearDown]
    public void Stop()
    {
        _host.Dispose();
        _server?.Dispose();
        _server = null;
        Directory.Delete(_taken, recursive: true);
    }

    private async Task Given(params string[] faults)
    {
        _server = await MailServerProcess.Start(_taken, [.. faults, "--port", $"{MailPort.Value}"]);
        Host(_server.Port);
    }

    private void Host(int port) => _host = new(settings: new Dictionary<string, string?>
    {
        ["Mail:Server"] = "127.0.0.1",
        ["Mail:Port"] = $"{port}",
        ["Mail:Security"] = "None",
        ["Mail:Timeout"] = "30",
        ["MailFrom"] = "Case Tracker <tracker@test.example>",
    }, reused: true);

    private Task<string> Test() =>
        new Browser(_host, Role.Administrator).Post("/settings/email", [], "/settings/email");

    private Task<string> Page() => new Browser(_host, Role.Administrator).Get("/settings/email");

    [Test]
    public async Task Test_email_reaches_the_administrator_from_the_agencys_sender()
    {
        await Given();
        await (await _host.SignIn(Role.Administrator).IfMatch(0).PutAsJsonAsync("/api/v1/settings/agency", new
        {
            name = "Springfield Police",
            phone = "(555) 010-0100",
            senderName = "Springfield Police",
            senderAddress = "problems@springfield.example",
        })).Ok();

        await Test();

        var email = _server!.Emails.Single();
        Assert.Multiple(() =>
        {
            Assert.That(email.From.ToString(), Is.EqualTo("\"Springfield Police\" <problems@springfield.example>"));
            Assert.That(email.To.ToString(), Is.EqualTo("administrator@test.example"));
            Assert.That(email.TextBody, Does.Contain("Springfield Police").And.Contain("(555) 010-0100"));
            Assert.That(email.HtmlBody, Does.Contain("<p>Springfield Police<br>(555) 010-0100<br>"));
        });
        Assert.That(await Page(),
            Does.Contain("Test email sent").And.Contain("accepted the email").And.Contain("problems@springfield.example"));
    }

    [Test]
    public async Task Sender_is_the_settings_files_where_the_page_is_blank()
    {
        await Given();

        await Test();

        Assert.That(_server!.Emails.Single().From.ToString(), Is.EqualTo("\"Case Tracker\" <tracker@test.example>"));
    }

    [Test]
    public async Task Queued_emails_have_the_agencys_sender_too()
    {
        await Given();
        await (await _host.SignIn(Role.Administrator).IfMatch(0).PutAsJsonAsync("/api/v1/settings/agency",
            new { name = "Springfield Police", senderAddress = "problems@springfield.example" })).Ok();
        await (await _host.SignIn(Role.Administrator).PostAsJsonAsync("/api/v1/people",
            new { email = "dana@test.example", name = "Dana", roles = new[] { "Officer" } })).Ok();

        await _host.Send(new DeliverMail());

        var email = _server!.Emails.Single();
        Assert.That(email.From.ToString(), Is.EqualTo("\"Case Tracker\" <problems@springfield.example>"));
        Assert.That(email.TextBody, Does.Match("Springfield Police\r?\nproblems@springfield.example\r?\n$"));
    }

    [Test]
    public async Task Page_shows_the_mail_servers_own_words_when_it_refuses()
    {
        await Given("--refuse-sender");

        await Test();

        Assert.That(await Page(), Does.Contain("Test email not sent").And.Contain("refuses the sender"));
    }

    [Test]
    public async Task Page_says_that_the_mail_server_can_not_be_reached_and_never_shows_the_password()
    {
        var port = MailServerProcess.FreePort();
        _host = new(settings: new Dictionary<string, string?>
        {
            ["Mail:Server"] = "127.0.0.1",
            ["Mail:Port"] = $"{port}",
            ["Mail:User"] = "tracker",
            ["Mail:Password"] = "wizard-of-oz",
        });

        await Test();

        var page = await Page();
        Assert.That(page,
            Does.Contain($"The mail server 127.0.0.1:{port} can't be reached").And.Contain("StartTls").And.Not.Contain("wizard"));
        Assert.That(await (await _host.SignIn(Role.Administrator).GetAsync("/api/v1/mail/status")).Content.ReadAsStringAsync(),
            Does.Contain("\"hasPassword\":true").And.Not.Contain("wizard"));
    }

    [Test]
    public async Task Without_a_mail_server_the_page_says_where_emails_go()
    {
        _host = new();

        var before = await Page();
        await Test();

        Assert.That(before, Does.Contain("No mail server is set").And.Contain("Mail:Server").And.Contain(_host.Folder));
        Assert.That(await Page(), Does.Contain("Test email not sent").And.Contain("saved as a file"));
        Assert.That(Directory.GetFiles(Path.Combine(_host.Folder, "mail")), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Only_administrators_send_tests()
    {
        _host = new();

        Assert.That((await _host.SignIn(Role.Supervisor).PostAsync("/api/v1/mail/test", null)).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
