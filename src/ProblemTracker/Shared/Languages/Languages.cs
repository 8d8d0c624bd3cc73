using System.Globalization;

namespace ProblemTracker.Shared;

/// <summary>
/// The languages of pages and emails for people without an account. English is in the program itself. Every other language is one for
/// which the build found resource files, such as <c>OwnerTexts.es.resx</c>, and made a folder: a language is added by adding files.
/// </summary>
public static class Languages
{
    /// <summary>The parameter of an address that chooses the language of its page.</summary>
    public const string Parameter = "lang";

    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en");

    /// <summary>English first.</summary>
    public static IReadOnlyList<CultureInfo> All { get; } = [English, .. TranslatedIn(AppContext.BaseDirectory)];

    /// <summary>The language of the current request.</summary>
    public static CultureInfo Current => All.FirstOrDefault(language => language.Equals(CultureInfo.CurrentUICulture)) ?? English;

    /// <summary>English for a code that is null or unknown.</summary>
    public static CultureInfo Of(string? code) => All.FirstOrDefault(language => language.Name == code) ?? English;

    /// <summary>The language's name in the language itself, such as <c>Español</c>.</summary>
    public static string Name(CultureInfo language) => language.TextInfo.ToTitleCase(language.NativeName);

    /// <summary>The name for a code; null for null.</summary>
    public static string? Name(string? code) => code is null ? null : Name(Of(code));

    /// <summary>How the language writes dates and numbers in the United States.</summary>
    public static CultureInfo Formats(CultureInfo language) => CultureInfo.GetCultureInfo($"{language.Name}-US");

    /// <summary>Composes a text in a language. It can't wait for anything, since the language belongs to the thread.</summary>
    public static T In<T>(CultureInfo language, Func<T> compose)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = language;
        try
        {
            return compose();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    /// <summary>The languages for which a folder has translations of this program.</summary>
    internal static IEnumerable<CultureInfo> TranslatedIn(string folder)
    {
        var file = $"{typeof(Languages).Assembly.GetName().Name}.resources.dll";
        return Directory.EnumerateDirectories(folder).Where(inner => File.Exists(Path.Combine(inner, file)))
            .Select(inner => CultureInfo.GetCultureInfo(Path.GetFileName(inner))).OrderBy(Name, StringComparer.Ordinal);
    }
}
