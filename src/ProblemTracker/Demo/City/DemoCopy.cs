using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProblemTracker.Demo;

/// <summary>One copy of a demo problem: maps the model's dates, people and keys to those of the copy.</summary>
/// <param name="Round">Which copy of the city this belongs to, from 1.</param>
/// <param name="Days">Days earlier than the model. Whole weeks, so that weekdays stay the same.</param>
/// <param name="People">The lead and the officer who replaces them; the two are swapped everywhere in the copy.</param>
internal sealed record DemoCopy(long Model, int Round, int Days, (long? Lead, long? Instead) People)
{
    private readonly Dictionary<string, Dictionary<long, long>> _keys = [];

    public string Number { get; set; } = "";
    public long Id { get; set; }

    /// <summary>Records the new keys of this table's rows in the copy.</summary>
    public void Renumber(string table, IEnumerable<(long Old, long New)> keys) => _keys[table] = keys.ToDictionary(k => k.Old, k => k.New);

    public long Key(string table, long old) => table == "Problem" ? Id : _keys[table].GetValueOrDefault(old, old);

    public long Person(long id) => id == People.Lead ? People.Instead!.Value : id == People.Instead ? People.Lead!.Value : id;

    /// <summary>Moves a date or instant back, in any type a database driver returns.</summary>
    public object Earlier(object when) => when switch
    {
        string text => string.Concat(Earlier(text.AsSpan(0, 10)), text.AsSpan(10)),
        DateTimeOffset instant => instant.AddDays(-Days),
        DateTime date => date.AddDays(-Days),
        DateOnly date => date.AddDays(-Days),
        _ => throw new InvalidOperationException($"{when.GetType().Name} is not a date."),
    };

    public string Earlier(ReadOnlySpan<char> date) =>
        DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture) is var day && day.DayNumber > Days && day.Year < 9999
            ? day.AddDays(-Days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : date.ToString();
}

/// <summary>
/// A worksheet or other JSON text, split where copies differ: at dates, and at the keys of stakeholders, actions, people and problems.
/// </summary>
internal sealed partial class DemoStencil
{
    private readonly List<(string Text, string? Kind, string Value)> _pieces = [];

    public DemoStencil(string json)
    {
        var at = 0;
        foreach (Match match in Hole().Matches(json))
        {
            var value = match.Groups["key"].Success ? match.Groups["key"] : match.Groups["date"];
            _pieces.Add((json[at..value.Index], match.Groups["key"].Success ? match.Groups["name"].Value : "date", value.Value));
            at = value.Index + value.Length;
        }
        _pieces.Add((json[at..], null, ""));
    }

    public string Fill(DemoCopy copy)
    {
        var text = new StringBuilder(2048);
        foreach (var (before, kind, value) in _pieces)
        {
            text.Append(before);
            if (kind == "date") text.Append(copy.Earlier(value));
            else if (kind is not null) text.Append(Key(copy, kind, long.Parse(value, CultureInfo.InvariantCulture)));
        }
        return text.ToString();
    }

    private static long Key(DemoCopy copy, string name, long id) => name switch
    {
        "attachmentId" or "ownerAttachmentId" => copy.Key("ProblemStakeholder", id),
        "ownerId" => copy.Person(id),
        "problemId" => copy.Id,
        _ => copy.Key("ProblemAction", id),
    };

    [GeneratedRegex("""
        "(?<name>attachmentId|ownerAttachmentId|actionId|ownerId|problemId|id)":(?<key>\d+)|:"(?<date>\d{4}-\d\d-\d\d)"
        """)]
    private static partial Regex Hole();
}
