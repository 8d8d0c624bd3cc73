using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Reports;

/// <summary>Two hundred lives with their actions, counted a second time by hand.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class ParticipationReportTests
{
    private TrackerHost _host = null!;
    private PlainRows _rows = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = new();
        await Lives.Make(_host, seed: 23, count: 200);
        _rows = await PlainRows.Read(_host);
    }

    [OneTimeTearDown] public void Stop() => _host.Dispose();

    [TestCaseSource(typeof(ByHand), nameof(ByHand.Readings))]
    public async Task Behind_every_number_is_a_list_with_as_many_rows(Role role, string filter) =>
        await _host.SignIn(role).Follow(await Read(role, filter));

    [TestCaseSource(typeof(ByHand), nameof(ByHand.Readings))]
    public async Task Actions_are_those_of_counting_row_by_row(Role role, string query)
    {
        var report = await Read(role, query);
        var filter = PlainRows.Filter(query);
        var seen = Matching(role, filter).Select(p => p.Id).ToHashSet();
        var actions = _rows.Actions.Where(a => seen.Contains(a.ProblemId) && PlainRows.IsWithin(a.CreatedOn, filter)).ToList();
        var today = PlainRows.LocalDate(Lives.Now);

        foreach (var row in report.Rows("owners").Append(report.GetProperty("all")))
        {
            var owner = row.Text("owner");
            var of = actions.Where(a => owner is null || Owner(a).ToString() == owner).ToList();
            var done = of.Where(a => a.Status == ActionStatus.Done).ToList();
            Assert.That(row.Value("agreed"), Is.EqualTo(of.Count), owner);
            row.GetProperty("done").IsShare(done.Count, of.Count, $"done by {owner}");
            row.GetProperty("onTime").IsShare(done.Count(a => a.DoneOn <= a.DueOn), done.Count(a => a.DueOn is not null), $"on time by {owner}");
            Assert.That(row.Value("late"), Is.EqualTo(of.Count(a => a.Status == ActionStatus.Planned && a.DueOn < today)), owner);
            Assert.That(row.Value("dropped"), Is.EqualTo(of.Count(a => a.Status == ActionStatus.Dropped)), owner);
        }
    }

    [TestCaseSource(typeof(ByHand), nameof(ByHand.Readings))]
    public async Task Problems_with_an_outside_action_are_those_of_counting_row_by_row(Role role, string query)
    {
        var filter = PlainRows.Filter(query);
        var responded = Matching(role, filter).Where(p => PlainRows.IsWithin(p.OpenedOn, filter) && _rows.WasInResponse(p)).ToList();
        var outside = _rows.Actions.Where(a => a.OwnerAttachmentId is not null && a.Status != ActionStatus.Dropped).Select(a => a.ProblemId).ToHashSet();

        (await Read(role, query)).GetProperty("outside").IsShare(responded.Count(p => outside.Contains(p.Id)), responded.Count, "outside");
    }

    [TestCaseSource(typeof(ByHand), nameof(ByHand.Readings))]
    public async Task The_csv_holds_the_same_numbers(Role role, string filter) => await _host.SignIn(role).HoldsTheSame("participation", filter);

    [Test]
    public async Task The_lives_are_varied_enough_to_prove_something()
    {
        var report = await Read(Role.Supervisor, "");
        Assert.That(report.Rows("owners").Count(r => r.Value("agreed") > 5), Is.GreaterThan(2));
        Assert.That(report.GetProperty("all").Value("late"), Is.GreaterThan(5));
        Assert.That(report.GetProperty("outside").Value("part"), Is.GreaterThan(5));
    }

    [TestCase("agreedFrom=2026-03-02&agreedTo=2026-03-01", "agreedTo")]
    [TestCase("dueFrom=2026-03-02&dueTo=2026-03-01", "dueTo")]
    [TestCase("ownedBy=Mayor", "ownedBy")]
    public async Task A_filter_of_the_list_that_cannot_be_is_refused_at_its_name(string filter, string field) =>
        Assert.That(await (await _host.SignIn(Role.Command).GetAsync($"/api/v1/actions?{filter}")).WrongFields(), Does.Contain(field));

    private IEnumerable<PlainRows.ProblemRow> Matching(Role role, IReadOnlyDictionary<string, string> filter) =>
        _rows.Matching(filter, role == Role.Supervisor, _host.IdOf(role));

    private static ActionOwner Owner(PlainRows.ActionRow action) => action.OwnerId is not null ? ActionOwner.Police
        : action.OwnerAttachmentId is null ? ActionOwner.Nobody
        : action.StakeholderKind == StakeholderKind.Resident ? ActionOwner.Resident : ActionOwner.Partner;

    private async Task<JsonElement> Read(Role role, string filter) => await (await _host.SignIn(role).GetAsync($"/api/v1/reports/participation{filter}")).Ok();
}
