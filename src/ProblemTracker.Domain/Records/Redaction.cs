using System.Text;
using System.Text.RegularExpressions;

namespace ProblemTracker.Domain;

/// <summary>What is decided about one field of a public-records request.</summary>
public enum FieldChoice { Release, Redact, Passages }

/// <summary>Words to redact within a text, wherever they occur in it.</summary>
public sealed record Passage(string Text, string ReasonCode);

/// <param name="ReasonCode">Only with <see cref="FieldChoice.Redact"/>.</param>
/// <param name="Passages">Only with <see cref="FieldChoice.Passages"/>.</param>
public sealed record FieldDecision(FieldChoice Choice, string? ReasonCode, IReadOnlyList<Passage> Passages)
{
    public static readonly FieldDecision Release = new(FieldChoice.Release, null, []);

    public static FieldDecision Redact(string reasonCode) => new(FieldChoice.Redact, reasonCode, []);
}

/// <summary>
/// A text that may leave the department. Only <see cref="Redaction"/> makes one, so what writes an export can't be given anything else.
/// </summary>
public sealed class ReleasedText
{
    internal ReleasedText(string value) => Value = value;

    public string Value { get; }

    public override string ToString() => Value;
}

/// <summary>A value or passage that was withheld.</summary>
/// <param name="IsPassage">Chosen by a reviewer within a text, instead of a whole field.</param>
public sealed record Withheld(string Value, string ReasonCode, bool IsPassage);

/// <param name="Withheld">Exactly as it stands in the record, which can differ from how a passage was typed.</param>
public sealed record RedactedText(ReleasedText Text, IReadOnlyList<Withheld> Withheld);

/// <summary>Applies a decision to a field's value.</summary>
public static class Redaction
{
    public static string Mark(string reasonCodes) => $"[redacted: {reasonCodes}]";

    public static RedactedText Apply(string value, FieldDecision decision) => decision.Choice switch
    {
        FieldChoice.Release => new(new(value), []),
        FieldChoice.Passages => WithoutPassages(value, decision.Passages),
        _ => new(new(Mark(decision.ReasonCode!)), [new(value, decision.ReasonCode!, false)]),
    };

    /// <summary>Whether the words of a passage occur in a text. Case and the kind of white space between words don't matter.</summary>
    public static bool Occurs(string passage, string text) => Pattern(passage) is { } pattern && pattern.IsMatch(text);

    private static RedactedText WithoutPassages(string value, IReadOnlyList<Passage> passages)
    {
        var spans = passages.SelectMany(passage => Pattern(passage.Text)?.Matches(value)
                .Select(m => (Start: m.Index, End: m.Index + m.Length, passage.ReasonCode)) ?? [])
            .OrderBy(span => span.Start).ThenByDescending(span => span.End).ToList();
        var (text, withheld, at) = (new StringBuilder(), new List<Withheld>(), 0);
        for (var i = 0; i < spans.Count;)
        {
            var (start, end) = (spans[i].Start, spans[i].End);
            SortedSet<string> codes = new(StringComparer.Ordinal);
            // Overlapping passages become one gap, so that no part of either is left between two marks.
            for (; i < spans.Count && spans[i].Start < end; i++)
            {
                end = Math.Max(end, spans[i].End);
                codes.Add(spans[i].ReasonCode);
                withheld.Add(new(value[spans[i].Start..spans[i].End], spans[i].ReasonCode, true));
            }
            text.Append(value, at, start - at).Append(Mark(string.Join(", ", codes)));
            at = end;
        }
        return new(new(text.Append(value, at, value.Length - at).ToString()), withheld);
    }

    private static Regex? Pattern(string passage)
    {
        var words = passage.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? null
            : new(string.Join(@"\s+", words.Select(Regex.Escape)), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }
}
