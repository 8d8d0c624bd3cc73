using ProblemTracker.Domain;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class WorksheetTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task A_worksheet_starts_at_version_0_and_round_trips_unchanged()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        var before = await problem.Officer.GetAsync($"{problem.Url}/scanning");
        Assert.That(before.Headers.ETag!.Tag, Is.EqualTo("\"0\""));

        var saved = await problem.TrySave(SheetKind.Scanning, Sample.Scanning, version: 0);

        Assert.That(saved.Headers.ETag!.Tag, Is.EqualTo("\"1\""));
        var after = await problem.Officer.GetAsync($"{problem.Url}/scanning");
        Assert.That(after.Headers.ETag!.Tag, Is.EqualTo("\"1\""));
        var again = await problem.Officer.IfMatch(1).PutAsync($"{problem.Url}/scanning", after.Content);
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Each_worksheet_has_its_own_version()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        var version = await problem.Version();

        await problem.Save(SheetKind.Scanning, Sample.Scanning);
        Assert.That((await problem.TrySave(SheetKind.Analysis, Sample.Analysis with { Consulted = [] }, version: 0)).StatusCode,
            Is.EqualTo(HttpStatusCode.OK));

        Assert.That(await problem.Version(), Is.EqualTo(version));
    }

    [Test]
    public async Task Saving_over_a_newer_version_is_rejected_and_loses_nothing()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        await problem.Save(SheetKind.Scanning, Sample.Scanning);

        var late = await problem.TrySave(SheetKind.Scanning, new ScanningSheet { Statement = "Mine" }, version: 0);

        Assert.That(late.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((await problem.Read()).GetProperty("scanning").GetProperty("statement").GetString(),
            Is.EqualTo(Sample.Scanning.Statement));
    }

    [Test]
    public async Task Saving_without_If_Match_is_rejected_with_428()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());

        Assert.That((int)(await problem.Officer.PutAsJsonAsync($"{problem.Url}/scanning", Sample.Scanning, Shared.Json.Options)).StatusCode,
            Is.EqualTo(428));
    }

    [TestCase(SheetKind.Scanning, HttpStatusCode.Forbidden)]
    [TestCase(SheetKind.Analysis, HttpStatusCode.OK)]
    [TestCase(SheetKind.Response, HttpStatusCode.Forbidden)]
    [TestCase(SheetKind.Assessment, HttpStatusCode.OK)]
    public async Task An_analyst_can_save_only_Analysis_and_Assessment(SheetKind kind, HttpStatusCode expected)
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());

        Assert.That((await problem.TrySave(kind, new { }, by: _host.SignIn(Role.Analyst))).StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Worksheets_and_actions_of_a_closed_problem_can_t_be_changed()
    {
        var problem = await _host.Problem();
        await (await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "NotAProblem")).Ok();

        Assert.That(await (await problem.TrySave(SheetKind.Scanning, Sample.Scanning)).ShortfallCodes(),
            Is.EqualTo(new[] { "problem.closed" }));
        Assert.That(await (await problem.TryAdd(Sample.PlannedActions[2])).ShortfallCodes(), Is.EqualTo(new[] { "problem.closed" }));
    }

    [Test]
    public async Task Worksheets_can_only_refer_to_records_of_their_problem()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        var other = new GivenProblem(_host, await _host.OpenProblem("Another"));
        var stranger = await _host.Attach(other.Id, "A neighbor", "Guardian");

        var consulted = await problem.TrySave(SheetKind.Analysis, new { consulted = new[] { new { attachmentId = stranger } } });
        Assert.That(await consulted.WrongFields(), Is.EqualTo(new[] { "consulted[0].attachmentId" }));
        var process = await problem.TrySave(SheetKind.Assessment,
            new { process = new[] { new { actionId = 4711, carriedOut = "Fully" } } });
        Assert.That(await process.WrongFields(), Is.EqualTo(new[] { "process[0].actionId" }));
        var outcome = await problem.TrySave(SheetKind.Assessment, new { outcomes = new[] { new { objectiveKey = "o9" } } });
        Assert.That(await outcome.WrongFields(), Is.EqualTo(new[] { "outcomes[0].objectiveKey" }));
    }

    [Test]
    public async Task Validation_names_the_invalid_worksheet_field()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());

        Assert.That(await Wrong(SheetKind.Scanning, new { statement = new string('x', 4001) }), Is.EqualTo(new[] { "statement" }));
        Assert.That(await Wrong(SheetKind.Scanning, new { countedSource = new { count = -1 } }),
            Is.EqualTo(new[] { "countedSource.count" }));
        Assert.That(
            await Wrong(SheetKind.Scanning, new { countedSource = new { period = new { from = "2026-02-01", to = "2026-01-01" } } }),
            Is.EqualTo(new[] { "countedSource.period.to" }));
        Assert.That(await Wrong(SheetKind.Response, new { objectives = new[] { new { targetDate = "9999-12-31" } } }),
            Is.EqualTo(new[] { "objectives[0].targetDate" }));
        Assert.That(
            await Wrong(SheetKind.Response,
                new { objectives = new[] { new { key = "a", measure = "x" }, new { key = "a", measure = "y" } } }),
            Is.EqualTo(new[] { "objectives[1].key" }));
        Assert.That(await Wrong(SheetKind.Analysis, new { sources = new object?[] { null } }), Is.EqualTo(new[] { "sources[0]" }));
        Assert.That(await Wrong(SheetKind.Analysis, new { baselines = new[] { new { value = 1e20 } } }),
            Is.EqualTo(new[] { "baselines[0].value" }));
        Assert.That(await Wrong(SheetKind.Analysis, new { hypothesis = 7 }), Is.EqualTo(new[] { "hypothesis" }));
        Assert.That(await Wrong(SheetKind.Analysis, new { triangle = (object?)null }), Is.EqualTo(new[] { "triangle" }));
        Assert.That(await Wrong(SheetKind.Scanning, new { cheers = new { harmful = new { answer = 1 } } }),
            Is.EqualTo(new[] { "cheers.harmful.answer" }));

        async Task<IReadOnlyList<string>> Wrong(SheetKind kind, object sheet) =>
            await (await problem.TrySave(kind, sheet, version: 0)).WrongFields();
    }
}
