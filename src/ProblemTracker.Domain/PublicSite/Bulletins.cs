namespace ProblemTracker.Domain;

/// <summary>The state of a bulletin: news that an officer writes for residents and a supervisor approves.</summary>
public enum BulletinStatus { Waiting, Published, Returned, Withdrawn }

/// <summary>How soon someone who follows a neighborhood hears of news.</summary>
public enum NewsPace { AtOnce, Weekly }

/// <summary>When news are mailed, by the agency's clock.</summary>
public static class NewsHours
{
    /// <summary>Nobody is mailed before this hour, nor from <see cref="Last"/> on.</summary>
    public const int First = 8;

    public const int Last = 20;

    public static bool IsQuiet(DateTime local) => local.Hour is < First or >= Last;

    /// <summary>
    /// The end of the week that a weekly email is about: the latest Monday at 00:00 local. News after it wait for the next one.
    /// </summary>
    public static DateOnly WeekEnd(DateOnly today) => today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
}
