using ProblemTracker.Domain;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class MakeActionsTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Each_chosen_alternative_becomes_one_action()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        var sheet = new ResponseSheet
        {
            Alternatives =
            [
                new() { Description = "Close the rear exit", Chosen = true },
                new() { Description = "Tickets", Enforcement = true },
                new() { Chosen = true, ProsAndCons = "Not described yet" },
            ],
        };
        await problem.Save(SheetKind.Response, sheet);

        Assert.That(await Make(problem), Is.EqualTo(1));
        Assert.That(await Make(problem), Is.Zero, "a second time");
        await problem.Save(SheetKind.Response, sheet with { Alternatives = [.. sheet.Alternatives.Select(a => a with { Chosen = true })] });
        Assert.That(await Make(problem), Is.EqualTo(1), "another one chosen");

        var actions = (await problem.Read()).GetProperty("actions").EnumerateArray()
            .Select(action => (action.GetProperty("description").GetString(), action.GetProperty("enforcement").GetBoolean()));
        Assert.That(actions, Is.EqualTo(new[] { ("Close the rear exit", false), ("Tickets", true) }));
    }

    [Test]
    public async Task Frozen_plan_gets_its_actions_one_by_one_with_a_reason()
    {
        var problem = await _host.Problem(Gate.Assessment);

        Assert.That(await (await problem.Officer.PostAsync($"{problem.Url}/actions/from-alternatives", null)).ShortfallCodes(),
            Is.EqualTo(new[] { "response.frozen" }));
    }

    [Test]
    public async Task Page_saves_the_worksheet_and_makes_the_actions()
    {
        var problem = await _host.Problem(Gate.Response);
        var browser = new Browser(_host, Role.Officer);
        var page = $"/problems/{problem.Id}/response";

        await browser.Post($"{page}?handler=MakeActions", new()
        {
            ["Version"] = "0",
            ["Sheet.Alternatives[0].Description"] = "Light the alley",
            ["Sheet.Alternatives[0].Chosen"] = "true",
        }, redirect: $"/problems/{problem.Id}/actions", formOn: page);

        Assert.That(await browser.Get($"/problems/{problem.Id}/actions"), Does.Contain("1 action made.").And.Contain("Light the alley"));
    }

    [Test]
    public async Task Lessons_come_from_closed_problems_of_the_same_category_that_the_reader_can_view()
    {
        var closed = await _host.Problem(Gate.Closed);
        await (await closed.Move(Stage.Closed, closingReason: "ObjectivesAchieved")).Ok();
        var problem = new GivenProblem(_host, await _host.OpenProblem("Noise at the park"));

        var lesson = (await problem.Officer.Read($"{problem.Url}/lessons"))[0];

        Assert.That(lesson.GetProperty("id").GetInt64(), Is.EqualTo(closed.Id));
        Assert.That((lesson.GetProperty("lessons").GetString(), lesson.GetProperty("chosen")[0].GetString()),
            Is.EqualTo((Sample.Assessment.Lessons, Sample.Response.Alternatives[0].Description)));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{problem.Id}/response"),
            Does.Contain("Lessons from 1 closed problem of the same category"));
        var effect = lesson.GetProperty("effects")[0];
        var (before, after) = (Sample.Response.Objectives[0].Baseline!.Value, Sample.Assessment.Outcomes[0].After!.Value);
        Assert.That((effect.GetProperty("before").GetDecimal(), effect.GetProperty("after").GetDecimal()), Is.EqualTo((before, after)));
        Assert.That(effect.GetProperty("percentBetter").GetDouble(), Is.EqualTo(100 * (double)((before - after) / before)).Within(1e-9));
        await _host.Query(db => db.Execute("UPDATE Problem SET Confidential = 1 WHERE Id = @Id", new { closed.Id }, default));
        await _host.Query(db => db.Execute("DELETE FROM ProblemMember WHERE ProblemId = @Id", new { closed.Id }, default));
        await _host.Query(db => db.Execute("UPDATE Problem SET LeadId = NULL WHERE Id = @Id", new { closed.Id }, default));
        Assert.That((await problem.Officer.Read($"{problem.Url}/lessons")).GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Lessons_also_come_from_problems_of_another_category_with_the_same_technique()
    {
        var closed = await _host.Problem(Gate.Closed);
        await (await closed.Move(Stage.Closed, closingReason: "ObjectivesAchieved")).Ok();
        await _host.Query(db => db.Execute("UPDATE Problem SET CategoryCode = 'theft' WHERE Id = @Id", new { closed.Id }, default));
        var problem = new GivenProblem(_host, await _host.OpenProblem("Noise at the park"));
        Assert.That((await problem.Officer.Read($"{problem.Url}/lessons")).GetArrayLength(), Is.Zero);

        var technique = Sample.DoneActions.First(action => action is { Technique: not null, Status: ActionStatus.Done }).Technique;
        await problem.Add(Sample.PlannedActions[0] with { OwnerAttachmentId = null, OwnerId = null, Technique = technique });
        var lesson = (await problem.Officer.Read($"{problem.Url}/lessons"))[0];
        Assert.That(lesson.GetProperty("techniques").EnumerateArray().Select(one => one.GetString()), Is.EqualTo(new[] { $"{technique}" }));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{problem.Id}/evidence"),
            Does.Contain("Same technique: "));
    }

    [Test]
    public void Every_term_has_help_and_an_example()
    {
        Assert.That(Guidance.Cheers.Keys, Is.EquivalentTo(typeof(Cheers).GetProperties().Select(p => p.Name)));
        Assert.That(Guidance.Sides.Keys,
            Is.EquivalentTo(typeof(Triangle).GetProperties().Concat(typeof(Controllers).GetProperties()).Select(p => p.Name)));
        foreach (var technique in Enum.GetValues<Technique>())
            Assert.That(Guidance.Of(technique).Example, Does.EndWith(".").Or.EndWith("”"));
    }

    private static async Task<int> Make(GivenProblem problem) =>
        (await (await problem.Officer.PostAsync($"{problem.Url}/actions/from-alternatives", null)).Ok()).GetProperty("actionIds")
            .GetArrayLength();
}
