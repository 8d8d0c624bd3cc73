using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Reports;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Reports;

/// <summary>Verdicts, closing reasons, objectives, techniques and six-month follow-ups.</summary>
public abstract class OutcomesRecount() : ReportRecount("outcomes")
{
    [TestCaseSource(nameof(Readings))]
    public async Task Verdicts_and_reasons_match_worksheets_and_closings(Role role, string filter)
    {
        var report = await Read(role, filter);
        var closed = Closed(role, filter);

        foreach (var row in report.Rows("closings").Append(report.GetProperty("allClosings")))
        {
            var category = row.Text("categoryCode");
            var here = closed.Where(p => category is null || p.CategoryCode == category).ToList();
            Assert.That(row.Value("closed"), Is.EqualTo(here.Count), category);
            foreach (var count in row.Rows("verdicts"))
            {
                var found = here.Where(p => p.Assessment.Verdict?.ToString() == count.Text("verdict")).ToList();
                Assert.That(count.Value("problems"), Is.EqualTo(found.Count), $"{category} {count}");
                // Only a claim of improvement needs a pre-set test.
                if (count.Text("verdict") is "Improved" or "PartlyImproved")
                    Assert.That(count.Value("withoutTest"), Is.EqualTo(found.Count(p => !p.PresetTest)), $"{category} {count}");
                else Assert.That(count.GetProperty("withoutTest").ValueKind, Is.EqualTo(JsonValueKind.Null));
            }
            foreach (var count in row.Rows("reasons"))
                Assert.That(count.Value("problems"),
                    Is.EqualTo(here.Count(p => p.ClosingReason.ToString() == count.Text("reason"))), $"{category} {count}");
            Assert.That(row.Rows("verdicts").Count(), Is.EqualTo(6));
            Assert.That(row.Rows("reasons").Sum(r => r.Value("problems")), Is.EqualTo(here.Count));
        }
        Assert.That(report.Rows("closings").Select(r => r.Text("categoryCode")),
            Is.EquivalentTo(closed.Select(p => p.CategoryCode).Distinct()));
    }

    [TestCaseSource(nameof(Readings))]
    public async Task Objectives_match_the_worksheets_by_kind_and_neighborhood(Role role, string filter)
    {
        var report = await Read(role, filter);
        var objectives = Closed(role, filter).SelectMany(p => p.Response.Objectives.Select(o =>
            (Problem: p, Kind: o.Kind?.ToString(), o.Direction, o.Baseline, o.Target,
                p.Assessment.Outcomes.FirstOrDefault(r => r.ObjectiveKey == o.Key)?.After))).ToList();

        foreach (var cell in report.Rows("objectives").Concat(report.Rows("byKind")))
        {
            var place = cell.Number("neighborhoodId");
            Agrees(cell, [.. objectives.Where(o => o.Kind == cell.Text("kind") && (place is null || o.Problem.NeighborhoodId == place))]);
        }
        Agrees(report.GetProperty("allObjectives"), objectives);

        static void Agrees(JsonElement cell,
            List<(PlainRows.ProblemRow Problem, string? Kind, Direction? Direction, decimal? Baseline,
                decimal? Target, decimal? After)> here)
        {
            var measured = here.Where(o => o.Direction is not null && o.Baseline is not null && o.After is not null).ToList();
            var targeted = measured.Where(o => o.Target is not null).ToList();
            var up = Direction.Increase;
            var moved = measured.Where(o => o.Direction == up ? o.After > o.Baseline : o.After < o.Baseline).ToList();
            Assert.That((cell.Value("objectives"), cell.Value("measured")), Is.EqualTo((here.Count, measured.Count)), $"{cell}");
            cell.GetProperty("moved")
                .IsShare(moved.Count, measured.Count, $"{cell}", measured.Select(o => o.Problem.Id).Distinct().Count());
            Assert.That(cell.Value("movedDoubted"),
                Is.EqualTo(moved.Count(o => o.Problem.Assessment.Verdict is Verdict.NoChange or Verdict.Worse or Verdict.CannotTell)),
                $"{cell}");
            cell.GetProperty("reached")
                .IsShare(targeted.Count(o => o.Direction == up ? o.After >= o.Target : o.After <= o.Target), targeted.Count, $"{cell}",
                    targeted.Select(o => o.Problem.Id).Distinct().Count());
        }
    }

