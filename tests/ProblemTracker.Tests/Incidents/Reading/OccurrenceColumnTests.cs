using System.Globalization;
using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Small tables in which several columns have dates: which is the occurrence, and which its end.</summary>
public sealed class OccurrenceColumnTests
{
    private const int Rows = 24;

    [TestCase("INCIDENT_REPORT_ID=no|DATE_REPORTED=reported|DATE_INCIDENT_BEGAN=occurred|DATE_INCIDENT_END=ended",
        "DATE_INCIDENT_BEGAN", "DATE_INCIDENT_END")]
    [TestCase("DATE_REPORTED=reported|DATE_INCIDENT_START=occurred|DATE_INCIDENT_END=ended", "DATE_INCIDENT_START", "DATE_INCIDENT_END")]
    [TestCase("report_number=no|incident_timestamp=occurred|ibr_date=reported", "incident_timestamp", null)]
    [TestCase("DATE_RPT=reported midnight|DATE_OCCU=occurred midnight|HOUR_OCCU=occurred digits|CALL_DATE=reported midnight",
        "{DATE_OCCU} {HOUR_OCCU}", null)]
    [TestCase("fecha_inicio=reported day|hora_inicio=reported time|fecha_hecho=occurred day|hora_hecho=occurred time",
        "{fecha_hecho} {hora_hecho}", null)]
    [TestCase("Event ID=no|Time Assigned=assigned|Time On Scene=reported|Time Received=occurred|Time Cleared=loaded", "Time Received",
        null)]
    [TestCase("Case Number=no|Date Discovered=ended|Date Committed=occurred|Date Entered=reported", "Date Committed", null)]
    [TestCase("Case Number=no|Report Date=reported|Incident Began=occurred|Incident Ended=ended", "Incident Began", "Incident Ended")]
    [TestCase("Reported On=reported|Earliest Date/Time=occurred|Latest Date/Time=ended", "Earliest Date/Time", "Latest Date/Time")]
    [TestCase("REPORT DATE=reported day|DATETIME OF FIRST OCCURRENCE=occurred|DATETIME OF LAST OCCURRENCE=ended",
        "DATETIME OF FIRST OCCURRENCE", "DATETIME OF LAST OCCURRENCE")]
    [TestCase("Reported_Timestamp=reported|OccurredFrom_Timestamp=occurred|OccurredThrough_Timestamp=ended", "OccurredFrom_Timestamp",
        "OccurredThrough_Timestamp")]
    [TestCase("OCCURRED_FROM_DT=occurred day|OCCURRED_FROM_TM=occurred time|OCCURRED_THRU_DT=ended day|OCCURRED_THRU_TM=ended time",
        "{OCCURRED_FROM_DT} {OCCURRED_FROM_TM}", "{OCCURRED_THRU_DT} {OCCURRED_THRU_TM}")]
    [TestCase("Date1 of Occurrence=occurred midnight|Time1 of Occurrence=occurred time|Date2 of Occurrence=ended midnight"
        + "|Time2 of Occurrence=ended time|Date of Report=reported", "{Date1 of Occurrence} {Time1 of Occurrence}",
        "{Date2 of Occurrence} {Time2 of Occurrence}")]
    [TestCase("rpt_date=reported day|occur_date=occurred day|occur_time=occurred time|poss_date=ended day|poss_time=ended time",
        "{occur_date} {occur_time}", "{poss_date} {poss_time}")]
    [TestCase("When Reported=reported first|Occurred between=occurred first|and=ended first", "Occurred between", "and")]
    [TestCase("Occurred=occurred|Occurred Thru=ended", "Occurred", "Occurred Thru")]
    [TestCase("Date=occurred day|Start Time=occurred time|End Time=ended time", "{Date} {Start Time}", "End Time")]
    [TestCase("Occurred Date=occurred day|Time From=occurred time|Time To=ended time|Report Time=reported time",
        "{Occurred Date} {Time From}", "Time To")]
    [TestCase("Date=occurred day|Time=occurred time|Clear Time=reported time", "{Date} {Time}", null)]
    [TestCase("Occurred=occurred|Last Date=loaded", "Occurred", null)]
    [TestCase("Call Received=called|Offense Start=occurred|Offense Entered=reported", "Offense Start", null)]
    [TestCase("Occurred On=unknown|Reported On=reported", "Occurred On", null)]
    [TestCase("event_date=occurred day|created_at=utc|updated_at=loaded", "event_date", null)]
    [TestCase("fecha_fin=ended|fecha_inicio=occurred", "fecha_inicio", "fecha_fin")]
    [TestCase("incident_date=occurred midnight|crash_time=occurred time|officer_arrived=reported", "{incident_date} {crash_time}", null)]
    [TestCase("Date/Time Reported=reported|Date/Time Occurred From=occurred|Date/Time Occurred To=ended",
        "Date/Time Occurred From", "Date/Time Occurred To")]
    [TestCase("REPORTED_DATE=reported day|REPORTED_TIME=reported time|EVENT_DATE=occurred day|EVENT_TIME=occurred time",
        "{EVENT_DATE} {EVENT_TIME}", null)]
    [TestCase("from_date=occurred day|to_date=ended day|from_time=occurred time|to_time=ended time|rptd=reported",
        "{from_date} {from_time}", "{to_date} {to_time}")]
    [TestCase("ReportedDate=reported ms|OccurDate=occurred ms|ClearDate=loaded ms", "OccurDate", null)]
    [TestCase("Opened=reported|Alarm=occurred|Closed=loaded", "Alarm", null)]
    [TestCase("DATEEND=occurred midnight|TIMESTART=occurred digits|TIMEEND=ended digits", "{DATEEND} {TIMESTART}", null)]
    public async Task The_occurrence_is_before_the_other_dates_of_its_row(string columns, string start, string? end)
    {
        var map = await Reading.Propose(Table(columns));
        Assert.That((map.Columns.GetValueOrDefault("occurred"), map.Columns.GetValueOrDefault("occurredTo")), Is.EqualTo((start, end)));
    }

