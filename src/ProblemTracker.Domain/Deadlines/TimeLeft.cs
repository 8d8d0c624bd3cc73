namespace ProblemTracker.Domain;

/// <summary>How long work will still take if it goes on as it did.</summary>
public static class TimeLeft
{
    /// <summary>Less says too little about the rest.</summary>
    private static readonly TimeSpan TooEarly = TimeSpan.FromSeconds(2);

    /// <param name="done">In any unit, for example bytes.</param>
    /// <param name="whole">In the same unit.</param>
    /// <param name="elapsed">Since the beginning.</param>
    /// <returns>Null while nothing can be said.</returns>
    public static TimeSpan? Of(long done, long whole, TimeSpan elapsed) =>
        done <= 0 || whole <= 0 || elapsed < TooEarly ? null : elapsed * (Math.Max(0, whole - done) / (double)done);

    /// <summary>In the words of somebody who waits.</summary>
    public static string InWords(TimeSpan left) => left.TotalSeconds switch
    {
        < 5 => "a few seconds",
        < 90 => $"about {Math.Ceiling(left.TotalSeconds / 5) * 5:0} seconds",
        < 90 * 60 => $"about {Math.Ceiling(left.TotalMinutes):0} minutes",
        _ => $"about {Math.Ceiling(left.TotalHours):0} hours",
    };
}
