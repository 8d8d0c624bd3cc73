using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain.Signals;

public sealed class SignalRulesTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    [TestCase(10, 14, false)]
    [TestCase(10, 15, true)]
    [TestCase(5, 9, false, Description = "Not five more.")]
    [TestCase(5, 10, true)]
    [TestCase(100, 149, false)]
    [TestCase(100, 150, true)]
    [TestCase(0, 5, true)]
    public void Grows_by_half_and_by_at_least_five(int decided, int observed, bool grown) =>
        Assert.That(SignalRules.HasGrown(decided, observed), Is.EqualTo(grown));

    [Test]
    public void Dismissal_ends_after_its_day_and_a_problem_only_by_growth()
    {
        Assert.That(SignalRules.ComesBack(SignalDecision.Dismissed, Today, 10, 10, Today), Is.False);
        Assert.That(SignalRules.ComesBack(SignalDecision.Dismissed, Today.AddDays(-1), 10, 10, Today), Is.True);
        Assert.That(SignalRules.ComesBack(SignalDecision.Problem, null, 10, 14, Today), Is.False);
        Assert.That(SignalRules.ComesBack(SignalDecision.Problem, null, 10, 15, Today), Is.True);
    }

    private static SignalFacts Facts(SignalKind kind) =>
        new(kind, "Noise", "Tanner Street 40", "Lantern Quay", 150, 31, 12.04, 1.72, 4.04, 0.00021, 2);

    [TestCase(SignalKind.HotSpot,
        "Noise within 150 m of Tanner Street 40: 31 incidents in 13 weeks, 12 expected from its share in the rest of the city.")]
    [TestCase(SignalKind.RepeatPlace, "Noise at Tanner Street 40: 31 incidents in 13 weeks, 12 expected from the year before.")]
    [TestCase(SignalKind.RisingSeries,
        "Noise in Lantern Quay: 31 incidents in 13 weeks, 12 expected from the same weeks of 2 earlier years.")]
    [TestCase(SignalKind.NearRepeat, "Noise within 200 m and 14 days of each other: 31 pairs of incidents in 13 weeks, 12 expected by "
        + "chance. Most are near Tanner Street 40.")]
    [TestCase(SignalKind.RiskyFacility, "Noise at Tanner Street 40: 31 incidents in 13 weeks, 12 expected from the 2 others of its kind.")]
    public void Each_kind_has_its_sentence(SignalKind kind, string sentence) =>
        Assert.That(SignalWords.Sentence(Facts(kind)), Is.EqualTo(sentence));

    [Test]
    public void Strength_has_its_interval_and_what_chance_would_do()
    {
        Assert.That(SignalWords.Strength(Facts(SignalKind.HotSpot)), Is.EqualTo(
            "2.6 times as many as expected (95% interval 1.7 to 4.0). By chance alone, so many would come about once in 4,800 times."));
        Assert.That(SignalWords.Strength(Facts(SignalKind.HotSpot) with { Expected = 0, High = null, P = 1e-9 }), Is.EqualTo(
            "None were expected (95% interval from 1.7, without an upper end). "
                + "By chance alone, so many would come less than once in a million times."));
        Assert.That(SignalWords.Strength(Facts(SignalKind.NearRepeat)), Is.EqualTo("2.6 times as many as expected. An incident can be in "
            + "several pairs, so there is no interval. By chance alone, so many would come about once in 4,800 times."));
    }

    [Test]
    public void Other_forms_of_sentences()
    {
        Assert.That(SignalWords.Title(Facts(SignalKind.RisingSeries) with { Neighborhood = null }), Is.EqualTo("Noise in the whole city"));
        Assert.That(SignalWords.Sentence(Facts(SignalKind.RepeatPlace) with { Category = null, Observed = 1, Expected = 0.25 }),
            Is.EqualTo("Incidents at Tanner Street 40: 1 incident in 13 weeks, 0.3 expected from the year before."));
        Assert.That(SignalWords.Sentence(Facts(SignalKind.RisingSeries) with { Years = 1 }),
            Does.EndWith("the same weeks of the year before."));
        Assert.That(SignalWords.Rank(0), Is.EqualTo(30_000), "Never infinite.");
    }
}
