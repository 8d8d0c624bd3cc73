namespace ProblemTracker.Domain;

/// <summary>Estimates the time a job still needs if it continues at the same pace.</summary>
public static class TimeLeft
{
    /// <summary>An estimate from less time would be unreliable.</summary>
    private static readonly TimeSpan TooEarly = TimeSpan.FromSeconds(2);

    /// <param name="done">Work done so far, in any unit, such as bytes.</param>
    /// <param name="whole">All the work, in the same unit.</param>
    /// <param name="elapsed">Time since the start.</param>
    /// <returns>Null if it is too early to estimate.</returns>
    public static TimeSpan? Of(long done, long whole, TimeSpan elapsed) =>
        done <= 0 || whole <= 0 || elapsed < TooEarly ? null : elapsed * (Math.Max(0, whole - done) / (double)done);

    /// <summary>The time in rounded words, such as <c>about 35 seconds</c>.</summary>
    public static string InWords(TimeSpan left) => left.TotalSeconds switch
    {
        < 5 => "a few seconds",
        < 90 => $"about {Math.Ceiling(left.TotalSeconds / 5) * 5:0} seconds",
        < 90 * 60 => $"about {Math.Ceiling(left.TotalMinutes):0} minutes",
        _ => $"about {Math.Ceiling(left.TotalHours):0} hours",
    };
}
