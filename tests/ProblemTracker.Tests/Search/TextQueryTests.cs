using ProblemTracker.Search;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Search;

/// <summary>Tests how queries are parsed and which sentence is shown.</summary>
public sealed class TextQueryTests
{
    [TestCase("bar", "BAR…")]
    [TestCase("  Bar   noise ", "BAR|NOISE…")]
    [TestCase("Café \u0043\u0061\u0066\u0065\u0301 loud", "CAFE|LOUD…")]
    [TestCase("\"back door\" bar", "BACK DOOR|BAR…")]
    [TestCase("“back door”", "BACK DOOR")]
    [TestCase("bar \"back do", "BAR|BACK DO")]
    [TestCase("P-2026-0007", "P 2026 0007…")]
    [TestCase("o'brien's pub", "O BRIEN S|PUB…")]
    [TestCase("bar AND NOT (noise) OR x*", "BAR|AND|NOT|NOISE|OR|X…")]
    [TestCase("NEAR(a b, 5) - ^col : {x}", "NEAR A|B|5|COL|X…")]
    [TestCase("ЖУК жук 高い", "ЖУК|高い…")]
    [TestCase("!?… \"\" -- 🚗", "")]
    [TestCase("", "")]
    [TestCase(null, "")]
    public void Parses_words_and_phrases_without_operators(string? typed, string terms) =>
        Assert.That(string.Join('|', TextQuery.Parse(typed).Terms), Is.EqualTo(terms));

    [TestCase("Quiet. The bar is loud! Then not.", "bar", "The [bar] is loud!")]
    [TestCase("Bars here. A bar and a door. A bar.", "bar door", "A [bar] and a [door].")]
    [TestCase("One line\nof a café\nthird", "cafe", "of a [café]")]
    [TestCase("<script>alert('bar')</script>", "bar", "<script>alert('[bar]')</script>")]
    [TestCase("Broad Street, 40.5 miles", "40.5", "Broad Street, [40.5] miles")]
    [TestCase("the back door, not the door at the back", "\"back door\"", "the [back door], not the door at the back")]
    [TestCase("bargain and bar", "bar", "[bargain] and [bar]")]
    [TestCase("bargain and bar", "\"bar\"", "bargain and [bar]")]
    [TestCase("E\u0301cole and ecole", "école", "[E\u0301cole] and [ecole]")]
    [TestCase("Nothing here", "bar", "")]
    public void Shows_the_sentence_with_the_most_terms_and_marks_the_matches(string text, string typed, string shown) =>
        Assert.That(Shown(text, typed), Is.EqualTo(shown));

    [Test]
    public void Long_sentence_is_cut_to_the_part_around_the_match()
    {
        var words = string.Join(' ', Enumerable.Range(0, 300).Select(i => $"word{i}"));

        foreach (var at in new[] { 0, 1, 20, 150, 298, 299 })
        {
            var shown = Shown(words, $"\"word{at}\"");
            Assert.That(shown, Does.Contain($"[word{at}]"));
            Assert.That(shown, Has.Length.LessThan(260));
            Assert.That(shown.Replace("[", "").Replace("]", "").Trim('…', ' ').Split(' '), Is.SubsetOf(words.Split(' ')), "whole words");
        }
        Assert.That(Shown(new string('x', 5000) + " bar", "bar"), Does.Contain("[bar]"));
        Assert.That(Shown(new string('x', 5000), "x"), Has.Length.LessThan(260));
    }

    [Test]
    public void Word_too_long_for_the_index_is_cut_in_text_and_query() =>
        Assert.That(Shown(new string('a', 150) + ".", new string('a', 120)), Is.EqualTo($"[{new string('a', 150)}]."));

    private static string Shown(string text, string typed) =>
        string.Concat(Excerpt.Of(text, TextQuery.Parse(typed)).Runs.Select(run => run.IsMatch ? $"[{run.Text}]" : run.Text));
}
