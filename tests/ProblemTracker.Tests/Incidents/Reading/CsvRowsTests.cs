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
    public async Task Detects_the_delimiter(string text, string expected) =>
        Assert.That(await Read(text), Is.EqualTo(new[] { expected }));

    [Test]
    public async Task A_stray_quote_invalidates_only_its_own_line() => Assert.That(
        await Read("a,b\n\"open,1\n2,3\n4,6\" pipe\n5,\"x\"y\n6,\"never\n7,8\n9,\"Oak\"\n"),
        Is.EqualTo(new[]
        {
            "2! A quoted field is never closed.", "3: 2|3", "4: 4|6\" pipe",
            "5: 5|xy", "6! A quoted field is never closed.", "7: 7|8", "8: 9|Oak",
        }));

    [Test]
    public async Task Text_after_a_closing_quote_belongs_to_the_field_as_in_Excel_but_takes_no_other_line_with_it() => Assert.That(
        await Read("a,b,c\n1,\"5\" pipe\" rd\",x\n2,\"open,x\n3,\"def\"s,y\n4,\"a \"b\", c\",y\n"),
        Is.EqualTo(new[]
        {
            "2: 1|5 pipe\" rd\"|x", "3! A quoted field is never closed.", "4: 3|defs|y", "5! The row has 4 fields, 1 more than the header. "
                + "Probably a comma within a text splits it: put quotes around such a text.",
        }));

    [TestCase("Date,Date,Kind,Date\n1,2,3,4\n", "Date|Date (2)|Kind|Date (3)")]
    [TestCase("Date,Date,Date (2)\n1,2,3\n", "Date|Date (3)|Date (2)")]
    [TestCase("Date,DATE\n1,2\n", "Date|DATE")]
    [TestCase("Date,\u200b\n1,2\n", "Date|Column 2")]
    public async Task Columns_with_the_same_name_are_numbered_and_those_without_one_too(string text, string header)
    {
        var rows = await CsvRows.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.csv", default, CancellationToken.None);
        Assert.That(string.Join('|', rows.Header), Is.EqualTo(header));
    }

    [TestCase("latin1", "windows-1252")]
    [TestCase("ISO-8859-1", "windows-1252")]
    [TestCase("UTF8", "utf-8")]
    [TestCase("utf_16", "utf-16")]
    [TestCase("UTF-16BE", "utf-16BE")]
    [TestCase("cp437", "IBM437")]
    [TestCase("Macintosh", "macintosh")]
    [TestCase("klingon", null)]
    [TestCase("", null)]
    public void Encodings_have_their_usual_names(string name, string? expected) =>
        Assert.That(TextEncoding.NameOf(name), Is.EqualTo(expected));

    [Test]
    public async Task A_row_with_bytes_of_another_encoding_names_its_field_and_the_encoding_however_it_was_named() => Assert.That(
        await Read([.. "a,b\n1,"u8, 0xE9, .. "\n"u8], "x.csv", new(Encoding: "UTF8")),
        Is.EqualTo(new[] { "2: 1| (The field \"b\" contains bytes that are not UTF-8.)" }));

    [Test]
    public async Task A_stray_quote_does_not_invalidate_a_long_file()
    {
        var rest = string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},x\n"));
        var rows = await Read($"a,b\n\"open,1\n{rest}");

        Assert.That(rows, Has.Length.EqualTo(501));
        Assert.That(rows[500], Is.EqualTo("502: 499|x"));
    }

    [Test]
    public async Task Fills_short_rows_cuts_blank_ends_and_rejects_rows_with_more_values_than_names() =>
        Assert.That(await Read("a,b\n1\n1,2,\n1,2, ,\n1,2,3\n1,2\n"),
            Is.EqualTo(new[] { "2: 1|", "3: 1|2", "4: 1|2", "5! The row has 3 fields, 1 more than the header. Probably a comma "
                + "within a text splits it: put quotes around such a text.", "6: 1|2" }));

    [TestCase("no,where,kind\n1,100 Oak St, Apt 2,theft\n", "a comma within a text splits it, before \"Apt 2\": put quotes")]
    [TestCase("no;where;kind\n1;100 Oak St; Apt 2;theft\n", "a semicolon within a text splits it, before \"Apt 2\": put quotes")]
    [TestCase("no\twhere\tkind\n1\t100 Oak St\tApt 2\ttheft\n", "a tab within a text splits it: put quotes")]
    [TestCase("no, where, kind\n1, 100 Oak St, Apt 2, theft\n", "a comma within a text splits it: put quotes")]
    public async Task A_row_with_too_many_fields_says_why(string text, string reason) =>
        Assert.That((await Read(text)).Single(), Does.StartWith("2! The row has 4 fields, 1 more than the header. ").And.Contain(reason));

    [TestCase("case,date,\n1,2026-01-05\n2,2026-01-06\n", "case|date", "2: 1|2026-01-05",
        TestName = "A separator at the end of the header")]
    [TestCase("sep=;\ncase;kind\n1;x,y\n", "case|kind", "3: 1|x,y", TestName = "Excel's line that names the separator")]
    [TestCase("Incidents of March\n\ncase,kind,block\n1,a,b\n2,a,b\n", "case|kind|block", "4: 1|a|b",
        TestName = "A title above the header")]
    [TestCase("Beats;;\nExported 3/1;;\ncase;kind;block\n1;a;b\n2;a;b\n", "case|kind|block", "4: 1|a|b",
        TestName = "Titles padded")]
    [TestCase("case;\"date, time\";\"kind, type, class, code\"\n1;a;b\n2;a;b\n", "case|date, time|kind, type, class, code", "2: 1|a|b",
        TestName = "Separators in quoted names")]
    [TestCase("id;lat;lon\n1;42,93;-76,56\n2;42,94;-76,57\n", "id|lat|lon", "2: 1|42,93|-76,56", TestName = "Decimal commas")]
    [TestCase("\"case\nno\",kind\n1,a\n", "case\nno|kind", "3: 1|a", TestName = "A line break in a name")]
    [TestCase("359192.3,570510.9,2026-01-01\n356347.3,576182.6,2026-01-03\n", "Column 1|Column 2|Column 3",
        "1: 359192.3|570510.9|2026-01-01", TestName = "No header")]
    [TestCase("case,,kind\n1,x,a\n", "case|Column 2|kind", "2: 1|x|a", TestName = "A column without a name")]
    public async Task Finds_the_header_as_a_person_would(string text, string header, string first)
    {
        var rows = await CsvRows.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.csv", default, CancellationToken.None);
        Assert.That(string.Join('|', rows.Header), Is.EqualTo(header));
        Assert.That((await Read(text))[0], Is.EqualTo(first));
    }

    [Test]
    public async Task The_header_line_can_be_told()
    {
        const string text = "a,b\nc,d\n1,2\n";
        Assert.That(await Read(Encoding.UTF8.GetBytes(text), "x.csv", new(HeaderLine: 2)), Is.EqualTo(new[] { "3: 1|2" }));
        Assert.That(await Read(Encoding.UTF8.GetBytes(text), "x.csv", new(HeaderLine: 0)),
            Is.EqualTo(new[] { "1: a|b", "2: c|d", "3: 1|2" }));
    }

    [TestCase("windows-1252")]
    [TestCase("utf-16")]
    [TestCase("utf-16BE")]
    [TestCase("utf-8")]
    public async Task Detects_the_encoding_even_if_the_first_accent_comes_late(string encoding)
    {
        _ = TextEncoding.Choices;
        var text = "case,street\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},Oak\n")) + "x,Café Zürich Ångström\n";
        var rows = await Read(Encoding.GetEncoding(encoding).GetBytes(text), "x.csv");
        Assert.That(rows[^1], Does.EndWith(": x|Café Zürich Ångström"));
    }

    [Test]
    public async Task A_broken_character_in_UTF8_with_few_accents_costs_only_its_field()
    {
        byte[] file = [.. "a,b\n"u8, .. "Café,1\nZürich,2\n"u8, .. "Caf"u8, 0xC3, .. ",3\nOak,4\n"u8];
        Assert.That(await Read(file, "x.csv"), Is.EqualTo(new[]
        {
            "2: Café|1", "3: Zürich|2", "4: |3 (The field \"a\" contains bytes that are not UTF-8.)", "5: Oak|4",
        }));
    }

    [TestCase("=\"0012\",=\"2025-01-05\"", "0012|2025-01-05")]
    [TestCase("\"=\"\"0012\"\"\",=\"\"", "0012|")]
    [TestCase("=\"a \"\"b\"\"\",=1+2", "a \"b\"|=1+2")]
    [TestCase("=\"a\"&\"b\",=\"", "=\"a\"&\"b\"|=\"")]
    public async Task A_formula_that_is_a_text_is_read_as_Excel_shows_it(string row, string fields) =>
        Assert.That(await Read($"no,day\n{row}\nx,y\n"), Is.EqualTo(new[] { $"2: {fields}", "3: x|y" }));

    [Test]
    public async Task A_broken_character_in_UTF8_costs_only_its_field()
    {
        byte[] good = [.. "a,b\n"u8, .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("é,ü\n", 50))), 0xE9, (byte)',', (byte)'2',
            (byte)'\n', .. "3,4\n"u8];
        var rows = await Read(good, "x.csv");
        Assert.That(rows[^2..], Is.EqualTo(new[] { "52: |2 (The field \"a\" contains bytes that are not UTF-8.)", "53: 3|4" }));
    }

    [Test]
    public async Task Detects_gzip_by_content_and_UTF16_by_its_byte_order_mark()
    {
        Assert.That(await Read(Imports.Gzip("a,b\n1,2\n"u8.ToArray()), "x.csv"), Is.EqualTo(new[] { "2: 1|2" }));
        Assert.That(await Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("a,b\n1,é\n")], "x.csv"),
            Is.EqualTo(new[] { "2: 1|é" }));
    }

    [TestCase("tab", '\t')]
    [TestCase("Tab", '\t')]
    [TestCase("\\t", '\t')]
    [TestCase("\t", '\t')]
    [TestCase("comma", ',')]
    [TestCase("semicolon", ';')]
    [TestCase(";", ';')]
    [TestCase("pipe", '|')]
    [TestCase("bar", '|')]
    [TestCase(" ", ' ')]
    [TestCase("^", '^')]
    [TestCase("\"", null)]
    [TestCase("\n", null)]
    [TestCase("", null)]
    [TestCase("tabulator", null)]
    public void Separators_are_known_by_their_word_or_as_they_are(string text, char? expected) =>
        Assert.That(Delimiters.Of(text), Is.EqualTo(expected));

    [Test]
    public void Errors_say_why_a_file_is_not_a_table()
    {
        Wrong("a,b\n"u8.ToArray(), "x.csv.gz", "is not a gzip file");
        var packed = Imports.Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},{i * 7919}\n"))));
        Wrong(packed[..(packed.Length / 2)], "x.gz", "damaged");
        Wrong([0x1F, 0x8B, 1, 2, 3, 4], "x.gz", "damaged");
        Wrong([], "x.csv", "empty");
        Wrong([], "x.csv.gz", "empty");
        Wrong("\n\n"u8.ToArray(), "x.csv", "empty");
        Wrong("\"a,b\n"u8.ToArray(), "x.csv", "header in line 1");
        Wrong(Encoding.UTF8.GetBytes("a,b\n" + new string('x', 1_100_000)), "x.csv", "Line 2 is longer");
    }

    private static void Wrong(byte[] bytes, string name, string expected) =>
        Assert.That(Assert.ThrowsAsync<Invalid>(() => Read(bytes, name))!.Errors["file"].Single(), Does.Contain(expected));

    private static Task<string[]> Read(string text) => Read(Encoding.UTF8.GetBytes(text), "x.csv");

    private static async Task<string[]> Read(byte[] bytes, string name, CsvLayout layout = default)
    {
        var rows = await CsvRows.Open(new MemoryStream(bytes), name, layout, CancellationToken.None);
        var found = new List<string>();
        while (await rows.Next(CancellationToken.None) is { } row)
        {
            var odd = string.Concat(row.Odd?.Values.Select(sentence => $" ({sentence})") ?? []);
            found.Add(row.Wrong is null ? $"{row.Line}: {string.Join('|', row.Fields)}{odd}" : $"{row.Line}! {row.Wrong}");
        }
        return [.. found];
    }
}
