using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Mail;
using ProblemTracker.Tests.Mail;

namespace ProblemTracker.BrowserTests.Accounts;

/// <summary>A person changes their email address in Chromium, by links from a real mail server.</summary>
public sealed partial class EmailChangeTests
{
    private const string Old = "officer@test.example", New = "new@test.example";
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-email-change-").FullName;
    private MailServerProcess _mail = null!;
    private BrowserHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        await MailServerProcess.MustBeInstalled();
        _mail = await MailServerProcess.Start(Path.Combine(_folder, "taken"));
        _host = BrowserHost.Start(settings: new Dictionary<string, string?>
        {
            ["PublicUrl"] = BrowserHost.FreeAddress(),
            ["Mail:Server"] = "127.0.0.1",
            ["Mail:Port"] = $"{_mail.Port}",
            ["Mail:Security"] = "None",
            ["MailFrom"] = "tracker@test.example",
        });
        _host.Tracker.IdOf(Role.Officer);
    }

    [TearDown]
    public async Task Stop()
    {
        if (_host is not null) await _host.DisposeAsync();
        _mail?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [TestCase(BrowserHost.Laptop)]
    [TestCase(BrowserHost.Phone)]
    public async Task Officer_changes_the_address_by_two_emails_and_signs_in_with_the_new_one(int width)
    {
        var page = await _host.Open(width);
        await BrowserHost.SignIn(page, Old, TrackerHost.Password);
        await Expect(page, "My day");
        await page.GotoAsync("/me");
        await page.GetByRole(AriaRole.Link, new() { Name = "change email address" }).ClickAsync();
        await page.MustBeAccessible();
        await page.GetByLabel("New email address").FillAsync(New);
        await Press(page, "Request change");
        await Expect(page, "My settings");
        await Assertions.Expect(page.GetByText($"Change to {New}.")).ToBeVisibleAsync();
        await page.MustBeAccessible();
        await _host.Tracker.Send(new DeliverMail());

        var elsewhere = await _host.Open(width, javaScript: false);
        await elsewhere.GotoAsync(LinkTo(New));
        await Press(elsewhere, "Confirm");
        await Expect(elsewhere, "This address is confirmed");
        await elsewhere.GotoAsync(LinkTo(Old));
        await Assertions.Expect(elsewhere.GetByRole(AriaRole.Button, new() { Name = "I did not ask for this" })).ToBeVisibleAsync();
        await Press(elsewhere, "Confirm");
        await Expect(elsewhere, "The email address is changed");

        await page.GotoAsync("/me");
        await Expect(page, "Sign in");
        await BrowserHost.SignIn(page, New, TrackerHost.Password);
        await Expect(page, "My day");
        await _host.Tracker.Send(new DeliverMail());
        Assert.That(_mail.Emails.Where(sent => sent.TextBody!.Contains($"is now {New}", StringComparison.Ordinal))
            .Select(sent => sent.To.ToString()), Is.EquivalentTo(new[] { Old, New }));
    }

    private string LinkTo(string address) =>
        Link().Match(_mail.Emails.First(sent => sent.To.ToString() == address).TextBody!).Value;

    private static Task Expect(IPage page, string heading) => Assertions.Expect(page.Heading()).ToContainTextAsync(heading);

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    [GeneratedRegex(@"http://localhost:\d+/email-address/\S+")]
    private static partial Regex Link();
}
