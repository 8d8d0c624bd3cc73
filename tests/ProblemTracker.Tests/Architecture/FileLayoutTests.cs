using System.Globalization;
using System.Text.RegularExpressions;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Architecture;

/// <summary>The layout of text files as .editorconfig defines it, as far as the build does not check it.</summary>
public sealed partial class FileLayoutTests
{
    private static readonly string[] Patterns = ["*.cs", "*.cshtml", "*.js", "*.mjs", "*.css", "*.sql"];

    private static readonly int Longest =
        int.Parse(Setting().Match(Repository.Read(".editorconfig")).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [Test]
    public void No_line_is_longer_than_the_editorconfig_allows()
    {
        Assert.That(Files.SelectMany(file => TooLong(Repository.Read(file), Longest).Select(line => $"{file}:{line}")), Is.Empty,
            $"Wrap these lines at {Longest} characters (max_line_length in .editorconfig).");
    }

    [Test]
    public void Files_end_with_one_newline_and_no_line_ends_with_a_space() =>
        Assert.That(Files.Where(file => IsUntidy(Repository.Read(file))), Is.Empty, "./scripts/format fixes C# files.");

    [TestCase("a\nb\n", false)]
    [TestCase("a", true)]
    [TestCase("a\n\n", true)]
    [TestCase("a \nb\n", true)]
    [TestCase("a\r\nb\n", true)]
    [TestCase("a\t\n", true)]
    public void Untidy_ends_are_found(string text, bool expected) => Assert.That(IsUntidy(text), Is.EqualTo(expected));

    [Test]
    public void A_longer_line_is_found_by_its_number() =>
        Assert.That(TooLong("12345\n123456\r\n12345\r\n1234567", 5), Is.EqualTo(new[] { 2, 4 }));

    private static List<string> Files
    {
        get
        {
            var files = new[] { "src", "tests", "db" }
                .SelectMany(folder => Patterns.SelectMany(pattern => Repository.Files(folder, pattern)))
                .Where(file => !WrittenBeforeTheRule().IsMatch(file)).ToList();
            Assert.That(files, Has.Count.GreaterThan(700), "the walk finds the files");
            return files;
        }
    }

    private static bool IsUntidy(string text) =>
        !text.EndsWith('\n') || text.EndsWith("\n\n", StringComparison.Ordinal) || EndOfLineSpace().IsMatch(text);

    private static IEnumerable<int> TooLong(string text, int longest) =>
        text.Split('\n').Index().Where(line => line.Item.TrimEnd('\r').Length > longest).Select(line => line.Index + 1);

    [GeneratedRegex(@"^max_line_length = (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex(@"[ \t\r]\n")]
    private static partial Regex EndOfLineSpace();

    // Migration scripts that have landed are never edited.
    [GeneratedRegex("^db/[a-z]+/000[1-7]_")]
    private static partial Regex WrittenBeforeTheRule();
}
