using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class NameLikenessTests
{
    [TestCase("DANA QUILL", "DANA QUILL")]
    [TestCase("DANA QUILL", "QUILL, DANA")]
    [TestCase("HARBOR NIGHT BUS", "THE HARBOR NIGHT-BUS CO.")]
    [TestCase("O'BRIEN", "OBRIEN")]
    [TestCase("NIGHTBUS HARBOR", "NIGHT BUS HARBOR")]
    [TestCase("THE CO", "THE CO.")]
    public void Same_words_in_any_order_are_the_same_name(string one, string other) => Both(one, other, Likeness.SameName);

    [TestCase("DANA QUILL", "DANA QUIL")]
    [TestCase("DANA QUILL", "QULIL DANA", Description = "Two letters swapped.")]
    [TestCase("DANA QUILL", "DANA M. QUILL")]
    [TestCase("DANA QUILL", "D. QUILL")]
    [TestCase("KILN ROAD SHOPS", "KILN ROAD SHOPS ASSOCIATION")]
    [TestCase("CATHERINE MERROW", "KATHERIN MERROW", Description = "Two typos in a long word.")]
    public void Typo_initial_or_extra_word_is_a_near_name(string one, string other) => Both(one, other, Likeness.NearName);

    [TestCase("DANA QUILL", "DANA MERROW")]
    [TestCase("QUILL", "DANA QUILL", Description = "One name alone may be anyone.")]
    [TestCase("ANN LEE", "ANA LEO", Description = "Short words must match exactly.")]
    [TestCase("BUILDING 12 TENANTS", "BUILDING 13 TENANTS", Description = "Words with digits must match exactly.")]
    [TestCase("KILN ROAD", "KILN ROAD SHOP OWNERS")]
    [TestCase("DANA DANA", "DANA QUILL", Description = "One word can't match two.")]
    [TestCase("", "DANA QUILL")]
    [TestCase("- . -", "- . -", Description = "No words at all.")]
    public void Different_names_are_not_alike(string one, string other) => Both(one, other, null);

    [Test]
    public void Name_of_a_hundred_words_is_compared_quickly() =>
        Assert.That(
            NameLikeness.Between(string.Join(' ', Enumerable.Repeat("AAAA", 99).Append("ZZZZ")),
                string.Join(' ', Enumerable.Repeat("AAAB", 100))), Is.Null);

    [TestCase("QUILL, DANA", new[] { "QUILL", "DANA", "QUI", "DAN", "THE QUI", "THE DAN" })]
    [TestCase("THE BAR", new[] { "BAR", "THE BAR" })]
    [TestCase("D. LI", new[] { "LI", "THE LI" })]
    [TestCase("", new string[0])]
    public void Lookup_uses_the_beginning_of_each_significant_word(string key, string[] beginnings) =>
        Assert.That(NameLikeness.Beginnings(key), Is.EqualTo(beginnings));

    private static void Both(string one, string other, Likeness? expected)
    {
        Assert.That(NameLikeness.Between(one, other), Is.EqualTo(expected));
        Assert.That(NameLikeness.Between(other, one), Is.EqualTo(expected));
    }
}
