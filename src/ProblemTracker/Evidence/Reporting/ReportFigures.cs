using System.Globalization;
using ProblemTracker.Agency;
using ProblemTracker.Incidents;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Evidence;

/// <summary>The chart and the map of a report, each with its numbers and its sentence.</summary>
internal sealed class ReportFigures(Db db, OutlineMap outlines, StreetMap streets, AgencySettings agency)
{
    public const string Hidden = "fewer than 5";

    private const string NoAddress = "No address";

    /// <summary>Places with a number on the map, listed in its table.</summary>
    private const int MostPlaces = 10;

    /// <summary>Meters from side to side, so that the streets around can be recognized.</summary>
    private const double SmallestMap = 1200;

    /// <summary>Of the incidents; the farthest few must not shrink the map.</summary>
    private const double ShareOnMap = 0.98;

    /// <summary>Months of incidents, darker since the response started.</summary>
    /// <returns>Null without incidents.</returns>
    public static ReportFigure? OfMonths(CountedIncidents counted, DateOnly? startedOn, bool isPublic)
    {
        var months = counted.Months;
        if (months.Count == 0) return null;
        var start = startedOn is { } on ? months.ToList().FindIndex(month => month.Month == Name(on)) : -1;
        var drawing = MonthChart.Draw([.. months.Select(month => new ChartMonth(month.Month, Shown(month.Count, isPublic) ?? 0))],
            start < 0 ? null : start);
        var since = startedOn is { } day ? $"; dark since the response started on {DateText.Date(day)}" : "";
        var linked = counted.IsLinked && months.Last(month => month.Count > 0) is var last && last != months[^1]
            ? $" Only what was linked counts; the last linked incident is from {last.Month}." : "";
        return new("months", "Incidents by month", $"{counted.Words}, {months[0].Month} to {DateText.Date(counted.Until)}{since}.{linked}",
            ByYear(months, start < 0 ? null : months[start].Month, isPublic))
        {
            Points = [.. months.Select(month => new ReportPoint(month.Month, Shown(month.Count, isPublic)))],
            Drawing = drawing,
        };
    }

    /// <summary>A row for each month of the year, a column for each year.</summary>
    private static ReportTable ByYear(IReadOnlyList<MonthCount> months, string? start, bool isPublic)
    {
        var counts = months.ToDictionary(month => month.Month, month => month.Count);
        var years = months.Select(month => month.Month[..4]).Distinct().ToList();
        return new("Incidents by month", [new("Month"), .. years.Select(year => new ReportColumn(year, IsNumber: true))],
            [.. Enumerable.Range(1, 12).Select(number => (IReadOnlyList<string>)
                [
                    CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(number),
                    .. years.Select(year => string.Create(CultureInfo.InvariantCulture, $"{year}-{number:00}")).Select(name =>
                        !counts.TryGetValue(name, out var count) ? "–"
                            : name == start ? $"{Number(count, isPublic)} (response started)" : Number(count, isPublic)),
                ])]);
    }

    /// <summary>Where the incidents are; by squares of a block in a public report.</summary>
    /// <returns>Null if no incident has coordinates.</returns>
    public async Task<ReportFigure?> OfPlaces(CountedIncidents counted, bool isPublic, CancellationToken ct)
    {
        var placed = counted.Places.Where(place => place.Latitude is not null && Shown(place.Count, isPublic) is not null).ToList();
        if (placed.Count == 0) return null;
        var square = Square(placed);
        var drawn = (await outlines.Current(db, await agency.Today(ct), ct)).Features
            .Select(place => new DrawnPlace(place.Id, place.Properties.Name, GeoJson.Read(place.Geometry))).ToList();
        var map = new PublicMap(square, 0, drawn, await streets.In(db, new(square.South, square.West, square.North, square.East), ct));
        var top = placed.Take(MostPlaces).ToList();
        var drawing = MapPicture.Of("report-map", map,
            [.. placed.Select(place => new PictureSpot(place.Latitude!.Value, place.Longitude!.Value, place.Count,
                isPublic ? PublicPlace.Grid : null))],
            [.. top.Where(IsNumbered).Select((place, i) => new PictureMark(place.Latitude!.Value, place.Longitude!.Value, Text(i + 1)))]);
        drawing.Add(new Outline([[(0, 0), (drawing.Width, 0), (drawing.Width, drawing.Height), (0, drawing.Height)]], Closed: true,
            new("none", "#a9aeb1", drawing.Width / 150.0), "frame"));
        var kind = isPublic ? "Each square is about a block; squares with fewer than 5 incidents are left out."
            : "Larger circles have more incidents.";
        return new("places", "Where the incidents are", $"{counted.Words}. {kind}",
            new(placed.Count > top.Count ? $"The {top.Count} places with the most incidents" : "Places of the incidents",
                [new("On the map"), new("Place"), new("Incidents", IsNumber: true)],
                [.. top.Select((place, i) => (IReadOnlyList<string>)
                    [IsNumbered(place) ? Text(i + 1) : "–", place.Name ?? NoAddress, Number(place.Count, isPublic)])]))
        {
            Points = [.. placed.Select(place => new ReportPoint(place.Name ?? NoAddress, place.Count))],
            Drawing = drawing,
        };
    }

    /// <summary>A count, unless it could tell the public who is meant.</summary>
    public static string Number(int count, bool isPublic) => Shown(count, isPublic)?.ToString("N0", CultureInfo.InvariantCulture) ?? Hidden;

    public static string Name(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Numbers at places with one incident would cover the others.</summary>
    private static bool IsNumbered(CountedPlace place) => place.Count > 1;

    private static int? Shown(int count, bool isPublic) => isPublic ? PublicFigures.Shown(count) : count;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static MapSquare Square(IReadOnlyList<CountedPlace> placed)
    {
        var (north, east) = (Median(placed, place => place.Latitude!.Value), Median(placed, place => place.Longitude!.Value));
        var left = ShareOnMap * placed.Sum(place => place.Count);
        var (south, west, top, right) = (north, east, north, east);
        foreach (var place in placed.OrderBy(place => Earth.Meters(north, east, place.Latitude!.Value, place.Longitude!.Value)))
        {
            if (left <= 0) break;
            left -= place.Count;
            (south, top) = (Math.Min(south, place.Latitude!.Value), Math.Max(top, place.Latitude.Value));
            (west, right) = (Math.Min(west, place.Longitude!.Value), Math.Max(right, place.Longitude.Value));
        }
        var square = MapSquare.Around(south, west, top, right);
        return square with { Meters = Math.Max(square.Meters, SmallestMap) };
    }

    /// <summary>The middle incident's coordinate.</summary>
    private static double Median(IReadOnlyList<CountedPlace> placed, Func<CountedPlace, double> read)
    {
        var left = placed.Sum(place => place.Count) / 2.0;
        var last = 0.0;
        foreach (var place in placed.OrderBy(read))
        {
            last = read(place);
            if ((left -= place.Count) <= 0) break;
        }
        return last;
    }
}
