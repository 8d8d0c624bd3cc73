using FsCheck;
using FsCheck.Fluent;
using ProblemTracker.Incidents;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Incidents;

public sealed class SourceTimeTests
{
    private static readonly IncidentMap Iso = new() { Columns = new Dictionary<string, string> { [IncidentMap.Occurred] = "at" } };

    [TestCase("2018-10-19T12:00:00Z", "2018-10-19 12:00", "2018-10-19T16:00:00Z", TestName = "Ignores the time zone suffix")]
    [TestCase("2018-10-19 12:00:00.123+02:00", "2018-10-19 12:00", "2018-10-19T16:00:00Z")]
    [TestCase("2018-10-19T12:00-0500", "2018-10-19 12:00", "2018-10-19T16:00:00Z")]
    [TestCase("2018-01-19T23:30", "2018-01-19 23:30", "2018-01-20T04:30:00Z")]
    [TestCase("2018-01-19T24:00", "2018-01-20 00:00", "2018-01-20T05:00:00Z", TestName = "24:00 is midnight of the next day")]
    [TestCase("2018-03-11T02:30:00Z", "2018-03-11 03:30", "2018-03-11T07:30:00Z", TestName = "A skipped time moves forward by the gap")]
    [TestCase("2018-11-04T01:30:00", "2018-11-04 01:30", "2018-11-04T06:30:00Z", TestName = "A time that occurs twice is standard time")]
    public void Reads_local_time_in_the_zone_of_the_source(string text, string local, string instant) =>
        Assert.That(Read(text, Iso), Is.EqualTo((local, instant, TimePrecision.Minute)));

    [TestCase("2025-04-06T02:45:00Z", "2025-04-05 22:45", "2025-04-06T02:45:00Z")]
    [TestCase("2025-04-06 02:45", "2025-04-05 22:45", "2025-04-06T02:45:00Z")]
    public void UTC_is_shown_by_the_agencys_clock(string text, string local, string instant) =>
        Assert.That(Read(text, Iso with { Clock = SourceClock.Utc }), Is.EqualTo((local, instant, TimePrecision.Minute)));

    [TestCase("2024-11-03T01:30:00-04:00", "2024-11-03 01:30", "2024-11-03T05:30:00Z", TestName = "The first 1:30 of November")]
    [TestCase("2024-11-03T01:30:00-05:00", "2024-11-03 01:30", "2024-11-03T06:30:00Z", TestName = "The second 1:30 of November")]
    [TestCase("2024-07-04T02:30:00+00:00", "2024-07-03 22:30", "2024-07-04T02:30:00Z")]
    [TestCase("2024-07-04 02:30 EDT", "2024-07-04 02:30", "2024-07-04T06:30:00Z")]
    [TestCase("2024-07-04T02:30:00", "2024-07-04 02:30", "2024-07-04T06:30:00Z",
        TestName = "Without an offset, the zone of the source counts")]
    public void The_offset_in_the_text_can_count(string text, string local, string instant) =>
        Assert.That(Read(text, Iso with { Clock = SourceClock.Offset }), Is.EqualTo((local, instant, TimePrecision.Minute)));

