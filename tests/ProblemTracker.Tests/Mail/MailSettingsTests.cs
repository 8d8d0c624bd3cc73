using Microsoft.Extensions.Configuration;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Mail;

public sealed class MailSettingsTests
{
    [TestCase("Mail:Security", "Ssl", "Mail:Security can't be \"Ssl\". Set it to None, StartTls or Tls.")]
    [TestCase("Mail:Port", "0", "Mail:Port can't be \"0\". Set it to a whole number from 1 to 65535.")]
    [TestCase("Mail:Timeout", "soon", "Mail:Timeout can't be \"soon\". Set it to a whole number from 1 to 60.")]
    [TestCase("Mail:Certificate", "/nowhere.pem",
        "Can't read the certificate \"/nowhere.pem\". Set Mail:Certificate to the path of a PEM or DER file.")]
    [TestCase("Mail:User", "somebody",
        "Mail:Password would be sent unencrypted. Set Mail:Security to StartTls or Tls, or remove Mail:User.")]
    [TestCase("MailFrom", "nobody <",
        "MailFrom can't be \"nobody <\". Set it to an email address, for example ProblemTracker <no-reply@tracker.example.gov>.")]
    public void Invalid_setting_is_named_at_startup(string name, string value, string sentence) =>
        Assert.That(() => Options((name, value)), Throws.Exception.Message.EqualTo(sentence));

    [TestCase("StartTls", 587)]
    [TestCase("tls", 465)]
    [TestCase("None", 25)]
    public void Each_security_has_its_default_port(string security, int port) =>
        Assert.That(Options(("Mail:Security", security)).MailServer!.Port, Is.EqualTo(port));

    [Test]
    public void StartTls_is_the_default() =>
        Assert.That(Options().MailServer!.Security, Is.EqualTo(MailSecurity.StartTls));

    [Test]
    public void Without_a_server_emails_go_to_the_pickup_folder() =>
        Assert.That(Options(("Mail:Server", "")).MailServer, Is.Null);

    private static TrackerOptions Options(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Data"] = Path.Combine(TestContext.CurrentContext.WorkDirectory, "mail-settings"),
            ["Mail:Server"] = "mail.example.gov",
            ["Mail:Security"] = more.Any(m => m.Name == "Mail:User") ? "None" : null,
        };
        foreach (var (name, value) in more) settings[name] = value;
        return TrackerOptions.From(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }
}
