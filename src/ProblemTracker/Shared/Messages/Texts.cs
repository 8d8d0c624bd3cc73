using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ProblemTracker.Shared;

/// <summary>Looks through the texts of a message, which validators do by length only.</summary>
internal static class Texts
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    /// <summary>
    /// Whether a text can be stored and compared: it has no NUL, which ends a text in many programs, no half of a surrogate pair, and
    /// neither U+FFFE nor U+FFFF, which are no characters. <see cref="string.Normalize()"/> fails on most of them, and so do XML and JSON.
    /// </summary>
    public static bool IsPlain(string text) => FirstOdd(text) < 0;

    /// <summary>The first characters of a text, without half of a surrogate pair at the end.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>Says which character can't be stored, and in which line of a longer text; null if the text is plain.</summary>
    public static string? Objection(string text)
    {
        if (FirstOdd(text) is not (>= 0 and var at)) return null;
        var line = 1;
        for (var i = 0; i < at; i++) if (text[i] == '\n') line++;
        var character = text[at] == '\0' ? "NUL" : string.Create(CultureInfo.InvariantCulture, $"U+{(int)text[at]:X4}");
        return line == 1 && !text.Contains('\n')
            ? Said("NotPlain", character) : Said("NotPlain.Line", character, line);
    }

    /// <summary>The paths of the texts that are not plain, each with what is wrong with it.</summary>
    public static IEnumerable<(string Path, string Objection)> NotPlain(object? value)
    {
        switch (value)
        {
            case string text:
                if (Objection(text) is { } objection) yield return ("", objection);
                break;
            // Pictures and files.
            case null or byte[]:
                break;
            case IDictionary named:
                foreach (DictionaryEntry entry in named)
                    foreach (var (_, wrong) in NotPlain(entry.Key).Concat(NotPlain(entry.Value))) yield return ("", wrong);
                break;
            case IEnumerable list:
                var position = 0;
                foreach (var one in list)
                {
                    foreach (var (rest, wrong) in NotPlain(one)) yield return (Join($"[{position}]", rest), wrong);
                    position++;
                }
                break;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++) foreach (var found in NotPlain(tuple[i])) yield return found;
                break;
            default:
                foreach (var property in Own(value.GetType()))
                    foreach (var (rest, wrong) in NotPlain(property.GetValue(value))) yield return (Join(property.Name, rest), wrong);
                break;
        }
    }

    /// <summary>The paths of items of lists that are null; no message has a list in which an item may be missing.</summary>
    public static IEnumerable<string> NullItems(object? value)
    {
        switch (value)
        {
            case null or string or byte[] or IDictionary:
                break;
            case IEnumerable list:
                var position = 0;
                foreach (var one in list)
                {
                    if (one is null) yield return $"[{position}]";
                    foreach (var rest in NullItems(one)) yield return Join($"[{position}]", rest);
                    position++;
                }
                break;
            case ITuple:
                break;
            default:
                foreach (var property in Own(value.GetType()))
                    foreach (var rest in NullItems(property.GetValue(value))) yield return Join(property.Name, rest);
                break;
        }
    }

    private static int FirstOdd(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (text[i] is '\0' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(text[i])) return i;
        }
        return -1;
    }

    private static string Said(string key, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, CommonTexts.Of(key, CultureInfo.CurrentUICulture), values);

    private static string Join(string name, string rest) => rest.Length == 0 || rest[0] == '[' ? name + rest : $"{name}.{rest}";

    private static PropertyInfo[] Own(Type type) => Properties.GetOrAdd(type, t =>
        t.IsEnum || t.Namespace?.StartsWith("ProblemTracker", StringComparison.Ordinal) != true ? []
            : [.. t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0
                // What is computed follows from the rest.
                && p.CanWrite && (!p.PropertyType.IsValueType || p.PropertyType.IsGenericType))]);
}
