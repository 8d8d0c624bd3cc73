namespace ProblemTracker.Demo;

/// <summary>A number of incidents spread over days before today, both ends included.</summary>
internal sealed record Spell(int From, int To, int Count);

/// <summary>An incident pattern: categories, weekdays and hours.</summary>
/// <param name="Categories">One is picked for each incident; a repeated entry is picked more often.</param>
/// <param name="Hours">Picked like categories. If 23 is among them, hours before 3 count as the night of the day before.</param>
/// <param name="Minutes">Most minutes between the earliest and latest possible time of an incident; 0 if the time is known.</param>
internal sealed record DemoHabit(string[] Categories, DayOfWeek[] Days, int[] Hours, int Minutes = 0)
{
    public static readonly DayOfWeek[] AnyDay = Enum.GetValues<DayOfWeek>();
    public static readonly DayOfWeek[] SchoolDays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday,
        DayOfWeek.Thursday, DayOfWeek.Friday];
    public static readonly DayOfWeek[] Weekend = [DayOfWeek.Saturday, DayOfWeek.Sunday];
    public static readonly DayOfWeek[] BarNights = [DayOfWeek.Friday, DayOfWeek.Friday, DayOfWeek.Saturday];

    public static readonly int[] Night = [22, 23, 23, 0, 0, 1, 2];
    public static readonly int[] Evening = [20, 21, 21, 22, 22, 23];
    public static readonly int[] Afternoon = [14, 15, 15, 16, 17, 18];
    public static readonly int[] Midday = [10, 11, 12, 12, 13, 14, 15];
    public static readonly int[] Morning = [6, 7, 8, 8, 9];
    public static readonly int[] Daytime = [9, 10, 11, 13, 14, 15, 16];
    public static readonly int[] SmallHours = [1, 2, 3, 4];
    public static readonly int[] SchoolHours = [7, 8, 8, 14, 15];
}

/// <summary>A place in the demo city with a recurring pattern, planted so that users can find it.</summary>
/// <param name="Addresses">One address, or several on a street; one is picked for each incident.</param>
/// <param name="Reach">How far a point may lie from its address, in degrees of latitude; 0 for exactly at the address.</param>
internal sealed class DemoSpot(string neighborhood, DemoHabit habit, IReadOnlyList<DemoAddress> addresses,
    double reach, params Spell[] spells)
{
    public string Neighborhood => neighborhood;
    public DemoHabit Habit => habit;
    public IReadOnlyList<DemoAddress> Addresses => addresses;
    public double Reach => reach;
    public IReadOnlyList<Spell> Spells => spells;
}

/// <summary>The patterns of the hand-written stories, and one street with repeat burglaries.</summary>
internal static class DemoSpots
{
    // Many before the response and few after it, matching the numbers in the baseline (62) and the assessment (17).
    public static readonly DemoSpot Bar = At("Lantern Quay", "40 Tanner Street, rear", 43.5612, -77.5481,
        new(["noise", "noise", "disorder", "assault"], DemoHabit.BarNights, DemoHabit.Night),
        new Spell(577, 729, 44), new Spell(396, 575, 62), new Spell(301, 394, 27), new Spell(212, 299, 20),
        new Spell(31, 209, 17), new Spell(2, 29, 2));

    // Quiet for a while after the checkpoints, then back, because the speed cushions are not built yet.
    public static readonly DemoSpot Racing = new("Old Millrace", new(["racing"], DemoHabit.Weekend, DemoHabit.Evening),
        Houses("Old Millrace", "Meridian Avenue", 2, 120, 7), 0,
        new Spell(151, 560, 270), new Spell(94, 150, 36), new Spell(63, 93, 20), new Spell(48, 61, 1), new Spell(3, 47, 28));

    public static readonly DemoSpot Trailhead = At("Gull Ridge", "Heron Trail lot", 43.5921, -77.5324,
        new(["theft-from-vehicle"], DemoHabit.Weekend, DemoHabit.Midday, 120), new Spell(390, 520, 30), new Spell(121, 300, 36),
        new Spell(44, 100, 21), new Spell(101, 120, 6), new Spell(2, 43, 18));

    public static readonly DemoSpot Garages = At("Gull Ridge", "Sable Court garages", 43.5832, -77.5138,
        new(["burglary"], DemoHabit.AnyDay, DemoHabit.SmallHours, 240), new Spell(10, 62, 9));

    public static readonly DemoSpot Steps = At("Lantern Quay", "Quay steps", 43.5568, -77.5523,
        new(["alcohol", "disorder", "noise"], DemoHabit.AnyDay, DemoHabit.Evening), new Spell(2, 62, 14));

    public static readonly DemoSpot Crossing = At("Old Millrace", "Kiln Road crossing", 43.5571, -77.5089,
        new(["traffic-hazard", "parking"], DemoHabit.SchoolDays, DemoHabit.SchoolHours), new Spell(8, 240, 22));

    // A few houses that are burglarized again within weeks.
    public static readonly DemoSpot BurgledStreet = new("Orchard Terrace", new(["burglary"], DemoHabit.AnyDay, DemoHabit.Daytime, 300),
        [
            .. new[] { 12, 14, 14, 14, 18, 31, 33, 33, 33, 47, 52, 52, 60 }.Select(
                DemoMap.Named("Orchard Terrace").Street("Pippin Street").At)], 0,
        new Spell(154, 420, 82), new Spell(63, 153, 46), new Spell(3, 62, 26));

    public static readonly IReadOnlyList<DemoSpot> All = [Bar, Racing, Trailhead, Garages, Steps, Crossing, BurgledStreet];

    private static DemoSpot At(string neighborhood, string address, double latitude, double longitude, DemoHabit habit,
        params Spell[] spells) =>
        new(neighborhood, habit, [new(address, latitude, longitude)], 0.0006, spells);

    private static DemoAddress[] Houses(string neighborhood, string street, int first, int last, int step) =>
        [.. Enumerable.Range(0, (last - first) / step + 1).Select(i => DemoMap.Named(neighborhood).Street(street).At(first + i * step))];
}
