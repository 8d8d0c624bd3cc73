using System.Globalization;

namespace ProblemTracker.Domain;

/// <summary>What a signal's sentences are made of.</summary>
/// <param name="Category">Its name; null for incidents of all categories.</param>
/// <param name="Place">An address, a point or a facility; null for a whole neighborhood or the city.</param>
/// <param name="Neighborhood">Null for the city, or if it is not known.</param>
/// <param name="Radius">Meters around the place; null for the place alone.</param>
/// <param name="Observed">Incidents in the window; pairs of incidents for near repeats.</param>
/// <param name="Years">Earlier years, or facilities that it is compared with.</param>
public sealed record SignalFacts(SignalKind Kind, string? Category, string? Place, string? Neighborhood, double? Radius, int Observed,
    double Expected, double Low, double? High, double P, int Years);

/// <summary>Signals in words that an officer understands.</summary>
public static class SignalWords
{
    /// <summary>Meters and days within which near repeats follow each other.</summary>
    public const int NearMeters = 200, NearDays = 14;

    /// <summary>Follows a sentence that says that the signal was linked.</summary>
    public const string TooLarge = "It has more incidents than can be linked. Choose them on the problem's Evidence page.";

    private static readonly CultureInfo American = CultureInfo.GetCultureInfo("en-US");

    /// <summary>What and where, also the title of a problem opened from it: <c>Noise within 150 m of 40 Tanner Street</c>.</summary>
    public static string Title(SignalFacts signal)
    {
        var what = signal.Category ?? "Incidents";
        return signal.Kind switch
        {
            SignalKind.HotSpot => $"{what} within {signal.Radius:0} m of {signal.Place}",
            SignalKind.NearRepeat => $"{what}: near repeats around {signal.Place}",
            SignalKind.RisingSeries => signal.Neighborhood is { } name ? $"{what} in {name}" : $"{what} in the whole city",
            _ => $"{what} at {signal.Place}",
        };
    }

    /// <summary><c>Noise at 40 Tanner Street: 31 incidents in 13 weeks, 12 expected from the year before.</c></summary>
    public static string Sentence(SignalFacts signal)
    {
        var expected = $"{Number(signal.Expected)} expected";
        return signal.Kind switch
        {
            SignalKind.NearRepeat =>
                $"{signal.Category} within {NearMeters} m and {NearDays} days of each other: {signal.Observed:N0} pairs of incidents in "
                    + $"{SignalRules.Weeks} weeks, {expected} by chance. Most are near {signal.Place}.",
            _ => $"{Title(signal)}: {signal.Observed:N0} {(signal.Observed == 1 ? "incident" : "incidents")} in {SignalRules.Weeks} weeks, "
                + $"{expected} {From(signal)}.",
        };
    }

    /// <summary><c>2.6 times as many as expected (95% interval 1.7 to 4.0).</c></summary>
    public static string Strength(SignalFacts signal)
    {
        // An incident is in several pairs, so an interval of independent counts would be too short.
        if (signal.Kind == SignalKind.NearRepeat)
            return $"{Ratio(signal.Observed / signal.Expected)} times as many as expected. An incident can be in several pairs, so there "
                + $"is no interval. By chance alone, so many would come {Chance(signal.P)}.";
        var interval = signal.High is { } high ? $"95% interval {Ratio(signal.Low)} to {Ratio(high)}"
            : $"95% interval from {Ratio(signal.Low)}, without an upper end";
        var times = signal.Expected > 0 ? $"{Ratio(signal.Observed / signal.Expected)} times as many as expected ({interval})"
            : $"None were expected ({interval})";
        return $"{times}. By chance alone, so many would come {Chance(signal.P)}.";
    }

    /// <summary>Strength as a whole number to sort by: a hundred times the zeros before the chance.</summary>
    public static int Rank(double p) => (int)Math.Round(-100 * Math.Log10(Math.Max(p, 1e-300)));

    private static string From(SignalFacts signal) => signal.Kind switch
    {
        SignalKind.RepeatPlace => "from the year before",
        SignalKind.HotSpot => "from its share in the rest of the city",
        SignalKind.RiskyFacility => $"from the {signal.Years} others of its kind",
        _ => signal.Years == 1 ? "from the same weeks of the year before" : $"from the same weeks of {signal.Years} earlier years",
    };

    private static string Chance(double p) => p < 1e-6 ? "less than once in a million times"
        : string.Create(American, $"about once in {Rounded(1 / p):N0} times");

    /// <summary>To two digits, since nobody needs more.</summary>
    private static double Rounded(double number)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(number)) - 1));
        return Math.Round(number / unit) * unit;
    }

    private static string Ratio(double ratio) => ratio.ToString(ratio < 10 ? "0.0" : "#,0", American);

    /// <summary>Below ten with one digit after the point.</summary>
    public static string Number(double number) => number.ToString(number < 9.95 ? "0.#" : "#,0", American);
}
