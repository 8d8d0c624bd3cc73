using System.Globalization;
using System.Resources;

namespace ProblemTracker.Shared;

/// <summary>
/// Texts that pages and emails have in common, from <c>CommonTexts.resx</c> and the files beside it, also the order of a date's parts. For
/// what runs without services; pages and handlers take an <c>IStringLocalizer</c>.
/// </summary>
internal static class CommonTexts
{
    private static readonly ResourceManager Texts = new(typeof(CommonTexts));

    /// <returns>Null if there is no such text.</returns>
    public static string? Find(string key, CultureInfo language) => Texts.GetString(key, language);

    public static string Of(string key, CultureInfo language) => Find(key, language) ?? throw new ArgumentOutOfRangeException(nameof(key));
}
