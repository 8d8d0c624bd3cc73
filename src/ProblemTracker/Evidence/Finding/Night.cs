using System.Globalization;
using ProblemTracker.Analysis;

namespace ProblemTracker.Evidence;

/// <summary>
/// The incidents that a night looks at, in columns: those of the window and of the year before it one by one, earlier years as counts.
/// Rows of one incident and category count once.
/// </summary>
internal sealed class Night
{
    private readonly List<int> _ages = [], _places = [], _categories = [];
    private readonly List<long> _ids = [], _neighborhoods = [];
    private readonly List<double> _latitudes = [], _longitudes = [];
    private readonly List<bool> _first = [];
    private readonly Dictionary<string, int> _placeOf = [], _categoryOf = [];
    private readonly List<string> _placeNames = [], _categoryNames = [];
    private readonly HashSet<ulong> _events = [], _kinds = [];
    private readonly HashSet<int> _weeks = [];

    /// <param name="through">The last day of the window.</param>
    public Night(DateOnly through)
    {
        Through = through;
        From = through.AddDays(1 - SignalRules.Days);
        Years = [.. Enumerable.Range(1, SignalRules.MostYears).Select(year => RisingSeries.SameWeek(From, year)).OfType<DateOnly>()
            .Select(from => new EarlierYear(from))];
    }

    public DateOnly Through { get; }

    /// <summary>The first day of the window.</summary>
    public DateOnly From { get; }

    /// <summary>Days that are kept one by one: the window and the year before it.</summary>
    public const int Kept = SignalRules.Days * (1 + SignalRules.WindowsBefore);

    /// <summary>The first day of which anything is kept.</summary>
    public DateOnly First => Years.Select(year => year.From).Append(Through.AddDays(1 - Kept)).Min();

    /// <summary>The latest first.</summary>
    public IReadOnlyList<EarlierYear> Years { get; }

    /// <summary>Number of incidents kept one by one; the properties below have one value for each.</summary>
    public int Count => _ages.Count;

    /// <summary>Rows read, of all years.</summary>
    public int Read { get; private set; }

    /// <summary>Days before the last day of the window.</summary>
    public IReadOnlyList<int> Age => _ages;
    public IReadOnlyList<long> Id => _ids;
    /// <summary>Index of <see cref="Categories"/>.</summary>
    public IReadOnlyList<int> Category => _categories;
    /// <summary>0 for none.</summary>
    public IReadOnlyList<long> Neighborhood => _neighborhoods;
    /// <summary>Index of <see cref="Places"/>; -1 for a place that is not known.</summary>
    public IReadOnlyList<int> Place => _places;
    /// <summary>Degrees; NaN for a point that is not known.</summary>
    public IReadOnlyList<double> Latitude => _latitudes;
    public IReadOnlyList<double> Longitude => _longitudes;
    /// <summary>Whether it is the first row of its incident, for counts of all categories.</summary>
    public IReadOnlyList<bool> IsFirst => _first;

    /// <summary>Codes.</summary>
    public IReadOnlyList<string> Categories => _categoryNames;

    /// <summary>Addresses as written in the source; where there is none, points as <see cref="PointOf"/> writes them.</summary>
    public IReadOnlyList<string> Places => _placeNames;

    /// <summary>Whether an incident is in the window.</summary>
    public bool IsNow(int i) => _ages[i] < SignalRules.Days;

    /// <summary>The incidents of the window, or of all days that are kept.</summary>
    public IEnumerable<int> Now => Enumerable.Range(0, Count).Where(IsNow);

    /// <summary>Whether there are incidents in every week of the window that ends so many windows earlier.</summary>
    public bool Covers(int windowsEarlier) => Covers(From.AddDays(-windowsEarlier * SignalRules.Days));

