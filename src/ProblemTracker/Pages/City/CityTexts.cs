using System.Globalization;
using System.Resources;

namespace ProblemTracker.Pages.City;

/// <summary>Names the texts of the public site's pages. They are in <c>CityTexts.resx</c>, translations in the files beside it.</summary>
public sealed class CityTexts
{
    private static readonly ResourceManager Texts = new(typeof(CityTexts));

    /// <summary>A text for print, which is in several languages at once.</summary>
    public static string In(CultureInfo language, string key, object value) =>
        string.Format(language, Texts.GetString(key, language)!, value);
}
