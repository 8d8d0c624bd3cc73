using ProblemTracker.Domain;
using ProblemTracker.Problems;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Problems;

public sealed class ListMovesTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Lists_moves_of_the_last_seven_days_newest_first()
    {
        var first = await _host.Problem(readyFor: Gate.Response);
        await (await first.Move(Stage.Response)).Ok();
        Assert.That((await Moves()).Items.Select(m => (m.FromStage, m.ToStage)), Is.EqualTo(new[] { (Stage.Analysis, Stage.Response) }),
            "the move on March 9 is more than a week ago");
        Assert.That((await Moves("?days=31")).Items.Select(m => m.ToStage), Is.EqualTo(new[] { Stage.Response, Stage.Analysis }));
    }

    [Test]
    public async Task Hides_confidential_problems_from_command_staff()
    {
        var secret = new GivenProblem(_host, await _host.OpenProblem(confidential: true));
        await (await secret.Move(Stage.Closed, secret.Supervisor, closingReason: "NotAProblem")).Ok();
        Assert.That((await Moves()).Total, Is.Zero);
        Assert.That((await Moves(by: Role.Supervisor)).Total, Is.EqualTo(1));
    }

    [Test]
    public async Task Pages_through_all_moves()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);
        var one = await Moves("?days=31&size=1");
        var two = await Moves($"?days=31&size=1&after={one.Next}");
        Assert.That((one.Total, one.Items[0].ToStage, two.Items[0].ToStage, two.Next),
            Is.EqualTo((2, Stage.Response, Stage.Analysis, (string?)null)));
        Assert.That(one.Items[0].ProblemId, Is.EqualTo(problem.Id));
    }

    [TestCase("?days=0")]
    [TestCase("?days=32")]
    [TestCase("?after=mine")]
    public async Task Rejects_invalid_parameters(string query) =>
        Assert.That((await _host.SignIn(Role.Command).GetAsync($"/api/v1/problems/moves{query}")).StatusCode,
            Is.EqualTo(HttpStatusCode.BadRequest));

    private async Task<Page<MoveRow>> Moves(string query = "", Role by = Role.Command) =>
        (await _host.SignIn(by).GetFromJsonAsync<Page<MoveRow>>($"/api/v1/problems/moves{query}", Json.Options))!;
}
