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
    public void The_same_words_in_any_order_are_the_same_name(string one, string other) => Both(one, other, Likeness.SameName);

    [TestCase("DANA QUILL", "DANA QUIL")]
    [TestCase("DANA QUILL", "QULIL DANA", Description = "Two letters swapped.")]
    [TestCase("DANA QUILL", "DANA M. QUILL")]
    [TestCase("DANA QUILL", "D. QUILL")]
    [TestCase("KILN ROAD SHOPS", "KILN ROAD SHOPS ASSOCIATION")]
    [TestCase("CATHERINE MERROW", "KATHERIN MERROW", Description = "Two slips in a long word.")]
    public void A_slip_of_the_pen_an_initial_or_one_word_more_is_near(string one, string other) => Both(one, other, Likeness.NearName);

    [TestCase("DANA QUILL", "DANA MERROW")]
    [TestCase("QUILL", "DANA QUILL", Description = "One name alone may be anybody.")]
    [TestCase("ANN LEE", "ANA LEO", Description = "Short words leave no room for slips.")]
    [TestCase("BUILDING 12 TENANTS", "BUILDING 13 TENANTS", Description = "A number is right or wrong.")]
    [TestCase("KILN ROAD", "KILN ROAD SHOP OWNERS")]
    [TestCase("DANA DANA", "DANA QUILL", Description = "One word can't stand for two.")]
    [TestCase("", "DANA QUILL")]
    [TestCase("- . -", "- . -", Description = "No word at all.")]
    public void Other_names_are_not_alike(string one, string other) => Both(one, other, null);

    [Test]
    public void A_name_of_a_hundred_words_takes_no_time() =>
        Assert.That(
            NameLikeness.Between(string.Join(' ', Enumerable.Repeat("AAAA", 99).Append("ZZZZ")),
                string.Join(' ', Enumerable.Repeat("AAAB", 100))), Is.Null);

    [TestCase("QUILL, DANA", new[] { "QUILL", "DANA", "QUI", "DAN", "THE QUI", "THE DAN" })]
    [TestCase("THE BAR", new[] { "BAR", "THE BAR" })]
    [TestCase("D. LI", new[] { "LI", "THE LI" })]
    [TestCase("", new string[0])]
    public void An_entry_is_looked_for_by_the_beginning_of_each_telling_word(string key, string[] beginnings) =>
        Assert.That(NameLikeness.Beginnings(key), Is.EqualTo(beginnings));

    private static void Both(string one, string other, Likeness? expected)
    {
        Assert.That(NameLikeness.Between(one, other), Is.EqualTo(expected));
        Assert.That(NameLikeness.Between(other, one), Is.EqualTo(expected));
    }
}