    [TestCaseSource(nameof(Readings))]
    public async Task Techniques_match_the_plans_of_problems_with_a_verdict(Role role, string filter)
    {
        var report = await Read(role, filter);
        var judged = Closed(role, filter).Where(p => p.Assessment.Verdict is not null).ToList();
        var used = judged.SelectMany(p => Rows.Actions
                .Where(a => a.ProblemId == p.Id && a.Technique is not null && !a.UrgentSafetyMeasure && a.Status != ActionStatus.Dropped)
                .Select(a => (Technique: a.Technique!.Value, Problem: p)))
            .Distinct().ToLookup(u => u.Technique, u => u.Problem);

        Assert.That(report.Rows("techniques").Select(r => r.Text("technique")), Is.EquivalentTo(used.Select(u => u.Key.ToString())));
        foreach (var row in report.Rows("techniques"))
        {
            var by = used[Enum.Parse<Technique>(row.Text("technique")!)].ToList();
            var verdicts = by.Select(p => p.Assessment.Verdict).ToList();
            Assert.That(row.Value("improvedWithoutTest"),
                Is.EqualTo(by.Count(p => p.Assessment.Verdict == Verdict.Improved && !p.PresetTest)));
            row.GetProperty("improved").IsShare(verdicts.Count(v => v == Verdict.Improved), verdicts.Count, $"{row}");
            Assert.That(row.Value("partlyImproved"), Is.EqualTo(verdicts.Count(v => v == Verdict.PartlyImproved)));
            Assert.That(row.GetProperty("mayBeCompared").GetBoolean(), Is.EqualTo(verdicts.Count >= 10));
        }
    }

    [TestCaseSource(nameof(Readings))]
    public async Task Follow_ups_are_those_of_the_current_closing(Role role, string filter)
    {
        var report = await Read(role, filter);
        var canHold = Closed(role, filter).Where(p => p.ClosingReason is not (ClosingReason.Duplicate or ClosingReason.NotAProblem))
            .Select(p => (p.CategoryCode, Found: Rows.Checks.FirstOrDefault(c => c.ProblemId == p.Id && c.Visit == p.Visit)?.Finding,
                IsDue: p.ClosedOn!.Value.AddMonths(6) <= Today)).ToList();

        foreach (var row in report.Rows("followUp").Append(report.GetProperty("allFollowUp")))
        {
            var here = canHold.Where(p => row.Text("categoryCode") is not { } category || p.CategoryCode == category).ToList();
            row.GetProperty("sustained")
                .IsShare(here.Count(p => p.Found == FollowUpFinding.Sustained), here.Count(p => p.Found is not null), $"{row}");
            Assert.That((row.Value("recurred"), row.Value("unknown")),
                Is.EqualTo((here.Count(p => p.Found == FollowUpFinding.Recurred), here.Count(p => p.Found == FollowUpFinding.Unknown))));
            Assert.That((row.Value("waiting"), row.Value("notYetDue")),
                Is.EqualTo((here.Count(p => p.Found is null && p.IsDue), here.Count(p => p.Found is null && !p.IsDue))));
        }
        Assert.That(report.Rows("followUp").Select(r => r.Text("categoryCode")),
            Is.EquivalentTo(canHold.Select(p => p.CategoryCode).Distinct()));
    }

    [TestCaseSource(nameof(Readings))]
    public async Task CSV_has_the_same_numbers(Role role, string filter) => await Host.SignIn(role).HoldsTheSame("outcomes", filter);
}

public sealed class OutcomesReportTests : OutcomesRecount
{
    private protected override Task<TrackerHost> Build() => ProblemHistories.Make(seed: 4, count: 220);

    [Test]
    public async Task Test_data_has_enough_variety()
    {
        var report = await Read(Role.Supervisor, "");
        Assert.That(Figures.Of(report.GetProperty("allClosings")).Select(f => f.Value), Is.All.GreaterThan(3));
        Assert.That(Figures.Of(report.GetProperty("allFollowUp")).Select(f => f.Value), Is.All.GreaterThan(1));
        Assert.That(
            report.Rows("objectives")
                .Count(r => r.GetProperty("moved").Value("part") is var moved && moved > 0 && moved < r.Value("measured")),
                Is.GreaterThan(10));
        Assert.That(report.Rows("techniques").Select(r => r.GetProperty("mayBeCompared").GetBoolean()), Does.Contain(true));
        Assert.That(Rows.Visits.Where(v => v.Stage == Stage.Closed).GroupBy(v => v.ProblemId).Max(g => g.Count()), Is.EqualTo(3),
            "One problem was reopened twice.");
    }

