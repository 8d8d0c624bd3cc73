using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

public sealed class MapProposalTests
{
    [TestCase("CaseNumber,ReportedDate,OffenseDescription,Block Address,X,Y\n26-1,2026-01-05,THEFT,100 OAK ST,-77.5,43.2",
        "number=CaseNumber occurred=ReportedDate category=OffenseDescription address=Block Address longitude=X latitude=Y")]
    [TestCase("Crime ID,Month,Reported by,Longitude,Latitude,Location,Crime type\na1b2,2026-01,Force,-77.5,43.2,On or near Elm,Burglary",
        "number=Crime ID occurred=Month category=Crime type address=Location longitude=Longitude latitude=Latitude")]
    [TestCase("date_from,date_to,lat\n2026-01-05,2026-01-06,43", "occurred=date_from occurredTo=date_to")]
    [TestCase("a,b\nx,y", "")]
    [TestCase("ID,Case Number,Date,Block,Primary Type,Description,Location Description,Latitude,Longitude,Location\n"
        + "1,JA1,09/05/2025 01:30:00 PM,043XX S OAK ST,BATTERY,DOMESTIC SIMPLE,RESIDENCE,43.30,-77.60,\"(43.30, -77.60)\"\n"
        + "2,JA2,09/06/2025 02:30:00 PM,044XX S OAK ST,THEFT,POCKET-PICKING,BUS,43.31,-77.61,\"(43.31, -77.61)\"",
        "number=Case Number occurred=Date category=Primary Type address=Block latitude=Latitude longitude=Longitude")]
    [TestCase("no,when,kind,spot\n1,2026-01-05,theft,\"(43.3, -77.6)\"\n2,2026-01-06,theft,POINT (-77.6 43.3)",
        "number=no occurred=when category=kind place=spot")]
    [TestCase("no,x,y,day\n7,43.31,-77.61,2026-01-05\n8,43.32,-77.62,2026-01-06", "number=no occurred=day latitude=x longitude=y")]
    [TestCase("complaint,date,time,kind\n7,12/31/2025,17:30:00,theft\n8,12/30/2025,23:10:00,theft",
        "number=complaint occurred={date} {time} category=kind")]
    [TestCase("day,case_number,kind\n2026-01-05,45001,theft\n2026-01-06,45002,theft", "occurred=day number=case_number category=kind")]
    [TestCase("report_no,seen,kind\n1700000001,1/31/2026 14:00,theft\n1700000002,1/30/2026 15:10,theft",
        "occurred=seen number=report_no category=kind")]
    [TestCase("incident_date,ref,kind\n20260105,20260101,theft\n20260106,20260102,theft",
        "occurred=incident_date number=ref category=kind")]
    [TestCase("Case,Month,Day,Year,Time,Zip,Offense\n25-001,1,13,2025,0930,45202,Petit larceny\n25-002,1,30,2025,1415,45219,Burglary",
        "number=Case occurred={Year}-{Month}-{Day} {Time} category=Offense")]
    [TestCase("Case,Badge,Said,Offense\n25-001,45202,some day,Burglary\n25-002,45219,a day,Burglary", "number=Case category=Offense")]
    [TestCase("Date,Time,AM/PM\n01/13/2025,09:30,PM\n01/14/2025,10:15,AM", "occurred={Date} {Time} {AM/PM}")]
    [TestCase("Date,Hour,AM/PM\n01/13/2025,9,PM\n01/14/2025,10,AM", "occurred={Date} {Hour} {AM/PM}")]
    [TestCase("Date,Hr,Min,AMPM\n01/13/2025,9,5,PM\n01/14/2025,10,30,AM", "occurred={Date} {Hr}:{Min} {AMPM}")]
    [TestCase("Date,Hour,Minute\n2025-01-13,9,30\n2025-01-14,22,05", "occurred={Date} {Hour}:{Minute}")]
    [TestCase("no,yr,kind\n7,2025,theft", "number=no category=kind")]
    [TestCase("no,year,month,day,hour,kind\n7,2025,3,9,14,theft\n8,2025,4,10,5,theft",
        "number=no occurred={year}-{month}-{day} {hour} category=kind")]
    public async Task Recognizes_columns_by_their_values_and_the_names_agencies_use(string text, string expected) =>
        Assert.That((await Reading.Propose(text)).Columns.Select(c => $"{c.Key}={c.Value}"), Is.EquivalentTo(Split(expected)));

