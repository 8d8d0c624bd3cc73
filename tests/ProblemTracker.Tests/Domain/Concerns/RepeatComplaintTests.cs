using FsCheck;
using FsCheck.Fluent;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.Concerns;

/// <summary>Which concerns are repeat complaints about one place.</summary>
public sealed class RepeatComplaintTests
{
    private static readonly DateOnly March = new(2026, 3, 2);

    private static PlacedConcern At(long id, DateOnly on, string? place = "400 BLOCK OF TANNER STREET", DateOnly? happened = null) =>
        new(id, place, null, null, on, happened);

    /// <summary>Concerns of a year about a few places and points of one street, some told of late.</summary>
    public static class Made
    {
        public static Arbitrary<PlacedConcern[]> Concerns() => (
            from count in Gen.Choose(0, 12)
            from made in Gen.ArrayOf(
                from day in Gen.Choose(0, 365)
                from place in Gen.Elements<string?>(null, "A", "B")
                from point in Gen.Choose(0, 6)
                from late in Gen.Choose(-1, 60)
                select (day, place, point, late), count)
            select made.Select((one, i) => new PlacedConcern(i + 1, one.place, one.point == 0 ? null : 43.5 + (one.point * 0.0005),
                one.point == 0 ? null : -77.5, March.AddDays(one.day), one.late < 0 ? null : March.AddDays(one.day - one.late))).ToArray())
            .ToArbitrary();
    }

    private static IReadOnlyList<long> Ids(PlacedConcern latest, IEnumerable<PlacedConcern> others, RepeatRule? rule = null) =>
        [.. RepeatComplaints.Raised(latest, others, rule ?? RepeatRule.Standard).Select(concern => concern.Id)];

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Made)], MaxTest = 300)]
    public bool Whatever_is_raised_is_enough_about_one_place_within_the_months_and_told_in_time(PlacedConcern[] concerns) =>
        concerns.All(latest => RepeatComplaints.Raised(latest, concerns, RepeatRule.Standard) is var raised
            && (raised.Count == 0 || (raised.Count >= 3 && raised.Contains(latest) && raised.All(one => RepeatComplaints.Qualifies(one)
                && (one == latest || RepeatComplaints.SamePlace(latest, one)) && one.ReceivedOn <= latest.ReceivedOn
                && one.ReceivedOn >= latest.ReceivedOn.AddMonths(-6)))));

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Made)], MaxTest = 300)]
    public bool The_order_of_others_does_not_matter(PlacedConcern[] concerns) =>
        concerns.All(latest => Ids(latest, concerns).SequenceEqual(Ids(latest, concerns.Reverse())));

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Made)], MaxTest = 300)]
    public bool A_further_concern_takes_none_away(PlacedConcern[] concerns) =>
        concerns.All(latest => Ids(latest, concerns.Skip(1)).All(Ids(latest, concerns).Contains));

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Made)], MaxTest = 300)]
    public bool One_place_is_mutual(PlacedConcern[] concerns) =>
        concerns.All(one => concerns.All(other => RepeatComplaints.SamePlace(one, other) == RepeatComplaints.SamePlace(other, one)));

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Made)], MaxTest = 300)]
    public bool All_that_qualify_about_its_place_in_the_months_count(PlacedConcern[] concerns) =>
        concerns.All(latest => !RepeatComplaints.Qualifies(latest) || concerns.Count(one => one.Id != latest.Id
            && RepeatComplaints.Qualifies(one) && RepeatComplaints.SamePlace(latest, one) && one.ReceivedOn <= latest.ReceivedOn
            && one.ReceivedOn >= latest.ReceivedOn.AddMonths(-6)) < 2 || Ids(latest, concerns).Count >= 3);

    [TestCase(1L, 1L, true)]
    [TestCase(1L, 2L, false)]
    [TestCase(1L, null, true)]
    public void Same_name_in_two_neighborhoods_is_two_places(long? one, long? other, bool same)
    {
        PlacedConcern At(long id, long? neighborhood) => new(id, "THE PARK", null, null, new(2026, 3, 2), null, neighborhood);
        Assert.That(RepeatComplaints.SamePlace(At(1, one), At(2, other)), Is.EqualTo(same));
    }

    [Test]
    public void Three_within_six_months_raise_it_and_two_or_older_ones_do_not()
    {
        var latest = At(3, March);
        Assert.Multiple(() =>
        {
            Assert.That(Ids(latest, [At(1, March.AddMonths(-6)), At(2, March)]), Is.EqualTo(new[] { 1, 2, 3 }));
            Assert.That(Ids(latest, [At(1, March.AddMonths(-6).AddDays(-1)), At(2, March)]), Is.Empty);
            Assert.That(Ids(latest, [At(2, March)]), Is.Empty);
            Assert.That(Ids(latest, [At(2, March)], new(2, 6)), Is.EqualTo(new[] { 2, 3 }));
            Assert.That(Ids(latest, [At(1, March), At(2, March, "500 BLOCK OF TANNER STREET")]), Is.Empty);
        });
    }

    [Test]
    public void A_concern_told_more_than_a_month_later_does_not_count()
    {
        var latest = At(3, March);
        Assert.Multiple(() =>
        {
            Assert.That(Ids(latest, [At(1, March, happened: new(2026, 2, 2)), At(2, March)]), Has.Count.EqualTo(3));
            Assert.That(Ids(latest, [At(1, March, happened: new(2026, 2, 1)), At(2, March)]), Is.Empty);
            Assert.That(Ids(At(3, March, happened: new(2025, 2, 1)), [At(1, March), At(2, March)]), Is.Empty);
            Assert.That(RepeatComplaints.Qualifies(At(1, DateOnly.MaxValue, happened: DateOnly.MaxValue)), Is.True);
        });
    }

    [TestCase("412 Tanner Street", "400 block of Tanner Street")]
    [TestCase("Tanner Street, 400 block", "400 block of Tanner Street")]
    [TestCase("Heron Trail lot", "Heron Trail lot")]
    [TestCase("  ", null)]
    [TestCase(null, null)]
    public void Place_of_an_address_is_its_block_or_the_address(string? address, string? expected) =>
        Assert.That(RepeatComplaints.PlaceOf(address), Is.EqualTo(expected));

    [Test]
    public void Points_within_100_meters_are_one_place()
    {
        PlacedConcern Point(double latitude) => new(1, null, latitude, -77.5, March, null);
        Assert.That(RepeatComplaints.SamePlace(Point(43.5), Point(43.5008)), Is.True);
        Assert.That(RepeatComplaints.SamePlace(Point(43.5), Point(43.501)), Is.False);
        Assert.That(RepeatComplaints.Earlier(DateOnly.MinValue, 6), Is.EqualTo(DateOnly.MinValue));
    }

    /// <summary>Case repeat-trigger of the reference for developers: the third was made a day after its month.</summary>
    [Test]
    public void Three_of_four_complaints_raise_it_as_in_the_reference()
    {
        PlacedConcern[] made =
        [
            At(1, new(2026, 1, 12), happened: new(2026, 1, 10)), At(2, new(2026, 3, 1), happened: new(2026, 2, 1)),
            At(3, new(2026, 4, 6), happened: new(2026, 3, 5)), At(4, new(2026, 7, 1), happened: new(2026, 6, 30)),
        ];
        Assert.That(made.Select(RepeatComplaints.Qualifies), Is.EqualTo(new[] { true, true, false, true }));
        Assert.That(Ids(made[3], made), Is.EqualTo(new long[] { 1, 2, 4 }));
    }
}
