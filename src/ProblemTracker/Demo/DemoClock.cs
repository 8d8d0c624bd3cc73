using System.Globalization;
using ProblemTracker.Agency;

namespace ProblemTracker.Demo;

/// <summary>How far the demo is ahead of real time. Stored in the database; only increases.</summary>
internal static class DemoClock
{
    /// <summary>Ten years.</summary>
    public const int FurthestDays = 3652;
    public const string TooFar = "The demo clock can be at most ten years ahead of real time.";

    /// <summary>Sets this process's clock to the stored offset, or to a larger <c>--clock-offset</c>, which is then stored.</summary>
    /// <exception cref="UsageError">The wanted offset is less than the stored one, too large, or not for a demo.</exception>
    public static async Task Restore(IServiceProvider services, TrackerOptions options)
    {
        var clock = services.GetRequiredService<TrackerClock>();
        var db = services.GetRequiredService<Db>();
        clock.Offset = await Stored(db, CancellationToken.None);
        if (options.ClockOffset is not { } wanted) return;
        if (!options.IsDemo) throw new UsageError("--clock-offset works in the demo only. Leave it out, or start without --no-demo.");
        if (wanted.TotalDays > FurthestDays) throw new UsageError(TooFar);
        if (wanted < clock.Offset)
            throw new UsageError(
                $"The demo clock is already {Days(clock.Offset)} ahead and can't go back. Use a larger --clock-offset, or another --data "
                    + "folder.");
        await db.Write(async () =>
        {
            await Store(db, wanted, CancellationToken.None);
            return Done.Instance;
        }, CancellationToken.None);
        clock.Offset = wanted;
    }

    public static async Task<TimeSpan> Stored(Db db, CancellationToken ct) =>
        await db.Find<string>("SELECT Value FROM Setting WHERE Name = @name", new { name = SettingNames.ClockOffset }, ct) is { } text
            ? TimeSpan.FromSeconds(long.Parse(text, CultureInfo.InvariantCulture))
            : TimeSpan.Zero;

    public static Task Store(Db db, TimeSpan offset, CancellationToken ct) =>
        SettingSql.Put(db, SettingNames.ClockOffset, ((long)offset.TotalSeconds).ToString(CultureInfo.InvariantCulture), ct);

    private static string Days(TimeSpan offset) => string.Create(CultureInfo.InvariantCulture, $"{offset.TotalDays:0.##} days");
}
