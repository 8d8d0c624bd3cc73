using Microsoft.Playwright;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.Problem;

/// <summary>Walks a problem from Scanning to Closed through the pages, with an officer and a supervisor in separate browsers.</summary>
public sealed class SaraWalkTests
{
    private BrowserHost _host = null!;
    private string _home = "";

    [SetUp] public void Start() => _host = BrowserHost.Start();
    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task An_officer_and_a_supervisor_take_a_problem_from_scanning_to_closed()
    {
        _home = $"/problems/{await _host.Tracker.OpenProblem()}";
        var officer = await _host.SignIn(Role.Officer);

        await Scan(officer);
        await Analyze(officer);
        await Plan(officer);
        await StartResponse();
        await CarryOut(officer);
        await Assess(officer);

        await Expect(officer.Locator(".case-tags")).ToContainTextAsync("Verdict: Improved");
        await Expect(officer.Locator(".case-tags")).ToContainTextAsync("objectives achieved");
        await Expect(officer.Locator(".timeline")).ToContainTextAsync("Closed from Assessment");
        await officer.MustBeAccessible();
    }

    private async Task Scan(IPage page)
    {
        await page.GotoAsync(_home);
        await Expect(page.Locator(".missing li")).ToHaveCountAsync(9);
        await page.GetByRole(AriaRole.Link, new() { Name = "Answer 9 requirements" }).ClickAsync();
        await Expect(page.Locator("#Sheet_Statement")).ToBeFocusedAsync();
        await page.ShowAllSections();
        var sheet = Sample.Scanning;
        await page.Locator("#Sheet_Statement").FillAsync(sheet.Statement!);
        foreach (var question in new[] { "Community", "Harmful", "Expectation", "Events", "Recurring", "Similarity" })
        {
            await page.Locator($"#Sheet_Cheers_{question}_Answer + label").ClickAsync();
            await page.Locator($"#Sheet_Cheers_{question}_Evidence").FillAsync("Seen every weekend.");
        }
        await page.Locator("#Sheet_Harms").FillAsync(sheet.Harms!);
        await page.Locator("#Sheet_CountedSource_Description").FillAsync(sheet.CountedSource.Description!);
        await page.Locator("#Sheet_CountedSource_Count").FillAsync("23");
        await Save(page);
        await MoveOn(page, "Move to Analysis", "It is a problem.");
    }

