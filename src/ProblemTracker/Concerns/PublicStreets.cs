using System.Text.Json;

namespace ProblemTracker.Concerns;

/// <summary>
/// What anyone may read of the addresses that reporters typed: the block of a street that the agency knows, and nothing else, since the
/// rest can name people.
/// </summary>
internal sealed class PublicStreets
{
    private readonly IReadOnlyDictionary<string, string> _known;

    private PublicStreets(IReadOnlyDictionary<string, string> known) => _known = known;

    /// <summary>Looks the streets of these addresses up, in one statement.</summary>
    public static async Task<PublicStreets> Find(Db db, IEnumerable<string?> addresses, CancellationToken ct)
    {
        var typed = addresses.Select(address => PublicPlace.Read(address)?.Name).OfType<string>()
            .SelectMany(name => new[] { name, name.ToUpperInvariant() }).Distinct().ToList();
        var known = typed.Count == 0 ? [] : await db.List<string>(
            $"SELECT DISTINCT s.Name FROM Street s WHERE s.Name IN {db.Dialect.Texts("@Names")}",
            new { Names = JsonSerializer.Serialize(typed) }, ct);
        return new(known.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(names => names.Key, names => names.First(), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Such as <c>400 block of Tanner Street</c>; null if the street is not known.</summary>
    public string? Block(string? address) =>
        PublicPlace.Read(address) is { } street && _known.TryGetValue(street.Name, out var name) ? street.In(name) : null;
}
