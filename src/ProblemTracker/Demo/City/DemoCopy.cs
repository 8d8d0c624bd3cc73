using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProblemTracker.Demo;

/// <summary>One copy of a problem of the demo city: what becomes of its dates, people and keys.</summary>
/// <param name="Round">How often the city was copied before, from 1 on.</param>
/// <param name="Days">By how many days it happened earlier than its model: whole weeks, so that weekdays stay.</param>
/// <param name="People">The lead and whoever takes the lead's place; they change places wherever they are named.</param>
internal sealed record DemoCopy(long Model, int Round, int Days, (long? Lead, long? Instead) People)
{
    private readonly Dictionary<string, Dictionary<long, long>> _keys = [];

    public string Number { get; set; } = "";
    public long Id { get; set; }

    /// <summary>Rows of this table have other keys in the copy.</summary>
    public void Renumber(string table, IEnumerable<(long Old, long New)> keys) => _keys[table] = keys.ToDictionary(k => k.Old, k => k.New);

    public long Key(string table, long old) => table == "Problem" ? Id : _keys[table].GetValueOrDefault(old, old);

    public long Person(long id) => id == People.Lead ? People.Instead!.Value : id == People.Instead ? People.Lead!.Value : id;

    /// <summary>A date or an instant as the database's driver gives it.</summary>
    public object Earlier(object when) => when switch
    {
        string text => string.Concat(Earlier(text.AsSpan(0, 10)), text.AsSpan(10)),
        DateTimeOffset instant => instant.AddDays(-Days),
        DateTime date => date.AddDays(-Days),
        DateOnly date => date.AddDays(-Days),
        _ => throw new InvalidOperationException($"{when.GetType().Name} is no date."),
    };

    public string Earlier(ReadOnlySpan<char> date) =>
        DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture) is var day && day.DayNumber > Days && day.Year < 9999
            ? day.AddDays(-Days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : date.ToString();
}

/// <summary>
/// A worksheet or another JSON text, cut where its copies differ: at dates, and at the keys of stakeholders, actions and people.
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