    /// <summary>The same of the window that begins on a day.</summary>
    public bool Covers(DateOnly from) =>
        Enumerable.Range(0, SignalRules.Weeks).All(week => _weeks.Contains((from.DayNumber + week * SignalRules.Week) / SignalRules.Week)
            || _weeks.Contains((from.DayNumber + week * SignalRules.Week + SignalRules.Week - 1) / SignalRules.Week));

    /// <param name="eventKey">Rows with the same key are one incident; null if it has one row.</param>
    /// <param name="isConfidential">Its category is confidential; it counts for its category, but not for all categories together.</param>
    public void Add(long id, DateOnly day, string category, long? neighborhood, double? latitude, double? longitude, string? address,
        string? eventKey, bool isConfidential = false)
    {
        Read++;
        var isFirst = !isConfidential && (eventKey is null || _events.Add(Digest(eventKey, "")));
        if (eventKey is not null && !_kinds.Add(Digest(eventKey, category))) return;
        _weeks.Add(day.DayNumber / SignalRules.Week);
        var index = IndexOf(category, _categoryOf, _categoryNames);
        foreach (var year in Years) year.Add(day, neighborhood ?? 0, index);
        var age = Through.DayNumber - day.DayNumber;
        if (age is < 0 or >= Kept) return;
        var isPlaced = latitude is not null && longitude is not null && (latitude != 0 || longitude != 0);
        _ages.Add(age);
        _ids.Add(id);
        _categories.Add(index);
        _neighborhoods.Add(neighborhood ?? 0);
        _latitudes.Add(isPlaced ? latitude!.Value : double.NaN);
        _longitudes.Add(isPlaced ? longitude!.Value : double.NaN);
        _first.Add(isFirst);
        _places.Add(!string.IsNullOrWhiteSpace(address) ? IndexOf(address.Trim(), _placeOf, _placeNames)
            : isPlaced ? IndexOf(PointOf(latitude!.Value, longitude!.Value), _placeOf, _placeNames) : -1);
    }

    /// <summary>A point of about ten meters, in degrees: <c>43.5612, -77.5481</c>.</summary>
    public static string PointOf(double latitude, double longitude) =>
        FormattableString.Invariant($"{latitude:0.0000}, {longitude:0.0000}");

    /// <summary>The point that <see cref="PointOf"/> wrote; null for an address, which never reads as one with four digits.</summary>
    public static (double Latitude, double Longitude)? PointIn(string place) =>
        place.Split(", ") is [var north, var east] && Degrees(north) is { } latitude && Degrees(east) is { } longitude
            && PointOf(latitude, longitude) == place ? (latitude, longitude) : null;

    private static double? Degrees(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) ? degrees : null;

    private static int IndexOf(string name, Dictionary<string, int> places, List<string> names)
    {
        if (places.TryGetValue(name, out var index)) return index;
        names.Add(name);
        return places[name] = names.Count - 1;
    }

    /// <summary>FNV-1a in 64 bits: of a million keys, two are the same by chance once in ten million nights.</summary>
    private static ulong Digest(string key, string category)
    {
        var hash = 14695981039346656037UL;
        foreach (var text in (ReadOnlySpan<string>)[key, "\n", category])
            foreach (var c in text) hash = unchecked((hash ^ c) * 1099511628211UL);
        return hash;
    }
}

/// <summary>Counts of the same weeks of an earlier year.</summary>
internal sealed class EarlierYear(DateOnly from)
{
    private readonly Dictionary<(long Neighborhood, int Category), int> _counts = [];

    public DateOnly From => from;
    public DateOnly To => from.AddDays(SignalRules.Days - 1);

    public void Add(DateOnly day, long neighborhood, int category)
    {
        if (day < From || day > To) return;
        _counts[(neighborhood, category)] = _counts.GetValueOrDefault((neighborhood, category)) + 1;
    }

    /// <param name="neighborhood">Null for the whole city.</param>
    public int Of(long? neighborhood, int category) => neighborhood is { } id ? _counts.GetValueOrDefault((id, category))
        : _counts.Where(count => count.Key.Category == category).Sum(count => count.Value);
}
