using ProblemTracker.Data;

namespace ProblemTracker.Tests.Data;

public sealed class SearchKeyTests
{
    [TestCase(" Alder  Hill ", "ALDER HILL")]
    [TestCase("Café Ñandú", "CAFE NANDU")]
    [TestCase("Smile \U0001F600", "SMILE \U0001F600")]
    [TestCase("\u200bTHEFT\u200b\u00ad", "THEFT", Description = "characters that nobody sees")]
    [TestCase("Alder\uFFFE", "ALDER\uFFFD", Description = "a character that is none")]
    public void Key_is_upper_case_without_accents(string text, string key) => Assert.That(SearchKey.Of(text), Is.EqualTo(key));

    [Test]
    public void Half_a_surrogate_pair_is_no_accident() => Assert.That(SearchKey.Of($"Alder{'\uD83D'}"), Is.EqualTo("ALDER\uFFFD"));
}