    [TestCase("Opened=reported|Seen=occurred|Born=birth", "Seen", TestName = "Dates of birth")]
    [TestCase("Born=birth|Seen=occurred", "Seen", TestName = "Dates of birth first")]
    [TestCase("Issued=warrant|Served=occurred|Entry date=reported", "Served", TestName = "Dates of warrants")]
    [TestCase("Last visit=warrant|date=occurred|Previous inspection=ended", "date", TestName = "Earlier visits")]
    [TestCase("created=occurred|hearing date=future", "created", TestName = "Future hearings")]
    [TestCase("Year=year|Month=month|Week=week|at=occurred|reported=reported", "at", TestName = "Years, months and weeks")]
    [TestCase("a=1900|b=occurred|c=reported", "b", TestName = "1900 by default")]
    [TestCase("a=1970|b=occurred|c=reported", "b", TestName = "Zero seconds")]
    [TestCase("began=half|date=occurred|c=reported", "date", TestName = "A date that most rows lack")]
    [TestCase("incident_date=history day|Creation=loaded", "incident_date", TestName = "Decades of incidents, loaded at once")]
    [TestCase("Lease start=warrant|Offense date=occurred", "Offense date", TestName = "Another start, long before")]
    [TestCase("until=ended seldom|b=occurred", "b", TestName = "Ends equal to the start in most rows")]
    [TestCase("end date=ended seldom|start date=occurred", "start date", TestName = "Ends before starts")]
    [TestCase("incident date=occurred midnight|incident datetime=occurred", "incident datetime", TestName = "The same day with times")]
    [TestCase("shift date=shift|occurred=occurred|reported=reported", "occurred", TestName = "The day that a shift began")]
    [TestCase("Date=shift|Occurred on=occurred", "Occurred on", TestName = "An earlier date whose name says nothing")]
    [TestCase("entered=occurred once|date occurred=occurred", "date occurred", TestName = "Equal in nearly all rows")]
    [TestCase("x=reported|y=occurred|z=loaded", "y", TestName = "Names that say nothing")]
    [TestCase("date reported=reported|occurred=later", "occurred", TestName = "Occurrences are later in some rows")]
    public async Task Other_dates_before_the_occurrence_are_not_taken_for_it(string columns, string start) =>
        Assert.That((await Reading.Propose(Table(columns))).Columns.GetValueOrDefault("occurred"), Is.EqualTo(start));

