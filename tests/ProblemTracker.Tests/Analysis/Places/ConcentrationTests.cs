using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

public sealed class ConcentrationTests
{
    /// <summary>Case concentration-10 of the reference for developers.</summary>
    [Test]
    public void Concentration_matches_the_reference()
    {
        var found = Concentration.Of([10, 5, 3, 2, 1, 1, 1, 1, 0, 0]).Value!;
        Assert.That((found.Places, found.Events, found.TopPlaces, found.PlacesForHalf), Is.EqualTo((10, 24L, 1, 2)));
        Near.Equal(found.TopShare, 0.416666666667);
        Near.Equal(found.TopShareExactly, 0.416666666667);
        Near.Equal(found.Gini, 0.575);
        Near.Equal(found.GiniUnbiased, 0.638888888889);
    }

    [Test]
    public void Tenth_of_eleven_places_is_two_places_rounded_up_or_one_and_a_tenth()
    {
        var found = Concentration.Of([6, 4, 1, 1, 1, 1, 1, 1, 1, 1, 2]).Value!;
        Assert.That((found.TopPlaces, found.TopShare), Is.EqualTo((2, 0.5)));
        Near.Equal(found.TopShareExactly, (6 + 0.1 * 4) / 20);
        Assert.That(Concentration.Of([1, 2, 3], top: 1).Value!.TopShare, Is.EqualTo(1));
    }

    [Test]
    public void Even_places_have_no_concentration_and_one_place_has_all()
    {
        Near.Equal(Concentration.Of([4, 4, 4, 4]).Value!.Gini, 0);
        Near.Equal(Concentration.Of([0, 0, 0, 8]).Value!.GiniUnbiased, 1);
        Assert.That(Concentration.Of([5]).Value, Is.EqualTo(new PlaceConcentration(1, 5, 1, 1, 0.1, 0, null, 1)));
    }

    [Test]
    public void Nothing_has_a_reason()
    {
        Assert.That(Concentration.Of([]).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(Concentration.Of([0, 0]).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(Concentration.RepeatPlaces<string>([]).Why, Is.EqualTo(NoResult.Empty));
        Assert.Throws<ArgumentOutOfRangeException>(() => Concentration.Of([-1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Concentration.Of([1], top: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Concentration.RepeatPlaces(["a"], 1));
    }

    [FsCheck.NUnit.Property]
    public bool Order_and_unit_do_not_matter_and_more_at_the_top_concentrates(byte[] counts)
    {
        int[] given = [.. counts.Select(count => (int)count)];
        var plain = Concentration.Of(given);
        if (plain.Value is not { } one) return plain.Why == NoResult.Empty;
        var times = Concentration.Of(given.Reverse().Select(count => count * 3)).Value!;
        var top = Concentration.Of([.. given.Order().SkipLast(1), given.Max() + 10]).Value!;
        return Math.Abs(one.Gini - times.Gini) < 1e-12 && Math.Abs(one.TopShare - times.TopShare) < 1e-12 && top.Gini >= one.Gini - 1e-12
            && one.Gini is >= -1e-12 and < 1 && one.TopShareExactly <= one.TopShare + 1e-12;
    }

    [Test]
    public void Repeat_places_are_those_with_several_events()
    {
        var found = Concentration.RepeatPlaces(["a", "b", "a", "c", "a", "b", "d"]).Value!;
        Assert.That((found.Places, found.Events, found.RepeatPlaces, found.RepeatEvents), Is.EqualTo((4, 7, 2, 5)));
        Assert.That(found.Top, Is.EqualTo(new[] { ("a", 3), ("b", 2) }));
        Assert.That(Concentration.RepeatPlaces(["a", "b", "a"], 3).Value!.Top, Is.Empty);
    }
}
