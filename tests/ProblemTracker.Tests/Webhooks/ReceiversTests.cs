using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Tests.Webhooks;

/// <summary>Addresses that webhooks can and can't have.</summary>
public sealed class ReceiversTests
{
    [TestCase("8.8.8.8", true)]
    [TestCase("172.15.255.255", true)]
    [TestCase("172.32.0.0", true)]
    [TestCase("2606:4700::1111", true)]
    [TestCase("0.0.0.0", false)]
    [TestCase("10.1.2.3", false)]
    [TestCase("100.64.0.1", false)]
    [TestCase("127.0.0.1", false)]
    [TestCase("169.254.169.254", false, Description = "metadata of a cloud")]
    [TestCase("172.16.0.1", false)]
    [TestCase("172.31.255.255", false)]
    [TestCase("192.168.1.1", false)]
    [TestCase("198.18.0.1", false)]
    [TestCase("224.0.0.1", false)]
    [TestCase("255.255.255.255", false)]
    [TestCase("::", false)]
    [TestCase("::1", false)]
    [TestCase("::ffff:10.1.2.3", false)]
    [TestCase("::10.1.2.3", false)]
    [TestCase("64:ff9b::a01:203", false, Description = "10.1.2.3 by NAT64")]
    [TestCase("2002:a01:203::1", false, Description = "10.1.2.3 by 6to4")]
    [TestCase("2001:0:1::1", false, Description = "Teredo")]
    [TestCase("2001:db8::1", false)]
    [TestCase("fc00::1", false)]
    [TestCase("fe80::1", false)]
    [TestCase("ff02::1", false)]
    public void Only_addresses_of_the_internet_are_public(string address, bool expected) =>
        Assert.That(Receivers.IsPublic(IPAddress.Parse(address)), Is.EqualTo(expected));

    [TestCase("https://hooks.example.org/a?b=c", null)]
    [TestCase("https://8.8.8.8/hook", null)]
    [TestCase("hooks.example.org", "Enter a web address that begins with https://.")]
    [TestCase("ftp://hooks.example.org", "Enter a web address that begins with https://.")]
    [TestCase("file:///etc/passwd", "Enter a web address that begins with https://.")]
    [TestCase("http://hooks.example.org", "The address must begin with https://, so that nobody on the way can read it.")]
    [TestCase("https://user:pw@hooks.example.org", "Leave out the user name and password. Receivers check the signature instead.")]
    [TestCase("https://hooks.example.org/#part", "Leave out the part from # on. It is never sent.")]
    [TestCase("https://10.0.0.1/", "10.0.0.1 is not a public address.")]
    [TestCase("https://[::1]/", "::1 is not a public address.")]
    [TestCase("https://[::ffff:127.0.0.1]/", "::ffff:127.0.0.1 is not a public address.")]
    [TestCase("https://2130706433/", "127.0.0.1 is not a public address.", Description = "127.0.0.1 as one number")]
    [TestCase("https://0x7f.1/", "127.0.0.1 is not a public address.", Description = "127.0.0.1 in hexadecimal")]
    public void Address_as_typed_is_refused_with_a_reason(string address, string? reason)
    {
        var why = Receivers.WhyNot(address, []);
        Assert.That(why, reason is null ? Is.Null : Does.StartWith(reason));
    }

    [Test]
    public async Task Name_that_leads_to_this_server_is_refused_when_something_is_sent()
    {
        using var host = new TrackerHost(settings: new Dictionary<string, string?> { ["WebhookNetworks"] = "" });
        await using var receiver = await ReceiverProgram.Start();
        var administrator = host.SignIn(Role.Administrator);
        var port = new Uri(receiver.Address).Port;
        var made = await (await administrator.PostAsJsonAsync("/api/v1/webhooks",
            new { name = "Inside", address = $"https://localhost:{port}/hook", moves = true, nudges = false })).Ok();

        var tested = await (await administrator.PostAsync($"/api/v1/webhooks/{made.GetProperty("id").GetInt64()}/test", null)).Ok();

        Assert.That(tested.GetProperty("arrived").GetBoolean(), Is.False);
        Assert.That(tested.GetProperty("sentence").GetString(), Does.Contain("is not a public address").And.Contain("WebhookNetworks"));
        Assert.That(receiver.Received, Is.Empty);
    }

    [Test]
    public void Http_reaches_only_the_networks_in_the_setting() => Assert.That(
        async () => await Receivers.Connect(new("8.8.8.8", 80), isEncrypted: false, [IPNetwork.Parse("10.0.0.0/8")], default),
        Throws.TypeOf<ReceiverRefused>().With.Message.StartsWith("The address must begin with https://"));

    [Test]
    public async Task Unusable_webhooks_name_the_field()
    {
        using var host = new TrackerHost();
        var administrator = host.SignIn(Role.Administrator);

        var reply = await administrator.PostAsJsonAsync("/api/v1/webhooks",
            new { name = " ", address = "https://10.0.0.1", moves = false, nudges = false });

        Assert.That((int)reply.StatusCode, Is.EqualTo(400));
        var errors = (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        Assert.That(errors.EnumerateObject().Select(field => field.Name), Is.EquivalentTo(new[] { "name", "address", "moves" }));
    }

    [Test]
    public async Task There_are_at_most_twenty()
    {
        using var host = new TrackerHost();
        var administrator = host.SignIn(Role.Administrator);
        object webhook = new { name = "One", address = "https://hooks.example.org/", moves = true, nudges = false };
        for (var i = 0; i < CreateWebhook.Most; i++) await (await administrator.PostAsJsonAsync("/api/v1/webhooks", webhook)).Ok();

        Assert.That((int)(await administrator.PostAsJsonAsync("/api/v1/webhooks", webhook)).StatusCode, Is.EqualTo(422));
    }
}
