using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using ProblemTracker.Mail;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Mail;

/// <summary>Delivery to a real mail server that works, fails or is down.</summary>
public sealed class SmtpTests
{
    // One server after the other has this port, so that one tracker can send to them all.
    private static readonly Lazy<int> MailPort = new(MailServerProcess.FreePort);

    private TrackerHost _host = null!;
    private MailServerProcess? _server;
    private string _taken = null!;

    [OneTimeSetUp] public Task Look() => MailServerProcess.MustBeInstalled();

    [SetUp] public void Start() => _taken = Directory.CreateTempSubdirectory("tracker-mail-").FullName;

    [TearDown]
    public void Stop()
    {
        _host.Dispose();
        _server?.Dispose();
        _server = null;
        Directory.Delete(_taken, recursive: true);
    }

    [Test]
    public async Task Email_arrives_as_text_and_HTML_with_its_headers()
    {
        await Given();
        await Queue(
            new Email("one", "dana@test.example", "Ärger, täglich", "Good morning.\nDon’t worry.\n",
                "<p>Good morning.</p>\n")
            { Unsubscribe = "/me" });

        var run = await Deliver();

        Assert.That(run, Is.EqualTo(new MailDelivered(1, 0)));
        var email = _server!.Emails.Single();
        Assert.That(email.Body, Is.InstanceOf<MultipartAlternative>());
        Assert.That(email.TextBody!.ReplaceLineEndings("\n"), Is.EqualTo("Good morning.\nDon’t worry.\n"));
        Assert.That(email.HtmlBody!.ReplaceLineEndings("\n"), Is.EqualTo("<p>Good morning.</p>\n"));
        Assert.That(email.Subject, Is.EqualTo("Ärger, täglich"));
        Assert.That(email.To.ToString(), Is.EqualTo("dana@test.example"));
        Assert.That(email.From.ToString(), Is.EqualTo("\"Case Tracker\" <tracker@test.example>"));
        Assert.That(email.MessageId, Is.EqualTo("outbox.1.20260302140000@tracker.test.example"));
        Assert.That(email.Date, Is.EqualTo(TrackerHost.Start));
        Assert.That(email.Headers[HeaderId.AutoSubmitted], Is.EqualTo("auto-generated"));
        Assert.That(email.Headers[HeaderId.ListUnsubscribe], Is.EqualTo("<https://tracker.test.example/me>"));
        Assert.That(email.Headers.Contains("List-Unsubscribe-Post"), Is.False);
        Assert.That(_server.Raw.Single().Where(c => c > 127), Is.Empty);
        Assert.That(await Deliver(), Is.EqualTo(new MailDelivered(0, 0)));
    }

    [Test]
    public async Task Email_without_HTML_is_plain_text()
    {
        await Given();
        await Queue("one");

        await Deliver();

        var email = _server!.Emails.Single();
        Assert.That(email.Body, Is.InstanceOf<TextPart>());
        Assert.That(email.Headers.Contains(HeaderId.ListUnsubscribe), Is.False);
    }

    [Test]
    public async Task Secret_of_a_link_is_inserted_on_sending_and_then_deleted()
    {
        await Given();
        var secret = _host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("ActionLink").Protect("s3cret&more");
        await Queue(
            new Email("one", "dana@test.example", "P-2026-0001", "https://x/{secret}\n",
                "<a href=\"https://x/{secret}\">Open</a>\n")
            { Secret = secret });

        await Deliver();

        var email = _server!.Emails.Single();
        Assert.That(email.TextBody, Does.Contain("https://x/s3cret&more"));
        Assert.That(email.HtmlBody, Does.Contain("https://x/s3cret&amp;more"));
        Assert.That((await Rows()).Single(), Has.Property("Secret").Null);
    }

    [Test]
    public async Task Unreadable_secret_does_not_hold_up_other_emails()
    {
        await Given();
        await Queue(new Email("one", "dana@test.example", "P-2026-0001", "{secret}") { Secret = "nonsense" });
        await Queue("two");

        Assert.That(await Deliver(), Is.EqualTo(new MailDelivered(1, 1)));
        Assert.That(Subjects(), Is.EqualTo(new[] { "two" }));
    }

    [Test]
    public async Task Discarded_email_is_never_sent()
    {
        await Given();
        await Queue("one");
        await Queue("two");
        await Sql("UPDATE Outbox SET DiscardedAt = CreatedAt WHERE Subject = 'one'");

        Assert.That((await Deliver()).Sent, Is.EqualTo(1));
        Assert.That(Subjects(), Is.EqualTo(new[] { "two" }));
    }

