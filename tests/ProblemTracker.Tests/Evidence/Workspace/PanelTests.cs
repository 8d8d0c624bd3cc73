using ProblemTracker.Analysis;
using ProblemTracker.Domain;
using ProblemTracker.Evidence;

namespace ProblemTracker.Tests.Evidence;

/// <summary>What the panels of the workspace say about sets of incidents that can be counted by hand.</summary>
public sealed class PanelTests
{
    private static readonly DateOnly First = new(2024, 1, 1), Last = new(2025, 12, 31);

    private static EvidenceSet Set(IEnumerable<EvidenceEvent> events, DateOnly? from = null, DateOnly? to = null) =>
        new(new(From: from ?? First), [.. events], from ?? First, to ?? Last);

    private static EvidenceEvent On(DateOnly day, int? hour = null, string? place = "40 Tanner Street", double? latitude = 40.5,
        double? longitude = -89.5, long import = 1) =>
        new(day, hour, day.DayOfWeek, true, latitude, longitude, place, import);

    [Test]
    public void Where_only_months_are_known_the_last_one_counts_whole_and_days_are_not_compared()
    {
        var months = Enumerable.Range(0, 3).SelectMany(month => Enumerable.Range(0, 10).Select(i =>
            On(new DateOnly(2024, 1, 1).AddMonths(month)) with { HasDay = false }));
        var set = new EvidenceSet(new(), [.. months], new(2024, 1, 1), new(2024, 3, 1));

        Assert.That(set.To, Is.EqualTo(new DateOnly(2024, 3, 31)));
        Assert.That(TimePanels.Total(set).Sentence, Is.EqualTo("30 incidents in 91 days, Jan 2024 to Mar 2024: 2.3 a week."));
        Assert.That(set.FullMonths.Select(month => month.Days), Is.EqualTo(new[] { 31, 29, 31 }));
        foreach (var panel in new[] { TimePanels.Between(set), NearRepeatsPanel.Of(set, default) })
            Assert.That(panel.None, Is.EqualTo("The source gives only the month of these incidents."));
        Assert.That(new EvidenceSet(new(To: new(2024, 3, 15)), set.Events, set.From, new(2024, 3, 1)).To,
            Is.EqualTo(new DateOnly(2024, 3, 15)), "The end of the filter counts.");
    }

    private static IEnumerable<EvidenceEvent> EachMonth(int first, int second) => Enumerable.Range(0, 24).SelectMany(month =>
        Enumerable.Range(0, month < 12 ? first : second).Select(i => On(First.AddMonths(month).AddDays(i))));

    [Test]
    public void Months_compare_the_last_twelve_with_the_twelve_before()
    {
        var panel = TimePanels.Months(Set(EachMonth(5, 10)));

        Assert.That(panel.Figure, Is.EqualTo(120));
        Assert.That(panel.Sentence, Does.StartWith(
            "120 incidents in the last 12 full months (Jan 2025 to Dec 2025), 60 in the 12 months before. 2.01 times as many a day "));
        Assert.That(panel.Sentence, Does.EndWith("more than chance explains."));
        Assert.That(panel.Rows, Has.Count.EqualTo(24));
        Assert.That(panel.Rows[12].Values, Is.EqualTo(new double?[] { 10, 5, Math.Round((11 * 5 + 10) / 12.0, 3) }));
        Assert.That(panel.Rows[10].Values[2], Is.Null, "There are no twelve months before it.");
    }

    [Test]
    public void Months_without_two_full_years_have_no_trend_but_are_shown()
    {
        var to = new DateOnly(2025, 11, 29);
        var set = Set(EachMonth(5, 10).Where(one => one.Day <= to), to: to);
        var panel = TimePanels.Months(set);

        Assert.That(panel.Sentence, Is.EqualTo("170 incidents in 23 calendar months, Jan 2024 to Nov 2025."));
        Assert.That(panel.How, Does.StartWith("A trend needs 24 full months; there are 22."));
        Assert.That(panel.Rows, Has.Count.EqualTo(23));
        Assert.That(TimePanels.Season(set).None, Does.Contain("there are 22"));
    }

    [Test]
    public void Month_in_which_a_set_begins_counts_as_full_only_if_the_filter_says_so()
    {
        var events = Enumerable.Range(0, 40).Select(i => On(new DateOnly(2024, 1, 20).AddDays(i * 10))).ToList();
        var begun = new EvidenceSet(new(), events, new(2024, 1, 20), new(2025, 3, 31));

        Assert.That(begun.FullMonths, Has.Count.EqualTo(14));
        Assert.That(new EvidenceSet(new(From: First), events, First, begun.To).FullMonths, Has.Count.EqualTo(15));
    }

