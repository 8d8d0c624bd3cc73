using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Stakeholders;

/// <summary>Who can see in the directory which stakeholder is attached to which problem.</summary>
public sealed class StakeholderProblemsTests
{
    private TrackerHost _host = null!;
    private long _dana;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _dana = await Officer.Stakeholder();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private string Path => $"/api/v1/stakeholders/{_dana}/problems";

    [TestCase(StakeholderRole.Affected, true)]
    [TestCase(StakeholderRole.Reporter, true)]
    [TestCase(StakeholderRole.OffendersHandler, true)]
    [TestCase(StakeholderRole.Guardian, false)]
    [TestCase(StakeholderRole.PlaceManager, false)]
    [TestCase(StakeholderRole.Partner, false)]
    [TestCase(StakeholderRole.Resource, false)]
    public async Task Protected_roles_are_listed_and_counted_only_for_team_and_supervisors(StakeholderRole role, bool isProtected)
    {
        var problem = await _host.OpenProblem(led: false);
        await Officer.Attach(problem, _dana, role);

        foreach (var (reader, mayKnow) in new[]
        {
            (Officer, true), (_host.SignIn(Role.Supervisor), true),
            (_host.SignInAs("other", Role.Officer), false), (_host.SignIn(Role.Analyst), false), (_host.SignIn(Role.Command), false),
        })
        {
            var list = await reader.Read(Path);
            var expected = isProtected && !mayKnow ? 0 : 1;
            Assert.That((list.GetProperty("items").GetArrayLength(), list.GetProperty("total").GetInt32()),
                Is.EqualTo((expected, expected)));
        }
    }

    [Test]
    public async Task Problems_the_reader_cannot_view_are_not_listed()
    {
        var secret = await _host.OpenProblem("Drugs at the school gate", confidential: true);
        await Officer.Attach(secret, _dana, StakeholderRole.Partner);

        foreach (var (reader, expected) in new[] { (Officer, 1), (_host.SignIn(Role.Supervisor), 1), (_host.SignIn(Role.Analyst), 1),
            (_host.SignInAs("other", Role.Officer), 0), (_host.SignIn(Role.Command), 0) })
            Assert.That((await reader.Read(Path)).GetProperty("total").GetInt32(), Is.EqualTo(expected));
    }

    [Test]
    public async Task Past_attachments_are_listed_with_their_end_and_paged_newest_first()
    {
        var problem = await _host.OpenProblem(led: false);
        var first = await Officer.Attach(problem, _dana, StakeholderRole.Partner);
        await Officer.DeleteAsync($"/api/v1/problems/{problem}/stakeholders/{first}");
        await Officer.Attach(problem, _dana, StakeholderRole.Guardian);

        var page = await Officer.Read($"{Path}?size=1");
        var next = await Officer.Read($"{Path}?size=1&after={page.GetProperty("next").GetString()}");

        Assert.Multiple(() =>
        {
            Assert.That(page.Each("role"), Is.EqualTo(new[] { "Guardian" }));
            Assert.That(page.GetProperty("total").GetInt32(), Is.EqualTo(2));
            Assert.That(next.Each("role"), Is.EqualTo(new[] { "Partner" }));
            Assert.That(next.GetProperty("items")[0].GetProperty("detachedAt").GetDateTimeOffset(), Is.EqualTo(TrackerHost.Start));
            Assert.That(next.GetProperty("items")[0].GetProperty("number").GetString(), Is.EqualTo("P-2026-0001"));
        });
    }

    [Test]
    public async Task Attaching_a_stakeholder_changes_nothing_else_in_the_directory()
    {
        var analyst = _host.SignIn(Role.Analyst);
        async Task<string> Seen() =>
            string.Concat(
                await Task.WhenAll(
                    new[] { $"/{_dana}", "", "?text=dana", "?kind=Resident", "?hasConsent=false",
                        "/similar?name=Dana+Quill", $"/{_dana}/problems" }
            .Select(p => analyst.GetStringAsync($"/api/v1/stakeholders{p}"))));
        var before = await Seen();

        await Officer.Attach(await _host.OpenProblem(led: false), _dana, StakeholderRole.Reporter);

        Assert.That(await Seen(), Is.EqualTo(before));
    }

    [Test]
    public async Task Nonexistent_entry_is_not_found() =>
        Assert.That((await Officer.GetAsync("/api/v1/stakeholders/999/problems")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
}