    [Test]
    public async Task Command_staff_figures_exclude_confidential_problems()
    {
        var hidden = Closed(Role.Supervisor, "").Count(p => p.Confidential);
        Assert.That(hidden, Is.GreaterThan(5));
        Assert.That((await Read(Role.Command, "")).GetProperty("allClosings").Value("closed"),
            Is.EqualTo((await Read(Role.Supervisor, "")).GetProperty("allClosings").Value("closed") - hidden));
    }

    [Test]
    public async Task CountObjectives_returns_the_same_cells_as_the_report()
    {
        foreach (var (role, filter) in new[] { (Role.Supervisor, new ReportFilter()),
            (Role.Command, new ReportFilter(From: new(2027, 1, 1), CategoryCode: "noise")) })
        {
            var cells = await Host.SendAs(Host.IdOf(role), [role], new CountObjectives(filter));
            var report = await Host.SendAs(Host.IdOf(role), [role], new ReadOutcomesReport(filter));
            Assert.That(cells, Is.EqualTo(report.Objectives).AsCollection);
        }
    }

    /// <summary>With fewer than ten cases, techniques are listed by name.</summary>
    [Test]
    public void Only_techniques_with_ten_cases_are_ranked()
    {
        static TechniqueRow Row(Technique technique, int improved, int of) =>
            new(technique, new(new(improved, "/api/v1/x"), new(of, "/api/v1/x")), new(0, "/api/v1/x"), new(0, "/api/v1/x"),
                new Share(new(improved, "/api/v1/x"), new(of, "/api/v1/x")).MayBeRanked);

        var ordered = ReadOutcomesReportHandler.InOrder([
            Row(Technique.SetRules, 9, 9), Row(Technique.ControlAccess, 0, 3), Row(Technique.UsePlaceManagers, 5, 20),
            Row(Technique.AlertConscience, 6, 10)]);

        Assert.That(ordered.Select(r => r.Technique),
            Is.EqualTo(new[] { Technique.AlertConscience, Technique.UsePlaceManagers, Technique.ControlAccess, Technique.SetRules }));
    }

    [Test]
    public async Task Assessment_counts_only_for_the_closing_it_led_to()
    {
        using var host = new TrackerHost();
        var problem = await host.Problem(readyFor: Gate.Closed);
        await (await problem.Move(Stage.Closed, problem.Supervisor, closingReason: "ObjectivesAchieved")).Ok();
        var client = host.SignIn(Role.Command);
        Assert.That(await Claims(), Is.EqualTo((true, 1, 1)), "verdict, scored, objectives measured");

        await (await problem.Move(Stage.Scanning, problem.Supervisor)).Ok();
        Assert.That((await client.Read("/api/v1/problems")).Rows("items").Single().Text("verdict"), Is.Null, "while it is open again");
        await (await problem.Move(Stage.Closed, problem.Supervisor, closingReason: "ReferredElsewhere")).Ok();
        Assert.That(await Claims(), Is.EqualTo((false, 0, 0)));

        async Task<(bool Judged, int Scored, int Measured)> Claims()
        {
            var outcomes = await client.Read("/api/v1/reports/outcomes");
            return (outcomes.GetProperty("allClosings").Rows("verdicts").Where(v => v.Text("verdict") is not null)
                .Sum(v => v.Value("problems")) == 1,
                (await client.Read("/api/v1/reports/quality")).GetProperty("scored").Value("part"),
                Math.Min(1, outcomes.GetProperty("allObjectives").Value("measured")));
        }
    }

    [TestCase("from=2026-03-02&to=2026-03-01", "to")]
    [TestCase("neighborhoodId=-1", "neighborhoodId")]
    [TestCase("to=someday", "to")]
    public async Task Invalid_filter_value_is_an_error_for_its_field(string filter, string field)
    {
        foreach (var name in new[] { "outcomes", "quality" })
            Assert.That(await (await Host.SignIn(Role.Command).GetAsync($"/api/v1/reports/{name}?{filter}")).WrongFields(),
                Does.Contain(field), name);
    }

    [Test]
    public async Task Without_problems_all_figures_are_zero()
    {
        using var empty = new TrackerHost();
        foreach (var name in new[] { "outcomes", "quality" })
        {
            var report = await (await empty.SignIn(Role.Command).GetAsync($"/api/v1/reports/{name}")).Ok();
            Assert.That(Figures.Of(report).Select(f => f.Value), Is.All.Zero, name);
            await empty.SignIn(Role.Command).Follow(report);
        }
    }
}
