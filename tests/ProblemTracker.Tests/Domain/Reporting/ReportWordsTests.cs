using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Domain;

public sealed class ReportWordsTests
{
    [TestCase(null, 0)]
    [TestCase("", 0)]
    [TestCase("- one – two", 2)]
    [TestCase("The 12 calls, at 1:30 a.m.", 6)]
    [TestCase("Doña María\n\nvive aquí", 4)]
    public void Words_are_counted_as_people_count_them(string? text, int words) =>
        Assert.That(ReportWords.Count(text), Is.EqualTo(words));

    [TestCase("One two. Three four. Five six.", 4, "One two. Three four.")]
    [TestCase("One two. Three four.", 9, "One two. Three four.")]
    [TestCase("One two three four", 3, "One two three …")]
    [TestCase("One\n two.", 5, "One two.")]
    public void A_text_is_shortened_to_whole_sentences(string text, int most, string expected)
    {
        Assert.That(ReportWords.Shorten(text, most), Is.EqualTo(expected));
        Assert.That(ReportWords.Count(ReportWords.Shorten(text, most)), Is.LessThanOrEqualTo(most));
    }

    [Test]
    public void Lines_with_a_hyphen_are_a_list_until_another_line() =>
        Assert.That(ReportWords.Blocks("First.\n- one\n- two\n\nLast.\n- three")
            .Select(block => (block.IsList, string.Join('|', block.Lines))),
            Is.EqualTo(new[] { (false, "First."), (true, "one|two"), (false, "Last."), (true, "three") }));
}