    [Test]
    public async Task Refused_address_does_not_hold_up_others_and_is_finally_parked()
    {
        await Given("--refuse", "gone@test.example");
        await Queue(new Email("one", "one@test.example", "one", "Text."));
        await Queue(new Email("two", "gone@test.example", "two", "Text."));
        await Queue(new Email("three", "three@test.example", "three", "Text."));

        Assert.That(await Deliver(), Is.EqualTo(new MailDelivered(2, 1)));
        Assert.That(Subjects(), Is.EqualTo(new[] { "one", "three" }));
        var refused = (await Rows())[1];
        Assert.That(refused.LastError, Does.Contain("550").And.Contain("No such person here"));
        Assert.That((refused.Attempts, refused.ParkedAt), Is.EqualTo((1, null as DateTimeOffset?)));

        for (var attempt = 1; attempt < Outbox.ParkedAfter; attempt++)
        {
            Assert.That(await Deliver(), Is.EqualTo(new MailDelivered(0, 0)), "waits for its next attempt");
            _host.Time.Advance(Outbox.WaitAfter(attempt));
            Assert.That(await Deliver(), Is.EqualTo(new MailDelivered(0, 1)));
        }
        Assert.That((await Rows())[1].ParkedAt, Is.Not.Null);
        Assert.That(await Outage(), Is.Null, "the server works");
    }

    [Test]
    public async Task Refused_content_does_not_hold_up_others()
    {
        await Given("--refuse-data", "two");
        foreach (var key in new[] { "one", "two", "three" }) await Queue(key);

        Assert.That(await Deliver(), Is.EqualTo(new MailDelivered(2, 1)));
        Assert.That((await Rows())[1].LastError, Does.Contain("554"));
    }

    [Test]
    public async Task Outage_counts_no_attempts_and_is_recorded()
    {
        await Down();
        await Queue("one");

        var run = await Deliver();

        Assert.That((run.Sent, run.Failed), Is.EqualTo((0, 0)));
        Assert.That(run.Outage, Does.StartWith($"The mail server 127.0.0.1:{_port} can't be reached: "));
        var row = (await Rows()).Single();
        Assert.That((row.Attempts, row.LastError, row.LeaseUntil, row.SentAt),
            Is.EqualTo((0, null as string, null as DateTimeOffset?, null as DateTimeOffset?)));
        var began = _host.Time.GetUtcNow();
        Assert.That(await Outage(), Is.EqualTo(new DeliveryOutage(began, began, run.Outage!)));

        _host.Time.Advance(TimeSpan.FromHours(1));
        await Deliver();
        Assert.That(await Outage(), Is.EqualTo(new DeliveryOutage(began, began.AddHours(1), run.Outage!)));

        await ComesBack();
        Assert.That(await Deliver(), Is.EqualTo(new MailDelivered(1, 0)));
        Assert.That(await Outage(), Is.Null);
    }

    [Test]
    public async Task After_a_week_long_outage_every_email_arrives_once_and_in_order()
    {
        await Down();
        List<string> all = [];
        for (var hour = 0; hour < 7 * 24; hour += 2)
        {
            all.Add($"Hour {hour}");
            await Queue($"Hour {hour}");
            if (hour % 12 == 0) Assert.That((await Deliver()).Outage, Is.Not.Null);
            _host.Time.Advance(TimeSpan.FromHours(2));
        }

        await ComesBack();

        Assert.That(await Deliver(), Is.EqualTo(new MailDelivered(all.Count, 0)));
        Assert.That(await Deliver(), Is.EqualTo(new MailDelivered(0, 0)));
        Assert.That(Subjects(), Is.EqualTo(all));
        Assert.That(_server!.Emails.Select(l => l.MessageId).Distinct().Count(), Is.EqualTo(all.Count));
        Assert.That((await Rows()).Select(r => r.Attempts), Is.All.EqualTo(1));
    }

    [Test]
    public async Task Email_interrupted_by_a_server_crash_is_sent_again_with_the_same_id()
    {
        await Given("--die-in-data");
        foreach (var key in new[] { "one", "two", "three" }) await Queue(key);

        var run = await Deliver();

        Assert.That((run.Sent, run.Failed), Is.EqualTo((0, 0)));
        Assert.That(run.Outage, Is.Not.Null);
        Assert.That((await Rows()).Select(r => (r.Attempts, r.LeaseUntil)), Is.All.EqualTo((0, null as DateTimeOffset?)));

        await ComesBack();
        Assert.That(await Deliver(), Is.EqualTo(new MailDelivered(3, 0)));
        Assert.That(Subjects(), Is.EqualTo(new[] { "one", "two", "three" }));
        Assert.That(_server!.Emails[0].MessageId, Does.StartWith("outbox.1."));
    }

