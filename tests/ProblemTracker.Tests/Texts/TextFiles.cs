using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ProblemTracker.Tests.Texts;

/// <summary>The resource files in the sources.</summary>
internal static partial class TextFiles
{
    /// <summary>Files of English texts, such as <c>src/…/OwnerTexts.resx</c>.</summary>
    public static IReadOnlyList<string> English { get; } =
        [.. Repository.Files("src", "*.resx").Where(file => !Translated().IsMatch(file)).Order(StringComparer.Ordinal)];

    /// <summary>Translations by the code of their language, each with the file of English texts.</summary>
    public static IReadOnlyList<(string Language, string File, string English)> Translations { get; } =
    [
        .. Repository.Files("src", "*.resx").Select(file => (Match: Translated().Match(file), File: file))
            .Where(found => found.Match.Success)
            .Select(found => (found.Match.Groups["language"].Value, found.File, $"{found.Match.Groups["name"].Value}.resx"))
            .Order(),
    ];

    public static IReadOnlyDictionary<string, string> Read(string file) => XDocument.Parse(Repository.Read(file)).Root!.Elements("data")
        .ToDictionary(text => text.Attribute("name")!.Value, text => text.Element("value")!.Value);

    [GeneratedRegex(@"^(?<name>.+)\.(?<language>[a-z]{2,3}(-\w+)?)\.resx$")]
    private static partial Regex Translated();
}
