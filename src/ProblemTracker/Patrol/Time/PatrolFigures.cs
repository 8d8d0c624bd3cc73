using ProblemTracker.Analysis;

namespace ProblemTracker.Patrol;

public sealed record BeatName
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
}

/// <summary>Patrol time over some weeks. All times are hours of one unit.</summary>
public sealed record PatrolTimeReport
{
    public IReadOnlyList<BeatName> Beats { get; init; } = [];
    public bool HasShifts { get; init; }
    public bool HasCalls { get; init; }
    /// <summary>The days of which both calls and shifts are known; null without any.</summary>
    public DateOnly? KnownFrom { get; init; }
    public DateOnly? KnownTo { get; init; }
    /// <summary>First and last day of the weeks; null if there is no whole week.</summary>
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public int Weeks { get; init; }
    /// <summary>All together; null if no unit was on a shift.</summary>
    public BeatTime? Total { get; init; }
    /// <summary>By beat, with the time without one last.</summary>
    public IReadOnlyList<BeatTime> ByBeat { get; init; } = [];
    /// <summary>Every hour of every weekday, Monday first.</summary>
    public IReadOnlyList<HourTime> ByHour { get; init; } = [];
    /// <summary>Hours on calls outside of the unit's shifts, which count nowhere.</summary>
    public double Outside { get; init; }
    /// <summary>Units on calls in these weeks whose times don't say how long they took.</summary>
    public int Unused { get; init; }
}

/// <param name="OnDuty">Hours a week on shifts.</param>
/// <param name="Committed">Hours a week on calls.</param>
/// <param name="Blocks">For blocks without a call of at least 30, 45 and 60 minutes.</param>
public sealed record BeatTime(long? BeatId, double OnDuty, double Committed, IReadOnlyList<CountedBlocks> Blocks)
{
    public double Free => OnDuty - Committed;

    /// <summary>Share of time on calls, 0 to 1; null without time on shifts.</summary>
    public double? CommittedShare => OnDuty > 0 ? Committed / OnDuty : null;
}

/// <param name="Least">Minutes of the shortest block that counts.</param>
/// <param name="Hours">Hours a week in such blocks, on average.</param>
/// <param name="Fewest">Hours in the week with fewest.</param>
/// <param name="Most">Hours in the week with most.</param>
public record BlockTime(int Least, double Hours, double Fewest, double Most);

/// <param name="Count">Blocks a week, on average.</param>
public sealed record CountedBlocks(int Least, double Hours, double Fewest, double Most, double Count)
    : BlockTime(Least, Hours, Fewest, Most);

/// <param name="Hour">Local hour, 0 to 23.</param>
/// <param name="OnDuty">Hours on shifts in this hour of the week, on average over the weeks.</param>
/// <param name="Committed">Of that, hours on calls.</param>
/// <param name="Blocks">For blocks of at least 30, 45 and 60 minutes: of each, the part that lies in this hour.</param>
public sealed record HourTime(DayOfWeek Weekday, int Hour, double OnDuty, double Committed, IReadOnlyList<BlockTime> Blocks)
{
    public double? CommittedShare => OnDuty > 0 ? Committed / OnDuty : null;
}

/// <summary>Averages patrol time over weeks, with the range over them.</summary>
internal static class PatrolFigures
{
    /// <param name="beats">In the order in which they are listed.</param>
    /// <param name="beatId">Only this beat; null for all.</param>
    /// <param name="from">First day of the first week.</param>
    /// <param name="weeks">At least 1.</param>
    public static PatrolTimeReport Of(
        PatrolTimeResult found, IReadOnlyList<BeatName> beats, long? beatId, DateOnly from, int weeks)
    {
        var hours = found.Hours.Where(hour => beatId is null || hour.Beat == beatId).ToList();
        var blocks = found.Blocks.Where(block => beatId is null || block.Beat == beatId).ToList();
        int WeekOf(DateOnly day) => (day.DayNumber - from.DayNumber) / 7;
        var cells = hours.ToLookup(hour => (hour.Day.DayOfWeek, hour.Hour));
        return new()
        {
            From = from,
            To = from.AddDays(7 * weeks - 1),
            Weeks = weeks,
            Total = hours.Count == 0 ? null : Beat(null, hours, blocks),
            ByBeat = [.. beats.Select(beat => (long?)beat.Id).Append(null)
                .Select(id => (Id: id, Of: hours.Where(hour => hour.Beat == id).ToList())).Where(beat => beat.Of.Count > 0)
                .Select(beat => Beat(beat.Id, beat.Of, [.. blocks.Where(block => block.Beat == beat.Id)]))],
            ByHour = [.. from weekday in Weekdays from hour in Enumerable.Range(0, 24) select Hour(weekday, hour)],
            Outside = found.Outside.TotalHours,
        };

        BeatTime Beat(long? id, IReadOnlyList<PatrolHour> of, IReadOnlyList<FreeBlock> free) => new(id,
            of.Sum(hour => hour.OnDuty.TotalHours) / weeks, of.Sum(hour => hour.Committed.TotalHours) / weeks,
            [.. Blocks(of).Select((block, i) => new CountedBlocks(block.Least, block.Hours, block.Fewest, block.Most,
                (double)free.Count(one => one.Length >= PatrolTime.Blocks[i]) / weeks))]);

        HourTime Hour(DayOfWeek weekday, int hour)
        {
            var of = cells[(weekday, hour)].ToList();
            return new(weekday, hour, of.Sum(one => one.OnDuty.TotalHours) / weeks, of.Sum(one => one.Committed.TotalHours) / weeks,
                Blocks(of));
        }

        BlockTime[] Blocks(IReadOnlyList<PatrolHour> of) =>
            [.. PatrolTime.Blocks.Select((least, i) =>
            {
                var byWeek = new double[weeks];
                foreach (var hour in of) byWeek[WeekOf(hour.Day)] += hour.InBlocks[i].TotalHours;
                return new BlockTime((int)least.TotalMinutes, byWeek.Average(), byWeek.Min(), byWeek.Max());
            })];
    }

    public static readonly IReadOnlyList<DayOfWeek> Weekdays =
    [
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday,
        DayOfWeek.Sunday,
    ];
}
