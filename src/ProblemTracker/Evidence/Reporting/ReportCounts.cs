using System.Globalization;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>A place with its number of incidents.</summary>
/// <param name="Name">An address, or a block in a public report; null if none is known.</param>
/// <param name="Latitude">Degrees; null if none of its incidents has coordinates.</param>
internal sealed record CountedPlace(string? Name, double? Latitude, double? Longitude, int Count);

/// <summary>The incidents that a report counts.</summary>
/// <param name="Words">What was counted, such as "Incidents of Noise within 150 meters, counted as the baseline was".</param>
/// <param name="Months">Every month from the first with an incident to the last day.</param>
/// <param name="Places">Most incidents first.</param>
/// <param name="Until">The last local day.</param>
/// <param name="IsLinked">Only linked incidents were counted, which tell nothing about the months in which nobody linked any.</param>
internal sealed record CountedIncidents(
    string Words, DateOnly Until, IReadOnlyList<MonthCount> Months, IReadOnlyList<CountedPlace> Places, bool IsLinked);

/// <summary>
/// Counts a problem's incidents by month and place: those that its baseline counted, else those of its category near its place, else those
/// linked to it. The problem's overview counts in the same order.
/// </summary>
internal sealed class ReportCounts(Db db)
{
    /// <summary>Months before the last day.</summary>
    private const int MostMonths = 36;

    /// <summary>Meters.</summary>
    private const double Foot = 0.3048;

    private sealed record Row
    {
        public string EventKey { get; init; } = "";
        public DateOnly LocalDate { get; init; }
        public string? Address { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
    }

    private sealed class Sum
    {
        public Dictionary<string, int> Names { get; } = new(StringComparer.OrdinalIgnoreCase);
        public int Count { get; set; }
        public int Placed { get; set; }
        public double Latitude { get; set; }
        public double Longitude { get; set; }
    }

    /// <param name="problem">One that the actor can view.</param>
    /// <param name="until">The last local day.</param>
    /// <param name="isPublic">Counts places by block.</param>
    public async Task<CountedIncidents> Read(FullProblem problem, DateOnly until, bool isPublic, CancellationToken ct)
    {
        var unit = (await MapSql.Settings(db, ct)).Value.Unit;
        if (OfBaseline(problem) is { } baseline && await Count(baseline, until, isPublic, ct) is { Months.Count: > 0 } counted)
            return counted with { Words = $"{await Describe(problem, baseline, unit, ct)}, counted as the baseline was" };
        if (Near(problem, unit) is { } near && await Count(near, until, isPublic, ct) is { Months.Count: > 0 } found)
            return found with { Words = await Describe(problem, near, unit, ct) };
        return await Count(new(ProblemId: problem.Id), until, isPublic, ct);
    }

    private async Task<CountedIncidents> Count(IncidentFilter filter, DateOnly until, bool isPublic, CancellationToken ct)
    {
        filter = filter with { From = new DateOnly(until.Year, until.Month, 1).AddMonths(1 - MostMonths), To = until };
        var isIn = IncidentSql.Measure(filter);
        var months = new SortedDictionary<DateOnly, int>();
        var places = new Dictionary<object, Sum>();
        // An incident in several rows counts once, at the place of its first.
        var events = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in db.Stream<Row>($"""
            SELECT i.EventKey, i.LocalDate, i.Address, i.Latitude, i.Longitude
            FROM {IncidentSql.Source(db.Dialect, filter)} {IncidentSql.Where(filter)}
            """, IncidentSql.Args(db.Dialect, filter), ct))
        {
            if (!isIn(row.Latitude, row.Longitude) || !events.Add(row.EventKey)) continue;
            var month = new DateOnly(row.LocalDate.Year, row.LocalDate.Month, 1);
            months[month] = months.GetValueOrDefault(month) + 1;
            Add(places, row, isPublic);
        }
        return new("Linked incidents", until, [.. Through(months, until)],
            [.. places.Values.Select(sum => Of(sum, isPublic)).OrderByDescending(place => place.Count)
                .ThenBy(place => place.Name, StringComparer.Ordinal).ThenBy(place => place.Latitude)],
            IsLinked: filter.ProblemId is not null);
    }

