using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProblemTracker.Domain;

/// <summary>What everyone may read about where something was reported: the block, never the house.</summary>
public static partial class PublicPlace
{
    /// <summary>Degrees between two public points: about 220 meters from north to south.</summary>
    public const double Grid = 0.002;

    private const int LongestStreet = 100;

    /// <summary>The nearest public point of a latitude or longitude in degrees. Every house of a block has the same one.</summary>
    public static double Snap(double degrees) => Math.Round(Math.Round(degrees / Grid) * Grid, 3) + 0.0;

    /// <summary>Reads the street and the block of an address, such as "412 Tanner Street" or "Tanner Street, 400 block".</summary>
    /// <returns>Null if it is written in another way. Whether there is such a street is for the caller to check.</returns>
    public static PublicStreet? Read(string? address)
    {
        if (address is null || address.Length > LongestStreet) return null;
        if (Numbered().Match(address) is { Success: true } numbered)
            return new(numbered.Groups["street"].Value.Trim(), BlockOf(numbered.Groups["number"].Value));
        if (FirstBlock().Match(address) is { Success: true } first) return new(first.Groups["street"].Value.Trim(), 0);
        if (Block().Match(address) is { Success: true } block)
            return new(block.Groups["street"].Value.Trim(), BlockOf(block.Groups["number"].Value));
        return Plain().Match(address) is { Success: true } plain ? new(plain.Groups["street"].Value.Trim(), null) : null;
    }

    /// <summary>An address without its house number, such as <c>400 block of Tanner Street</c> for <c>412 Tanner Street</c>.</summary>
    public static string Block(string address) => House().Match(address) is { Success: true } house
        ? new PublicStreet("", BlockOf(house.Groups["number"].Value)).In(address[house.Length..].TrimStart()) : address;

    /// <summary>
    /// Whether a place has a number that may be that of a house: any but those of blocks, numbered streets, routes and the like.
    /// </summary>
    public static bool NamesHouse(string place)
    {
        var plain = place.Normalize(NormalizationForm.FormKC);
        return plain.Any(char.IsLetter) && Number().IsMatch(plain);
    }

    /// <summary>Whether a text has the number of a house before the name of a street, such as "412 Bell Street".</summary>
    public static bool NamesHouseIn(string text) => HouseInText().IsMatch(text.Normalize(NormalizationForm.FormKC));

    /// <summary>A text with the blocks of streets where it had numbers of houses, and without coordinates.</summary>
    public static string BlocksIn(string text) => Coordinates().Replace(
        NumberAfterStreet().Replace(HouseInText().Replace(text, match => Block(match.Value)), "$1"), "[coordinates left out]");

    private static int BlockOf(string number) => int.Parse(number, CultureInfo.InvariantCulture) / 100 * 100;

    // Numbered streets such as "5th Street" don't match, nor does a block.
    [GeneratedRegex(@"^\s*(?<number>[0-9]{1,6})(?:\s*[A-Za-z]|-[0-9]{1,4}|\s*½)?\s+(?!(?:block|blk)\b)(?=\p{L}|[0-9]+(?:st|nd|rd|th)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex House();

    [GeneratedRegex(@"(?<![\p{L}\p{Nd}])(?<!\b(?:highway|hwy|route|rt|interstate|i|us|sr|exit|mile|km|pier|lot|gate|bus|line|"
        + @"ruta|calle|avenida|carretera|autopista|salida|muelle|cuadra|block|bloque)[\s#.-]*)\p{Nd}+(?!\p{Nd})"
        + @"(?!\s*(?:st|nd|rd|th|º|ª|block|blk)\b)(?!-eleven\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<![\p{L}\p{Nd}])[0-9]{1,6}[A-Za-z]?\s+(?:\p{Lu}[\p{L}.'-]*\s+){0,2}"
        + @"(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way|Place|Pl|Terrace|Ter|Square|Sq)\b",
        RegexOptions.CultureInvariant)]
    private static partial Regex HouseInText();

    [GeneratedRegex(@"\b(Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Way|Place|Pl|Terrace|Ter|Square|Sq)\.?"
        + @"\s+(?:[Nn]o\.?\s*|#)?[0-9]{1,6}[A-Za-z]?(?![\p{L}\p{Nd}])(?!\s*(?:block|blk)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex NumberAfterStreet();

    [GeneratedRegex(@"-?\b[0-9]{1,3}\.[0-9]{3,}°?\s*[,;/ ]\s*-?[0-9]{1,3}\.[0-9]{3,}\b°?")]
    private static partial Regex Coordinates();

    [GeneratedRegex(@"^\s*(?<number>[0-9]{1,6})(?: block of)?\s+(?<street>[^,;]+?)\s*(?:,.*)?$",
        RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^\s*First block of\s+(?<street>[^,;]+?)\s*(?:,.*)?$", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex FirstBlock();

    [GeneratedRegex(@"^\s*(?<street>[^,;]+?),?\s+(?<number>[0-9]{1,6}) block\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\s*(?<street>[^,;]+?)\s*(?:,.*)?$", RegexOptions.Singleline)]
    private static partial Regex Plain();
}

/// <param name="Name">As typed.</param>
/// <param name="Block">The first number of the block, such as 400; null if no number was given.</param>
public sealed record PublicStreet(string Name, int? Block)
{
    /// <param name="name">The street's own name.</param>
    public string In(string name) => Block switch
    {
        null => name,
        0 => $"First block of {name}",
        { } block => string.Create(CultureInfo.InvariantCulture, $"{block} block of {name}"),
    };
}
