using System.Text.Json;
using FluentValidation;
using FluentValidation.Results;

namespace ProblemTracker.Shared;

/// <summary>Names that the agency gives to something of its own in other languages than English, by the code of the language.</summary>
internal static class LocalNames
{
    /// <summary>The name in the language of the request; the English one where there is none.</summary>
    public static string Of(string name, IReadOnlyDictionary<string, string>? names) =>
        names?.GetValueOrDefault(Languages.Current.Name) is { } local ? local : name;

    /// <summary>Without blanks; null if nothing is left.</summary>
    public static IReadOnlyDictionary<string, string>? Trimmed(IReadOnlyDictionary<string, string>? names)
    {
        var given = names?.Where(name => !name.Value.IsBlank()).ToDictionary(name => name.Key, name => name.Value.Trim());
        return given is { Count: > 0 } ? given : null;
    }

    /// <summary>As they are stored.</summary>
    public static string? Write(IReadOnlyDictionary<string, string>? names) =>
        Trimmed(names) is { } given ? JsonSerializer.Serialize(given, Json.Options) : null;

    public static IReadOnlyDictionary<string, string>? Read(string? stored) =>
        stored is null ? null : JsonSerializer.Deserialize<IReadOnlyDictionary<string, string>>(stored, Json.Options);

    /// <summary>The values of a form's fields, one for each language besides English.</summary>
    public static Dictionary<string, string?> Fields(IReadOnlyDictionary<string, string>? names) =>
        Languages.All.Skip(1).ToDictionary(language => language.Name, language => names?.GetValueOrDefault(language.Name));

    /// <summary>Adds the fields of languages that a request left out.</summary>
    public static void Complete(Dictionary<string, string?> fields)
    {
        foreach (var code in Fields(null).Keys) fields.TryAdd(code, null);
    }

    /// <summary>What was typed into a form's fields.</summary>
    public static IReadOnlyDictionary<string, string>? Typed(Dictionary<string, string?> fields) =>
        Trimmed(fields.ToDictionary(field => field.Key, field => field.Value ?? ""));

    /// <summary>Refuses names in languages that the program does not have, and long ones.</summary>
    public static void MustBeLocalNames<T>(this IRuleBuilderInitial<T, IReadOnlyDictionary<string, string>?> rule, int longest) =>
        rule.Custom((names, context) =>
        {
            foreach (var (code, name) in names ?? new Dictionary<string, string>())
            {
                var wrong = Languages.All.Skip(1).All(language => language.Name != code)
                        ? $"There is no other language with the code {Texts.Cut(code, 20)}. Leave it out."
                    : name?.Length > longest ? $"Shorten the name to {longest} characters." : null;
                if (wrong is not null) context.AddFailure(new ValidationFailure($"{context.PropertyPath}[{code}]", wrong));
            }
        });
}