    [Test]
    public async Task Email_sent_twice_has_the_same_id()
    {
        await Given();
        await Queue("one");
        await Deliver();
        // As if the process had died between sending the email and marking it as sent.
        await Sql("UPDATE Outbox SET SentAt = NULL, NextAttemptAt = CreatedAt");

        await Deliver();

        Assert.That(_server!.Emails.Select(l => l.MessageId),
            Is.EqualTo(new[] { "outbox.1.20260302140000@tracker.test.example", "outbox.1.20260302140000@tracker.test.example" }));
    }

    [Test]
    public async Task Email_that_always_breaks_the_connection_does_not_hold_up_others()
    {
        await Given("--hang-up-on", "poison@test.example");
        await Queue(new Email("one", "poison@test.example", "one", "Text."));
        await Queue("two");
        await Queue("three");

        var run = await Deliver();

        Assert.That(run, Is.EqualTo(new MailDelivered(2, 1)));
        Assert.That(Subjects(), Is.EqualTo(new[] { "two", "three" }));
        Assert.That((await Rows())[0].LastError, Does.Contain("closed the connection while an email was being sent"));
    }

    [Test]
    public async Task Single_email_that_breaks_the_connection_counts_as_an_outage()
    {
        await Given("--hang-up-on", "poison@test.example");
        await Queue(new Email("one", "poison@test.example", "one", "Text."));

        Assert.That((await Deliver()).Outage, Does.Contain("closed the connection while an email was being sent"));
        Assert.That((await Rows())[0].Attempts, Is.Zero);
    }

    [Test]
    public async Task Server_with_a_limit_per_connection_gets_all_emails_in_order()
    {
        await Given("--emails-per-connection", "2");
        foreach (var key in new[] { "one", "two", "three", "four", "five" }) await Queue(key);

        Assert.That(await Deliver(), Is.EqualTo(new MailDelivered(5, 0)));
        Assert.That(Subjects(), Is.EqualTo(new[] { "one", "two", "three", "four", "five" }));
    }