    private async Task Analyze(IPage page)
    {
        await Expect(page.Locator(".missing")).ToContainTextAsync("Consult at least one stakeholder");
        await page.GotoAsync($"{_home}/stakeholders");
        await page.GetByText("Not in the directory?").ClickAsync();
        await page.Locator("#Form_Name").FillAsync("Owner of the Blue Lantern");
        await page.GetByLabel("Kind").SelectOptionAsync("Business");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add stakeholder" }).ClickAsync();
        await page.GetByLabel("Role of Owner of the Blue Lantern").SelectOptionAsync("PlaceManager");
        await page.GetByRole(AriaRole.Button, new() { Name = "Attach Owner of the Blue Lantern" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("attached");

        await page.GotoAsync($"{_home}/analysis");
        await page.ShowAllSections();
        foreach (var side in new[] { "Triangle_Offender", "Triangle_Target", "Triangle_Place", "Controllers_Guardian",
            "Controllers_Manager" })
            await page.Locator($"#Sheet_{side}_Found").FillAsync("Looked at on three weekends.");
        await page.Locator("#Sheet_Controllers_Handler_NotRelevantReason").FillAsync("The customers change every week.");
        await page.AddRows("Add source", 2);
        await page.Locator("#Sheet_Sources_0__Name").FillAsync("Calls for service");
        await page.Locator("#Sheet_Sources_1__Name").FillAsync("Residents' complaint log");
        await page.Locator("#Sheet_Sources_1__OutsidePolice + label").ClickAsync();
        await page.AddRows("Add conversation");
        await page.Locator("#Sheet_Consulted_0__AttachmentId").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Locator("#Sheet_CurrentResponse").FillAsync("Patrol cars drive by on request.");
        await page.Locator("#Sheet_Hypothesis").FillAsync(Sample.Analysis.Hypothesis!);
        await page.AddRows("Add measure");
        await page.Locator("#Sheet_Baselines_0__Name").FillAsync("Disturbance calls");
        await page.Locator("#Sheet_Baselines_0__Value").FillAsync("41");
        await Period(page, "Sheet_Baselines_0__Period", 2025);
        await Save(page);
        await MoveOn(page, "Move to Response", "We know why.");
    }

    private async Task Plan(IPage page)
    {
        await page.GotoAsync($"{_home}/response");
        await page.ShowAllSections();
        await page.AddRows("Add objective");
        await page.AddRows("Add alternative", 2);
        await page.Locator("#Sheet_Objectives_0__Measure").FillAsync("Disturbance calls from the block");
        await page.Locator("#Sheet_Objectives_0__Kind").SelectOptionAsync("Calls");
        await page.Locator("#Sheet_Objectives_0__Unit").FillAsync("calls in a summer");
        await page.Locator("#Sheet_Objectives_0__Direction").SelectOptionAsync("Decrease");
        await page.Locator("#Sheet_Objectives_0__Baseline").FillAsync("41");
        await Period(page, "Sheet_Objectives_0__BaselinePeriod", 2025);
        await page.Locator("#Sheet_Objectives_0__Target").FillAsync("20");
        await page.Locator("#Sheet_Objectives_0__TargetDate").FillAsync("2026-08-31");
        foreach (var (option, i) in Sample.Response.Alternatives.Select((option, i) => (option, i)))
        {
            await page.Locator($"#Sheet_Alternatives_{i}__Description").FillAsync(option.Description!);
            await page.Locator($"#Sheet_Alternatives_{i}__ProsAndCons").FillAsync(option.ProsAndCons!);
            if (option.Enforcement) await page.Locator($"#Sheet_Alternatives_{i}__Enforcement + label").ClickAsync();
        }
        await page.Locator("#Sheet_Evaluation_Design").SelectOptionAsync("BeforeAfterWithControl");
        await page.Locator("#Sheet_Evaluation_Measure").FillAsync("Disturbance calls");
        await Period(page, "Sheet_Evaluation_Before", 2025);
        await Period(page, "Sheet_Evaluation_After", 2026);
        await page.Locator("#Sheet_Evaluation_ResponseArea").FillAsync("The block of the bar");
        await page.Locator("#Sheet_Evaluation_ControlArea").FillAsync("The block of the Red Door");
        await page.Locator("#Sheet_Evaluation_BufferArea").FillAsync("The four blocks around");
        await page.Locator("#Sheet_Evaluation_DecisionRule").FillAsync("Improved: a third fewer calls.");
        await Save(page);

        await page.GotoAsync($"{_home}/actions/add");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add action" }).ClickAsync();
        await Expect(page.Locator("#Form_Description-error")).ToContainTextAsync("Describe the action.");
        await page.Locator("#Form_Description").FillAsync("Close the rear exit after 11 p.m.");
        await page.Locator("#Form_Owner").SelectOptionAsync(new SelectOptionValue { Label = "Owner of the Blue Lantern, place manager" });
        await page.Locator("#Form_DueOn").FillAsync("2026-05-01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add action" }).ClickAsync();

        await page.GotoAsync(_home);
        await page.GetByRole(AriaRole.Link, new() { Name = "Choose one of the 25 prevention techniques" }).ClickAsync();
        await page.Locator("#Form_Technique").SelectOptionAsync("UsePlaceManagers");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save action" }).ClickAsync();
        await page.GotoAsync(_home);
        await Expect(page.Locator(".missing"))
            .ToContainTextAsync("All requirements are met. A supervisor who does not lead this problem can start the response.");
    }

    private async Task StartResponse()
    {
        _host.Tracker.Until(2026, 4, 15);
        var page = await _host.SignIn(Role.Supervisor);
        await page.GotoAsync(_home);
        await page.GetByRole(AriaRole.Link, new() { Name = "Start response" }).ClickAsync();
        await page.GetByLabel("Reason for starting").FillAsync("Clear and cheap.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start response" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("its plan is frozen");
        await Expect(page.Locator(".plan")).ToContainTextAsync("Plan in force, frozen Apr 15, 2026");
    }

    private async Task CarryOut(IPage page)
    {
        _host.Tracker.Until(2026, 5, 20);
        await page.GotoAsync($"{_home}/move");
        await page.GetByRole(AriaRole.Link, new() { Name = "as done, or drop it" }).ClickAsync();
        await Expect(page.Locator("#Done_DoneOn")).ToHaveValueAsync("2026-05-20");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as done" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("done");
        await page.GotoAsync(_home);
        await MoveOn(page, "Move to Assessment", "Everything agreed is done.");
    }

    private async Task Assess(IPage page)
    {
        _host.Tracker.Until(2026, 9, 10);
        await page.GotoAsync($"{_home}/assessment");
        await page.ShowAllSections();
        await page.Locator("#Sheet_Process_0__CarriedOut").SelectOptionAsync("Fully");
        await page.Locator("#Sheet_Outcomes_0__After").FillAsync("17");
        await Period(page, "Sheet_Outcomes_0__Period", 2026);
        await page.Locator("#Sheet_Displacement_Checked + label").ClickAsync();
        await page.Locator("#Sheet_Displacement_Finding").FillAsync("No increase in calls nearby.");
        await page.Locator("#Sheet_Informed_On").FillAsync("2026-09-08");
        await page.Locator("#Sheet_Informed_How").FillAsync("At the neighborhood meeting.");
        await page.Locator("#Sheet_Verdict + label").ClickAsync();
        foreach (var stage in new[] { "Scanning", "Analysis", "Response", "Assessment" })
        {
            await page.Locator($"#Sheet_Scores_{stage}_Points").FillAsync("7");
            await page.Locator($"#Sheet_Scores_{stage}_Reason").FillAsync("Done as we said.");
        }
        await Save(page);
        await Expect(page.Locator(".missing li")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Write what another officer" }).ClickAsync();
        await page.Locator("#Sheet_Lessons").FillAsync("Ask the owner to close the rear exit first.");
        await Save(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "Close problem" }).ClickAsync();
        await page.GetByText("Objectives achieved").ClickAsync();
        await page.GetByLabel("Outcome").FillAsync("The street is quiet.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close problem" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The problem is closed.");
    }

    private static async Task Period(IPage page, string id, int summer)
    {
        await page.Locator($"#{id}_From").FillAsync($"{summer}-06-01");
        await page.Locator($"#{id}_To").FillAsync($"{summer}-08-31");
    }

    private static async Task Save(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Save worksheet" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("saved");
    }

    private static async Task MoveOn(IPage page, string onward, string note)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = onward }).ClickAsync();
        await page.Locator("#Forward_Note").FillAsync(note);
        await page.GetByRole(AriaRole.Button, new() { Name = onward }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The problem is now in");
    }
}