    [TestCase("2026-01-05T10:00:00", null)]
    [TestCase("1/31/2026 2:05 PM", "M/d/yyyy h:mm tt")]
    [TestCase("31/01/2026", "d/M/yyyy")]
    [TestCase("31.01.2026 14:05", "d.M.yyyy H:mm")]
    [TestCase("20260131", "yyyyMMdd")]
    [TestCase("01/2026", "M/yyyy")]
    [TestCase("Jan 15 2024 12:10AM", "MMM d yyyy h:mmtt")]
    [TestCase("1/15/24 0:10", "M/d/yy H:mm")]
    [TestCase("1720060200000", "unixMilliseconds")]
    [TestCase("1720060200", "unix")]
    [TestCase("45477.5625", "excel")]
    [TestCase("05-JAN-24 01.45.00.000000 PM", "d-MMM-yy h:mm:ss tt")]
    [TestCase("Fri, 05 Jan 2024 13:45:00 GMT", "d MMM yyyy H:mm:ss")]
    [TestCase("01/05/2024 1:45 p.m.", "M/d/yyyy h:mm tt")]
    [TestCase("1/5/2024 1:45p", "M/d/yyyy h:mm tt")]
    [TestCase("Fri 01/05/2024 13:45", "M/d/yyyy H:mm")]
    [TestCase("Friday, January 5, 2024", "MMMM d, yyyy")]
    [TestCase("01/05/2024 13:45:00.123456", "M/d/yyyy H:mm:ss")]
    [TestCase("2024-01-05 13", "yyyy-M-d H")]
    [TestCase("Feb  3 2025 12:05:09:000AM", "MMM d yyyy h:mm:ss:ffftt")]
    [TestCase("2023 May 01 03:39:00 PM", "yyyy MMM d h:mm:ss tt")]
    [TestCase("2023-May-01 15:39", "yyyy-MMM-d H:mm")]
    [TestCase("1.70448E+12", null)]
    [TestCase("soon", null)]
    public async Task Proposes_the_date_format_that_reads_the_rows(string date, string? format) =>
        Assert.That((await Propose("date", date, date)).DateFormat, Is.EqualTo(format));