    [Test]
    public void Season_names_the_months_that_have_more_than_their_days()
    {
        var summers = Enumerable.Range(0, 2)
            .SelectMany(year => Enumerable.Range(0, 30).Select(i => On(new DateOnly(2024 + year, 7, 1 + i))));
        var panel = TimePanels.Season(Set(EachMonth(2, 2).Concat(summers)));

        Assert.That(panel.Figure, Is.EqualTo(64), "60 of the summers and 4 of every July.");
        Assert.That(panel.Sentence, Does.Contain("64 of the 108 incidents in 2 years are in July (64; "));
        Assert.That(panel.Rows[6].Values[2], Is.EqualTo(Math.Round(108 * 62 / 731.0, 3)));
        Assert.That(TimePanels.Season(Set(EachMonth(5, 5))).Sentence, Does.StartWith("No month of the year has more"));
    }

    [Test]
    public void Hours_are_compared_with_those_of_all_incidents()
    {
        double[] all = [.. Enumerable.Repeat(10.0, 168)];
        all[WeekHours.At(DayOfWeek.Friday, 22)] = 97_340;
        all[WeekHours.At(DayOfWeek.Tuesday, 3)] = 1000;
        var friday = new DateOnly(2025, 3, 7);
        var fridays = Enumerable.Range(0, 12).Select(i => On(friday.AddDays(7 * i), 22)).ToList();
        var tuesdays = Enumerable.Range(0, 12).Select(i => On(friday.AddDays(4 + 7 * i), 3)).ToList();

        Assert.That(HoursPanel.Of(Set(fridays), all).Figure, Is.Zero, "All incidents come at that hour.");
        var panel = HoursPanel.Of(Set([.. fridays, .. tuesdays]), all);
        Assert.That(panel.Figure, Is.EqualTo(12));
        Assert.That(panel.Sentence, Does.StartWith("12 of the 24 incidents with a time are in 1 hour of the week that has more than the "
            + "hours of all incidents would give: Tuesday 3 AM (12; 0.2 expected)."));
        Assert.That(panel.Rows[WeekHours.At(DayOfWeek.Friday, 22)].Values, Has.Some.EqualTo(Math.Round(24 * 97_340 / 100_000.0, 3)));
        Assert.That(HoursPanel.Of(Set([On(friday)]), all).None, Is.EqualTo("The source gives no time of day for these incidents."));
    }

    [Test]
    public void Top_places_and_sources_say_how_much_the_first_has()
    {
        var events = Enumerable.Range(0, 10).Select(i => On(First.AddDays(i), place: i < 6 ? "Blue Lantern" : $"{i} Elm Street",
            import: i < 9 ? 1 : 2)).ToList();

        var places = PlacePanels.Top(Set(events));
        Assert.That(places.Figure, Is.EqualTo(6));
        Assert.That(places.Sentence, Is.EqualTo("Blue Lantern has 6 of the 10 incidents with a place (60%). The busiest 10% of places "
            + "(1 of 5) have 60%; half of all are at 1 place."));
        var sources = PlacePanels.Sources(Set(events), new Dictionary<long, string> { [1] = "Calls", [2] = "Reports" });
        Assert.That(sources.Sentence, Is.EqualTo("9 of the 10 incidents (90%) are from Calls; there are 2 sources."));
        Assert.That(PlacePanels.Top(Set([On(First, place: null)])).None, Is.EqualTo("The source gives no place for these incidents."));
    }

    [Test]
    public void Time_between_incidents_has_its_median_and_every_incident_in_a_row()
    {
        var days = new[] { 0, 0, 1, 4, 10, 40 };
        var panel = TimePanels.Between(Set(days.Select(day => On(First.AddDays(day)))));

        Assert.That(panel.Figure, Is.EqualTo(3), "Of 0, 1, 3, 6 and 30 days.");
        Assert.That(panel.Sentence, Is.EqualTo("Half of the incidents come within 3 days of the one before; the longest time without one "
            + "was 30 days."));
        Assert.That(panel.Rows.Sum(row => row.Values[0]), Is.EqualTo(5));
        Assert.That(TimePanels.Between(Set([On(First)])).None, Is.EqualTo("There is only one value."));
    }

