namespace ProblemTracker.Demo;

/// <summary>What keeps happening in the demo city.</summary>
internal enum DemoPattern { Background, Bar, Racing, Trailhead, Garages, Steps, Crossing }

/// <param name="DaysAgo">Whole days before today.</param>
/// <param name="Minutes">Between the first and the last moment at which it may have happened; 0 where the time is known.</param>
internal sealed record PlannedIncident(
    DemoPattern Pattern, int DaysAgo, int Hour, int Minute, int Minutes, string Category, string Neighborhood, double Latitude, double Longitude, string Address);

/// <summary>A year of invented incidents: six patterns that can be found, and what happens everywhere. The same at every seeding.</summary>
internal static class DemoIncidents
{
    public const int Count = 300;

    private static readonly int[] Night = [22, 23, 23, 0, 0, 1, 2];
    private static readonly int[] Evening = [20, 21, 21, 22, 22, 23];
    private static readonly int[] Midday = [10, 11, 12, 12, 13, 14, 15];
    private static readonly int[] AnyHour = [0, 2, 7, 9, 11, 13, 15, 16, 17, 18, 19, 20, 21, 22, 23];
    private static readonly int[] SmallHours = [1, 2, 3, 4];
    private static readonly int[] SchoolHours = [7, 8, 8, 14, 15];

    private static readonly (string Category, int Weight)[] Everywhere =
    [
        ("noise", 5), ("disorder", 5), ("vandalism", 4), ("theft", 5), ("theft-from-vehicle", 3), ("burglary", 3), ("assault", 2), ("racing", 2),
        ("traffic-hazard", 3), ("parking", 4), ("neglected-property", 2), ("drugs", 2), ("alcohol", 2), ("robbery", 1), ("other", 4),
    ];

    private static readonly (string Neighborhood, double Latitude, double Longitude, string[] Streets)[] Places =
    [
        ("Lantern Quay", 43.560, -77.546, ["Tanner Street", "Ropewalk", "Customs Lane", "Fish Dock Road"]),
        ("Old Millrace", 43.560, -77.513, ["Meridian Avenue", "Kiln Road", "Weaver Street", "Sluice Lane"]),
        ("Gull Ridge", 43.585, -77.525, ["Sable Court", "Fell Lane", "Ridge Road", "Cooper Street"]),
    ];

    private static readonly DayOfWeek[] BarNights = [DayOfWeek.Friday, DayOfWeek.Friday, DayOfWeek.Saturday];
    private static readonly DayOfWeek[] Weekend = [DayOfWeek.Saturday, DayOfWeek.Sunday];
    private static readonly DayOfWeek[] SchoolDays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];
    private static readonly DayOfWeek[] AnyDay = Enum.GetValues<DayOfWeek>();

    /// <param name="today">Weekdays are reckoned from it.</param>
    public static IEnumerable<PlannedIncident> Plan(DateOnly today)
    {
        // Not for secrets: the same city every time is the point.
        var random = new Random(20260601);
        List<PlannedIncident> all =
        [
            // The bar: many before the response, few after it, and exactly the number that its assessment reports.
            .. Repeat(random, today, 34, DemoPattern.Bar, BarNights, 301, 364, Night, 0, ["noise", "noise", "disorder", "assault"], 0, 43.5612, -77.5481, "Tanner Street 40"),
            .. Repeat(random, today, 12, DemoPattern.Bar, BarNights, 212, 299, Night, 0, ["noise", "disorder"], 0, 43.5612, -77.5481, "Tanner Street 40"),
            .. Repeat(random, today, 17, DemoPattern.Bar, BarNights, 31, 209, Night, 0, ["noise", "noise", "disorder"], 0, 43.5612, -77.5481, "Tanner Street 40"),
            .. Repeat(random, today, 2, DemoPattern.Bar, BarNights, 2, 29, Night, 0, ["noise"], 0, 43.5612, -77.5481, "Tanner Street 40"),
            .. Repeat(random, today, 55, DemoPattern.Racing, Weekend, 3, 240, Evening, 0, ["racing"], 1, 43.5633, -77.5142, "Meridian Avenue"),
            .. Repeat(random, today, 45, DemoPattern.Trailhead, Weekend, 2, 120, Midday, 120, ["theft-from-vehicle"], 2, 43.5921, -77.5324, "Heron Trail lot"),
            .. Repeat(random, today, 9, DemoPattern.Garages, AnyDay, 10, 62, SmallHours, 300, ["burglary"], 2, 43.5832, -77.5138, "Sable Court garages"),
            .. Repeat(random, today, 14, DemoPattern.Steps, AnyDay, 2, 62, Evening, 0, ["alcohol", "disorder", "noise"], 0, 43.5568, -77.5523, "Quay steps"),
            .. Repeat(random, today, 22, DemoPattern.Crossing, SchoolDays, 8, 240, SchoolHours, 0, ["traffic-hazard", "parking"], 1, 43.5571, -77.5089, "Kiln Road crossing"),
        ];
        while (all.Count < Count)
        {
            var place = Places[random.Next(Places.Length)];
            var address = $"{place.Streets[random.Next(place.Streets.Length)]} {random.Next(1, 90)}";
            all.Add(new(DemoPattern.Background, random.Next(1, 365), AnyHour[random.Next(AnyHour.Length)], random.Next(60), 0, Weighted(random),
                place.Neighborhood, Near(random, place.Latitude, 0.008), Near(random, place.Longitude, 0.010), address));
        }
        return all.OrderByDescending(i => i.DaysAgo).ThenBy(i => i.Hour).ThenBy(i => i.Minute);
    }

    private static IEnumerable<PlannedIncident> Repeat(Random random, DateOnly today, int count, DemoPattern pattern, DayOfWeek[] days, int fromDaysAgo, int toDaysAgo,
        int[] hours, int minutes, string[] categories, int place, double latitude, double longitude, string address)
    {
        for (var i = 0; i < count; i++)
        {
            var day = days[random.Next(days.Length)];
            var daysAgo = random.Next(fromDaysAgo, toDaysAgo + 1);
            // Forward or back to the wanted weekday, within the window.
            while (today.AddDays(-daysAgo).DayOfWeek != day) daysAgo = daysAgo == toDaysAgo ? fromDaysAgo : daysAgo + 1;
            var hour = hours[random.Next(hours.Length)];
            // The small hours belong to the night before.
            if (hour < 3) daysAgo--;
            yield return new(pattern, daysAgo, hour, random.Next(60), minutes, categories[random.Next(categories.Length)],
                Places[place].Neighborhood, Near(random, latitude, 0.0006), Near(random, longitude, 0.0008), address);
        }
    }

    private static string Weighted(Random random)
    {
        var at = random.Next(Everywhere.Sum(e => e.Weight));
        foreach (var (category, weight) in Everywhere)
            if ((at -= weight) < 0) return category;
        return "other";
    }

    private static double Near(Random random, double value, double reach) => Math.Round(value + (random.NextDouble() * 2 - 1) * reach, 6);
}
