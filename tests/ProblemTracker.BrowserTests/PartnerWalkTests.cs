using ImageMagick;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

/// <summary>A partner's walks: with an account, and by a link without one.</summary>
public sealed class PartnerWalkTests
{
    private const string Deed = "Have the alley behind the bar lit all night";

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
        _action =
            (await (await officer.PostAsJsonAsync($"/api/v1/problems/{problem}/actions",
                new { description = Deed, enforcement = false, ownerAttachmentId = attachment, dueOn = "2026-03-20" })).Ok())
            .GetProperty("id").GetInt64();
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

        await Press(page, "Yes, I accept it");
        await Expect(page.GetByText("You accepted it. Thank you.")).ToBeVisibleAsync();
        using (var picture = new MagickImage(MagickColors.SteelBlue, 900, 600) { Format = MagickFormat.Png })
            await page.GetByLabel("Add a photo")
                .SetInputFilesAsync(new FilePayload { Name = "lamp.png", MimeType = "image/png", Buffer = picture.ToByteArray() });
        await page.GetByLabel("What does it show?").FillAsync("The new lamp");
        await Press(page, "Add the photo");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "The new lamp" })).ToBeVisibleAsync();
        await page.GetByLabel("Anything the police team should know?").FillAsync("It burns until six.");
        await Press(page, "Report it done");
        await Expect(page.GetByText("Thank you. The police team will confirm it.")).ToBeVisibleAsync();
        await page.MustBeAccessible();

        var team = await _host.SignIn(Role.Officer, width);
        await team.GotoAsync($"/actions/{_action}");
        await team.MustBeAccessible();
        await Expect(team.GetByText("It burns until six.")).ToBeVisibleAsync();
        await Press(team, "Confirm that it is done");
        await Expect(team.GetByText("The action is done, as its owner reported.")).ToBeVisibleAsync();
        await team.GotoAsync("/problems/1/partners");
        await team.MustBeAccessible();
    }

    [TestCase(BrowserHost.Laptop, true)]
    [TestCase(BrowserHost.Phone, false)]
    public async Task By_a_link_without_an_account_somebody_accepts_and_reports_done(int width, bool javaScript)
    {
        await _host.Tracker.Query(db => db.Execute("UPDATE Stakeholder SET Email = 'works@city.example', ConsentOn = '2026-03-01'",
            null, default));
        var team = await _host.SignIn(Role.Officer, width);
        await team.GotoAsync($"/actions/{_action}");
        await team.GetByText("Send the owner a link by mail").ClickAsync();
        await team.GetByLabel("Add a line").FillAsync("Call me about the pole.");
        await Press(team, "Send the link");
        await Expect(team.GetByText("The link is on its way to the owner.")).ToBeVisibleAsync();
        var secret = await _host.Tracker.Query(db => db.Single<string>("SELECT Secret FROM Outbox WHERE Secret IS NOT NULL",
            null, default));
        var token = _host.Tracker.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("ActionLink").Unprotect(secret);

        var page = await _host.Open(width, javaScript);
        await page.GotoAsync($"/link/{token}");
        if (javaScript) await page.MustBeAccessible();
        await Expect(page.GetByText("Call me about the pole.")).ToBeVisibleAsync();
        await Press(page, "Yes, I accept it");
        await Expect(page.GetByText("It is recorded that you accepted this.")).ToBeVisibleAsync();
        await Press(page, "Report it done");
        await Expect(page.GetByText("It is recorded that this was done on")).ToBeVisibleAsync();
        if (javaScript) await page.MustBeAccessible();
        Assert.That((await page.GotoAsync("/link/nonsense"))!.Status, Is.EqualTo(404));
        if (javaScript) await page.MustBeAccessible();
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
