using System.Globalization;
using System.Text;

namespace ProblemTracker.Domain;

/// <summary>
/// The canonical JSON of RFC 8785 for a flat object of texts, whole numbers and nulls: members sorted by name, no white space, and escapes
/// only where JSON requires them. Anyone can compute the same text with another program.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The largest whole number that every JSON parser reads exactly.</summary>
    private const long Largest = 1L << 53;

    /// <exception cref="ArgumentException">A value is not a string, a long or null, or a number is larger than 2^53.</exception>
    public static string Of(params IEnumerable<(string Name, object? Value)> members)
    {
        var json = new StringBuilder("{");
        foreach (var (name, value) in members.OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            if (json.Length > 1) json.Append(',');
            Append(json, name);
            json.Append(':');
            switch (value)
            {
                case null: json.Append("null"); break;
                case string text: Append(json, text); break;
                case long number and >= -Largest and <= Largest: json.Append(number.ToString(CultureInfo.InvariantCulture)); break;
                default: throw new ArgumentException($"{name} can't be written as canonical JSON.", nameof(members));
            }
        }
        return json.Append('}').ToString();
    }

    private static void Append(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var character in text)
            _ = character switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\t' => json.Append("\\t"),
                '\n' => json.Append("\\n"),
                '\f' => json.Append("\\f"),
                '\r' => json.Append("\\r"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => json.Append(character),
            };
        json.Append('"');
    }
}
