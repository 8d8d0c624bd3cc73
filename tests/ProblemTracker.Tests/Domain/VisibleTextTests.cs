using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class VisibleTextTests
{
    [TestCase(null)]
    [TestCase("")]
    [TestCase(" \t\n\u00a0\u3000")]
    [TestCase("\u200b\u200b", Description = "zero-width spaces")]
    [TestCase("\u200d\u2060\ufeff\u00ad", Description = "joiners, byte order mark, soft hyphen")]
    [TestCase("\u0007\u001b\u009f", Description = "control characters")]
    [TestCase("\u202e\u2066", Description = "marks of direction")]
    [TestCase("\u3164\u115f\uffa0\u2800", Description = "fillers")]
    [TestCase("\ufe0f\u034f\U000e0041", Description = "variation selector, joiner, tag")]
    public void Text_that_nobody_can_see_is_blank(string? text) => Assert.That(text.IsBlank(), Is.True);

    [TestCase("a")]
    [TestCase("\u200bNoise\u200b")]
    [TestCase(".")]
    [TestCase("\u0301", Description = "an accent by itself is drawn")]
    [TestCase("\U0001F600")]
    [TestCase("م")]
    public void Text_with_one_character_that_is_drawn_is_not_blank(string text) => Assert.That(text.IsBlank(), Is.False);

    [Test]
    public void Half_of_a_pair_is_shown_as_a_replacement_and_so_is_not_blank() => Assert.That("\uD83D".IsBlank(), Is.False);
}
