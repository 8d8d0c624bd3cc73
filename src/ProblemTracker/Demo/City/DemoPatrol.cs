using System.Globalization;
using System.Text;
using ProblemTracker.Incidents;

namespace ProblemTracker.Demo;

/// <summary>
/// Shifts of 14 units on five beats, and their calls for service over two years, as a dispatch center would export them: with times that
/// nobody entered, that are out of order, and calls that were never cleared. Shifts are known for three weeks to come.
/// </summary>
internal static class DemoPatrol
{
    /// <param name="First">The first unit's number.</param>
    /// <param name="Begin">Local hour.</param>
    /// <param name="Calls">Calls in ten hours, on average.</param>
    private sealed record Watch(char Letter, int Units, int Begin, double Calls);

    private const int Hours = 10, Beats = 5;

    /// <summary>Shifts are known this many days ahead.</summary>
    private const int DaysAhead = 21;

    /// <summary>The unit of community officers, who take no calls.</summary>
    public const string Community = "COP1";

    private static readonly Watch[] Watches = [new('A', 5, 6, 6.5), new('B', 5, 14, 8), new('C', 4, 22, 4.5)];

    private static readonly (string Type, int Minutes, string Priority)[] Types =
    [
        ("Noise", 22, "4"), ("Disturbance", 35, "2"), ("Theft report", 40, "3"), ("Alarm", 18, "2"), ("Parking", 15, "5"),
        ("Crash", 60, "2"), ("Welfare check", 30, "3"), ("Domestic", 55, "1"), ("Suspicious person", 20, "3"), ("Trespass", 25, "3"),
        ("Burglary report", 60, "3"), ("Traffic stop", 12, "5"), ("Business check", 10, "5"),
    ];

    /// <summary>Traffic stops and business checks, which officers begin themselves.</summary>
    private const int Own = 2;

    private static readonly string[] Dispositions = ["Report taken", "Advised", "Gone on arrival", "Citation", "No action"];

    /// <summary>Two CSV files.</summary>
    public sealed record Export(string Shifts, string Calls);

    private static readonly string[] OfShifts = [MapFields.Unit, MapFields.Beat, MapFields.From, MapFields.To];

    private static readonly string[] OfCalls =
    [
        IncidentMap.Number, MapFields.Created, IncidentMap.Category, MapFields.Priority, IncidentMap.Address, IncidentMap.Latitude,
        IncidentMap.Longitude, MapFields.Unit, MapFields.Dispatched, MapFields.Arrived, MapFields.Cleared, MapFields.Disposition,
        MapFields.SelfInitiated,
    ];

    public static readonly IncidentMap Shifts = new() { Kind = ImportKind.Shifts, Columns = OfShifts.ToDictionary(name => name) };

    public static readonly IncidentMap Calls = new() { Kind = ImportKind.Calls, Columns = OfCalls.ToDictionary(name => name) };

    /// <summary>The same for the same day, up to the night before yesterday.</summary>
    /// <param name="today">Where the two years end.</param>
    /// <param name="places">Where calls come from.</param>
    public static Export Files(DateOnly today, IReadOnlyList<PlannedIncident> places)
    {
        var random = new Random(60);
        var shifts = new StringBuilder(string.Join(',', OfShifts)).Append('\n');
        var calls = new StringBuilder(string.Join(',', OfCalls)).Append('\n');
        var number = 0;
        for (var ago = DemoIncidents.Days - 1; ago >= -DaysAhead; ago--)
        {
            var day = today.AddDays(-ago);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                var begin = day.ToDateTime(new(10, 0));
                shifts.Append(CultureInfo.InvariantCulture, $"{Community},,{Text(begin)},{Text(begin.AddHours(8))}\n");
            }
            foreach (var watch in Watches)
                for (var unit = 0; unit < watch.Units; unit++)
                {
                    // Four days on, three off.
                    if ((day.DayNumber + 2 * unit) % 7 >= 4) continue;
                    var begin = day.ToDateTime(new(watch.Begin, 0));
                    var name = $"{unit + 1}{watch.Letter}";
                    shifts.Append(CultureInfo.InvariantCulture,
                        $"{name},Beat {unit % Beats + 1},{Text(begin)},{Text(begin.AddHours(Hours))}\n");
                    if (ago < 2) continue;
                    // Weekend nights are busier.
                    var rate = watch.Calls * (watch.Letter != 'A' && day.DayOfWeek is DayOfWeek.Friday or DayOfWeek.Saturday ? 1.4 : 1);
                    var at = begin;
                    while ((at = at.AddMinutes(-60 * Hours / rate * Math.Log(1 - random.NextDouble()))) < begin.AddHours(Hours - 0.5))
                        at = Call(at, name, ++number);
                }
        }
        return new(shifts.ToString(), calls.ToString());

        DateTime Call(DateTime at, string unit, int no)
        {
            var isOwn = random.NextDouble() < 0.2;
            var type = isOwn ? Types[^(1 + random.Next(Own))] : Types[random.Next(Types.Length - Own)];
            var place = places[random.Next(places.Count)];
            var created = at.AddMinutes(isOwn ? 0 : -2 - random.Next(12));
            var arrived = isOwn ? at : at.AddMinutes(3 + random.Next(10));
            var cleared = arrived.AddMinutes(Math.Max(3, type.Minutes * (0.4 + 1.2 * random.NextDouble())));
            var defect = random.Next(1000);
            // Nobody pressed the key, pressed it in the wrong order, or forgot it for two days.
            var (saidArrived, saidCleared) = defect switch
            {
                < 12 => (Text(arrived), ""),
                < 18 => (Text(at.AddMinutes(-5)), Text(cleared)),
                < 20 => (Text(arrived), Text(cleared.AddDays(2))),
                < 60 => ("", Text(cleared)),
                _ => (Text(arrived), Text(cleared)),
            };
            calls.Append(CultureInfo.InvariantCulture, $"{created:yy}-{no:000000},{Text(created)},{type.Type},{type.Priority},"
                + $"\"{place.Place.Name}\",{place.Place.Latitude},{place.Place.Longitude},{unit},{Text(at)},{saidArrived},{saidCleared},"
                + $"{Dispositions[random.Next(Dispositions.Length)]},{(isOwn ? "Y" : "N")}\n");
            return cleared;
        }
    }

    private static string Text(DateTime at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
