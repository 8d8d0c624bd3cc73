using System.Text;
using ProblemTracker.Files;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Incidents;

public sealed class CsvRowsTests
{
    [Test]
    public async Task Quoted_fields_can_contain_delimiters_quotes_and_line_breaks() =>
        Assert.That(await Read("a,b\n\"x,\"\"y\"\"\",\"first\nsecond\"\n1,2\n"),
            Is.EqualTo(new[] { "2: x,\"y\"|first\nsecond", "4: 1|2" }));

    [Test]
    public async Task Accepts_any_line_ending_and_skips_blank_lines() =>
        Assert.That(await Read("a,b\r\n1,2\r\n\r\n3,4\r5,\n"), Is.EqualTo(new[] { "2: 1|2", "4: 3|4", "5: 5|" }));

    [TestCase("a;b\n1;2", "2: 1|2")]
    [TestCase("a\tb\n1\t2", "2: 1|2")]
    [TestCase("a|b\n1|2", "2: 1|2")]
    [TestCase("\uFEFFa,b\n1,2", "2: 1|2")]
    public async Task Detects_the_delimiter_from_the_header(string text, string expected) =>
        Assert.That(await Read(text), Is.EqualTo(new[] { expected }));

    [Test]
    public async Task A_stray_quote_invalidates_only_its_own_line() => Assert.That(
        await Read("a,b\n\"open,1\n2,3\n4,6\" pipe\n5,\"x\"y\n6,\"never\n7,8\n9,\"Oak\"\n"),
        Is.EqualTo(new[]
        {
            "2! A quoted field is never closed.", "3: 2|3", "4! There is a quote inside an unquoted field.",
            "5! There is text after a closing quote.", "6! A quoted field is never closed.", "7: 7|8", "8: 9|Oak",
        }));

    [Test]
    public async Task A_stray_quote_does_not_invalidate_a_long_file()
    {
        var rest = string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},x\n"));
        var rows = await Read($"a,b\n\"open,1\n{rest}");

        Assert.That(rows, Has.Length.EqualTo(501));
        Assert.That(rows[500], Is.EqualTo("502: 499|x"));
    }

    [Test]
    public async Task Rejects_rows_with_too_few_or_too_many_fields() =>
        Assert.That(await Read("a,b\n1\n1,2,3\n"),
            Is.EqualTo(new[] { "2! The row has 1 field; the header has 2.", "3! The row has 3 fields; the header has 2." }));

    [Test]
    public async Task Detects_gzip_by_content_and_UTF16_by_its_byte_order_mark()
    {
        Assert.That(await Read(Imports.Gzip("a,b\n1,2\n"u8.ToArray()), "x.csv"), Is.EqualTo(new[] { "2: 1|2" }));
        Assert.That(await Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("a,b\n1,é\n")], "x.csv"),
            Is.EqualTo(new[] { "2: 1|é" }));
    }

    [Test]
    public void Errors_name_the_line_that_is_not_text()
    {
        Wrong([.. "a,b\n1,2\n"u8, 0xE9, (byte)',', (byte)'2'], "x.csv", "Line 3 is not valid UTF-8");
        Wrong(Encoding.Unicode.GetBytes("a,b\n1,2\n"), "x.csv", "Line 1 contains zero bytes");
        Wrong("a,b\n"u8.ToArray(), "x.csv.gz", "is not a gzip file");
        var packed = Imports.Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},{i * 7919}\n"))));
        Wrong(packed[..(packed.Length / 2)], "x.gz", "damaged");
        Wrong([0x1F, 0x8B, 1, 2, 3, 4], "x.gz", "damaged");
        Wrong([], "x.csv", "empty");
        Wrong([], "x.csv.gz", "empty");
        Wrong("\n\n"u8.ToArray(), "x.csv", "empty");
        Wrong("a,\"b\n"u8.ToArray(), "x.csv", "header in line 1");
        Wrong(Encoding.UTF8.GetBytes("a,b\n" + new string('x', 1_100_000)), "x.csv", "Line 2 is longer");
    }

    private static void Wrong(byte[] bytes, string name, string expected) =>
        Assert.That(Assert.ThrowsAsync<Invalid>(() => Read(bytes, name))!.Errors["file"].Single(), Does.Contain(expected));

    private static Task<string[]> Read(string text) => Read(Encoding.UTF8.GetBytes(text), "x.csv");

    private static async Task<string[]> Read(byte[] bytes, string name)
    {
        var rows = await CsvRows.Open(new MemoryStream(bytes), name, null, CancellationToken.None);
        var found = new List<string>();
        while (await rows.Next(CancellationToken.None) is { } row)
            found.Add(row.Wrong is null ? $"{row.Line}: {string.Join('|', row.Fields)}" : $"{row.Line}! {row.Wrong}");
        return [.. found];
    }
}
