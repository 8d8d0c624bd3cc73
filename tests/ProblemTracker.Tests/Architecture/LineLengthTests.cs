using System.Globalization;
using System.Text.RegularExpressions;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Architecture;

/// <summary>Lines end where .editorconfig says.</summary>
public sealed partial class LineLengthTests
{
    private static readonly string[] Patterns = ["*.cs", "*.cshtml", "*.js", "*.mjs", "*.css", "*.sql"];

    private static readonly int Longest =
        int.Parse(Setting().Match(Repository.Read(".editorconfig")).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [Test]
    public void No_line_is_longer_than_the_editorconfig_allows()
    {
        var files = new[] { "src", "tests", "db" }.SelectMany(folder => Patterns.SelectMany(pattern => Repository.Files(folder, pattern)))
            .Where(file => !WrittenBeforeTheRule().IsMatch(file)).ToList();
        Assert.That(files, Has.Count.GreaterThan(700), "the walk finds the files");
        Assert.That(files.SelectMany(file => TooLong(Repository.Read(file), Longest).Select(line => $"{file}:{line}")), Is.Empty,
            $"Wrap these lines at {Longest} characters (max_line_length in .editorconfig).");
    }

    [Test]
    public void A_longer_line_is_found_by_its_number() =>
        Assert.That(TooLong("12345\n123456\r\n12345\r\n1234567", 5), Is.EqualTo(new[] { 2, 4 }));

    private static IEnumerable<int> TooLong(string text, int longest) =>
        text.Split('\n').Index().Where(line => line.Item.TrimEnd('\r').Length > longest).Select(line => line.Index + 1);

    [GeneratedRegex(@"^max_line_length = (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Setting();

    // Migration scripts that have landed are never edited.
    [GeneratedRegex("^db/[a-z]+/000[1-7]_")]
    private static partial Regex WrittenBeforeTheRule();
}
