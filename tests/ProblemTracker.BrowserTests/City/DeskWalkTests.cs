using Microsoft.Playwright;
using ProblemTracker.Concerns;
using ProblemTracker.Domain;

namespace ProblemTracker.BrowserTests.City;

/// <summary>An officer enters what residents tell, and a supervisor decides about repeat complaints, by keyboard on a phone.</summary>
public sealed class DeskWalkTests
{
    private BrowserHost _host = null!;

    [SetUp] public void Start() => _host = BrowserHost.Start();

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task Concerns_of_calls_become_repeat_complaints_that_a_supervisor_decides()
    {
        for (var i = 0; i < 2; i++)
            await (await _host.Tracker.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/concerns", new
            {
                channel = "Patrol",
                categoryCode = "noise",
                description = "Dogs bark all night.",
                address = "112 Foundry Street",
                latitude = 43.51,
                longitude = -77.51,
            })).Ok();
        var desk = await _host.SignIn(Role.Officer, BrowserHost.Phone);
        await desk.GotoAsync("/concerns");
        await desk.GetByRole(AriaRole.Link, new() { Name = "Enter a concern" }).PressAsync("Enter");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Enter concern" }).PressAsync("Enter");
        await Assertions.Expect(desk.Locator("[data-errors]")).ToBeVisibleAsync();
        await desk.MustBeAccessible();
        await desk.GetByLabel("Phone", new() { Exact = true }).First.PressAsync("Space");
        await desk.GetByLabel("Category").SelectOptionAsync("noise");
        await desk.GetByLabel("Description").FillAsync("Barking dogs behind the workshop, every night.");
        await desk.GetByLabel("Address or place").FillAsync("Foundry Street, 100 block");
        await desk.MustBeAccessible();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Enter concern" }).PressAsync("Enter");
        await Assertions.Expect(desk.GetByRole(AriaRole.Status).First).ToContainTextAsync("C-2026-0003 is entered.");
        await Assertions.Expect(desk.Locator("#decision")).ToBeVisibleAsync();
        await desk.MustBeAccessible();

        await _host.Tracker.Send(new FindRepeatComplaints());
        var supervisor = await _host.SignIn(Role.Supervisor, BrowserHost.Phone);
        await supervisor.GotoAsync("/concerns");
        await supervisor.GetByRole(AriaRole.Link, new() { Name = "1 place waits for a decision" }).PressAsync("Enter");
        await Assertions.Expect(supervisor.Locator("h1")).ToHaveTextAsync("Repeat complaints");
        await supervisor.MustBeAccessible();
        await supervisor.GetByRole(AriaRole.Link, new() { Name = "100 block of Foundry Street" }).PressAsync("Enter");
        await Assertions.Expect(supervisor.Locator("#decision")).ToBeVisibleAsync();
        await supervisor.MustBeAccessible();
        await supervisor.Locator("summary", new() { HasText = "No case" }).PressAsync("Enter");
        await supervisor.GetByLabel("Reason").FillAsync("The owner takes the dogs inside from today on.");
        await supervisor.GetByRole(AriaRole.Button, new() { Name = "Record no case" }).PressAsync("Enter");
        await Assertions.Expect(supervisor.GetByRole(AriaRole.Status).First).ToContainTextAsync("Recorded: no case.");
        await supervisor.MustBeAccessible();
    }
}
