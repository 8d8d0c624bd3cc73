using Microsoft.Extensions.Localization;

namespace ProblemTracker.Concerns;

/// <summary>Words of concerns in the resident's language.</summary>
internal static class ConcernWords
{
    /// <summary>
    /// What a concern is about: what the agency calls it in the resident's language, else in plain words, else the agency's own name.
    /// </summary>
    /// <param name="names">The agency's names in other languages.</param>
    public static string Category(
        IStringLocalizer<ConcernTexts> words, string code, string name, IReadOnlyDictionary<string, string>? names) =>
        names?.GetValueOrDefault(Languages.Current.Name) is { } local ? local
        : words[$"Category.{code}"] is { ResourceNotFound: false } plain ? plain.Value : name;

    public static string Of(IStringLocalizer<ConcernTexts> words, Frequency frequency) => words[$"Frequency.{frequency}"];

    /// <summary>When and how often it happens, as far as the reporter said; blank if they said nothing.</summary>
    public static string When(IStringLocalizer<ConcernTexts> words, Frequency? frequency, DateOnly? happenedOn, string? timesOfDay) =>
        string.Join(", ", new[]
        {
            frequency is { } often ? Of(words, often) : null,
            happenedOn is { } day ? DateText.LongDateIn(Languages.Current, day) : null,
            timesOfDay,
        }.Where(part => !part.IsBlank()));
}
