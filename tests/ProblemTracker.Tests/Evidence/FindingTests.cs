using ProblemTracker.Domain;
using ProblemTracker.Evidence;

namespace ProblemTracker.Tests.Evidence;

/// <summary>Each kind of signal finds what was planted in a city of noise, and says what it was computed from.</summary>
public sealed class FindingTests
{
    private static readonly DateOnly Through = NoiseCity.Through;

    [Test]
    public void Place_that_became_busy_is_found_with_the_count_that_the_year_before_lets_expect()
    {
        var night = NoiseCity.Night(1);
        for (var i = 0; i < 30; i++) night.Add(100_000 + i, Through.AddDays(-i * 2), "kind3", 1, 43.6, -77.6, "1 New Lane", null);

        var found = RepeatPlaces.Find(night).Signals;

        var one = found.Single(signal => signal.CategoryCode == "kind3");
        Assert.That((one.Place, one.Observed, one.Expected), Is.EqualTo(("1 New Lane", 30, 0.0)));
        Assert.That(one.Filter.Address, Is.EqualTo("1 New Lane"));
        Assert.That(one.Interval.Low, Is.GreaterThan(5));
        Assert.That(one.Interval.High, Is.Null, "Nothing before: no upper end.");
        Assert.That(one.Incidents, Has.Count.EqualTo(30));
        Assert.That(one.Details.Weeks.Sum(), Is.EqualTo(30));
        Assert.That(found, Has.Count.EqualTo(1), "All categories together say nothing new.");
    }

    [Test]
    public void Rows_of_one_incident_count_once()
    {
        var night = NoiseCity.Night(1);
        for (var i = 0; i < 30; i++) night.Add(100_000 + i, Through, "kind3", 1, 43.6, -77.6, "1 New Lane", "CASE 7");

        Assert.That(RepeatPlaces.Find(night).Signals, Is.Empty);
    }

    [Test]
    public void Category_that_gathers_is_one_hot_spot_whose_circle_has_what_was_counted()
    {
        var night = NoiseCity.Night(2);
        var random = new Random(3);
        for (var i = 0; i < 40; i++)
            night.Add(100_000 + i, Through.AddDays(-random.Next(400)), "kind5", 2, 43.52 + random.NextDouble() * 0.0008,
                -77.47 + random.NextDouble() * 0.0008, "The Lot", null);
        for (var i = 0; i < 40; i++)
            night.Add(200_000 + i, Through.AddDays(-random.Next(90)), "kind5", 2, 43.52 + random.NextDouble() * 0.0008,
                -77.47 + random.NextDouble() * 0.0008, "The Lot", null);

        var one = Gatherings.Find(night).Signals.Single(signal => signal.CategoryCode == "kind5");

        Assert.That(one.Place, Is.EqualTo("The Lot"));
        Assert.That(one.Observed, Is.GreaterThan(25));
        Assert.That(one.Incidents, Has.Count.EqualTo(one.Observed), "The list of the circle has the same incidents.");
        Assert.That(one.Details.Rows[0].Values[0], Is.EqualTo(one.Observed));
        Assert.That(one.Expected, Is.LessThan(10));
    }

    [Test]
    public void Incidents_that_follow_each_other_near_by_are_near_repeats()
    {
        var night = NoiseCity.Night(3);
        var random = new Random(4);
        // Bursts of three within days, each somewhere else.
        for (var burst = 0; burst < 25; burst++)
        {
            var (day, north, east) = (random.Next(5, 85), 43.5 + random.NextDouble() * 0.05, -77.5 + random.NextDouble() * 0.07);
            for (var i = 0; i < 3; i++)
                night.Add(100_000 + burst * 3 + i, Through.AddDays(-day + i), "kind4", 1, north + i * 0.0003, east, null, null);
        }

        var one = NearRepeats.Find(night, default).Signals.Single(signal => signal.CategoryCode == "kind4");

        Assert.That(one.Observed, Is.GreaterThan(70));
        Assert.That(one.Observed, Is.GreaterThan(1.2 * one.Expected));
        Assert.That(one.Details.Rows.Sum(row => row.Values[0]), Is.EqualTo(one.Observed));
    }

    [Test]
    public void Series_above_the_same_weeks_of_earlier_years_is_found_with_the_years_it_used()
    {
        var night = NoiseCity.Night(4);
        for (var i = 0; i < 90; i++)
            night.Add(100_000 + i, Through.AddDays(-i), "kind2", 3, 43.5 + i * 0.0005, -77.5 + i * 0.0007, $"{i} Elsewhere", null);

        var found = RisingCategories.Find(night);

        var one = found.Signals.Single(signal => signal is { CategoryCode: "kind2", NeighborhoodId: 3 });
        Assert.That(one.Years, Is.EqualTo(SignalRules.MostYears));
        Assert.That(one.Details.Rows, Has.Count.EqualTo(1 + SignalRules.MostYears));
        Assert.That(one.Details.Rows.Skip(1).Average(row => row.Values[0]), Is.EqualTo(one.Expected).Within(1e-9));
        Assert.That(found.Skipped, Is.Empty);
    }

    [Test]
    public void Data_without_an_earlier_year_skips_rising_series_and_says_why()
    {
        var night = new Night(Through);
        for (var day = 0; day < 200; day++)
            for (var i = 0; i < 5; i++)
                night.Add(day * 5 + i, Through.AddDays(-day), "noise", 1, 43.5, -77.5, "1 Elm Street", null);

        var found = RisingCategories.Find(night);

        Assert.That((found.Tests, found.Signals.Count), Is.EqualTo((0, 0)));
        Assert.That(found.Skipped.Single().Why, Is.EqualTo("There are no earlier years to compare with."));
        Assert.That(RepeatPlaces.Find(night).Skipped, Is.Empty, "One window before is enough for places.");
        Assert.That(RepeatPlaces.Find(night).Tests, Is.EqualTo(2), "The category there, and all of them.");
    }

    [Test]
    public void Facility_far_above_others_of_its_kind_is_found_and_small_kinds_are_skipped()
    {
        var night = new Night(Through);
        for (var bar = 0; bar < 12; bar++)
            for (var i = 0; i < (bar == 4 ? 40 : 3); i++)
                night.Add(bar * 100 + i, Through.AddDays(-i), "noise", 1, 43.5, -77.5, $"{bar} Elm Street", null);
        var bars = Enumerable.Range(0, 12).Select(bar => new Facility(bar, $"Bar {bar}", StakeholderKind.Business, $"{bar} elm street"));

        var found = RiskyFacilities.Find(night, [.. bars, new(99, "The school", StakeholderKind.School, "3 Elm Street")]);

        var one = found.Signals.Single();
        Assert.That((one.Place, one.Observed, one.Years), Is.EqualTo(("Bar 4, 4 Elm Street", 40, 11)));
        Assert.That(one.Expected, Is.EqualTo(3));
        Assert.That(RiskyFacilities.Find(night, bars.Take(9)).Skipped.Single().Why, Does.StartWith("Fewer than 10"));
    }

    [Test]
    public void Empty_night_and_incidents_without_places_find_nothing()
    {
        Assert.That(NoiseCity.Find(new(Through)).SelectMany(kind => kind.Signals), Is.Empty);
        var night = new Night(Through);
        for (var i = 0; i < 900; i++) night.Add(i, Through.AddDays(-i % 450), "noise", null, null, null, null, null);
        Assert.That(NoiseCity.Find(night).SelectMany(kind => kind.Signals), Is.Empty);
    }
}