    [Test]
    public void Times_of_a_source_in_another_zone_are_shown_by_the_agencys_clock() =>
        Assert.That(Read("2024-07-04T22:30", Iso, TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles")),
            Is.EqualTo(("2024-07-05 01:30", "2024-07-05T05:30:00Z", TimePrecision.Minute)));

    [Test]
    public void A_date_has_no_hour_and_keeps_its_day_if_midnight_is_skipped()
    {
        var santiago = TimeZoneInfo.FindSystemTimeZoneById("America/Santiago");
        var moment = new SourceTime(Iso, santiago, santiago, Reading.Now).Read("2018-08-12", out _)!.Value;

        Assert.That(moment.Precision, Is.EqualTo(TimePrecision.Day));
        Assert.That(moment.Local, Is.EqualTo(new DateTime(2018, 8, 12)));
    }

    [TestCase("MM/dd/yyyy HH:mm", "10/19/2018 12:05", "2018-10-19 12:05", TimePrecision.Minute)]
    [TestCase("MM/dd/yyyy hh:mm:ss tt", "10/19/2018 01:05:00 PM", "2018-10-19 13:05", TimePrecision.Minute)]
    [TestCase("M/d/yyyy H:mm", "1/5/2024 24:00", "2024-01-06 00:00", TimePrecision.Minute)]
    [TestCase("M/d/yyyy HHmm", "1/5/2024 30", "2024-01-05 00:30", TimePrecision.Minute)]
    [TestCase("M/d/yyyy HHmm", "1/5/2024 2400", "2024-01-06 00:00", TimePrecision.Minute)]
    [TestCase("M/d/yy H:mm", "1/5/24 13:45", "2024-01-05 13:45", TimePrecision.Minute)]
    [TestCase("M/d/yy", "1/5/97", "1997-01-05 00:00", TimePrecision.Day)]
    [TestCase("MMM d yyyy h:mmtt", "Jan  5 2024  1:45PM", "2024-01-05 13:45", TimePrecision.Minute)]
    [TestCase("yyyy/M/d H:mm:ss", "2024/07/04 02:30:00+00", "2024-07-04 02:30", TimePrecision.Minute)]
    [TestCase("d.M.yyyy", "9.1.2018", "2018-01-09 00:00", TimePrecision.Day)]
    [TestCase("yyyy-MM-dd'h'", "2018-01-09h", "2018-01-09 00:00", TimePrecision.Day)]
    [TestCase("M/d/yyyy h:mm tt|M/d/yyyy", "1/5/2024", "2024-01-05 00:00", TimePrecision.Day)]
    [TestCase("unix", "1720060200", "2024-07-03 22:30", TimePrecision.Minute)]
    [TestCase("unixMilliseconds", "1720060200000", "2024-07-03 22:30", TimePrecision.Minute)]
    [TestCase("excel", "45477.5", "2024-07-04 12:00", TimePrecision.Minute)]
    [TestCase("M/d/yyyy H:mm:ss", "7/4/2024 02:30:00.123456", "2024-07-04 02:30", TimePrecision.Minute)]
    [TestCase("M/d/yyyy H:mm", "Thu 7/4/2024 02:30", "2024-07-04 02:30", TimePrecision.Minute)]
    [TestCase("M/d/yyyy h:mm tt", "7/4/2024 2:30 p.m.", "2024-07-04 14:30", TimePrecision.Minute)]
    [TestCase("M/d/yyyy h:mm tt", "7/4/2024, 2:30p", "2024-07-04 14:30", TimePrecision.Minute)]
    [TestCase("M/d/yyyy h:mm tt", "7/4/2024 12:30 A.M.", "2024-07-04 00:30", TimePrecision.Minute)]
    [TestCase("d-MMM-yy h:mm:ss tt", "04-JUL-24 02.30.00.000000 PM", "2024-07-04 14:30", TimePrecision.Minute)]
    [TestCase("MMMM d, yyyy h:mm tt", "Thursday, July 4th, 2024 at 2:30 PM", "2024-07-04 14:30", TimePrecision.Minute)]
    [TestCase("MMM d, yyyy", "Sept. 4, 2024", "2024-09-04 00:00", TimePrecision.Day)]
    [TestCase("M/d/yyyy h:mm:ss tt + HHmm", "01/05/2024 12:00:00 AM 1345", "2024-01-05 13:45", TimePrecision.Minute)]
    [TestCase("M/d/yyyy h:mm:ss tt + HHmm", "01/05/2024 12:00:00 AM 5", "2024-01-05 00:05", TimePrecision.Minute)]
    [TestCase("M/d/yyyy h:mm:ss tt + HHmm", "01/05/2024 12:00:00 AM 2400", "2024-01-06 00:00", TimePrecision.Minute)]
    [TestCase("M/d/yyyy h:mm:ss tt + HHmm", "01/05/2024 12:00:00 AM", "2024-01-05 00:00", TimePrecision.Day)]
    [TestCase("M/d/yyyy h:mm:ss tt + HHmm", "01/05/2024 12:00:00 AM 9999", "2024-01-05 00:00", TimePrecision.Day)]
    [TestCase("iso + HHmm|iso + h:mm tt", "2024-01-05T00:00:00.000 1:45 PM", "2024-01-05 13:45", TimePrecision.Minute)]
    [TestCase("M/d/yyyy H:mm + h:mm tt", "1/5/2024 0:00 12/30/1899 1:45:00 PM", "2024-01-05 13:45", TimePrecision.Minute)]
    [TestCase("iso + HHmmss", "2024-01-05 93000", "2024-01-05 09:30", TimePrecision.Minute)]
    [TestCase("unixMilliseconds + H", "1704412800000 13", "2024-01-05 13:00", TimePrecision.Minute)]
    [TestCase("excel + fraction", "45296 0.5729", "2024-01-05 13:45", TimePrecision.Minute)]
    [TestCase("excel + fraction", "45296 0.572916667", "2024-01-05 13:45", TimePrecision.Minute)]
    [TestCase("excel", "45477", "2024-07-04 00:00", TimePrecision.Day)]
    public void Reads_custom_formats(string format, string text, string local, TimePrecision precision)
    {
        var read = Read(text, Iso with { DateFormat = format });
        Assert.That((read.Local, read.Precision), Is.EqualTo((local, precision)));
    }

    [Test]
    public void Hours_that_mean_nothing_can_be_left_out() =>
        Assert.That(Read("1/25/2016 12:00:00 AM", Iso with { DateFormat = "M/d/yyyy h:mm:ss tt", DatesOnly = true }).Precision,
            Is.EqualTo(TimePrecision.Day));

    [TestCase(SourceClock.Offset, "2024-01-05 13:45:00 -05:00", "2024-01-05T18:45:00Z")]
    [TestCase(SourceClock.Offset, "2024-01-05 13:45:00Z", "2024-01-05T13:45:00Z")]
    [TestCase(SourceClock.Local, "2024-01-05 13:45:00 -08:00", "2024-01-05T18:45:00Z")]
    [TestCase(SourceClock.Utc, "2024-01-05 13:45:00 -05:00", "2024-01-05T13:45:00Z")]
    public void An_offset_named_in_the_format_counts_once(SourceClock clock, string text, string instant) =>
        Assert.That(Read(text, Iso with { DateFormat = "yyyy-MM-dd HH:mm:ss zzz", Clock = clock }).Instant, Is.EqualTo(instant));

    [TestCase(SourceClock.Utc, "1704412800000", "2024-01-05 00:00", TestName = "Midnight of UTC")]
    [TestCase(SourceClock.Local, "1704430800000", "2024-01-05 00:00", TestName = "Midnight by the agency's clock")]
    [TestCase(SourceClock.Local, "1704412800000", "2024-01-04 00:00")]
    public void A_date_counted_in_seconds_is_by_the_agencys_clock_or_UTC(SourceClock clock, string text, string local) =>
        Assert.That(Read(text, Iso with { DateFormat = "unixMilliseconds", Clock = clock, DatesOnly = true }).Local, Is.EqualTo(local));

    [TestCase("unixMilliseconds", "1.70448E+12")]
    [TestCase("unix", "1,70448E+9")]
    [TestCase("excel", "4.5E+04")]
    public void A_number_that_a_spreadsheet_rounded_is_no_time(string format, string text)
    {
        Assert.That(new SourceTime(Iso with { DateFormat = format }, Reading.NewYork, Reading.NewYork, Reading.Now)
            .Read(text, out var wrong), Is.Null);
        Assert.That(wrong!.Sentence, Does.Contain("rounded"));
    }

    [TestCase("r", false)]
    [TestCase("s", false)]
    [TestCase("G", false)]
    [TestCase("MM/dd", false)]
    [TestCase("yyyy-MM HH:mm", false)]
    [TestCase("M/d/yyyy h:mm", false)]
    [TestCase("M/d/yyyy mm", false)]
    [TestCase("iso + x", false)]
    [TestCase("yyyy-MM + HHmm", false)]
    [TestCase("yyyy-MM", true)]
    [TestCase("yyyy-M-d H", true)]
    [TestCase("yyyy-MM-dd HH:mm:ss zzz", true)]
    [TestCase("iso + fraction|M/d/yyyy + HHmm", true)]
    public void A_format_must_keep_what_it_reads(string format, bool isValid) =>
        Assert.That(DateFormat.IsValid(format), Is.EqualTo(isValid));

    [Test]
    public void Proposed_formats_keep_what_they_read() => Assert.That(MapProposal.DateFormats.Where(f => !DateFormat.IsValid(f)), Is.Empty);

    /// <summary>A time of day in a column of its own is read back, whatever its format.</summary>
    [Property(MaxTest = 300, Replay = Domain.Any.Seed)]
    public Property Times_beside_a_date_are_read_back() => Prop.ForAll(
        Gen.Choose(0, 1439).SelectMany(m => Gen.Elements("H:mm", "h:mm tt", "HHmm", "fraction"), (m, f) => (Minute: m, Format: f))
            .ToArbitrary(),
        time =>
        {
            var at = new DateTime(2024, 1, 5).AddMinutes(time.Minute);
            var text = time.Format == "fraction" ? $"{time.Minute / 1440.0:0.#########}"
                : time.Format == "HHmm" ? $"{(at.Hour * 100) + at.Minute}"
                : at.ToString(time.Format, System.Globalization.CultureInfo.InvariantCulture);
            return Read($"01/05/2024 12:00:00 AM {text}", Iso with { DateFormat = $"M/d/yyyy h:mm:ss tt + {time.Format}" })
                == ($"{at:yyyy-MM-dd HH:mm}", $"{at.AddHours(5):yyyy-MM-ddTHH:mm:ssZ}", TimePrecision.Minute);
        });

    [TestCase("yesterday", FaultKind.UnreadableDate, "not a date")]
    [TestCase("10/19/2018", FaultKind.UnreadableDate, "ISO 8601")]
    [TestCase("2018-02-30", FaultKind.UnreadableDate, "not a date")]
    [TestCase("2018-02-03T25:00", FaultKind.UnreadableDate, "not a date")]
    [TestCase("1900-01-01", FaultKind.TooEarly, "before 1950-01-01")]
    [TestCase("2042-01-05 10:00", FaultKind.Future, "in the future")]
    [TestCase("9999-12-31T23:59:59Z", FaultKind.Future, "in the future")]
    public void Rejects_dates_that_cannot_be_with_a_reason(string text, FaultKind kind, string expected)
    {
        Assert.That(new SourceTime(Iso, Reading.NewYork, Reading.NewYork, Reading.Now).Read(text, out var wrong), Is.Null);
        Assert.That(wrong!.Kind, Is.EqualTo(kind));
        Assert.That(wrong.Sentence, Does.Contain(expected));
    }

    // It is 8 AM on June 1, 2026 in New York.
    [TestCase("2026-06-01T08:00", null)]
    [TestCase("2026-06-01T08:04", null, TestName = "Clocks of other systems can be a little ahead")]
    [TestCase("2026-06-01T08:30", FaultKind.Future)]
    [TestCase("2026-06-02T07:00", FaultKind.Future)]
    [TestCase("2026-06-01", null)]
    [TestCase("2026-06-02", FaultKind.Future)]
    [TestCase("2026-06", null)]
    [TestCase("2026-07", FaultKind.Future)]
    public void The_future_begins_now_for_moments_and_tomorrow_for_dates(string text, FaultKind? kind)
    {
        var moment = new SourceTime(Iso, Reading.NewYork, Reading.NewYork, Reading.Now).Read(text, out var wrong);
        Assert.That((moment is null, wrong?.Kind), Is.EqualTo((kind is not null, kind)));
    }

    [Test]
    public void Today_is_the_agencys_though_it_is_tomorrow_by_UTC()
    {
        var late = new DateTimeOffset(2026, 6, 2, 2, 0, 0, TimeSpan.Zero);
        FaultKind? Fault(string text, SourceClock clock = SourceClock.Local)
        {
            new SourceTime(Iso with { Clock = clock }, Reading.NewYork, Reading.NewYork, late).Read(text, out var wrong);
            return wrong?.Kind;
        }
        Assert.That((Fault("2026-06-01"), Fault("2026-06-02")), Is.EqualTo(((FaultKind?)null, FaultKind.Future)));
        Assert.That((Fault("2026-06-02T01:59", SourceClock.Utc), Fault("2026-06-02T01:59")),
            Is.EqualTo(((FaultKind?)null, FaultKind.Future)), "an instant counts by its own clock");
    }

    [TestCase("1400-1459", TimeOfDay.Digits, "14:00", 59)]
    [TestCase("900 - 959", TimeOfDay.Digits, "09:00", 59)]
    [TestCase("14:00 - 14:59", TimeOfDay.Colon, "14:00", 59)]
    [TestCase("14:00–14:59", TimeOfDay.Colon, "14:00", 59)]
    [TestCase("22:30 to 01:00", TimeOfDay.Colon, "22:30", 150)]
    [TestCase("2:00 PM - 2:59 PM", TimeOfDay.HalfDays, "14:00", 59)]
    [TestCase("2:00-2:59 PM", TimeOfDay.HalfDays, "14:00", 59)]
    [TestCase("11:30-1:00 PM", TimeOfDay.HalfDays, "11:30", 90)]
    [TestCase("14-15", TimeOfDay.Hour, "14:00", 60)]
    [TestCase("14:00", TimeOfDay.Colon, "14:00", 0)]
    [TestCase("1400-1475", TimeOfDay.Digits, null, 0)]
    [TestCase("14:00:00-05:00", TimeOfDay.Colon, null, 0, TestName = "An offset is no end")]
    [TestCase("14-15-16", TimeOfDay.Hour, null, 0)]
    public void Ranges_of_hours_have_a_start_and_a_length(string text, string format, string? start, int minutes)
    {
        var span = TimeOfDay.Span(text, format);
        Assert.That(span is var (from, length) ? ($"{from:hh\\:mm}", (int)length.TotalMinutes) : (null, 0), Is.EqualTo((start, minutes)));
    }

    [Test]
    public void The_earliest_date_can_be_changed() =>
        Assert.That(Read("1931-05-05", Iso with { Earliest = new(1900, 1, 1) }).Local, Does.StartWith("1931-05-05"));

    private static (string Local, string Instant, TimePrecision Precision) Read(string text, IncidentMap map, TimeZoneInfo? zone = null)
    {
        var moment = new SourceTime(map, zone ?? Reading.NewYork, Reading.NewYork, Reading.Now).Read(text, out var wrong)
            ?? throw new AssertionException(wrong!.Sentence);
        return ($"{moment.Local:yyyy-MM-dd HH:mm}", $"{moment.Instant:yyyy-MM-ddTHH:mm:ssZ}", moment.Precision);
    }
}
