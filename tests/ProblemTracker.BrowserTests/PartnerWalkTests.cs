using ImageMagick;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

/// <summary>Walks a partner through an action, with an account and by an emailed link.</summary>
public sealed class PartnerWalkTests
{
    private const string Deed = "Keep the alley behind the bar lit all night";

    private BrowserHost _host = null!;
    private long _action;
    private long _stakeholder;

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start();
        var officer = _host.Tracker.SignIn(Role.Officer);
        var problem = await _host.Tracker.OpenProblem();
        _stakeholder = await officer.Stakeholder("Public Works", StakeholderKind.Agency);
        var attachment = await officer.Attach(problem, _stakeholder, StakeholderRole.Partner);
        var added = await officer.PostAsJsonAsync($"/api/v1/problems/{problem}/actions",
            new { description = Deed, enforcement = false, ownerAttachmentId = attachment, dueOn = "2026-03-20" });
        _action = (await added.Ok()).GetProperty("id").GetInt64();
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Laptop, Category = BrowserHost.Soak)]
    [TestCase(BrowserHost.Phone)]
    public async Task With_an_account_a_partner_accepts_reports_done_with_a_photo_and_the_team_confirms(int width)
    {
        _host.Tracker.SignInPartner(_stakeholder);
        var page = await _host.Open(width);
        await BrowserHost.SignIn(page, "partner@test.example", TrackerHost.Password);
        await page.GotoAsync("/partner");
        await page.MustBeAccessible();
        await page.GetByRole(AriaRole.Link, new() { Name = Deed }).ClickAsync();
        await page.MustBeAccessible();

        await Press(page, "Accept action");
        await Expect(page.GetByText("You accepted this action. Thank you.")).ToBeVisibleAsync();
        using (var picture = new MagickImage(MagickColors.SteelBlue, 900, 600) { Format = MagickFormat.Png })
            await page.GetByLabel("New photos")
                .SetInputFilesAsync(new FilePayload { Name = "lamp.png", MimeType = "image/png", Buffer = picture.ToByteArray() });
        await page.GetByLabel("Caption").FillAsync("The new lamp");
        await Press(page, "Add photos");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "The new lamp" })).ToBeVisibleAsync();
        await page.GetByLabel("Note for the police team").FillAsync("It stays on until 6 a.m.");
        await Press(page, "Report done");
        await Expect(page.GetByText("Thank you. The police team will confirm it.")).ToBeVisibleAsync();
        await page.MustBeAccessible();

        var team = await _host.SignIn(Role.Officer, width);
        await team.GotoAsync($"/actions/{_action}");
        await team.MustBeAccessible();
        await Expect(team.GetByText("It stays on until 6 a.m.")).ToBeVisibleAsync();
        await Press(team, "Confirm as done");
        await Expect(team.GetByText("Action confirmed as done.")).ToBeVisibleAsync();
        await team.GotoAsync("/problems/1/partners");
        await team.MustBeAccessible();
    }

    [TestCase(BrowserHost.Laptop, true)]
    [TestCase(BrowserHost.Phone, false)]
    public async Task By_a_link_without_an_account_a_partner_accepts_and_reports_done(int width, bool javaScript)
    {
        await _host.Tracker.Query(db => db.Execute("UPDATE Stakeholder SET Email = 'works@city.example', ConsentOn = '2026-03-01'",
            null, default));
        var team = await _host.SignIn(Role.Officer, width);
        await team.GotoAsync($"/actions/{_action}");
        await team.GetByText("Email the owner a link").ClickAsync();
        await team.GetByLabel("Note to the owner").FillAsync("Call me about the pole.");
        await Press(team, "Email link");
        await Expect(team.GetByText("The owner will get the link by email.")).ToBeVisibleAsync();
        var secret = await _host.Tracker.Query(db => db.Single<string>("SELECT Secret FROM Outbox WHERE Secret IS NOT NULL",
            null, default));
        var token = _host.Tracker.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("ActionLink").Unprotect(secret);

        var page = await _host.Open(width, javaScript);
        await page.GotoAsync($"/link/{token}");
        if (javaScript) await page.MustBeAccessible();
        await Expect(page.GetByText("Call me about the pole.")).ToBeVisibleAsync();
        await Press(page, "Accept action");
        await Expect(page.GetByText("You accepted this action. Thank you.")).ToBeVisibleAsync();
        await Press(page, "Report done");
        await Expect(page.GetByText("You reported this action done on")).ToBeVisibleAsync();
        if (javaScript) await page.MustBeAccessible();
        Assert.That((await page.GotoAsync("/link/nonsense"))!.Status, Is.EqualTo(404));
        if (javaScript) await page.MustBeAccessible();
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
