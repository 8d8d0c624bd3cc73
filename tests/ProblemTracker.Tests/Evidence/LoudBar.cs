using System.Text;

namespace ProblemTracker.Tests.Evidence;

/// <summary>Files of incidents in which one place became loud.</summary>
public static class LoudBar
{
    /// <summary>Fifteen months of scattered incidents, and a bar that became loud in the last weeks.</summary>
    /// <param name="loud">Incidents at the bar.</param>
    public static string Year(int loud = 24)
    {
        var csv = new StringBuilder("no,at,kind,where,lat,lon\n");
        var first = new DateOnly(2024, 12, 1);
        for (var i = 0; i < 1800; i++)
            csv.Append(FormattableString.Invariant($"{i},{first.AddDays(i / 4):yyyy-MM-dd},{(i % 3 == 0 ? "loud music" : "burglary")},")
                + FormattableString.Invariant($"{i * 7 % 300} Elm Street,{40.1 + i * 7 % 300 * 0.002:0.0000},")
                + FormattableString.Invariant($"{-89.9 + i * 7 % 300 * 0.002:0.0000}\n"));
        csv.Append(Rows(0, loud));
        return csv.ToString();
    }

    public static string Rows(int from, int to) => string.Concat(Enumerable.Range(from, to - from).Select(i =>
        FormattableString.Invariant($"bar{i},{new DateOnly(2026, 2, 26).AddDays(-i % 50):yyyy-MM-dd},")
            + "loud music,40 Tanner Street,40.5,-89.5\n"));
}
