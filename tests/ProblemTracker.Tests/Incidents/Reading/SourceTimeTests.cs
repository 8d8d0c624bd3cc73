using ProblemTracker.Incidents;

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
