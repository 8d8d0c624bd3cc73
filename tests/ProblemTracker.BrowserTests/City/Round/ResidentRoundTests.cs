using ProblemTracker.Domain;
using ProblemTracker.Open311;
using ProblemTracker.Surveys;
using ProblemTracker.Tests.Domain;
using static Microsoft.Playwright.Assertions;

namespace ProblemTracker.BrowserTests.City;

/// <summary>
/// The whole round of a resident in Chromium, by keyboard and without JavaScript: a survey, a report with a photo, a question and its
/// answer, a problem, what was done, and the survey again. Messages and the API only set up what lies between.
/// </summary>
public sealed class ResidentRoundTests
{
    private BrowserHost _host = null!;
    private long _place;

    [SetUp]
    public async Task Start()
    {
        _host = BrowserHost.Start();
        var admin = _host.Tracker.SignIn(Role.Administrator);
        await (await admin.IfMatch(0).PutAsJsonAsync("/api/v1/settings/public-site",
            new { isOn = true, cityServices = "311", acknowledgeDays = 2, decideDays = 10 })).Ok();
        await (await admin.IfMatch(1).PutAsJsonAsync($"/api/v1/people/{_host.Tracker.IdOf(Role.Officer)}/public-name",
            new { publicName = "Officer D. Merrow" })).Ok();
        _place = await _host.Tracker.Neighborhood();
    }

    [TearDown] public async Task Stop() => await _host.DisposeAsync();

    [TestCase(BrowserHost.Phone, "es")]
    [TestCase(BrowserHost.Laptop, "en", Category = BrowserHost.Soak)]
    public async Task Resident_reports_is_answered_reads_what_was_done_and_is_asked_before_and_after(int width, string lang)
    {
        var scripted = await _host.Open(width);
        var desk = new RoundDesk(await _host.SignIn(Role.Officer, width, javaScript: false), scripted);
        var resident = new RoundResident(await _host.Open(width, javaScript: false), scripted, lang);
        await desk.CreateSurvey(_place);
        await Ask(desk, resident, SurveyPhase.Before, "2026-03-02", "2026-03-15", answer: 2);

        var follow = await resident.Report(_place);
        await resident.Confirm(await _host.Tracker.LinkInMail("rosa@home.example"));
        await desk.AskTheReporter("¿Qué bar es?");
        await resident.Reply(follow, "Officer D. Merrow", "¿Qué bar es?", "El Blue Lantern.");
        await TwoMoreReport();
        var problem = new GivenProblem(_host.Tracker, await desk.OpenProblem(answered: "El Blue Lantern."));

        var works = await Plan(problem);
        var partner = await _host.Open(width, javaScript: false);
        await BrowserHost.SignIn(partner, "partner@test.example", TrackerHost.Password);
        await desk.ActAsPartner(partner, Sample.PlannedActions[0].Description!);
        await desk.Confirm(works);
        await desk.Publish(problem.Id);
        await resident.ReadProblem(follow, lang == "es" ? "Estamos trabajando en ello." : "We are working on it.");

        await Assess(problem);
        await desk.Close(problem.Id);
        await resident.ReadProblem(follow, lang == "es" ? "Mejoró." : "It got better.");
        await Expect(resident.Page.Locator("main")).ToContainTextAsync(lang == "es" ? "La salida trasera cierra" : "The rear exit closes");
        await Expect(resident.Page.Locator(".bars")).ToContainTextAsync("41");
        await Expect(resident.Page.Locator(".bars")).ToContainTextAsync("17");

        await Ask(desk, resident, SurveyPhase.After, "2026-09-10", "2026-09-20", answer: 5);
        await desk.ReadBothWaves(await _host.SignIn(Role.Command, width, javaScript: false));
    }

    /// <summary>A wave: the officer adds it, the resident and four neighbors answer from the poster alike, and it is closed.</summary>
    private async Task Ask(RoundDesk desk, RoundResident resident, SurveyPhase phase, string opens, string closes, int answer)
    {
        var poster = await desk.AddWave(phase, opens, closes);
        await resident.AnswerSurvey(poster, answer);
        string[] questions = [.. StartingQuestions.All.Select(question => question.Key!)];
        for (var neighbor = 0; neighbor < 4; neighbor++)
        {
            var token = (await _host.Tracker.SendFrom("192.0.2.7", new StartFromPoster(poster.Split('/')[^1]))).Token;
            await _host.Tracker.SendFrom("192.0.2.7",
                new SubmitSurvey(token, questions, questions.ToDictionary(key => key, _ => answer)));
        }
        await desk.CloseWave();
    }

    /// <summary>The same is reported by an app and by phone.</summary>
    private async Task TwoMoreReport()
    {
        var app = await _host.Tracker.SendAs(_host.Tracker.IdOf(Role.Administrator), [Role.Administrator],
            new CreateOpen311Key("City app", "apps@city.example"));
        await _host.Tracker.SendFrom("192.0.2.8", new PostOpen311Request
        {
            ApiKey = app.Key,
            ServiceCode = "noise",
            Description = "Loud music.",
            AddressString = "Tanner Street, 400 block",
        });
        await (await _host.Tracker.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/concerns", new
        {
            channel = "Phone",
            categoryCode = "noise",
            description = "Music all night.",
            address = "Tanner Street, 400 block",
            neighborhoodId = _place,
        })).Ok();
    }

    /// <summary>Scanning, Analysis and the plan, of which the bar's owner has an account and an action.</summary>
    /// <returns>The id of the owner's action.</returns>
    private async Task<long> Plan(GivenProblem problem)
    {
        var host = _host.Tracker;
        await problem.Save(SheetKind.Scanning, Sample.Scanning);
        host.Until(2026, 3, 9);
        await (await problem.Move(Stage.Analysis)).Ok();
        problem.Residents = await host.Attach(problem.Id, "Alder Street residents", "Affected");
        var owner = await problem.Officer.Stakeholder("Blue Lantern", StakeholderKind.Business);
        problem.BarOwner = await problem.Officer.Attach(problem.Id, owner, StakeholderRole.PlaceManager);
        host.SignInPartner(owner);
        host.Until(2026, 3, 30);
        await problem.Save(SheetKind.Analysis,
            Sample.Analysis with { Consulted = [Sample.Analysis.Consulted[0] with { AttachmentId = problem.Residents }] });
        await (await problem.Move(Stage.Response)).Ok();
        await problem.Save(SheetKind.Response, Sample.Response);
        foreach (var action in Sample.PlannedActions) problem.Actions.Add(await problem.Add(action));
        host.Until(2026, 4, 15);
        await (await problem.StartResponse()).Ok();
        return problem.Actions[0];
    }

    private async Task Assess(GivenProblem problem)
    {
        _host.Tracker.Until(2026, 5, 20);
        foreach (var (id, done) in problem.Actions.Zip(Sample.DoneActions).Skip(1)) await problem.Change(id, done);
        await (await problem.Move(Stage.Assessment)).Ok();
        _host.Tracker.Until(2026, 9, 10);
        await problem.Save(SheetKind.Assessment, Sample.Assessment with
        {
            Process = [.. Sample.Assessment.Process.Select((process, i) => process with { ActionId = problem.Actions[i] })],
        });
    }
}
