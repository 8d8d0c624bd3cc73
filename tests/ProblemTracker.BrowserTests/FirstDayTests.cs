using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using OtpNet;
using ProblemTracker.Tests.Host;
using ProblemTracker.Tests.Mail;

namespace ProblemTracker.BrowserTests;

/// <summary>
/// The first day of a department: an empty start for real use, as a process of its own with a real mail server, walked only through links
/// and pages.
/// </summary>
public sealed partial class FirstDayTests
{
    private const string Password = "seven gray herons fly";
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-first-day-").FullName;
    private MailServerProcess _mail = null!;
    private TrackerProcess _tracker = null!;
    private BrowserHost _browsers = null!;
    private IPage _administrator = null!;

    [SetUp]
    public async Task Start()
    {
        await MailServerProcess.MustBeInstalled();
        _mail = await MailServerProcess.Start(Path.Combine(_folder, "taken"));
        _tracker = await TrackerProcess.Serve(Path.Combine(_folder, "data"), "--public-url", "http://127.0.0.1:5080",
            "--Mail:Server=127.0.0.1", $"--Mail:Port={_mail.Port}", "--Mail:Security=None");
        _browsers = BrowserHost.At(_tracker.Url);
    }

    [TearDown]
    public async Task Stop()
    {
        if (_browsers is not null) await _browsers.DisposeAsync();
        _tracker?.Dispose();
        _mail?.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_department_sets_up_the_tracker_and_opens_its_first_problem()
    {
        _administrator = await _browsers.Open();
        await MakeTheFirstAdministrator();
        await ExpectStepsLeft(11);

        await NameTheAgency();
        await SkipStep("Logo");
        await AddAnAuthenticatorApp();
        await SendATestEmail();
        await ExpectStepsLeft(7);

        await Invite("Dana Ruiz", "dana@springfield.example", "Officer");
        await Invite("Sam Ortiz", "sam@springfield.example", "Supervisor");
        var officer = await AcceptInvitation("dana@springfield.example");
        await OpenAProblemWithAnAddressAlone(officer);

        await AddANeighborhood("Alder Hill");
        await ChooseTheNeighborhood(officer, "Alder Hill");
        await ChooseTheSupervisor("Alder Hill", "Sam Ortiz");
        await Save("Categories", "Save categories");
        await Save("Deadlines", "Save deadlines");
        await AddFederalHolidays();
        await ExpectStepsLeft(1);

        await SkipStep("First incidents");
        await Assertions.Expect(_administrator.GetByText("Your agency is set up.")).ToBeVisibleAsync();
        await _administrator.ReloadAsync();
        await Assertions.Expect(_administrator.GetByText("Set up your agency")).ToHaveCountAsync(0);
        await Assertions.Expect(_administrator.GetByText("Your agency is set up.")).ToHaveCountAsync(0);
    }

    /// <summary>By the link that the start printed.</summary>
    private async Task MakeTheFirstAdministrator()
    {
        for (var i = 0; i < 200 && !FirstLink().IsMatch(_tracker.Said); i++) await Task.Delay(50);
        await _administrator.GotoAsync(FirstLink().Match(_tracker.Said).Groups[1].Value);
        await Fill(_administrator, ("Name", "Alex Reyes"), ("Email", "alex@springfield.example"),
            ("Password", Password), ("Confirm password", Password));
        await Press(_administrator, "Create account");
        await BrowserHost.SignIn(_administrator, "alex@springfield.example", Password);
        await Assertions.Expect(_administrator.Heading()).ToContainTextAsync("My day");
        await _administrator.MustBeAccessible();
    }

    private async Task NameTheAgency()
    {
        await FollowStep("Agency");
        await Fill(_administrator, ("Name", "Springfield Police Department"), ("Phone", "(555) 010-0100"),
            ("Sender address", "problems@springfield.example"));
        await Press(_administrator, "Save agency");
        await _administrator.GetByLabel("Time zone").SelectOptionAsync("America/Chicago");
        await Press(_administrator, "Save time zone");
        await Assertions.Expect(_administrator.Locator(".usa-logo")).ToHaveTextAsync("Springfield Police Department");
        await _administrator.MustBeAccessible();
    }

    private async Task AddAnAuthenticatorApp()
    {
        await FollowStep("Second factor");
        await _administrator.GetByRole(AriaRole.Link, new() { Name = "Add an app" }).ClickAsync();
        await _administrator.GetByText("Can't scan it?").ClickAsync();
        var key = (await _administrator.Locator(".typed-key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await Fill(_administrator, ("Code", new Totp(Base32Encoding.ToBytes(key)).ComputeTotp()));
        await Press(_administrator, "Add the app");
        await _administrator.GetByRole(AriaRole.Link, new() { Name = "I saved them" }).ClickAsync();
    }

    private async Task SendATestEmail()
    {
        await FollowStep("Email");
        await Press(_administrator, "Send me a test");
        await Assertions.Expect(_administrator.GetByText("Test email sent")).ToBeVisibleAsync();
        var test = _mail.Emails.Single(sent => sent.Subject == "Test email");
        Assert.That(test.From.ToString(), Does.Contain("problems@springfield.example"));
        await _administrator.MustBeAccessible();
    }

    private async Task Invite(string name, string email, string role)
    {
        await FollowStep("People");
        await _administrator.GetByRole(AriaRole.Link, new() { Name = "Add a person" }).ClickAsync();
        await Fill(_administrator, ("Name", name), ("Email", email));
        // USWDS draws the box in the label and hides the input.
        await _administrator.Locator($"label[for=role-{role}]").ClickAsync();
        await Press(_administrator, "Add person");
        await Assertions.Expect(_administrator.GetByText($"{name} gets an email")).ToBeVisibleAsync();
    }

    /// <summary>The officer follows the link in the email, chooses a password and signs in.</summary>
    private async Task<IPage> AcceptInvitation(string email)
    {
        await SendEmailTo(email);
        var invitation = _mail.Emails.Single(sent => sent.To.ToString() == email);
        Assert.That(invitation.TextBody, Does.Contain("Springfield Police Department, (555) 010-0100"));
        var officer = await _browsers.Open(BrowserHost.Phone);
        await officer.GotoAsync(PasswordLink().Match(invitation.TextBody).Groups[1].Value);
        await Fill(officer, ("New password", Password), ("Confirm new password", Password));
        await Press(officer, "Save password");
        await BrowserHost.SignIn(officer, email, Password);
        await Assertions.Expect(officer.Heading()).ToContainTextAsync("My day");
        return officer;
    }

    /// <summary>The job runs every five minutes; the dashboard starts it now.</summary>
    private async Task SendEmailTo(string email)
    {
        await _administrator.GotoAsync("/hangfire/recurring");
        await _administrator.Locator("input[name='jobs[]'][value=mail]").CheckAsync();
        await _administrator.GetByRole(AriaRole.Button, new() { Name = "Trigger now" }).ClickAsync();
        for (var i = 0; i < 400 && !_mail.Emails.Any(sent => sent.To.ToString() == email); i++) await Task.Delay(50);
    }

    private static async Task OpenAProblemWithAnAddressAlone(IPage officer)
    {
        await officer.GetByRole(AriaRole.Link, new() { Name = "Open a problem" }).ClickAsync();
        await Fill(officer, ("Title", "Noise behind the Lantern Bar on Friday nights"),
            ("Description", "Loud music and fights after midnight."), ("Address or place", "12 Tanner Street"));
        await officer.GetByLabel("Category").SelectOptionAsync("noise");
        await officer.MustBeAccessible();
        await Press(officer, "Open problem");
        await Assertions.Expect(officer.Heading()).ToContainTextAsync("Noise behind the Lantern Bar");
        await Assertions.Expect(officer.GetByText("12 Tanner Street, No neighborhood")).ToBeVisibleAsync();
    }

    private async Task AddANeighborhood(string name)
    {
        await FollowStep("Neighborhoods");
        await Fill(_administrator, ("New neighborhood", name));
        await Press(_administrator, "Add neighborhood");
        await Assertions.Expect(_administrator.GetByText("problems without a neighborhood")).ToBeVisibleAsync();
        await _administrator.MustBeAccessible();
    }

    private static async Task ChooseTheNeighborhood(IPage officer, string name)
    {
        await officer.ReloadAsync();
        await officer.GetByRole(AriaRole.Link, new() { Name = "Choose a neighborhood" }).ClickAsync();
        await officer.GetByLabel("Neighborhood").SelectOptionAsync(new SelectOptionValue { Label = name });
        await Press(officer, "Save changes");
        await Assertions.Expect(officer.GetByText($"12 Tanner Street, {name}")).ToBeVisibleAsync();
    }

    private async Task ChooseTheSupervisor(string neighborhood, string supervisor)
    {
        await FollowStep("Supervisors and commanders");
        await _administrator.GetByLabel(neighborhood).SelectOptionAsync(new SelectOptionValue { Label = supervisor });
        await Press(_administrator, "Save assignments");
        await _administrator.MustBeAccessible();
    }

    private async Task Save(string step, string button)
    {
        await FollowStep(step);
        await Press(_administrator, button);
        await _administrator.MustBeAccessible();
    }

    private async Task AddFederalHolidays()
    {
        await FollowStep("Holidays");
        await Press(_administrator, "Add US federal holidays");
        await Assertions.Expect(_administrator.GetByText("Remove US federal holidays")).ToBeVisibleAsync();
        await _administrator.MustBeAccessible();
    }

    private async Task FollowStep(string title)
    {
        await _administrator.GotoAsync("/");
        await _administrator.Locator(".set-up").GetByRole(AriaRole.Link, new() { Name = title, Exact = true }).ClickAsync();
    }

    private async Task SkipStep(string title)
    {
        await _administrator.GotoAsync("/");
        await _administrator.GetByRole(AriaRole.Button, new() { Name = $"Not needed here {title}" }).ClickAsync();
    }

    private async Task ExpectStepsLeft(int count)
    {
        await _administrator.GotoAsync("/");
        await Assertions.Expect(_administrator.Locator("#set-up")).ToContainTextAsync($"{count} step{(count == 1 ? "" : "s")} left of 11");
    }

    private static async Task Fill(IPage page, params (string Label, string Text)[] fields)
    {
        foreach (var (label, text) in fields) await page.GetByLabel(label).First.FillAsync(text);
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    [GeneratedRegex(@"http://127\.0\.0\.1:5080(/first-administrator/\S+)")]
    private static partial Regex FirstLink();

    [GeneratedRegex(@"http://127\.0\.0\.1:5080(/password/\S+)")]
    private static partial Regex PasswordLink();
}
