using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace ProblemTracker.Shared;

/// <summary>Looks through the texts of a message, which validators do by length only.</summary>
internal static class Texts
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    /// <summary>The path of the first text with a NUL character, which ends a text in many programs; null if there is none.</summary>
    public static string? FieldWithNul(object? value)
    {
        switch (value)
        {
            case string text:
                return text.Contains('\0') ? "" : null;
            // Pictures and files.
            case null or byte[]:
                return null;
            case IEnumerable list:
                var position = 0;
                foreach (var one in list)
                {
                    if (FieldWithNul(one) is { } rest) return Join($"[{position}]", rest);
                    position++;
                }
                return null;
            default:
                foreach (var property in Own(value.GetType()))
                    if (FieldWithNul(property.GetValue(value)) is { } rest) return Join(property.Name, rest);
                return null;
        }
    }

    private static string Join(string name, string rest) => rest.Length == 0 || rest[0] == '[' ? name + rest : $"{name}.{rest}";

    private static PropertyInfo[] Own(Type type) => Properties.GetOrAdd(type, t =>
        t.IsEnum || t.Namespace?.StartsWith("ProblemTracker", StringComparison.Ordinal) != true ? []
            : [.. t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0
                // What is computed follows from the rest.
                && p.CanWrite && (!p.PropertyType.IsValueType || p.PropertyType.IsGenericType))]);
}
