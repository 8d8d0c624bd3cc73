using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Reports;

/// <summary>Actions agreed and done by owner, and problems with actions owned outside the department.</summary>
public abstract class ParticipationRecount() : ReportRecount("participation")
{
    [TestCaseSource(nameof(Readings))]
    public async Task Actions_match_counts_from_the_rows(Role role, string query)
    {
        var report = await Read(role, query);
        var filter = PlainRows.Filter(query);
        var seen = Matching(role, query).Select(p => p.Id).ToHashSet();
        var open = Matching(role, query).Where(p => p.IsOpen).Select(p => p.Id).ToHashSet();
        var actions = Rows.Actions.Where(a => seen.Contains(a.ProblemId) && PlainRows.IsWithin(a.CreatedOn, filter)).ToList();

        foreach (var row in report.Rows("owners").Append(report.GetProperty("all")))
        {
            var owner = row.Text("owner");
            var asked = actions.Where(a => owner is null || Owner(a).ToString() == owner).ToList();
            var of = asked.Where(a => a.OwnerAnswer != OwnerAnswer.Declined).ToList();
            var done = of.Where(a => a.Status == ActionStatus.Done).ToList();
            Assert.That(row.Value("agreed"), Is.EqualTo(of.Count), owner);
            row.GetProperty("done").IsShare(done.Count, of.Count, $"done by {owner}");
            row.GetProperty("onTime")
                .IsShare(done.Count(a => a.DoneOn <= a.DueOn), done.Count(a => a.DueOn is not null), $"on time by {owner}");
            Assert.That(row.Value("overdue"),
                Is.EqualTo(
                    of.Count(a => a.Status == ActionStatus.Planned && a.DueOn < Today && a.ReportedDoneOn is null
                        && open.Contains(a.ProblemId))), owner);
            Assert.That(row.Value("dropped"), Is.EqualTo(of.Count(a => a.Status == ActionStatus.Dropped)), owner);
            Assert.That(row.Value("unanswered"),
                Is.EqualTo(of.Count(a => a.OwnerAttachmentId is not null && a.OwnerAnswer is null)), owner);
            Assert.That(row.Value("declined"), Is.EqualTo(asked.Count - of.Count), owner);
        }
    }

    [TestCaseSource(nameof(Readings))]
    public async Task Problems_with_an_outside_action_match_counts_from_the_rows(Role role, string query)
    {
        var filter = PlainRows.Filter(query);
        var responded = Matching(role, query).Where(p => PlainRows.IsWithin(p.OpenedOn, filter) && Rows.WasInResponse(p)).ToList();
        var outside = Rows.Actions.Where(a => a.OwnerAttachmentId is not null && a.Status != ActionStatus.Dropped)
            .Select(a => a.ProblemId).ToHashSet();

        (await Read(role, query)).GetProperty("outside").IsShare(responded.Count(p => outside.Contains(p.Id)), responded.Count, "outside");
    }

    [TestCaseSource(nameof(Readings))]
    public async Task CSV_has_the_same_numbers(Role role, string filter) =>
        await Host.SignIn(role).HoldsTheSame("participation", filter);

    private static ActionOwner Owner(PlainRows.ActionRow action) => action.OwnerId is not null ? ActionOwner.Police
        : action.OwnerAttachmentId is null ? ActionOwner.Unassigned
        : action.StakeholderKind == StakeholderKind.Resident ? ActionOwner.Resident : ActionOwner.Partner;
}

public sealed class ParticipationReportTests : ParticipationRecount
{
    private protected override Task<TrackerHost> Build() => ProblemHistories.Make(seed: 23, count: 200);

    [Test]
    public async Task Test_data_has_enough_variety()
    {
        var report = await Read(Role.Supervisor, "");
        Assert.That(report.Rows("owners").Count(r => r.Value("agreed") > 5), Is.GreaterThan(2));
        Assert.That(report.GetProperty("all").Value("overdue"), Is.GreaterThan(5));
        Assert.That(report.GetProperty("outside").Value("part"), Is.GreaterThan(5));
    }

    [TestCase("agreedFrom=2026-03-02&agreedTo=2026-03-01", "agreedTo")]
    [TestCase("dueFrom=2026-03-02&dueTo=2026-03-01", "dueTo")]
    [TestCase("ownedBy=Mayor", "ownedBy")]
    public async Task Invalid_filter_value_of_the_list_is_an_error_for_its_field(string filter, string field) =>
        Assert.That(await (await Host.SignIn(Role.Command).GetAsync($"/api/v1/actions?{filter}")).WrongFields(), Does.Contain(field));
}
