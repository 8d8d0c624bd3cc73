using System.Text.Json;
using FluentValidation;

namespace ProblemTracker.Portal;

/// <summary>What residents read of something, in one language.</summary>
public interface IPublicText
{
    /// <summary>The code of a language of the public site.</summary>
    string Language { get; }
}

/// <summary>Texts that residents read: one per language, stored as JSON.</summary>
internal static class PublicTexts
{
    public static string Write<T>(IEnumerable<T> texts) where T : IPublicText => JsonSerializer.Serialize(texts, Json.Options);

    public static IReadOnlyList<T> Read<T>(string json) where T : IPublicText =>
        JsonSerializer.Deserialize<IReadOnlyList<T>>(json, Json.Options)!;

    /// <summary>The text in a language, that of the request by default; else the first one, whose language the page then names.</summary>
    public static T Chosen<T>(this IReadOnlyList<T> texts, string? language = null) where T : IPublicText =>
        texts.FirstOrDefault(text => text.Language == (language ?? Languages.Current.Name)) ?? texts[0];

    /// <summary>Requires a text, and at most one per language of the public site.</summary>
    public static void OnePerLanguage<TCommand, T>(this IRuleBuilderInitial<TCommand, IReadOnlyList<T>> texts) where T : IPublicText =>
        texts.NotEmpty().WithMessage("Enter what residents read.")
            .Must(given => given is null || given.DistinctBy(text => text?.Language).Count() == given.Count)
            .WithMessage("Enter one text per language.");

    public static void LanguageOfSite<T>(this IRuleBuilderInitial<T, string> language) =>
        language.Must(code => Languages.All.Any(known => known.Name == code))
            .WithMessage($"Choose a language of the public site: {string.Join(", ", Languages.All.Select(known => known.Name))}.");
}
