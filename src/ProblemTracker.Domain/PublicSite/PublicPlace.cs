using System.Globalization;
using System.Text.RegularExpressions;

namespace ProblemTracker.Domain;

/// <summary>How precisely the public reads where something happens: by the block, never by the house.</summary>
public static partial class PublicPlace
{
    /// <summary>An address without its house number, such as <c>400 block of Tanner Street</c> for <c>412 Tanner Street</c>.</summary>
    public static string Block(string address) => House().Match(address) is { Success: true } house
        ? string.Create(CultureInfo.InvariantCulture,
            $"{Hundreds(house.Groups["number"].ValueSpan)} block of {address[house.Length..].TrimStart()}")
        : address;

    /// <summary>Whether an address begins with the number of a house.</summary>
    public static bool NamesHouse(string address) => House().IsMatch(address);

    private static int Hundreds(ReadOnlySpan<char> number) => int.Parse(number, CultureInfo.InvariantCulture) / 100 * 100;

    // Numbered streets such as "5th Street" don't match, nor does a block.
    [GeneratedRegex(@"^\s*(?<number>\d{1,6})(?:\s*[A-Za-z]|-\d{1,4}|\s*½)?\s+(?!(?:block|blk)\b)(?=\p{L}|\d+(?:st|nd|rd|th)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex House();
}
