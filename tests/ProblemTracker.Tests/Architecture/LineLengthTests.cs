using System.Globalization;
using System.Text.RegularExpressions;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Architecture;

/// <summary>
/// Lines end where .editorconfig says. Those that were longer before this was checked are counted by file in <c>long-lines.txt</c>,
/// which only gets shorter: <c>ACCEPT_SNAPSHOTS=1</c> rewrites it, unless there are more long lines than before.
/// </summary>
public sealed partial class LineLengthTests
{
    private const string Record = "tests/ProblemTracker.Tests/Architecture/long-lines.txt";

    private static readonly int Longest =
        int.Parse(Setting().Match(Repository.Read(".editorconfig")).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [Test]
    public void No_file_gets_more_long_lines_and_one_that_has_fewer_is_recorded_so()
    {
        string[] kinds = ["*.cs", "*.cshtml", "*.js", "*.css", "*.sql", "*.mjs"];
        var now = new[] { "src", "tests", "db" }.SelectMany(folder => kinds.SelectMany(kind => Repository.Files(folder, kind)))
            .Select(file => (File: file, Count: Long(Repository.Read(file), Longest))).Where(f => f.Count > 0)
            .ToDictionary(f => f.File, f => f.Count);
        var path = Path.Combine(Repository.Root, Record);
        var before = File.Exists(path) ? Read(File.ReadAllText(path)) : [];
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1" && (before.Count == 0 || now.Values.Sum() <= before.Values.Sum()))
        {
            File.WriteAllText(path, Written(now));
            before = now;
        }

        Assert.That(Differences(before, now), Is.Empty, $"""
            Lines have at most {Longest} characters (max_line_length in .editorconfig). Wrap what is new; if there are fewer long lines
            than before, or files moved, put that on record with: ACCEPT_SNAPSHOTS=1 ./scripts/test   and commit {Record}.
            """);
    }

    [Test]
    public void Lines_over_the_length_are_counted_and_more_or_fewer_than_recorded_are_named()
    {
        Assert.That(Long("12345\n123456\r\n12345\r\n1234567", 5), Is.EqualTo(2));
        var record = Read("a.cs: 2\nb.cs: 1\n");
        Assert.That(Written(record), Is.EqualTo("a.cs: 2\nb.cs: 1\n"));
        Assert.That(Differences(record, record), Is.Empty);
        Assert.That(Differences(record, Read("a.cs: 3\nb.cs: 1\n")), Is.EqualTo(new[] { "a.cs: 3 long lines, 2 on record" }));
        Assert.That(Differences(record, Read("a.cs: 2\n")), Is.EqualTo(new[] { "b.cs: 0 long lines, 1 on record" }));
        Assert.That(Differences(record, Read("a.cs: 2\nb.cs: 1\nc.cs: 1\n")), Is.EqualTo(new[] { "c.cs: 1 long lines, 0 on record" }));
    }

    private static int Long(string text, int longest) => text.Split('\n').Count(line => line.TrimEnd('\r').Length > longest);

    private static Dictionary<string, int> Read(string record) => record.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(": ")).ToDictionary(parts => parts[0], parts => int.Parse(parts[1], CultureInfo.InvariantCulture));

    private static string Written(Dictionary<string, int> counts) => string.Concat(counts.OrderBy(c => c.Key, StringComparer.Ordinal)
        .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key}: {c.Value}\n")));

    private static IEnumerable<string> Differences(Dictionary<string, int> before, Dictionary<string, int> now) => before.Keys
        .Union(now.Keys).Order(StringComparer.Ordinal)
        .Select(file => (File: file, Before: before.GetValueOrDefault(file), Now: now.GetValueOrDefault(file)))
        .Where(f => f.Before != f.Now).Select(f => $"{f.File}: {f.Now} long lines, {f.Before} on record");

    [GeneratedRegex(@"^max_line_length = (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
