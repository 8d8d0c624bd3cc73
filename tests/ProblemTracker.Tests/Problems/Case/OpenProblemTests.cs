using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class OpenProblemTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [TestCase("/problems/open")]
    [TestCase("/problems/open?Form.Latitude=40.5&Form.Longitude=-89.5")]
    public async Task Who_opens_a_problem_leads_it_unless_they_choose_someone_else(string page) =>
        Assert.That(await new Browser(_host, Role.Officer).Get(page), Does.Match("""<option selected="selected"[^>]*>Me \(officer\)"""));

    [Test]
    public async Task A_problem_needs_a_neighborhood_once_there_are_any()
    {
        await _host.Neighborhood();
        var reply = await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/problems", Body());

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "neighborhoodId" }));
    }

    [TestCase(Role.Command)]
    [TestCase(Role.Administrator)]
    public async Task Only_roles_that_work_problems_can_open_one(Role role)
    {
        var reply = await _host.SignIn(role).PostAsJsonAsync("/api/v1/problems", Body());

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await reply.Json()).GetProperty("title").GetString(), Does.Contain("Officers, supervisors and analysts"));
    }

    [Test]
    public async Task Opening_a_problem_needs_a_sign_in() =>
        Assert.That((await _host.Anonymous.PostAsJsonAsync("/api/v1/problems", Body())).StatusCode,
            Is.EqualTo(HttpStatusCode.Unauthorized));

    private static object Body() => new
    {
        title = "Noise behind the bar",
        description = "Every Friday night.",
        categoryCode = "noise",
        source = "Resident",
        priority = "Normal",
        confidential = false,
    };
}
