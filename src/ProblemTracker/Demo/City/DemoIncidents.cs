namespace ProblemTracker.Demo;

/// <param name="Spot">The planted pattern; null for a background incident.</param>
/// <param name="DaysAgo">Whole days before today.</param>
/// <param name="Minutes">Minutes between the earliest and latest possible time; 0 if the time is known.</param>
internal sealed record PlannedIncident(
    DemoSpot? Spot, int DaysAgo, int Hour, int Minute, int Minutes, string Category, string Neighborhood, DemoAddress Place);

/// <summary>
/// Twenty-four months of fictional incidents: the planted patterns, and background incidents that vary by season, weekday, hour and
/// neighborhood. Seeding on the same day always gives the same incidents.
/// </summary>
internal static class DemoIncidents
{
    public const int Count = 40_000;
    public const int Days = 729;

    /// <summary>Frequency and timing of a category's background incidents.</summary>
    /// <param name="Summer">Share by which summer is above the mean and winter below it.</param>
    /// <param name="Weekend">Factor for Fridays, Saturdays and Sundays.</param>
    /// <param name="Hours">Weights of the eight three-hour periods from midnight on.</param>
    /// <param name="Minutes">Most minutes between the earliest and latest possible time.</param>
    private sealed record Everyday(string Category, int Weight, double Summer, double Weekend, int[] Hours, int Minutes = 0);

    private static readonly Everyday[] Everywhere =
    [
        new("noise", 12, 0.35, 1.7, [8, 2, 1, 2, 3, 5, 9, 12]),
        new("disorder", 12, 0.25, 1.3, [6, 2, 2, 4, 6, 8, 10, 9]),
        new("theft", 13, 0.10, 1.0, [2, 1, 3, 8, 11, 12, 8, 4], 90),
        new("vandalism", 9, 0.15, 1.2, [8, 4, 4, 4, 4, 6, 7, 9], 480),
        new("theft-from-vehicle", 9, 0.15, 1.1, [9, 5, 4, 5, 6, 6, 8, 9], 420),
        new("parking", 9, 0.00, 0.7, [1, 1, 8, 12, 12, 11, 7, 3]),
        new("traffic-hazard", 7, -0.10, 0.8, [2, 2, 9, 8, 8, 11, 7, 4]),
        new("burglary", 6, 0.10, 0.9, [5, 4, 5, 9, 9, 7, 5, 5], 540),
        new("assault", 5, 0.20, 1.6, [10, 3, 2, 3, 5, 7, 9, 11]),
        new("alcohol", 4, 0.30, 1.6, [9, 2, 1, 2, 4, 7, 10, 11]),
        new("drugs", 4, 0.10, 1.0, [5, 2, 2, 5, 7, 9, 9, 8]),
        new("neglected-property", 3, 0.05, 0.5, [0, 0, 3, 10, 10, 9, 3, 1]),
        new("racing", 2, 0.30, 1.8, [6, 1, 1, 2, 3, 5, 9, 12]),
        new("robbery", 2, 0.05, 1.2, [9, 3, 2, 3, 5, 7, 9, 10]),
        new("other", 8, 0.05, 1.0, [3, 2, 4, 8, 9, 9, 7, 5]),
    ];

    /// <param name="spots">The planted patterns.</param>
    /// <param name="today">The date that days ago, seasons and weekdays are computed from.</param>
    public static IReadOnlyList<PlannedIncident> Plan(DateOnly today, IReadOnlyList<DemoSpot> spots)
    {
        // A fixed seed, to get the same city every time. Not used for secrets.
        var random = new Random(20260601);
        List<PlannedIncident> all = [.. spots.SelectMany(spot => Repeat(random, today, spot))];
        // No background incidents at a pattern's address, so that the counts in worksheets are exact.
        var taken = spots.SelectMany(spot => spot.Addresses).Select(address => address.Name).ToHashSet();
        var kinds = new Wheel(Everywhere.Select(kind => (double)kind.Weight));
        var days = Everywhere.Select(kind => new Wheel(Enumerable.Range(1, Days).Select(ago => Liveliness(kind, today.AddDays(-ago)))))
            .ToArray();
        var hours = Everywhere.Select(kind => new Wheel(kind.Hours.Select(weight => (double)weight))).ToArray();
        var places = new Wheel(DemoMap.Neighborhoods.Select(n => n.Weight));
        while (all.Count < Count)
        {
            var kind = kinds.Spin(random);
            var (ago, hour) = (1 + days[kind].Spin(random), 3 * hours[kind].Spin(random) + random.Next(3));
            var place = DemoMap.Neighborhoods[places.Spin(random)];
            // The smaller of two draws, which makes the first streets of a neighborhood the busiest.
            var street = place.Streets[Math.Min(random.Next(place.Streets.Count), random.Next(place.Streets.Count))];
            var minutes = Everywhere[kind].Minutes is > 0 and var most && ago > 1 ? random.Next(most) : 0;
            var address = street.At(random.Next(1, street.LastNumber));
            if (!taken.Contains(address.Name))
                all.Add(new(null, ago, hour, random.Next(60), minutes, Everywhere[kind].Category, place.Name, address));
        }
        return [.. all.OrderByDescending(i => i.DaysAgo).ThenBy(i => i.Hour).ThenBy(i => i.Minute)];
    }

    private static double Liveliness(Everyday kind, DateOnly day)
    {
        var season = 1 + kind.Summer * Math.Cos((day.DayOfYear - 200) * 2 * Math.PI / 365);
        return day.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday or DayOfWeek.Sunday ? season * kind.Weekend : season;
    }

    private static IEnumerable<PlannedIncident> Repeat(Random random, DateOnly today, DemoSpot spot)
    {
        foreach (var spell in spot.Spells)
            for (var i = 0; i < spell.Count; i++)
            {
                var habit = spot.Habit;
                var day = habit.Days[random.Next(habit.Days.Length)];
                var ago = random.Next(spell.From, spell.To + 1);
                // Search for the wanted weekday within the spell.
                for (var tries = 0; today.AddDays(-ago).DayOfWeek != day && tries < 14; tries++)
                    ago = ago == spell.To ? spell.From : ago + 1;
                var hour = habit.Hours[random.Next(habit.Hours.Length)];
                // The small hours belong to the night before.
                if (hour < 3 && habit.Hours.Contains(23)) ago--;
                var at = spot.Addresses[random.Next(spot.Addresses.Count)];
                yield return new(spot, ago, hour, random.Next(60), habit.Minutes == 0 ? 0 : random.Next(1, habit.Minutes),
                    habit.Categories[random.Next(habit.Categories.Length)], spot.Neighborhood,
                    at with
                    {
                        Latitude = Near(random, at.Latitude, spot.Reach),
                        Longitude = Near(random, at.Longitude, spot.Reach * 4 / 3)
                    });
            }
    }

    private static double Near(Random random, double value, double reach) => Math.Round(value + (random.NextDouble() * 2 - 1) * reach, 6);

    /// <summary>Draws indexes at random, in proportion to their weights.</summary>
    private sealed class Wheel
    {
        private readonly double[] _ends;

        public Wheel(IEnumerable<double> weights)
        {
            var sum = 0.0;
            _ends = [.. weights.Select(weight => sum += weight)];
        }

        public int Spin(Random random)
        {
            var at = Array.BinarySearch(_ends, random.NextDouble() * _ends[^1]);
            return at >= 0 ? Math.Min(at + 1, _ends.Length - 1) : ~at;
        }
    }
}