    [Test]
    public void Near_repeats_are_found_where_incidents_follow_each_other()
    {
        var apart = Enumerable.Range(0, 60).Select(i => On(First.AddDays(i * 12), latitude: 40 + i % 20 * 0.01));
        var close = Enumerable.Range(0, 20).Select(i => On(First.AddDays(i * 30 + i % 2), latitude: 41 + i / 2 * 0.01));

        Assert.That(NearRepeatsPanel.Of(Set(apart), default).Sentence, Does.StartWith("Incidents do not follow each other"));
        var found = NearRepeatsPanel.Of(Set(close.SelectMany(one => new[] { one, one with { Day = one.Day.AddDays(2) } })), default);
        Assert.That(found.Sentence, Does.StartWith("Incidents follow each other within 14 days more often than chance explains: "));
        Assert.That(NearRepeatsPanel.Of(Set([On(First), On(First)]), default).None, Is.EqualTo("All events are on one day."));
        var together = NearRepeatsPanel.Of(Set(Enumerable.Range(0, 30).Select(i => On(First.AddDays(i), latitude: 40.5 + i * 1e-5))),
            default);
        Assert.That(together.Sentence, Does.StartWith("Nearly all incidents are within 200 m of each other, so nobody can tell "));
        var many = NearRepeatsPanel.Of(Set(Enumerable.Range(0, 1001).Select(i => On(First.AddDays(i % 700)))), default);
        Assert.That(many.None, Does.Contain("up to 1,000 incidents").And.Contain("this set has 1,001"));
    }

    [Test]
    public void Hexagons_are_counted_or_say_why_not()
    {
        var panel = PlacePanels.Hexagons(Set(Enumerable.Range(0, 60).Select(i =>
            i < 30 ? On(First) : On(First, latitude: 40.5 + i * 0.005, longitude: -89.5 + i % 7 * 0.004))));

        Assert.That(panel.Figure, Is.EqualTo(30));
        Assert.That(panel.Rows[0].Values[0], Is.EqualTo(30));
        Assert.That(PlacePanels.Hexagons(Set([On(First, latitude: null)])).None, Does.Contain("no coordinates"));
        var one = PlacePanels.Hexagons(Set(Enumerable.Range(0, 40).Select(i => On(First.AddDays(i), latitude: 40.5 + i % 3 * 1e-5))));
        Assert.That((one.Figure, one.Sentence), Is.EqualTo((40.0,
            "The 40 incidents with a point are in one hexagon of 200 m; there is no other to compare it with.")));
    }

    [Test]
    public void Every_panel_fits_a_field_and_every_field_has_its_worksheet()
    {
        foreach (var panel in Enum.GetValues<EvidencePanel>()) Assert.That(Citing.Fields(panel), Is.Not.Empty.And.Unique, $"{panel}");
        Assert.That(Enum.GetValues<EvidencePanel>().SelectMany(Citing.Fields).Distinct(), Is.EquivalentTo(Enum.GetValues<CitedField>()));
        Assert.That(Citing.SheetOf(CitedField.HowOften), Is.EqualTo(SheetKind.Scanning));
        Assert.That(Citing.SheetOf(CitedField.Baseline), Is.EqualTo(SheetKind.Analysis));
    }

    [Test]
    public void Sentence_replaces_the_old_one_and_leaves_what_was_typed()
    {
        Assert.That(Citing.Cite(null, null, "31 calls."), Is.EqualTo("31 calls."));
        Assert.That(Citing.Cite("Neighbors keep a log.", null, "31 calls."), Is.EqualTo("Neighbors keep a log.\n31 calls."));
        Assert.That(Citing.Cite("31 calls. Ask again.", "31 calls.", "38 calls."), Is.EqualTo("38 calls. Ask again."));
        Assert.That(Citing.Cite("Rewritten.", "31 calls.", "38 calls."), Is.EqualTo("Rewritten.\n38 calls."));
        var sheet = new ScanningSheet { Cheers = new() { Recurring = new() { Answer = YesNo.No } } };
        Assert.That(sheet.With(CitedField.Recurring, "31 calls.").Cheers.Recurring,
            Is.EqualTo(new CheersAnswer { Answer = YesNo.No, Evidence = "31 calls." }), "An answer that was given stays.");
        Assert.That(sheet.With(CitedField.Similarity, "31 calls.").Cheers.Similarity.Answer, Is.EqualTo(YesNo.Yes));
    }
}
