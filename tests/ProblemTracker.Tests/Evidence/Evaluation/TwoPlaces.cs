using System.Text;

namespace ProblemTracker.Tests.Evidence;

/// <summary>Incidents of noise at a bar, where a response happens, and at a park far from it.</summary>
public static class TwoPlaces
{
    public static readonly (double Latitude, double Longitude) Bar = (40.5, -89.5), Park = (40.55, -89.45);

    public const string BarAddress = "40 Tanner Street", ParkAddress = "1 Park Way";

    /// <summary>A file with so many incidents each month at each place.</summary>
    /// <param name="prefix">Of their numbers, so that files can follow each other.</param>
    public static string Csv(string prefix, DateOnly first, int months, int bar, int park)
    {
        var csv = new StringBuilder("no,at,kind,where,lat,lon\n");
        foreach (var (at, address, count) in new[] { (Bar, BarAddress, bar), (Park, ParkAddress, park) })
            for (var month = 0; month < months; month++)
                for (var i = 0; i < count; i++)
                    csv.Append(FormattableString.Invariant(
                        $"{prefix}{at.Latitude}-{month}-{i},{first.AddMonths(month).AddDays(i * 28 / count):yyyy-MM-dd},loud music,")
                        + FormattableString.Invariant($"{address},{at.Latitude},{at.Longitude}\n"));
        return csv.ToString();
    }
}
