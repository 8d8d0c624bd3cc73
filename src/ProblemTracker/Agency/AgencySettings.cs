using System.Globalization;
using System.Text.Json;

namespace ProblemTracker.Agency;

/// <summary>The department's calendar and deadlines as they stand now.</summary>
public sealed record AgencyCalendar(TimeZoneInfo Zone, DeadlineSettings Deadlines, IReadOnlySet<DateOnly> Holidays)
{
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>The first moment of a local day; where daylight saving skips midnight, the moment after the gap.</summary>
    public DateTimeOffset StartOf(DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        // The offset before the gap names the moment at which the day begins after it.
        var offset = Zone.IsInvalidTime(midnight) ? Zone.GetUtcOffset(midnight.AddDays(-1))
            : Zone.IsAmbiguousTime(midnight) ? Zone.GetAmbiguousTimeOffsets(midnight).Max() : Zone.GetUtcOffset(midnight);
        // The ends of the calendar have no other side.
        var utc = midnight.Ticks - offset.Ticks;
        return utc <= DateTime.MinValue.Ticks ? DateTimeOffset.MinValue : utc >= DateTime.MaxValue.Ticks ? DateTimeOffset.MaxValue
            : new(utc, TimeSpan.Zero);
    }

    /// <summary>The first moment after a local day.</summary>
    public DateTimeOffset EndOf(DateOnly date) => date == DateOnly.MaxValue ? DateTimeOffset.MaxValue : StartOf(date.AddDays(1));
}

/// <summary>Names of the rows in Setting.</summary>
public static class SettingNames
{
    public const string TimeZone = "timeZone";
    public const string Deadlines = "deadlines";
    public const string Holidays = "holidays";
    public const string Categories = "categories";
    public const string Responsibility = "responsibility";
    public const string ClockOffset = "clockOffsetSeconds";
    public const string Demo = "demo";
    /// <summary>Why mail does not go out at present; absent while it does.</summary>
    public const string MailTrouble = "mailTrouble";
    /// <summary>When an import of incidents last began; also what those who begin one lock.</summary>
    public const string LastImport = "lastImport";

    /// <summary>The last id up to which the records of a kind were looked through for what can't be found yet.</summary>
    public static string SearchedTo(string record) => $"searchedTo{record}";
}

/// <summary>Reads the agency's settings; never cached, so that a change needs no restart.</summary>
public sealed class AgencySettings(Db db, TimeProvider clock)
{
    public const string DefaultZone = "America/New_York";

    private AgencyCalendar? _calendar;

    /// <summary>Read once per scope: one request sees one calendar.</summary>
    public async Task<AgencyCalendar> Calendar(CancellationToken ct)
    {
        if (_calendar is not null) return _calendar;
        db.OnRetry(Reload);
        return _calendar = await Read(ct);
    }

    public async Task<DateOnly> Today(CancellationToken ct) => (await Calendar(ct)).DateOf(clock.GetUtcNow());

    /// <summary>Forget what was read, after a command changed it.</summary>
    public void Reload() => _calendar = null;

    public async Task<string?> Value(string name, CancellationToken ct) =>
        await db.Find<string>("SELECT Value FROM Setting WHERE Name = @name", new { name }, ct);

    private sealed record Row
    {
        public string Name { get; init; } = "";
        public string Value { get; init; } = "";
    }

    private async Task<AgencyCalendar> Read(CancellationToken ct)
    {
        var rows = (await db.List<Row>("""
            SELECT Name, Value FROM Setting WHERE Name IN ('timeZone', 'deadlines')
            UNION ALL SELECT 'holidays', CAST(OnDate AS NVARCHAR(10)) FROM Holiday
            """, null, ct)).ToLookup(row => row.Name, row => row.Value);
        return new(
            TimeZoneInfo.FindSystemTimeZoneById(rows[SettingNames.TimeZone].SingleOrDefault() ?? DefaultZone),
            rows[SettingNames.Deadlines].SingleOrDefault() is { } deadlines
                ? JsonSerializer.Deserialize<DeadlineSettings>(deadlines, Json.Options)! : new(),
            rows[SettingNames.Holidays].Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)).ToHashSet());
    }
}