    [Test]
    public async Task Email_in_hand_is_finished_once_when_the_process_is_told_to_stop()
    {
        await Given("--slow", "0.5");
        foreach (var key in new[] { "one", "two" }) await Queue(key);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await using (var scope = _host.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.System("test");
            Assert.CatchAsync<OperationCanceledException>(
                () => scope.ServiceProvider.GetRequiredService<MediatR.IMediator>().Send(new DeliverMail(), stop.Token));
        }
        var stopped = await Rows();
        await Deliver();

        Assert.That(stopped.Select(row => (row.SentAt is not null, row.LeaseUntil)), Is.EqualTo(new[]
        {
            (true, (DateTimeOffset?)null), (false, null),
        }));
        Assert.That(Subjects(), Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public async Task Timeout_counts_as_an_outage()
    {
        _server = await MailServerProcess.Start(_taken, "--slow", "30", "--port", $"{MailPort.Value}");
        Host(_server.Port, ("Mail:Timeout", "1"));
        await Queue("one");

        var run = await Deliver();

        Assert.That(run.Outage, Does.Contain("did not answer within 1 seconds"));
        Assert.That((await Rows()).Single().Attempts, Is.Zero);
    }

    [Test]
    public async Task Busy_server_counts_as_an_outage()
    {
        await Given("--greet-busy");
        await Queue("one");

        Assert.That((await Deliver()).Outage, Does.Contain("Come back later"));
        Assert.That((await Rows()).Single().Attempts, Is.Zero);
    }

    [Test]
    public async Task Refused_sender_counts_as_an_outage()
    {
        await Given("--refuse-sender");
        await Queue("one");

        Assert.That((await Deliver()).Outage, Does.Contain("refuses the sender").And.Contain("No mail from there"));
        Assert.That((await Rows()).Single().Attempts, Is.Zero);
    }

    [Test]
    public async Task Untrusted_certificate_counts_as_an_outage_and_sends_nothing()
    {
        var (certificate, key) = SelfSigned("127.0.0.1");
        _server = await MailServerProcess.Start(_taken, "--certificate", certificate, "--key", key);
        Host(_server.Port, ("Mail:Security", "StartTls"));
        await Queue("one");

        Assert.That((await Deliver()).Outage, Does.Contain("certificate that this machine does not trust"));
        Assert.That(Subjects(), Is.Empty);
    }

    [Test]
    public async Task Configured_certificate_and_user_are_used_to_send()
    {
        var (certificate, key) = SelfSigned("127.0.0.1");
        _server = await MailServerProcess.Start(_taken, "--certificate", certificate, "--key", key, "--user", "tracker");
        Host(_server.Port, ("Mail:Certificate", certificate), ("Mail:Security", "StartTls"), ("Mail:User", "tracker"),
            ("Mail:Password", "secret"));
        await Queue("one");

        Assert.That(await Deliver(), Is.EqualTo(new MailDelivered(1, 0)));
        Assert.That(Subjects(), Is.EqualTo(new[] { "one" }));
    }

    [Test]
    public async Task Certificate_for_another_name_is_refused()
    {
        var (certificate, key) = SelfSigned("mail.elsewhere.example");
        _server = await MailServerProcess.Start(_taken, "--certificate", certificate, "--key", key);
        Host(_server.Port, ("Mail:Certificate", certificate), ("Mail:Security", "StartTls"));
        await Queue("one");

        Assert.That((await Deliver()).Outage, Does.Contain("certificate"));
    }

    [Test]
    public async Task Wrong_password_counts_as_an_outage_and_is_not_revealed()
    {
        var (certificate, key) = SelfSigned("127.0.0.1");
        _server = await MailServerProcess.Start(_taken, "--certificate", certificate, "--key", key, "--user", "tracker");
        Host(_server.Port, ("Mail:Certificate", certificate), ("Mail:Security", "StartTls"), ("Mail:User", "tracker"),
            ("Mail:Password", "wrong-one"));
        await Queue("one");

        Assert.That((await Deliver()).Outage, Does.Contain("rejected Mail:User and Mail:Password").And.Not.Contain("wrong-one"));
        Assert.That(_host.Services.GetRequiredService<TrackerOptions>().ToString(), Does.Not.Contain("wrong-one"));
    }

    [Test]
    public async Task Server_without_STARTTLS_gets_nothing_unencrypted()
    {
        _server = await MailServerProcess.Start(_taken);
        Host(_server.Port, ("Mail:Security", "StartTls"));
        await Queue("one");

        Assert.That((await Deliver()).Outage, Does.Contain("does not support what the settings require"));
        Assert.That(Subjects(), Is.Empty);
    }

    private int _port;

    /// <summary>Starts a server with these faults, and a tracker that sends to it.</summary>
    private async Task Given(params string[] faults)
    {
        _server = await MailServerProcess.Start(_taken, [.. faults, "--port", $"{MailPort.Value}"]);
        Host(_server.Port);
    }

    private Task Down()
    {
        Host(MailPort.Value);
        return Task.CompletedTask;
    }

    private async Task ComesBack()
    {
        _server?.Dispose();
        _server = await MailServerProcess.Start(_taken, "--port", $"{_port}");
    }

    private void Host(int port, params (string Name, string Value)[] more)
    {
        _port = port;
        var settings = new Dictionary<string, string?>
        {
            ["Mail:Server"] = "127.0.0.1",
            ["Mail:Port"] = $"{port}",
            ["Mail:Security"] = "None",
            ["Mail:Timeout"] = "30",
            ["MailFrom"] = "Case Tracker <tracker@test.example>",
            ["PublicUrl"] = "https://tracker.test.example/",
        };
        foreach (var (name, value) in more) settings[name] = value;
        _host = new(settings: settings, reused: true);
    }

    private Task<MailDelivered> Deliver() => _host.Send(new DeliverMail());

    private Task<bool> Queue(string key) => Queue(new Email(key, "dana@test.example", key, "Text."));

    private Task<bool> Queue(Email email) =>
        _host.Query(db => db.Write(() => Outbox.Queue(db, _host.Services.GetRequiredService<TrackerClock>(), email, default), default));

    private IEnumerable<string> Subjects() => _server!.Emails.Select(l => l.Subject ?? "");

    private Task<int> Sql(string sql) => _host.Query(db => db.Write(() => db.Execute(sql, null, default), default));

    private Task<DeliveryOutage?> Outage() => _host.Query(db => DeliveryOutage.Read(db, default));

    private Task<IReadOnlyList<Row>> Rows() =>
        _host.Query(db => db.List<Row>("SELECT LastError, Attempts, SentAt, ParkedAt, LeaseUntil, Secret FROM Outbox ORDER BY Id",
            null, default));

    private sealed record Row
    {
        public string? LastError { get; init; }
        public int Attempts { get; init; }
        public DateTimeOffset? SentAt { get; init; }
        public DateTimeOffset? ParkedAt { get; init; }
        public DateTimeOffset? LeaseUntil { get; init; }
        public string? Secret { get; init; }
    }

    /// <returns>The paths of the certificate and its key.</returns>
    private (string Certificate, string Key) SelfSigned(string host)
    {
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (System.Net.IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var (file, key) = (Path.Combine(_taken, "certificate.pem"), Path.Combine(_taken, "key.pem"));
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(key, rsa.ExportPkcs8PrivateKeyPem());
        return (file, key);
    }
}
