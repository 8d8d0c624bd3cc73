using System.Text.Json;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Evidence;

/// <summary>
/// Looks for signals in the incidents, once for each local day from 3 a.m. on; again if an import ended since, or if asked to. Not an
/// <see cref="ICommand{T}"/>: it reads and computes without holding the writer, and writes what it found in short transactions.
/// </summary>
[Needs(Permission.Administer)]
public sealed record RunSignals(bool Again = false) : IRequest<SignalsRun>;

/// <param name="Ran">Whether this looked; false if the day's run was done, or another process is at it.</param>
/// <param name="Tests">Comparisons made.</param>
/// <param name="Found">Signals found, new ones and known ones.</param>
public sealed record SignalsRun(bool Ran, DateOnly? Through, int Incidents, int Tests, int Found, IReadOnlyList<SkippedTest> Skipped)
{
    public static readonly SignalsRun None = new(false, null, 0, 0, 0, []);
}

internal sealed class RunSignalsHandler(Db db, AgencySettings agency, NightReader reader, SignalMerge merge, TimeProvider clock)
    : IRequestHandler<RunSignals, SignalsRun>
{
    /// <summary>After this, a run that did not end is taken for interrupted.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private static readonly SkippedTest OnlyMonths = new(SignalKind.RepeatPlace, "All incidents",
        "Signals compare weeks, and the source gives only the month of these incidents, or their days are still to come.");

    /// <summary>Local hour from which the day before has ended for sources that report at night.</summary>
    private const int NightHour = 3;

    public async Task<SignalsRun> Handle(RunSignals message, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var calendar = await agency.Calendar(ct);
        var today = calendar.DateOf(now);
        if (!message.Again && TimeZoneInfo.ConvertTime(now, calendar.Zone).Hour < NightHour) return SignalsRun.None;
        if (!await Begin(today, now, message.Again, ct)) return SignalsRun.None;
        var run = await Look(today, ct);
        await db.Write(() => db.Execute("""
            UPDATE SignalRun SET FinishedAt = @FinishedAt, ThroughDay = @Through, Incidents = @Incidents, Tests = @Tests, Found = @Found,
                SkippedJson = @SkippedJson
            WHERE RunOn = @today
            """, new
        {
            today,
            FinishedAt = clock.GetUtcNow(),
            run.Through,
            run.Incidents,
            run.Tests,
            run.Found,
            SkippedJson = JsonSerializer.Serialize(run.Skipped, Json.Options),
        }, ct), ct);
        return run;
    }

    /// <summary>Takes the day's run, unless it was done or another process is at it.</summary>
    private async Task<bool> Begin(DateOnly today, DateTimeOffset now, bool again, CancellationToken ct)
    {
        var args = new { today, now, isAgain = again ? 1 : 0, before = now - Patience };
        // Most calls find that the day's run was done; they need no transaction.
        if (!again)
        {
            if (await db.Find<long?>("""
                SELECT r.Id FROM SignalRun r WHERE r.RunOn = @today AND r.FinishedAt IS NOT NULL AND (r.StartedAt > @before OR NOT EXISTS (
                    SELECT 1 FROM ImportRun m WHERE m.Kind = 'Incidents' AND m.FinishedAt > r.StartedAt))
                """, args, ct) is not null) return false;
        }
        return await db.Write(async () =>
            await db.Execute("""
                INSERT INTO SignalRun (RunOn, StartedAt) SELECT @today, @now
                WHERE NOT EXISTS (SELECT 1 FROM SignalRun r WHERE r.RunOn = @today)
                """, args, ct) > 0
            || await db.Execute("""
                UPDATE SignalRun SET StartedAt = @now, FinishedAt = NULL
                WHERE RunOn = @today AND (StartedAt < @before OR (FinishedAt IS NOT NULL AND @isAgain = 1))
                """, args, ct) > 0, ct);
    }

    private async Task<SignalsRun> Look(DateOnly today, CancellationToken ct)
    {
        if (await reader.Read(today.AddDays(-1), ct) is not { } night)
        {
            await merge.Write([], today, ct);
            return SignalsRun.None with { Ran = true, Skipped = await reader.HasIncidents(ct) ? [OnlyMonths] : [] };
        }
        var facilities = await reader.Facilities(ct);
        Findings[] all =
        [
            RepeatPlaces.Find(night), Gatherings.Find(night), NearRepeats.Find(night, ct), RisingCategories.Find(night),
            RiskyFacilities.Find(night, facilities),
        ];
        List<FoundSignal> found = [.. all.SelectMany(kind => kind.Signals).OrderByDescending(signal => signal.Rank)];
        await merge.Write(found, today, ct);
        return new(true, night.Through, night.Read, all.Sum(kind => kind.Tests), found.Count, [.. all.SelectMany(kind => kind.Skipped)]);
    }
}
