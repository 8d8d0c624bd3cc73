using Microsoft.Playwright;
using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests;

/// <summary>Walks through the stakeholder directory: add, record and withdraw consent, merge.</summary>
public sealed class DirectoryTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task An_officer_adds_a_resident_after_checking_for_duplicates_and_records_and_withdraws_consent()
    {
        await Entry("Dana Quill", "585 555 0142");
        var page = await _host.SignIn(Role.Officer);

        await page.GotoAsync("/stakeholders/new");
        await page.Locator("#Form_Name").FillAsync("Quill, Dana");
        await page.Locator("#Form_SafeContact").FillAsync("Never at home.");
        var adult = page.Locator(".asks-age label");
        await Expect(adult).ToBeHiddenAsync();
        await page.GetByLabel("Kind").SelectOptionAsync("School");
        await Expect(adult).ToBeHiddenAsync();
        await page.GetByLabel("Kind").SelectOptionAsync("Resident");
        await Expect(adult).ToBeVisibleAsync();

        await Press(page, "Add stakeholder");
        await Expect(page.Locator(".usa-form-group--error")).ToContainTextAsync("enter their school or program instead");
        await adult.ClickAsync();
        await Press(page, "Add stakeholder");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Possible duplicates" })).ToBeVisibleAsync();
        await Expect(page.Locator("#similar")).ToContainTextAsync("same name");
        await page.MustBeAccessible();
        await Press(page, "Add anyway");

        await Expect(page.Locator(".safe-contact")).ToContainTextAsync("Never at home.");
        await page.GetByText("Record consent").ClickAsync();
        await page.GetByLabel("Scope").SelectOptionAsync("OwnActions");
        await Press(page, "Save consent");
        await Expect(page.Locator("main")).ToContainTextAsync("they agreed to emails about their own actions");
        await page.MustBeAccessible();
        await page.GetByText("Withdraw consent").ClickAsync();
        await Press(page, "Stop emails");
        await Expect(page.Locator("main")).ToContainTextAsync("they said that they want none");
    }

    [Test]
    public async Task A_supervisor_compares_two_entries_and_merges_them()
    {
        var stays = await Entry("Harbor night bus", null);
        var gone = await Entry("Harbor Night-Bus Co.", "585 555 0160");
        var page = await _host.SignIn(Role.Supervisor);

        await page.GotoAsync($"/stakeholders/{gone}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Compare and merge" }).ClickAsync();
        await page.MustBeAccessible();
        await Press(page, "Merge entries");
        await Expect(page.Locator(".usa-form-group--error")).ToContainTextAsync("Explain how you know");
        await page.GetByLabel("Reason").FillAsync("The driver's card has both names.");
        await Press(page, "Merge entries");

        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/stakeholders/{stays}$"));
        await Expect(page.Locator("main")).ToContainTextAsync("585 555 0160");
        await page.GotoAsync($"/stakeholders/{gone}/edit");
        await Expect(page.Locator("main")).ToContainTextAsync("This entry was merged into Harbor night bus");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true })).ToHaveCountAsync(0);
    }

    private async Task<long> Entry(string name, string? phone)
    {
        var reply = await _host.Tracker.SignIn(Role.Officer)
            .PostAsJsonAsync("/api/v1/stakeholders", new { name, kind = "Business", phone });
        return (await reply.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("id").GetInt64();
    }

    private static Task Press(IPage page, string button) =>
        page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
}
