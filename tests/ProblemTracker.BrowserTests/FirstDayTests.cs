using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ProblemTracker.BrowserTests;

/// <summary>
/// The first day of a department, as README describes it: an empty start for real use behind nginx with TLS, walked only through links and
/// pages; then what can go wrong on a server.
/// </summary>
public sealed partial class FirstDayTests
{
    private const string Password = "seven gray herons fly";
    private Deployment _deployment = null!;
    private IPage _administrator = null!;

    [SetUp] public async Task Start() => _deployment = await Deployment.Start();

    [TearDown]
    public async Task Stop()
    {
        if (_deployment is not null) await _deployment.DisposeAsync();
    }

    [Test]
    public async Task A_department_sets_up_the_tracker_opens_its_first_problem_and_loses_nothing_to_a_kill_a_full_disk_or_a_lost_folder()
    {
        _administrator = await _deployment.Browsers.Open();
        await _administrator.AddAuthenticator();
        await MakeTheFirstAdministrator();
        await ExpectStepsLeft(11);

        await NameTheAgency();
        await SkipStep("Logo");
        await AddAPasskeyAndSignInWithIt();
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

        await KillTheServer(officer);
        await FillTheDisk(officer);
        await LoseTheDataAndRestore(officer);
    }

    /// <summary>Kills the process in the middle of the day. Nobody has to sign in again.</summary>
    private async Task KillTheServer(IPage officer)
    {
        await AddNote(officer, "Spoke with the owner of the bar.");
        _deployment.KillServer();
        Assert.That((await officer.ReloadAsync())!.Status, Is.EqualTo(502));

        await _deployment.StartServer();

        await officer.ReloadAsync();
        await Assertions.Expect(officer.GetByText("Spoke with the owner of the bar.")).ToBeVisibleAsync();
    }

    /// <summary>What was typed comes back and is saved once there is space.</summary>
    private async Task FillTheDisk(IPage officer)
    {
        _deployment.Disk.Fill();
        var text = "";
        // The first notes may still fit into files that are there.
        for (var i = 0; i < 200; i++)
        {
            await Fill(officer, ("Note", text = $"Note {i}. {new string('x', 1800)}"));
            await Press(officer, "Add note");
            if (await officer.GetByText("The server's disk is full, so nothing was saved.").CountAsync() > 0) break;
        }
        await Assertions.Expect(officer.GetByLabel("Note").First).ToHaveValueAsync(text);
        await officer.MustBeAccessible();

        _deployment.Disk.Free();

        await Press(officer, "Add note");
        await Assertions.Expect(officer.GetByText(text)).ToBeVisibleAsync();
    }

    /// <summary>Everything saved before the backup is there again, and the sealed audit says that nothing was changed.</summary>
    private async Task LoseTheDataAndRestore(IPage officer)
    {
        await AddNote(officer, "Before the backup.");
        await _deployment.MakeBackup();
        await AddNote(officer, "After the backup.");

        await _deployment.LoseTheDataAndRestore();

        await officer.ReloadAsync();
        await Assertions.Expect(officer.GetByText("Before the backup.")).ToBeVisibleAsync();
        await Assertions.Expect(officer.GetByText("After the backup.")).ToHaveCountAsync(0);
        await _administrator.Context.ClearCookiesAsync();
        await SignInWithThePasskey();
        await _deployment.MustSucceed("verify-audit");
    }

    private static async Task AddNote(IPage officer, string text)
    {
        await Fill(officer, ("Note", text));
        await Press(officer, "Add note");
        await Assertions.Expect(officer.GetByText(text)).ToBeVisibleAsync();
    }

    /// <summary>By the link that the start printed.</summary>
    private async Task MakeTheFirstAdministrator()
    {
        for (var i = 0; i < 200 && !FirstLink().IsMatch(_deployment.Said); i++) await Task.Delay(50);
        await _administrator.GotoAsync(FirstLink().Match(_deployment.Said).Groups[1].Value);
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

    private async Task AddAPasskeyAndSignInWithIt()
    {
        await FollowStep("Second factor");
        await Fill(_administrator, ("Name of the passkey", "My laptop"));
        await Press(_administrator, "Add a passkey");
        await _administrator.GetByRole(AriaRole.Link, new() { Name = "I saved them" }).ClickAsync();
        await Press(_administrator, "Sign out");
        await SignInWithThePasskey();
    }

    private async Task SignInWithThePasskey()
    {
        await _administrator.GotoAsync("/sign-in");
        await Press(_administrator, "Sign in with a passkey");
        await Assertions.Expect(_administrator.Heading()).ToContainTextAsync("My day");
    }

    private async Task SendATestEmail()
    {
        await FollowStep("Email");
        await Press(_administrator, "Send me a test");
        await Assertions.Expect(_administrator.GetByText("Test email sent")).ToBeVisibleAsync();
        var test = _deployment.Mail.Emails.Single(sent => sent.Subject == "Test email");
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
        var invitation = _deployment.Mail.Emails.Single(sent => sent.To.ToString() == email);
        Assert.That(invitation.TextBody, Does.Match(@"Springfield Police Department\s+\(555\) 010-0100"));
        var officer = await _deployment.Browsers.Open(BrowserHost.Phone);
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
        for (var i = 0; i < 400 && !_deployment.Mail.Emails.Any(sent => sent.To.ToString() == email); i++) await Task.Delay(50);
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
        await Assertions.Expect(officer.GetByText("12 Tanner Street, No neighborhood").First).ToBeVisibleAsync();
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
        await Assertions.Expect(officer.GetByText($"12 Tanner Street, {name}").First).ToBeVisibleAsync();
    }

    private async Task ChooseTheSupervisor(string neighborhood, string supervisor)
    {
        await FollowStep("Supervisors and commanders");
        await _administrator.GetByLabel(neighborhood).SelectOptionAsync(new SelectOptionValue { Label = supervisor });
        await Press(_administrator, "Save supervisors");
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

    [GeneratedRegex(@"(https://tracker\.example\.gov/first-administrator/\S+)")]
    private static partial Regex FirstLink();

    [GeneratedRegex(@"(https://tracker\.example\.gov/password/\S+)")]
    private static partial Regex PasswordLink();
}