    /// <summary>How the baseline of an objective, or of the analysis, was counted; null if it was not, or by what is linked.</summary>
    private static IncidentFilter? OfBaseline(FullProblem problem) =>
        problem.Response.Objectives.Select(objective => objective.Counted)
            .Concat(problem.Analysis.Baselines.Select(baseline => baseline.Counted))
            .Select(counted => KeptFilter.Read(counted?.Filter))
            .FirstOrDefault(filter => filter is { ProblemId: null, HasText: false } && !filter.Wrong().Any());

    private static IncidentFilter? Near(FullProblem problem, DistanceUnit unit) =>
        problem is not { Latitude: { } latitude, Longitude: { } longitude } ? null
            : new(CategoryCode: problem.CategoryCode, Latitude: latitude, Longitude: longitude,
                Radius: unit == DistanceUnit.Feet ? ReadProblemPlace.FindRadiusInFeet : ReadProblemPlace.FindRadius);

    private static void Add(Dictionary<object, Sum> places, Row row, bool isPublic)
    {
        var address = row.Address?.Trim();
        object? key = isPublic
            ? row is { Latitude: { } north, Longitude: { } east } ? (PublicPlace.Snap(north), PublicPlace.Snap(east)) : null
            : !string.IsNullOrEmpty(address) ? address.ToUpperInvariant()
            : row is { Latitude: { } latitude, Longitude: { } longitude } ? (Math.Round(latitude, 4), Math.Round(longitude, 4)) : null;
        if (key is null) return;
        if (!places.TryGetValue(key, out var sum)) places.Add(key, sum = new());
        sum.Count++;
        if (!string.IsNullOrEmpty(address))
        {
            var name = isPublic ? PublicPlace.Block(address) : address;
            sum.Names[name] = sum.Names.GetValueOrDefault(name) + 1;
        }
        if (row is not { Latitude: { } y, Longitude: { } x }) return;
        sum.Placed++;
        (sum.Latitude, sum.Longitude) = (sum.Latitude + (isPublic ? PublicPlace.Snap(y) : y),
            sum.Longitude + (isPublic ? PublicPlace.Snap(x) : x));
    }

    private static CountedPlace Of(Sum sum, bool isPublic)
    {
        var name = sum.Names.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => one.Key).FirstOrDefault(one => !isPublic || !PublicPlace.NamesHouse(one));
        return sum.Placed == 0 ? new(name, null, null, sum.Count)
            : new(name, sum.Latitude / sum.Placed, sum.Longitude / sum.Placed, sum.Count);
    }

    /// <summary>Without gaps, since a month without incidents is news too.</summary>
    private static IEnumerable<MonthCount> Through(SortedDictionary<DateOnly, int> months, DateOnly until)
    {
        if (months.Count == 0) yield break;
        for (var month = months.Keys.First(); month <= until; month = month.AddMonths(1))
            yield return new(month.ToString("yyyy-MM", CultureInfo.InvariantCulture), months.GetValueOrDefault(month));
    }

    private async Task<string> Describe(FullProblem problem, IncidentFilter filter, DistanceUnit unit, CancellationToken ct)
    {
        var category = filter.CategoryCode is not { } code ? null : code == problem.CategoryCode ? problem.Category
            : await db.Find<string>("SELECT c.Name FROM Category c WHERE c.Code = @code", new { code }, ct) ?? code;
        var neighborhood = filter.NeighborhoodId is not { } id ? null : id == problem.NeighborhoodId ? problem.Neighborhood
            : await db.Find<string>("SELECT n.Name FROM Neighborhood n WHERE n.Id = @id", new { id }, ct) ?? "another neighborhood";
        string?[] parts =
        [
            category is null ? "Incidents" : $"Incidents of {category}",
            filter.Radius is not { } meters ? null
                : unit == DistanceUnit.Feet ? $"within {meters / Foot:0} feet" : $"within {meters:0} meters",
            filter.Area is null ? null : "inside an area",
            neighborhood is null ? null : $"in {neighborhood}",
        ];
        return string.Join(' ', parts.Where(part => part is not null));
    }
}
