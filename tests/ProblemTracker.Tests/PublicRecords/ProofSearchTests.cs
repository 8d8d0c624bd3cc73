using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.PublicRecords;

/// <summary>The search that proves a release: finds a text however it is written, and no other.</summary>
public sealed class ProofSearchTests
{
    private const string Planted = "Zoë Quillfeather-Oduya & sons";

    private static readonly Dictionary<string, Func<string, byte[]>> Ways = new()
    {
        ["UTF-8"] = Encoding.UTF8.GetBytes,
        ["UTF-16"] = text => Encoding.Unicode.GetBytes(text),
        ["UTF-16 big-endian"] = text => Encoding.BigEndianUnicode.GetBytes(text),
        ["UTF-16 at an odd offset"] = text => [0x41, .. Encoding.Unicode.GetBytes(text)],
        ["JSON"] = text => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { text })),
        ["HTML"] = text => Encoding.UTF8.GetBytes($"<p>{HtmlEncoder.Default.Encode(text)}</p>"),
        ["HTML in JSON"] = text => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(WebUtility.HtmlEncode(text))),
        ["percent"] = text => Encoding.UTF8.GetBytes($"/find?q={Uri.EscapeDataString(text)}"),
        ["form"] = text => Encoding.UTF8.GetBytes(WebUtility.UrlEncode(text)),
        ["CSV"] = text => Encoding.UTF8.GetBytes($"\"a\"\"b\",\"{text.Replace("\"", "\"\"")}\""),
        ["base64"] = text => Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
        ["base64, one byte in"] = text => Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes("x" + text))),
        ["base64, two bytes in"] = text => Encoding.UTF8.GetBytes("data:," + Convert.ToBase64String(Encoding.UTF8.GetBytes("xy" + text))),
        ["base64 in lines"] = text => Encoding.UTF8.GetBytes(
            Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('-', 60) + text), Base64FormattingOptions.InsertLineBreaks)),
        ["base64 for addresses"] = text => Encoding.UTF8.GetBytes(
            Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).Replace('+', '-').Replace('/', '_').TrimEnd('=')),
        ["base64 of UTF-16"] = text => Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.Unicode.GetBytes(text))),
        ["capitals"] = text => Encoding.UTF8.GetBytes(text.ToUpperInvariant()),
        ["other white space"] = text => Encoding.UTF8.GetBytes(text.Replace(" ", " \n\t\u00A0")),
        ["without accents"] = text => Encoding.UTF8.GetBytes(text.Replace('ë', 'e')),
        ["decomposed"] = text => Encoding.UTF8.GetBytes(text.Normalize(NormalizationForm.FormD)),
        ["invisible characters"] = text => Encoding.UTF8.GetBytes(string.Join("\u200B", text.ToCharArray())),
    };

    [TestCaseSource(nameof(Names))]
    public void Text_is_found_however_it_is_written(string way)
    {
        Assert.That(ProofSearch.Find([Planted], [File("Nothing here."), new("planted", Ways[way](Planted))]),
            Is.EqualTo(new[] { new ProofHit(0, 1) }));
        Assert.That(ProofSearch.Find(["Somebody else entirely"], [new("planted", Ways[way](Planted))]), Is.Empty);
    }

    [TestCase("(509) 555-0134", "Call 5095550134 now")]
    [TestCase("5095550134", "Call 509.555 0134 now")]
    [TestCase("123-45-6789", "SSN 123 45 6789.")]
    public void Number_is_found_with_any_separators(string term, string text) =>
        Assert.That(ProofSearch.Find([term], [File(text)]), Has.Count.EqualTo(1));

    [TestCase("Lane", "The planet turns.", 0)]
    [TestCase("Lane", "Officer Lane came.", 1)]
    [TestCase("Kim Lo", "Kim Look was there.", 0)]
    [TestCase("Kim Lo", "KIM  LO was there.", 1)]
    public void Short_text_is_found_as_whole_words_only(string term, string text, int hits) =>
        Assert.That(ProofSearch.Find([term], [File(text)]), Has.Count.EqualTo(hits));

    [TestCase("5", false)]
    [TestCase("Bob", false)]
    [TestCase("school", false)]
    [TestCase("Lane", true)]
    [TestCase("behind the bar", true)]
    [TestCase("509-555-0134", true)]
    public void Short_texts_and_single_common_words_are_not_distinctive(string text, bool expected) =>
        Assert.That(ProofSearch.IsDistinctive(text), Is.EqualTo(expected));

    [Test]
    public void Garbage_is_searched_without_failing()
    {
        var bytes = new byte[200_000];
        new Random(7).NextBytes(bytes);
        Assert.That(ProofSearch.Find([Planted], [new("garbage", bytes), new("empty", []), File("\\u12 \\ %zz &#xFFFFFFF; \\uD800")]),
            Is.Empty);
    }

    private static Dictionary<string, Func<string, byte[]>>.KeyCollection Names() => Ways.Keys;

    private static ProofFile File(string text) => new("file", Encoding.UTF8.GetBytes(text));
}