    [TestCase("Report date=reported day|Occurred hour=occurred hour", "Report date", TestName = "An hour of the occurrence")]
    [TestCase("Date=occurred day|Call=reported day|Call Time=reported time", "Date", TestName = "A time of the call")]
    [TestCase("Date=occurred day|Time=occurred time|Call Time=reported time", "{Date} {Time}", TestName = "Two times")]
    [TestCase("Occurred Date=occurred day|Occurred Time=occurred time|Occurred Date Time=occurred",
        "{Occurred Date} {Occurred Time}", TestName = "Both in one column too")]
    public async Task A_date_is_joined_to_its_own_time_only(string columns, string start) =>
        Assert.That((await Reading.Propose(Table(columns))).Columns.GetValueOrDefault("occurred"), Is.EqualTo(start));

    [TestCase("01/05/2023 08:00", "01/05/2023 08:00 - 17:00", "5 8:00 to 5 17:00")]
    [TestCase("01/05/2023 22:00", "01/05/2023 22:00 - 06:30", "5 22:00 to 6 6:30")]
    [TestCase("01/05/2023 10:00 PM", "01/05/2023 10:00 PM to 1:15 AM", "5 22:00 to 6 1:15")]
    [TestCase("01/05/2023 08:00", "01/05/2023 08:00 - 01/06/2023 09:00", "5 8:00 to 6 9:00")]
    [TestCase("01/05/2023 0800", "01/05/2023 0800 - 1700", "5 8:00 to 5 17:00")]
    public async Task An_end_with_only_a_time_is_on_the_day_of_the_start_or_the_next(string single, string range, string expected)
    {
        // Most rows have no end, which must not cost the others their date.
        var others = Enumerable.Range(0, 9).Select(i => $"{i};{single.Replace("/05/", $"/1{i}/", StringComparison.Ordinal)}\n");
        var read = (await Reading.Read($"no;at\n{string.Concat(others)}10;{range}\n"))[^1];
        Assert.That(read.Faults, Is.Empty);
        string Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Reading.NewYork).ToString("%d H:mm", CultureInfo.InvariantCulture);
        Assert.That($"{Local(read.Incident!.OccurredFrom)} to {Local(read.Incident.OccurredTo)}", Is.EqualTo(expected));
    }

    [TestCase(SourceClock.Utc, "2023-01-05 23:00", "01:00", "18:00 to 20:00")]
    [TestCase(SourceClock.Offset, "2023-01-05 23:00:00-06:00", "01:00", "0:00 to 2:00")]
    [TestCase(SourceClock.Local, "2023-01-05 23:00", "23:30", "23:00 to 23:30")]
    [TestCase(SourceClock.Local, "2023-01-05 23:00", "soon", "23:00 to 23:00 BadEnd")]
    [TestCase(SourceClock.Local, "2023-01-05 23:00", "1900-01-01 00:00", "23:00 to 23:00 BadEnd")]
    [TestCase(SourceClock.Local, "2023-01-05", "23:30", "0:00 to 0:00 BadEnd")]
    public async Task An_end_with_only_a_time_is_by_the_clock_of_the_start(SourceClock clock, string from, string until, string expected)
    {
        var read = (await Reading.Read($"no,at,until\n1,{from},{until}\n", map => map with
        {
            Clock = clock,
            Columns = new Dictionary<string, string> { ["occurred"] = "at", ["occurredTo"] = "until" },
            DateFormat = null,
        }))[0];
        string Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Reading.NewYork).ToString("H:mm", CultureInfo.InvariantCulture);
        Assert.That($"{Local(read.Incident!.OccurredFrom)} to {Local(read.Incident.OccurredTo)} {string.Join(' ', read.Faults)}".Trim(),
            Is.EqualTo(expected));
    }

    [TestCase("20230105123456ES", "2023-01-05 12:34")]
    [TestCase("20230705123456ED", "2023-07-05 12:34")]
    [TestCase("20230105123456PS", "2023-01-05 15:34")]
    [TestCase("202301051234CS", "2023-01-05 13:34")]
    [TestCase("2023-01-05 12:34:56 MS", "2023-01-05 14:34")]
    [TestCase("14:32:00 01/05/23", "2023-01-05 14:32")]
    [TestCase("2:32 PM 1/5/2023", "2023-01-05 14:32")]
    [TestCase("2:32 p.m. on January 5, 2023", "2023-01-05 14:32")]
    [TestCase("14:32, 2023-01-05", "2023-01-05 14:32")]
    public async Task Zones_of_two_letters_and_times_before_their_date_are_read(string text, string expected)
    {
        var read = await Reading.Read($"no;opened\n1;{text}\n2;{text}\n");
        var local = TimeZoneInfo.ConvertTime(read[0].Incident!.OccurredFrom, Reading.NewYork);
        Assert.That(local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_few_dates_that_are_the_first_of_a_month_are_days() =>
        Assert.That((await Reading.Propose("reported;occurred\n2026-01-03;2026-01-01\n2026-02-02;2026-02-01\n")).Columns["occurred"],
            Is.EqualTo("occurred"));

    /// <summary>A table whose columns have the dates that their specification says.</summary>
    /// <param name="columns">Such as "Began=occurred|Case=no".</param>
    private static string Table(string columns)
    {
        var parts = columns.Split('|').Select(column => column.Split('=')).ToList();
        return string.Join(';', parts.Select(part => part[0])) + "\n"
            + string.Concat(Enumerable.Range(0, Rows).Select(row => string.Join(';', parts.Select(part => Cell(part[1], row))) + "\n"));
    }

    private static string Cell(string what, int row)
    {
        var occurred = new DateTime(2025, 1, 2, 6, 33, 0).AddHours(row * 41).AddMinutes(row * 7);
        var ended = occurred.AddHours(row % 4 * 3);
        var reported = ended.AddMinutes(30 + row % 5 * 420);
        var (kind, form) = what.Split(' ') is [var one, var two] ? (one, two) : (what, "");
        DateTime? at = kind switch
        {
            "occurred" => form == "once" && row == 5 ? occurred.AddDays(-1) : occurred,
            "ended" => form == "seldom" && row != 5 ? occurred : ended,
            "reported" => reported,
            "assigned" => occurred.AddMinutes(2),
            "later" => row % 3 == 0 ? reported.AddDays(1) : occurred,
            "loaded" => new DateTime(2026, 1, 1, 3, 0, 0).AddMinutes(row),
            "birth" => new DateTime(1955, 3, 4).AddDays(row * 701),
            "called" => occurred.AddMinutes(-4),
            "unknown" => row % 5 == 0 ? new DateTime(1900, 1, 1) : occurred,
            "utc" => reported.AddHours(5),
            "history" => new DateTime(1990, 3, 4).AddDays(row * 501),
            "warrant" => occurred.Date.AddDays(-30 - row * 9),
            "future" => new DateTime(2027, 1, 4).AddDays(row),
            "shift" => occurred.AddHours(-7).Date,
            "year" => new DateTime(occurred.Year, 1, 1),
            "month" => new DateTime(occurred.Year, occurred.Month, 1),
            "week" => occurred.Date.AddDays(-(int)occurred.DayOfWeek),
            "1900" => row % 6 == 0 ? occurred : new DateTime(1900, 1, 1),
            "1970" => row % 6 == 0 ? occurred : new DateTime(1970, 1, 1),
            "half" => row % 3 == 0 ? occurred : null,
            _ => null,
        };
        if (form == "ms") return $"{new DateTimeOffset(at!.Value, TimeSpan.Zero).ToUnixTimeMilliseconds()}";
        if (kind == "no") return $"25-{row:000000}";
        var format = form switch
        {
            "day" => "MM/dd/yyyy",
            "midnight" => "yyyy-MM-dd 00:00:00",
            "time" => "HH:mm",
            "digits" => "HHmm",
            "hour" => "%H",
            "first" => "HH:mm:ss MM/dd/yy",
            _ => kind is "birth" or "warrant" or "shift" or "year" or "month" or "week" ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm",
        };
        return at?.ToString(format, CultureInfo.InvariantCulture) ?? "";
    }
}
