using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

public sealed class SourceTimeTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [TestCase("2018-10-19T12:00:00Z", "2018-10-19 12:00", "2018-10-19T16:00:00Z", TestName = "Ignores the time zone suffix")]
    [TestCase("2018-10-19 12:00:00.123+02:00", "2018-10-19 12:00", "2018-10-19T16:00:00Z")]
    [TestCase("2018-10-19T12:00-0500", "2018-10-19 12:00", "2018-10-19T16:00:00Z")]
    [TestCase("2018-01-19T23:30", "2018-01-19 23:30", "2018-01-20T04:30:00Z")]
    [TestCase("2018-03-11T02:30:00Z", "2018-03-11 03:30", "2018-03-11T07:30:00Z", TestName = "A skipped time moves forward by the gap")]
    [TestCase("2018-11-04T01:30:00", "2018-11-04 01:30", "2018-11-04T06:30:00Z", TestName = "A time that occurs twice is standard time")]
    public void Reads_local_time_in_the_zone_of_the_source(string text, string local, string instant)
    {
        var moment = new SourceTime(NewYork, null).Read(text, out _)!.Value;

        Assert.That($"{moment.Local:yyyy-MM-dd HH:mm}", Is.EqualTo(local));
        Assert.That($"{moment.Instant:yyyy-MM-ddTHH:mm:ssZ}", Is.EqualTo(instant));
        Assert.That(moment.Precision, Is.EqualTo(TimePrecision.Minute));
    }

    [Test]
    public void A_date_has_no_hour_and_keeps_its_day_if_midnight_is_skipped()
    {
        var moment = new SourceTime(TimeZoneInfo.FindSystemTimeZoneById("America/Santiago"), null).Read("2018-08-12", out _)!.Value;

        Assert.That(moment.Precision, Is.EqualTo(TimePrecision.Day));
        Assert.That(moment.Local, Is.EqualTo(new DateTime(2018, 8, 12)));
    }

    [TestCase("MM/dd/yyyy HH:mm", "10/19/2018 12:05", "2018-10-19 12:05", TimePrecision.Minute)]
    [TestCase("MM/dd/yyyy hh:mm:ss tt", "10/19/2018 01:05:00 PM", "2018-10-19 13:05", TimePrecision.Minute)]
    [TestCase("d.M.yyyy", "9.1.2018", "2018-01-09 00:00", TimePrecision.Day)]
    [TestCase("yyyy-MM-dd'h'", "2018-01-09h", "2018-01-09 00:00", TimePrecision.Day)]
    public void Reads_custom_formats(string format, string text, string local, TimePrecision precision)
    {
        var moment = new SourceTime(NewYork, format).Read(text, out _)!.Value;

        Assert.That($"{moment.Local:yyyy-MM-dd HH:mm}", Is.EqualTo(local));
        Assert.That(moment.Precision, Is.EqualTo(precision));
    }

    [TestCase("yesterday", "not a date")]
    [TestCase("10/19/2018", "ISO 8601")]
    [TestCase("2018-02-30", "not a date")]
    [TestCase("2018-02-03T25:00", "not a date")]
    [TestCase("0001-01-01", "0001")]
    [TestCase("9999-12-31T23:59:59Z", "9999")]
    public void Rejects_invalid_dates_with_a_reason(string text, string expected)
    {
        Assert.That(new SourceTime(NewYork, null).Read(text, out var wrong), Is.Null);
        Assert.That(wrong, Does.Contain(expected));
    }
}
