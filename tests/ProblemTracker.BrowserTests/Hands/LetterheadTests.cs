using ImageMagick;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

/// <summary>The agency's letterhead on paper and on pages for people without an account, and the page behind a link in Spanish.</summary>
public sealed class LetterheadTests
{
    private const string Name = "Springfield Police Department", Phone = "(217) 555-0142", Sender = "problems@springfield.example";

    private BrowserHost _host = null!;
    private long _problem;
    private string _link = "";

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start();
        var administrator = _host.Tracker.SignIn(Role.Administrator);
        await (await administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/agency",
            new { name = Name, phone = Phone, senderName = "Springfield problem-solving team", senderAddress = Sender })).Ok();
        using var picture = new MagickImage(MagickColors.SteelBlue, 300, 300) { Format = MagickFormat.Png };
        await administrator.PostAsync("/api/v1/settings/agency/logo", new ByteArrayContent(picture.ToByteArray()));
        var officer = _host.Tracker.SignIn(Role.Officer);
        _problem = await _host.Tracker.OpenProblem();
        var works = await officer.Stakeholder("Public Works", StakeholderKind.Agency);
        var attachment = await officer.Attach(_problem, works, StakeholderRole.Partner);
        var action = (await (await officer.PostAsJsonAsync($"/api/v1/problems/{_problem}/actions",
            new { description = "Light the alley", enforcement = false, ownerAttachmentId = attachment, dueOn = "2026-03-20" })).Ok())
            .GetProperty("id").GetInt64();
        await _host.Tracker.Query(db => db.Execute(
            "UPDATE Stakeholder SET Email = 'works@city.example', ConsentOn = '2026-03-01', EmailLanguage = 'es'", null, default));
        await (await officer.PostAsJsonAsync($"/api/v1/actions/{action}/link", new { })).Ok();
        var secret = await _host.Tracker.Query(db => db.Single<string>(
            "SELECT Secret FROM Outbox WHERE Secret IS NOT NULL", null, default));
        _link = "/link/" + _host.Tracker.Services.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector(ProblemTracker.Mail.Outbox.SecretPurpose).Unprotect(secret);
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task Every_printed_page_has_name_logo_sender_and_phone()
    {
        var page = await _host.SignIn(Role.Supervisor);
        foreach (var path in new[]
        {
            $"/problems/{_problem}", $"/problems/{_problem}/print", $"/problems/{_problem}/audit", "/problems", "/briefing", "/reports",
            "/reports/overdue", "/stakeholders", "/actions",
        })
            await Check(page, path);
        await Check(await _host.SignIn(Role.Administrator), "/retention/certificates");
        var stranger = await _host.Open();
        foreach (var path in new[] { _link, "/link/nothing", "/sign-in", "/forgot-password", "/nowhere" }) await Check(stranger, path);
    }

    private static async Task Check(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        var header = page.GetByRole(AriaRole.Banner);
        foreach (var text in new[] { Name, Phone, Sender })
            await Expect(header.GetByText(text)).ToBeVisibleAsync();
        await Expect(header.Locator(".agency-logo")).ToBeVisibleAsync();
        if (path.StartsWith("/link", StringComparison.Ordinal))
            Assert.That(await page.Locator("main button:visible, main input:visible, nav:visible").CountAsync(), Is.Zero, path);
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
    }

    [TestCase(BrowserHost.Laptop)]
    [TestCase(BrowserHost.Phone)]
    public async Task Person_without_an_account_sees_whom_to_call_and_signed_in_people_do_not_need_it_on_the_screen(int width)
    {
        var stranger = await _host.Open(width);
        await stranger.GotoAsync(_link);
        await Expect(stranger.GetByText(Phone)).ToBeVisibleAsync();
        await stranger.MustBeAccessible();
        var officer = await _host.SignIn(Role.Officer, width);
        await officer.GotoAsync("/");
        await Expect(officer.GetByText(Phone)).ToBeHiddenAsync();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Holder_of_a_link_works_in_Spanish_with_and_without_JavaScript(bool javaScript)
    {
        var page = await _host.Open(BrowserHost.Phone, javaScript);
        await page.GotoAsync(_link);
        await page.GetByRole(AriaRole.Link, new() { Name = "Español" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "es");
        if (javaScript) await page.MustBeAccessible();

        await page.GetByText("No puedo hacerla").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rechazar la tarea" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Hay 1 error" })).ToBeVisibleAsync();
        await page.GetByLabel("Motivo (obligatorio)").FillAsync("No tenemos grúa.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rechazar la tarea" }).ClickAsync();
        await Expect(page.GetByText("Usted rechazó esta tarea.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await Expect(page.GetByText("You declined this action.")).ToBeVisibleAsync();
    }
}
