using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ProblemTracker.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.City;

/// <summary>What the officer, the partner and the commander do by keyboard.</summary>
internal sealed partial class RoundDesk(IPage officer, IPage scripted)
{
    public async Task CreateSurvey(long place)
    {
        await officer.GotoAsync("/surveys/new");
        await officer.Locator("#Title").FillAsync("How do you feel here? / ¿Cómo se siente aquí?");
        await officer.Locator("#NeighborhoodId").SelectOptionAsync($"{place}");
        await Press(officer, "Create survey", officer.GetByRole(AriaRole.Link, new() { Name = "Edit questions" }));
    }

    /// <returns>The address of the wave's poster.</returns>
    public async Task<string> AddWave(SurveyPhase phase, string opens, string closes)
    {
        await officer.GotoAsync("/surveys/1");
        if (phase == SurveyPhase.After) await officer.GetByText("Add a wave").PressAsync("Enter");
        await officer.Locator("#Phase").SelectOptionAsync($"{phase}");
        await officer.Locator("#Area").SelectOptionAsync("Response");
        await officer.Locator("#Place").FillAsync("Tanner Street");
        await officer.Locator("#OpensOn").FillAsync(opens);
        await officer.Locator("#ClosesOn").FillAsync(closes);
        await Press(officer, "Add wave", officer.GetByRole(AriaRole.Link, new() { Name = "Print poster" }));
        await Follow(officer, "Print poster", officer.Locator(".poster .trace"));
        return new Uri(await officer.Locator(".poster .trace").InnerTextAsync()).AbsolutePath;
    }

    public async Task CloseWave()
    {
        await officer.GotoAsync("/surveys/1");
        await officer.GetByText("Close this wave").PressAsync("Enter");
        await Press(officer, "Close wave", officer.GetByText("Close this wave"), gone: true);
    }

    /// <summary>Acknowledges the first concern, with its photo, and asks the reporter back.</summary>
    public async Task AskTheReporter(string question)
    {
        await officer.GotoAsync("/concerns?open=true");
        await Follow(officer, "C-2026-0001", officer.GetByAltText("Photo 1 from the reporter"));
        await Press(officer, "Acknowledge", officer.GetByText("The concern is acknowledged."));
        await officer.GetByLabel("Message to the reporter").FillAsync(question);
        await Press(officer, "Send message", officer.GetByText(question));
    }

    /// <summary>Reads the answer to the question, and opens a problem from the concern and two like it.</summary>
    public async Task<long> OpenProblem(string answered)
    {
        await officer.GotoAsync("/concerns/1");
        await Expect(officer.Locator(".note").Last).ToContainTextAsync(answered);
        var similar = officer.Locator("input[type=checkbox][name=ConcernIds]");
        await Expect(similar).ToHaveCountAsync(2);
        foreach (var other in await similar.AllAsync()) await other.PressAsync("Space");
        await Press(officer, "Open a problem", officer.GetByText("The 3 concerns of residents"));
        await officer.GetByLabel("Title").FillAsync("Noise behind the Blue Lantern");
        await Press(officer, "Open problem", officer.GetByText("3 concerns linked."));
        var problem = officer.Url;
        await Follow(officer, "3 concerns", officer.GetByText("These are part of"));
        await Expect(officer.Locator("tbody tr")).ToHaveCountAsync(3);
        await officer.GotoAsync(problem);
        return long.Parse(LastNumber().Match(officer.Url).Value, CultureInfo.InvariantCulture);
    }

    public async Task ActAsPartner(IPage partner, string action)
    {
        await partner.GotoAsync("/partner");
        await partner.MustBeAccessibleIn(scripted);
        await Follow(partner, action, partner.GetByRole(AriaRole.Button, new() { Name = "Accept action" }));
        await Press(partner, "Accept action", partner.GetByText("You accepted this action. Thank you."));
        await partner.GetByLabel("Note for the police team").FillAsync("It closes at 11 from today on.");
        await Press(partner, "Report done", partner.GetByText("Thank you. The police team will confirm it."));
    }

    public async Task Confirm(long action)
    {
        await officer.GotoAsync($"/actions/{action}");
        await Expect(officer.GetByText("It closes at 11 from today on.")).ToBeVisibleAsync();
        await Press(officer, "Confirm as done", officer.GetByText("Action confirmed as done."));
    }

    public async Task Publish(long problem)
    {
        await officer.GotoAsync($"/problems/{problem}");
        await Follow(officer, "On the public site", officer.Locator("#Form_Texts_0__Title"));
        await officer.Locator("#Form_Texts_0__Title").FillAsync("Loud music at night");
        await officer.Locator("#Form_Texts_0__Place").FillAsync("400 block of Tanner Street");
        await officer.Locator("#Form_Texts_0__YouSaid").FillAsync("Music until three in the morning.");
        await officer.Locator("#Form_Texts_1__Title").FillAsync("Música de noche");
        await officer.Locator("#Form_Texts_1__Place").FillAsync("Cuadra 400 de Tanner Street");
        await officer.Locator("#Form_Texts_1__YouSaid").FillAsync("Música hasta las tres.");
        await Press(officer, "Publish", officer.GetByRole(AriaRole.Button, new() { Name = "Take off the public site" }));
    }

    /// <summary>Closes the problem, and publishes what was done with its figures.</summary>
    public async Task Close(long problem)
    {
        await officer.GotoAsync($"/problems/{problem}");
        await Follow(officer, "Close problem", officer.GetByLabel("Objectives achieved"));
        await officer.GetByLabel("Objectives achieved").PressAsync("Space");
        await officer.GetByLabel("Outcome").FillAsync("The street is quiet.");
        await Press(officer, "Close problem", officer.GetByText("The problem is closed."));
        await Follow(officer, "On the public site", officer.Locator("#Form_ObjectiveKey"));
        foreach (var (text, done, measure) in new[]
        {
            (0, "The rear exit closes at 11.", "Calls about noise, in a summer"),
            (1, "La salida trasera cierra a las 11.", "Llamadas por ruido, en un verano"),
        })
        {
            await officer.Locator($"#Form_Texts_{text}__WeDid").FillAsync(done);
            await officer.Locator($"#Form_Texts_{text}__Measure").FillAsync(measure);
        }
        await officer.Locator("#Form_ObjectiveKey").SelectOptionAsync("o1");
        await officer.Locator("#Form_IsNews").PressAsync("Space");
        await Press(officer, "Save", officer.GetByRole(AriaRole.Status));
    }

    public async Task ReadBothWaves(IPage commander)
    {
        await commander.GotoAsync("/surveys/1");
        await Follow(commander, "See results", commander.Heading());
        foreach (var wave in new[] { "Before", "After" })
            await Expect(commander.GetByRole(AriaRole.Heading, new() { Level = 2 }).Filter(new() { HasText = wave })).ToHaveCountAsync(1);
        await Expect(commander.Locator("main")).ToContainTextAsync("100%");
    }

    private async Task Follow(IPage page, string link, ILocator then)
    {
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = link }).First.PressAsync("Enter");
        await Expect(then.First).ToBeVisibleAsync();
        await page.MustBeAccessibleIn(scripted);
    }

    private async Task Press(IPage page, string button, ILocator then, bool gone = false)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).PressAsync("Enter");
        await (gone ? Expect(then).ToHaveCountAsync(0) : Expect(then.First).ToBeVisibleAsync());
        await page.MustBeAccessibleIn(scripted);
    }

    [GeneratedRegex(@"\d+$")]
    private static partial Regex LastNumber();
}
