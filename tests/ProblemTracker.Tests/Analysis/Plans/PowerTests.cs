using ProblemTracker.Analysis;

namespace ProblemTracker.Tests.Analysis;

public sealed class PowerTests
{
    /// <summary>Case power-144 of the reference for developers: 12 events a month over 12 months on each side.</summary>
    [Test]
    public void Twelve_events_a_month_match_the_reference()
    {
        var counts = new ExpectedCounts(144, 144);
        Near.Equal(Power.DisplacementFormula(counts), 59.6753966526);
        Near.Equal(Power.DisplacementFormula(counts) / 144, 0.414412476754);
        Near.Equal(Power.DisplacementFormula(counts, new(Power: 0.5)), 39.4764870468);
        Near.Equal(Power.DisplacementFormula(counts, new(0.01, 0.5)), 55.832348977);
        var smallest = Power.Displacement(counts).Value!;
        Near.Equal(smallest.Share, 0.393072985136);
        Near.Equal(smallest.Events, 144 * 0.393072985136);
        Near.Equal(smallest.Power, 0.8);
        Near.Equal(smallest.Size, 0.0499707398732);
        Near.Equal(Power.OfDisplacement(counts, 0.414412476754), 0.837689306649);
    }

    /// <summary>Case power-6: a place of a beat can't be judged from counts.</summary>
    [Test]
    public void Six_events_match_the_reference()
    {
        var counts = new ExpectedCounts(6, 6);
        Assert.That(Power.Displacement(counts).Why, Is.EqualTo(NoResult.CannotBeJudged));
        Near.Equal(Power.DisplacementFormula(counts), 12.1811893331);
        Near.Equal(Power.DisplacementFormula(counts) / 6, 2.03019822218);
        Near.Equal(Power.DisplacementFormula(counts, new(Power: 0.5)), 8.05810417519);
        Near.Equal(Power.DisplacementFormula(counts, new(0.01, 0.5)), 11.3967305112);
        Near.Equal(Power.OfDisplacement(counts, 1), 0.408102670245);
        Near.Equal(Power.OfDisplacement(counts, 0), 0.0488890028513);
    }

    /// <summary>The formula says so below 25 already.</summary>
    [Test]
    public void Counts_up_to_18_can_not_be_judged()
    {
        Assert.That(Power.Displacement(new(18, 18)).Why, Is.EqualTo(NoResult.CannotBeJudged));
        Assert.That(Power.Displacement(new(19, 19)).Value!.Share, Is.InRange(0.95, 1));
        Assert.That(Power.DisplacementFormula(new(24, 24)), Is.GreaterThan(24));
    }

    [Test]
    public void Displacement_areas_and_a_larger_control_area_add_noise()
    {
        var plain = Power.Displacement(new(144, 144)).Value!.Share;
        Assert.That(Power.Displacement(new(144, 300)).Value!.Share, Is.GreaterThan(plain));
        Assert.That(Power.Displacement(new(144, 144, 80, 80)).Value!.Share, Is.GreaterThan(plain));
        Assert.That(Power.BeforeAfter(144, 144).Value!.Share, Is.LessThan(plain));
    }

    [Test]
    public void More_events_or_smaller_demands_show_smaller_falls()
    {
        double[] means = [20, 40, 80, 160, 1000, 10_000];
        Assert.That(means.Select(mean => Power.Displacement(new(mean, mean)).Value!.Share), Is.Ordered.Descending);
        Assert.That(means.Select(mean => Power.BeforeAfter(mean, mean).Value!.Share), Is.Ordered.Descending);
        Assert.That(Power.BeforeAfter(50, 50, new(Power: 0.5)).Value!.Share, Is.LessThan(Power.BeforeAfter(50, 50).Value!.Share));
        Assert.That(Power.BeforeAfter(50, 50).Value!.Size, Is.LessThanOrEqualTo(0.05));
        Assert.That(Power.BeforeAfter(50, 25).Value!.Share, Is.GreaterThan(Power.BeforeAfter(50, 50).Value!.Share));
    }

    [Test]
    public void Power_rises_with_the_fall()
    {
        var counts = new ExpectedCounts(40, 60, 20, 30);
        var power = Enumerable.Range(0, 21).Select(i => Power.OfDisplacement(counts, i / 20.0)).ToList();
        Assert.That(power, Is.Ordered);
        Assert.That(power[0], Is.EqualTo(0.05).Within(0.002));
    }

    [Test]
    public void Plans_without_events_have_a_reason()
    {
        Assert.That(Power.Displacement(new(0, 10)).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(Power.BeforeAfter(0, 10).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(Power.BeforeAfter(2, 2).Why, Is.EqualTo(NoResult.CannotBeJudged));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.BeforeAfter(-1, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.Displacement(new(10, -1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Power.OfDisplacement(new(10, 10), 1.5));
    }

    [Test]
    public void Series_shows_smaller_falls_the_more_events_and_the_same_each_time()
    {
        var few = SeriesPower.SmallestFall(new(6, 24, 12, new()), studies: 200).Value!;
        var many = SeriesPower.SmallestFall(new(40, 24, 12, new()), studies: 200).Value!;
        var wild = SeriesPower.SmallestFall(new(40, 24, 12, new(), Dispersion: 3), studies: 200).Value!;
        Assert.That(SeriesPower.SmallestFall(new(6, 24, 12, new()), studies: 200).Value, Is.EqualTo(few));
        Assert.That((few.Share > many.Share, wild.Share > many.Share), Is.EqualTo((true, true)));
        Assert.That((many.Power, many.Size), Is.EqualTo((0.8, 0.05)).Within(0.04));
        Assert.That(many.Events, Is.EqualTo(many.Share * 40).Within(1e-9));
    }

    [Test]
    public void Series_that_can_not_be_judged_have_a_reason()
    {
        Assert.That(SeriesPower.SmallestFall(new(0.2, 12, 6, new()), studies: 50).Why, Is.EqualTo(NoResult.CannotBeJudged));
        Assert.That(SeriesPower.SmallestFall(new(0, 12, 6, new())).Why, Is.EqualTo(NoResult.Empty));
        Assert.That(SeriesPower.SmallestFall(new(5, 12, 0, new())).Why, Is.EqualTo(NoResult.OneSide));
        Assert.That(SeriesPower.SmallestFall(new(5, 4, 4, new(Slope: true, Pairs: 2))).Why, Is.EqualTo(NoResult.TooFewPeriods));
        Assert.Throws<ArgumentOutOfRangeException>(() => SeriesPower.SmallestFall(new(5, 12, 6, new(), Dispersion: 0.5)));
    }
}
