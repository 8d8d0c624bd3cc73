using Microsoft.Extensions.Localization;

namespace ProblemTracker.Concerns;

/// <summary>Words of concerns in the resident's language.</summary>
internal static class ConcernWords
{
    /// <summary>What a concern is about, in plain words; the agency's own name for a category that has none.</summary>
    public static string Category(IStringLocalizer<ConcernTexts> words, string code, string name) =>
        words[$"Category.{code}"] is { ResourceNotFound: false } plain ? plain.Value : name;

    public static string Of(IStringLocalizer<ConcernTexts> words, Frequency frequency) => words[$"Frequency.{frequency}"];
}