    [Test]
    public async Task A_number_that_several_rows_share_goes_before_the_turn_of_a_victim()
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"{i},25-{i / 3:000},2025-01-{1 + i % 28:00},theft");
        Assert.That((await Reading.Propose("Victim,Case Number,Date,Kind\n" + string.Join('\n', rows))).Columns["number"],
            Is.EqualTo("Case Number"));
    }

    [Test]
    public async Task Several_formats_are_proposed_if_no_single_one_reads_all_dates() =>
        Assert.That((await Propose("date", "1/31/2026 2:05 PM", "1/31/2026", "2/1/2026 3:05 AM")).DateFormat,
            Is.EqualTo("M/d/yyyy h:mm tt|M/d/yyyy"));

    [Test]
    public async Task First_of_month_dates_are_months_if_there_are_many_or_the_column_is_named_month()
    {
        string[] months = [.. Enumerable.Range(0, 24).Select(i => $"2025-{1 + i % 12:00}-01")];
        Assert.That((await Propose("date", months)).MonthsOnly, Is.True);
        Assert.That((await Propose("date", months[..3])).MonthsOnly, Is.False);
        Assert.That((await Propose("month", months[..3])).MonthsOnly, Is.True);
        Assert.That((await Propose("date", [.. months, "2026-01-02"])).MonthsOnly, Is.False);
        Assert.That((await Propose("date", months)).KeepEqualRows, Is.True, "Without a number, equal rows are separate incidents");
    }

    [TestCase("id,Year,Month,Day,Hour\n1,2024,1,5,13\n", "{Year}-{Month}-{Day} {Hour}", "yyyy-M-d H", "2024-01-05 13")]
    [TestCase("HOUR,MINUTE,YEAR,MONTH,DAY\n13,5,2024,1,5\n", "{YEAR}-{MONTH}-{DAY} {HOUR}:{MINUTE}", "yyyy-M-d H:m|yyyy-M-d H|yyyy-M-d",
        "2024-01-05 13")]
    [TestCase("report_year,occ_year,occ_month,occ_day,occ_hour\n2025,2024,January,5,13\n2025,2024,May,5,\n",
        "{occ_year}-{occ_month}-{occ_day} {occ_hour}", "yyyy-MMMM-d + H", "2024-01-05 13")]
    [TestCase("id,YR,MO,DY,HR\n1,24,1,5,13\n", "{YR}-{MO}-{DY} {HR}", "yy-M-d H", "2024-01-05 13")]
    [TestCase("id,year,month,day,time\n1,2024,1,5,1345\n2,2024,1,5,30\n", "{year}-{month}-{day} {time}", "yyyy-M-d + HHmm",
        "2024-01-05 13")]
    [TestCase("Year,Month,id\n2024,1,1\n", "{Year}-{Month}", "yyyy-M", "2024-01-01 ")]
    [TestCase("id,DATE OCC,TIME OCC\n1,01/05/2024 12:00:00 AM,1345\n2,01/05/2024 12:00:00 AM,UNK\n", "{DATE OCC} {TIME OCC}",
        "M/d/yyyy h:mm:ss tt + HHmm", "2024-01-05 13")]
    [TestCase("id,FR_DT,FR_TM\n1,2024-01-05T00:00:00.000,13:45:00\n2,2024-01-05T00:00:00.000,\n", "{FR_DT} {FR_TM}", "iso + H:mm",
        "2024-01-05 13")]
    [TestCase("id,date,hour\n1,2024-01-05,13\n", "{date} {hour}", "iso + H", "2024-01-05 13")]
    [TestCase("id,date,time\n1,1/5/2024 0:00,1:45 PM\n", "{date} {time}", "M/d/yyyy H:mm + h:mm tt", "2024-01-05 13")]
    [TestCase("id,date,time\n1,1/5/2024,0.572916667\n", "{date} {time}", "M/d/yyyy + fraction", "2024-01-05 13")]
    [TestCase("id,date,response time\n1,1/5/2024,13\n", "date", "M/d/yyyy", "2024-01-05 ")]
    public async Task Joins_the_columns_of_date_and_time(string text, string columns, string format, string read)
    {
        var map = await Reading.Propose(text);
        var incident = (await Reading.Read(text))[0].Incident!;

        Assert.That((map.Columns["occurred"], map.DateFormat), Is.EqualTo((columns, format)));
        Assert.That($"{incident.LocalDate:yyyy-MM-dd} {incident.LocalHour}", Is.EqualTo(read));
        Assert.That(DateFormat.IsValid(format), Is.True);
    }

    [Test]
    public async Task A_row_without_a_readable_time_keeps_its_date()
    {
        var read = await Reading.Read("id,DATE OCC,TIME OCC\n1,01/05/2024 12:00:00 AM,1345\n2,01/05/2024 12:00:00 AM,930\n"
            + "3,01/05/2024 12:00:00 AM,\n4,01/05/2024 12:00:00 AM,UNK\n5,01/05/2024 12:00:00 AM,2400\n");
        Assert.That(read.Select(r => (r.Incident!.LocalDate.Day, r.Incident.LocalHour)),
            Is.EqualTo(new (int, int?)[] { (5, 13), (5, 9), (5, null), (5, null), (6, 0) }));
    }

    [TestCase("1704412800000", "1704499200000", "1704585600000", SourceClock.Utc, TestName = "Seconds, midnight of UTC")]
    [TestCase("1704430800000", "1704517200000", "1720152000000", SourceClock.Local, TestName = "Seconds, midnight here")]
    [TestCase("2024-01-05T05:00:00Z", "2024-01-06T05:00:00Z", "2024-07-05T04:00:00Z", SourceClock.Local, TestName = "UTC, midnight here")]
    [TestCase("2024-01-05T05:00:00Z", "2024-01-06T05:00:00Z", "2024-07-05T05:00:00Z", SourceClock.Local,
        TestName = "UTC, midnight here without daylight saving")]
    public async Task Midnights_of_UTC_or_of_the_agency_are_dates(string first, string second, string third, SourceClock clock)
    {
        var map = await Propose("opened", first, second, third);
        var read = await Reading.Read($"opened;x\n{first};x\n{second};x\n{third};x\n");

        Assert.That((map.DatesOnly, map.Clock), Is.EqualTo((true, clock)));
        Assert.That(read.Take(2).Select(r => (r.Incident!.LocalDate, r.Incident.LocalHour)),
            Is.EqualTo(new[] { (new DateOnly(2024, 1, 5), (int?)null), (new DateOnly(2024, 1, 6), null) }));
    }

    [TestCase("1704412800000", "1704499200000", "1704585600000", SourceClock.Utc, SourceClock.Utc)]
    [TestCase("2024-01-05T05:00:00Z", "2024-01-06T05:00:00Z", "2024-07-05T04:00:00Z", SourceClock.Offset, SourceClock.Local)]
    public async Task Midnights_are_asked_about(string first, string second, string third, SourceClock midnight, SourceClock date)
    {
        var (header, rows) = await Reading.Table($"opened;x\n{first};x\n{second};x\n{third};x\n");
        List<IReadOnlyList<string>> fields = [.. rows.Select(r => r.Fields)];
        var map = MapProposal.For(header, fields, Reading.Context()).Map;
        IncidentMap Answer(IncidentMap asked) => ImportQuestions.Of(asked, new(asked, header, Reading.Context()), null, fields, header,
            Reading.Context()).Single(q => q.Kind == "midnight").Answers[0].Map;

        var timed = Answer(map);
        var dated = Answer(timed with { Clock = SourceClock.Local });

        Assert.That((timed.DatesOnly, timed.Clock), Is.EqualTo((false, midnight)));
        Assert.That((dated.DatesOnly, dated.Clock), Is.EqualTo((true, date)));
    }

    [TestCase(DateFormat.UnixMilliseconds, "1704430000000", "1704520000000", "1710150000000", TestName = "Milliseconds rounded to hours")]
    [TestCase(DateFormat.Unix, "1704430800", "1704517100", "1710152000", TestName = "Seconds rounded to hundreds")]
    [TestCase(DateFormat.Unix, "1704430800.0", "1704517100.0", "1710152000.0", TestName = "Seconds with a decimal")]
    [TestCase(DateFormat.Unix, "1,704,430,800", "1,704,517,100", "1,710,152,000", TestName = "Seconds with separators")]
    [TestCase(DateFormat.UnixMilliseconds, "1704430800000", "0", "-2209161600000", TestName = "Zero and the year 1899 for no date")]
    public async Task Counted_seconds_are_proposed_however_they_are_rounded(string format, params string[] values)
    {
        var map = await Propose("opened", values);
        Assert.That((map.Columns[IncidentMap.Occurred], map.DateFormat), Is.EqualTo(("opened", format)));
    }

    [Test]
    public async Task Zero_seconds_are_no_date_of_1970()
    {
        var read = await Reading.Read("no;opened\n1;1704430800\n2;0\n3;1704517100\n");
        Assert.That(read.Select(r => string.Join(' ', r.Faults)), Is.EqualTo(new[] { "", "NoDate", "" }));
    }

    [Test]
    public async Task Months_counted_in_seconds_of_UTC_keep_their_month()
    {
        string[] months = [.. Enumerable.Range(0, 24).Select(i => $"{new DateTimeOffset(2024, 1, 1, 0, 0, 0, default).AddMonths(i)
            .ToUnixTimeMilliseconds()}")];
        var read = await Reading.Read($"opened;x\n{string.Concat(months.Select(m => $"{m};x\n"))}");
        Assert.That(read.Select(r => r.Incident!.LocalDate), Is.EqualTo(months.Select((_, i) => new DateOnly(2024, 1, 1).AddMonths(i))));
    }

    [Test]
    public async Task Dates_in_an_unknown_format_are_no_address() =>
        Assert.That((await Reading.Propose("no,seen\n1,on 5 May 2024 or so\n2,on 6 May 2024 or so\n")).Columns.Keys,
            Is.EqualTo(new[] { "number" }));

    [Test]
    public async Task Times_that_are_all_midnight_are_dates()
    {
        Assert.That((await Propose("opened", "1/25/2016 12:00:00 AM", "3/16/2017 12:00:00 AM")).DatesOnly, Is.True);
        Assert.That((await Propose("opened", "1/25/2016 12:00:00 AM", "3/16/2017 1:00:00 AM")).DatesOnly, Is.False);
    }

    [Test]
    public async Task A_range_in_one_column_is_split()
    {
        var map = await Propose("datum", "21.03.2024 bis 27.03.2024", "27.03.2024");
        Assert.That((map.DateFormat, map.RangeSeparator), Is.EqualTo(("d.M.yyyy", " bis ")));
    }

    [Test]
    public async Task Offsets_in_the_text_count_unless_the_hours_show_local_life()
    {
        Assert.That((await Propose("at", "2025-07-04T02:30:00Z", "2025-07-05T04:10:00Z")).Clock, Is.EqualTo(SourceClock.Offset));
        Assert.That((await Propose("at", "2025-07-04T02:30:00-04:00", "2025-07-05T04:10:00-04:00")).Clock, Is.EqualTo(SourceClock.Offset));
        Assert.That((await Propose("at", "2025-07-04T02:30:00", "2025-07-05T04:10:00")).Clock, Is.EqualTo(SourceClock.Local));
        // 200 times from 7 in the morning to 2 at night: read as UTC they would be from 3 to 22.
        string[] awake = [.. Enumerable.Range(0, 200).Select(i => $"2025-07-{1 + i % 28:00}T{(7 + i % 19) % 24:00}:30:00Z")];
        Assert.That((await Propose("at", awake)).Clock, Is.EqualTo(SourceClock.Local));
    }

    [Test]
    public async Task Swapped_names_of_coordinates_are_told_by_the_neighborhoods()
    {
        var map = await Reading.Propose("lat,lon,at\n-77.51,43.31,2026-01-05\n-77.52,43.32,2026-01-06\n");
        Assert.That((map.Columns["latitude"], map.Columns["longitude"]), Is.EqualTo(("lon", "lat")));
    }

    [TestCase("Withheld", 1)]
    [TestCase("CONFIDENTIAL", 10)]
    [TestCase("XXXX", 5)]
    [TestCase("?", 2)]
    [TestCase("NOT AVAILABLE", 11)]
    [TestCase("unk", 19)]
    public async Task Texts_instead_of_coordinates_are_marks_of_missing_ones(string mark, int count)
    {
        string Rows(Func<int, string> row) => string.Concat(Enumerable.Range(0, 20).Select(i => $"{i};2026-01-05;{row(i)}\n"));
        var degrees = await Reading.Propose("no;at;lat;lon\n" + Rows(i => i < count ? $"{mark};{mark}" : $"43.3{i};-77.6{i}"));
        Assert.That((degrees.Columns.GetValueOrDefault("latitude"), degrees.Columns.GetValueOrDefault("longitude")),
            Is.EqualTo(("lat", "lon")));
        Assert.That(degrees.Missing, Is.EqualTo(new[] { mark }));
        var meters = await Reading.Propose("no;at;east;north\n"
            + Rows(i => i < count ? $"{mark};{mark}" : $"29441{i % 10}.5;482564{i % 10}.5"));
        Assert.That((meters.Columns.GetValueOrDefault("latitude"), meters.Columns.GetValueOrDefault("longitude"), meters.Projection),
            Is.EqualTo(("north", "east", "32618")));
        if (count > 12) return;
        var place = await Reading.Propose("no;at;spot\n" + Rows(i => i < count ? mark : $"(43.3{i}, -77.6{i})"));
        Assert.That(place.Columns.GetValueOrDefault("place"), Is.EqualTo("spot"));
        Assert.That(place.Missing, Is.EqualTo(count > 1 ? new[] { mark } : []));
    }

    [Test]
    public async Task A_text_that_is_there_once_is_no_mark_but_costs_a_place()
    {
        const string text = "no;at;lat;lon\n1;2026-01-05;43.31;-77.61\n2;2026-01-05;43.32;-77.62\n3;2026-01-05;see file;-77.62\n";
        Assert.That((await Reading.Propose(text)).Missing, Is.Empty);
        var read = await Reading.Read(text);
        Assert.That(read.Select(r => (r.Incident?.Latitude, string.Join(' ', r.Faults))),
            Is.EqualTo(new (double?, string)[] { (43.31, ""), (43.32, ""), (null, "UnreadablePlace") }));
    }

    [TestCase("(-77.6, 43.3)", true)]
    [TestCase("(43.3, -77.6)", false)]
    [TestCase("POINT (43.3 -77.6)", true)]
    [TestCase("POINT (-77.6 43.3)", false)]
    [TestCase("-104.98; 39.7", true)]
    public async Task A_place_with_its_longitude_first_is_swapped(string place, bool isSwapped)
    {
        var map = await Reading.Propose($"no,at,spot\n1,2026-01-05,\"{place}\"\n2,2026-01-06,\"{place}\"\n");
        Assert.That((map.Columns.GetValueOrDefault("place"), map.SwapPlace), Is.EqualTo(("spot", isSwapped)));
    }

    [TestCase("AGGRAVATED BURGLARY", "burglary")]
    [TestCase("Theft From Vehicle - parts", "theft-from-vehicle")]
    [TestCase("burglry", "burglary")]
    [TestCase("23F", "theft-from-vehicle")]
    [TestCase("Burglary/Breaking and Entering", "burglary")]
    [TestCase("LOITERING", null)]
    [TestCase("Arson", null)]
    public void Proposes_the_most_similar_category_for_a_word(string word, string? code) =>
        Assert.That(OffenseWords.CategoryOf(word, Reading.Categories), Is.EqualTo(code));

    private static Task<IncidentMap> Propose(string header, params string[] dates) =>
        Reading.Propose($"{header};x\n{string.Concat(dates.Select(d => $"{d};x\n"))}");

    // Column names can contain spaces.
    private static IEnumerable<string> Split(string text) =>
        System.Text.RegularExpressions.Regex.Split(text, " (?=[a-zA-Z]+=)").Where(part => part.Length > 0);
}
