using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Reports;

/// <summary>Teams' own scores, overrides, and plans frozen before work began.</summary>
public abstract class QualityRecount() : ReportRecount("quality")
{
    [TestCaseSource(nameof(Readings))]
    public async Task Scores_match_the_worksheets(Role role, string filter)
    {
        var report = await Read(role, filter);
        var closed = Closed(role, filter);
        var scores = closed.Select(p => p.Assessment.Scores).Where(s => s.Weighted is not null).ToList();
        var weighted = scores.Select(s => s.Weighted!.Value).Order().ToList();

        report.GetProperty("scored").IsShare(scores.Count, closed.Count, "scored");
        Assert.That(report.Number("mean"), weighted.Count == 0 ? Is.Null : Is.EqualTo(weighted.Average()).Within(0.0051));
        Assert.That(report.Number("median"),
            weighted.Count == 0 ? Is.Null
                : Is.EqualTo((weighted[(weighted.Count - 1) / 2] + weighted[weighted.Count / 2]) / 2).Within(0.0051));
        foreach (var (row, of) in report.Rows("stages")
            .Zip(new Func<SelfScores, Score>[] { s => s.Scanning, s => s.Analysis, s => s.Response, s => s.Assessment }))
            Assert.That(row.Number("mean"),
                scores.Count == 0 ? Is.Null : Is.EqualTo(scores.Average(s => of(s).Points)!.Value).Within(0.0051), $"{row}");
        foreach (var band in report.Rows("distribution"))
        {
            var (from, to) = (band.GetProperty("atLeast").GetInt32(), band.GetProperty("below").GetInt32());
            Assert.That(band.Value("problems"), Is.EqualTo(weighted.Count(w => w >= from && (w < to || to == 10))), $"{band}");
        }
        Assert.That(report.Rows("distribution").Sum(b => b.Value("problems")), Is.EqualTo(weighted.Count));
    }

    [TestCaseSource(nameof(Readings))]
    public async Task Overridden_gates_and_codes_match_the_overrides(Role role, string filter)
    {
        var report = await Read(role, filter);
        var closed = Closed(role, filter).Select(p => p.Id).ToHashSet();
        var overridden = Rows.Overrides.Where(o => closed.Contains(o.ProblemId)).ToList();

        report.GetProperty("overridden").IsShare(overridden.Select(o => o.ProblemId).Distinct().Count(), closed.Count, "overridden");
        foreach (var row in report.Rows("gates"))
            Assert.That(row.Value("problems"),
                Is.EqualTo(overridden.Where(o => o.Gate.ToString() == row.Text("gate")).Select(o => o.ProblemId).Distinct().Count()),
                $"{row}");
        var codes = overridden.SelectMany(o => o.Codes.Split(',').Select(code => (code, o.ProblemId))).Distinct()
            .CountBy(c => c.code).ToDictionary();
        Assert.That(report.Rows("codes").ToDictionary(r => r.Text("code")!, r => r.Value("problems")), Is.EquivalentTo(codes));
        Assert.That(report.Rows("codes").Select(r => r.Text("code")), Is.EqualTo(Sara.Codes.Where(codes.ContainsKey)),
            "in the order of the gates, not by count");
    }

    [TestCaseSource(nameof(Readings))]
    public async Task Frozen_counts_plans_frozen_before_any_action_was_done(Role role, string filter)
    {
        var responded = Closed(role, filter).Where(Rows.WasInResponse).ToList();
        (await Read(role, filter)).GetProperty("frozen").IsShare(responded.Count(Rows.WasFrozenInTime), responded.Count, "frozen");
    }

    [TestCaseSource(nameof(Readings))]
    public async Task CSV_has_the_same_numbers(Role role, string filter) => await Host.SignIn(role).HoldsTheSame("quality", filter);
}

public sealed class QualityReportTests : QualityRecount
{
    private protected override Task<TrackerHost> Build() => ProblemHistories.Make(seed: 11, count: 160);

    [Test]
    public async Task Test_data_has_enough_variety()
    {
        var report = await Read(Role.Supervisor, "");
        Assert.That(report.Rows("distribution").Select(b => b.Value("problems")).Count(v => v > 0), Is.GreaterThan(3));
        Assert.That(report.Rows("gates").Select(b => b.Value("problems")), Is.All.GreaterThan(2));
        var frozen = report.GetProperty("frozen");
        Assert.That(frozen.Value("part"), Is.GreaterThan(5).And.LessThan(frozen.Value("whole") - 5));
    }

    [Test]
    public async Task List_pages_through_all_scores_with_their_reasons()
    {
        var expected = Closed(Role.Supervisor, "").Where(p => p.Assessment.Scores.Weighted is not null).OrderByDescending(p => p.ClosedAt)
            .ThenByDescending(p => p.Id).ToList();
        List<JsonElement> found = [];
        for (var next = "/api/v1/scores?size=7"; next is not null;)
        {
            var page = await (await Host.SignIn(Role.Supervisor).GetAsync(next)).Ok();
            found.AddRange(page.Rows("items"));
            next = page.Text("next") is { } after ? $"/api/v1/scores?size=7&after={after}" : null;
        }

        Assert.That(found.Select(i => i.GetProperty("problemId").GetInt64()), Is.EqualTo(expected.Select(p => p.Id)));
        foreach (var (item, problem) in found.Zip(expected))
        {
            Assert.That(item.GetProperty("scores").GetProperty("analysis").Text("reason"),
                Is.EqualTo(problem.Assessment.Scores.Analysis.Reason));
            Assert.That(item.Number("weighted"), Is.EqualTo(problem.Assessment.Scores.Weighted).Within(0.0051));
        }
    }

    [TestCase("atLeast=11", "atLeast")]
    [TestCase("below=-1", "below")]
    [TestCase("closedFrom=2026-03-02&closedTo=2026-03-01", "closedTo")]
    [TestCase("size=0", "size")]
    [TestCase("after=nonsense", "after")]
    public async Task Invalid_filter_value_of_the_list_is_an_error_for_its_field(string filter, string field) =>
        Assert.That(await (await Host.SignIn(Role.Command).GetAsync($"/api/v1/scores?{filter}")).WrongFields(), Does.Contain(field));
}
