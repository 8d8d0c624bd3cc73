using System.Globalization;
using System.Text.Json;

namespace ProblemTracker.Agency;

/// <summary>The department's current time zone, deadlines and holidays.</summary>
public sealed record AgencyCalendar(TimeZoneInfo Zone, DeadlineSettings Deadlines, IReadOnlySet<DateOnly> Holidays)
{
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>The first moment of a local day; if daylight saving skips midnight, the moment after the gap.</summary>
    public DateTimeOffset StartOf(DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        // Midnight at the offset before the gap is the instant at which the gap ends.
        var offset = Zone.IsInvalidTime(midnight) ? Zone.GetUtcOffset(midnight.AddDays(-1))
            : Zone.IsAmbiguousTime(midnight) ? Zone.GetAmbiguousTimeOffsets(midnight).Max() : Zone.GetUtcOffset(midnight);
        // The first and last days that DateTime can hold would overflow.
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
    /// <summary>The agency's name, phone and sender of emails.</summary>
    public const string Agency = "agency";
    /// <summary>The tiles of maps and the unit of distances.</summary>
    public const string Map = "map";
    /// <summary>How large files may be, and how many a problem can have.</summary>
    public const string Files = "files";
    /// <summary>A mark of the imported streets; it changes with each import.</summary>
    public const string Streets = "streets";
    /// <summary>The outcome of the latest test email.</summary>
    public const string TestMail = "testMail";
    /// <summary>When all steps of the first day were done.</summary>
    public const string SetUpFinished = "setUpFinished";
    /// <summary>The steps of the first day that this agency does not need.</summary>
    public const string SetUpNotNeeded = "setUpNotNeeded";
    /// <summary>The public site: whether it is on, where to call, and how fast concerns are answered.</summary>
    public const string PublicSite = "publicSite";
    /// <summary>The Open311 server: its jurisdiction, its contact, and the categories that it does not offer.</summary>
    public const string Open311 = "open311";
    /// <summary>The last local day on which reminders about concerns were raised.</summary>
    public const string ConcernsRemindedOn = "concernsRemindedOn";
    public const string Demo = "demo";
    /// <summary>Why email can't be sent; absent while sending works.</summary>
    public const string DeliveryOutage = "deliveryOutage";
    /// <summary>That accents count in the keys of accounts; absent until they were corrected.</summary>
    public const string EmailKeys = "emailKeys";
    public const string RequestHash = "requestHash";
    public const string LastReady = "lastReady";
    /// <summary>The last holiday of the list about whose end administrators were emailed.</summary>
    public const string HolidayWarning = "holidayWarning";
    /// <summary>When the last import of incidents began. Its row is also the lock that imports take.</summary>
    public const string LastImport = "lastImport";

    /// <summary>The addresses that get the audit log's last seal every morning.</summary>
    public const string SealRecipients = "sealRecipients";
    /// <summary>The number of the last seal. Its row is the lock that sealing takes.</summary>
    public const string LastSeal = "lastSeal";

    /// <summary>How many years each kind of record is kept.</summary>
    public const string Retention = "retention";
    /// <summary>When a legal hold was last set, ended or heeded. Its row is the lock between holds and deletions.</summary>
    public const string LastHold = "lastHold";

    /// <summary>The highest id of this kind of record already checked for missing search text.</summary>
    public static string SearchedTo(string record) => $"searchedTo{record}";
}

/// <summary>Reads the agency's settings. Not cached across scopes, so that a change takes effect without a restart.</summary>
public sealed class AgencySettings(Db db, TimeProvider clock)
{
    public const string DefaultZone = "America/New_York";

    private AgencyCalendar? _calendar;

    /// <summary>Read once per scope, so that a request sees one consistent calendar.</summary>
    public async Task<AgencyCalendar> Calendar(CancellationToken ct)
    {
        if (_calendar is not null) return _calendar;
        db.OnRetry(Reload);
        return _calendar = await Read(ct);
    }

    public async Task<DateOnly> Today(CancellationToken ct) => (await Calendar(ct)).DateOf(clock.GetUtcNow());

    /// <summary>Drops the cached calendar. Call after changing a setting.</summary>
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
