using FsCheck;
using FsCheck.Fluent;
using ProblemTracker.Incidents;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Incidents;

/// <summary>What becomes of rows with something wrong: a bad optional field costs the field, never the incident.</summary>
public sealed class IncidentReaderTests
{
    private const string Header = "no,at,until,kind,where,lat,lon\n";

    [TestCase("1,2026-01-05,,theft,Oak,REDACTED,REDACTED", FaultKind.UnreadablePlace)]
    [TestCase("1,2026-01-05,,theft,Oak,43.3,", FaultKind.UnreadablePlace)]
    [TestCase("1,2026-01-05,,theft,Oak,0,0", FaultKind.NoPlace)]
    [TestCase("1,2026-01-05,,theft,Oak,-0.0000024,0.0000012", FaultKind.NoPlace)]
    [TestCase("1,2026-01-05,,theft,Oak,-1,-1", FaultKind.NoPlace)]
    [TestCase("1,2026-01-05,,theft,Oak,43.3,17.6", FaultKind.FarPlace)]
    [TestCase("1,2026-01-05,,theft,Oak,43.3,77.6", FaultKind.UnsignedPlace)]
    [TestCase("1,2026-01-05,,theft,Oak,-43.3,-77.6", FaultKind.UnsignedPlace)]
    [TestCase("1,2026-01-05,,theft,Oak,-43.3,77.6", FaultKind.UnsignedPlace)]
    [TestCase("1,2026-01-05,,theft,Oak,-77.6,43.3", FaultKind.SwappedPlace)]
    [TestCase("1,2026-01-05,2026-01-04,theft,Oak,43.3,-77.6", FaultKind.BadEnd)]
    [TestCase("1,2026-01-05,1899-12-30,theft,Oak,43.3,-77.6", FaultKind.BadEnd)]
    [TestCase("1,2026-01-05,2031-12-30,theft,Oak,43.3,-77.6", FaultKind.BadEnd)]
    [TestCase("1,2026-01-05,soon,theft,Oak,43.3,-77.6", FaultKind.BadEnd)]
    [TestCase("2.02E+11,2026-01-05,,theft,Oak,43.3,-77.6", FaultKind.BadNumber)]
    public async Task A_bad_optional_field_costs_only_the_field(string row, FaultKind kind)
    {
        var (incident, faults) = (await Reading.Read(Header + row, Mapped))[0];

        Assert.That(faults, Is.EqualTo(new[] { kind }));
        Assert.That(incident!.SourceCategory, Is.EqualTo("theft"));
        Assert.That(incident.Latitude is null, Is.EqualTo(kind.IsBadPlace() || kind == FaultKind.NoPlace));
        Assert.That(incident.OccurredTo, Is.EqualTo(incident.OccurredFrom));
    }

    [Test]
    public async Task Long_texts_are_left_out()
    {
        var row = $"{new string('7', 150)},2026-01-05,,{new string('k', 250)},{new string('w', 400)},,";
        var (incident, faults) = (await Reading.Read(Header + row, Mapped))[0];

        Assert.That(faults, Is.EquivalentTo(new[] { FaultKind.BadNumber, FaultKind.LongCategory, FaultKind.LongAddress }));
        Assert.That(new[] { incident!.SourceNumber, incident.SourceCategory, incident.Address }, Is.All.Null);
    }

    [TestCase("1,,,theft,Oak,43.3,-77.6", FaultKind.NoDate)]
    [TestCase("1,soon,,theft,Oak,43.3,-77.6", FaultKind.UnreadableDate)]
    [TestCase("1,1900-01-01,,theft,Oak,43.3,-77.6", FaultKind.TooEarly)]
    [TestCase("1,2042-01-01,,theft,Oak,43.3,-77.6", FaultKind.Future)]
    public async Task A_row_without_a_possible_date_is_rejected(string row, FaultKind kind)
    {
        var (incident, faults) = (await Reading.Read(Header + row, Mapped))[0];
        Assert.That(incident, Is.Null);
        Assert.That(faults, Is.EqualTo(new[] { kind }));
    }

    [Test]
    public async Task Incidents_whose_numbers_a_spreadsheet_rounded_stay_apart()
    {
        var read = await Reading.Read("no,at,kind\n2.02E+11,2026-02-05,theft\n2.02E+11,2026-02-06,noise\n2.02E+11,2026-02-07,arson\n",
            map => map with { Key = ["no"] });
        Assert.That(read.Select(r => r.Incident!.EventKey).Distinct().Count(), Is.EqualTo(3));
        Assert.That(read.Select(r => r.Incident!.DedupeKey).Distinct().Count(), Is.EqualTo(3));
    }

    [TestCase("\"(43.30, -77.60)\"", 43.3, -77.6)]
    [TestCase("POINT (-77.60 43.30)", 43.3, -77.6)]
    [TestCase("\"100 OAK ST\nCITY, NY\n(43.30, -77.60)\"", 43.3, -77.6)]
    public async Task Reads_places_in_one_column(string place, double latitude, double longitude)
    {
        var incident = (await Reading.Read($"no,at,spot\n1,2026-01-05,{place}\n2,2026-01-05,{place}\n"))[0].Incident!;
        Assert.That((incident.Latitude, incident.Longitude), Is.EqualTo((latitude, longitude)));
        Assert.That(incident.NeighborhoodId, Is.EqualTo(1));
    }

    [TestCase("43,30", 43.3)]
    [TestCase("43.30° N", 43.3)]
    [TestCase("77.6W", -77.6)]
    [TestCase("1,234,567.5", 1234567.5)]
    [TestCase("x", null)]
    public void Reads_numbers_as_people_write_them(string text, double? number) =>
        Assert.That(PlaceReader.Number(text), Is.EqualTo(number));

    [Test]
    public async Task Times_and_addresses_are_joined_from_several_columns()
    {
        const string text = "no,date,time,house,street,town\n1,07/04/2025,02:30,12,Oak St,Auburn\n2,07/05/2025,2330,,Elm St,\n"
            + "3,07/06/2025,,,,\n";
        var read = await Reading.Read(text,
            map => map with { Columns = new Dictionary<string, string>(map.Columns) { ["address"] = "{house} {street}, {town}" } });

        Assert.That(read.Select(r => r.Incident!.LocalHour), Is.EqualTo(new int?[] { 2, 23, null }));
        Assert.That(read.Select(r => r.Incident!.Address), Is.EqualTo(new[] { "12 Oak St, Auburn", "Elm St", null }));
    }

    [Test]
    public async Task A_range_in_one_column_has_a_start_and_an_end()
    {
        var read = await Reading.Read("no,datum\n1,21.03.2024 bis 27.03.2024\n2,27.03.2024\n");
        Assert.That(read.Select(r => (r.Incident!.LocalDate, r.Incident.OccurredTo.Date)), Is.EqualTo(new[]
        {
            (new DateOnly(2024, 3, 21), new DateTime(2024, 3, 27)), (new DateOnly(2024, 3, 27), new DateTime(2024, 3, 27)),
        }));
    }

    [TestCase("hour", "1400-1459", "2200-0159")]
    [TestCase("Time of occurrence", "14:00 - 14:59", "22:00 - 1:59")]
    [TestCase("hour range", "14-15", "22-2")]
    public async Task A_range_of_hours_beside_the_date_has_a_start_and_an_end(string column, string first, string second)
    {
        var read = await Reading.Read($"no,date,{column}\n1,7/4/2025,{first}\n2,7/5/2025,{second}\n3,7/6/2025,\n");
        Assert.That(read.Select(r => r.Incident!.LocalHour), Is.EqualTo(new int?[] { 14, 22, null }));
        Assert.That(read.Select(r => Math.Round((r.Incident!.OccurredTo - r.Incident.OccurredFrom).TotalHours)),
            Is.EqualTo(new[] { 1, 4, 0 }));
    }

    [Test]
    public async Task An_end_of_its_own_counts_more_than_a_range_of_hours()
    {
        var read = await Reading.Read("no,date,hour,end date\n1,7/4/2025,1400-1459,7/6/2025\n", map => map with
        {
            Columns = new Dictionary<string, string> { ["number"] = "no", ["occurred"] = "{date} {hour}", ["occurredTo"] = "end date" },
            DateFormat = "M/d/yyyy + HHmm|M/d/yyyy",
        });
        Assert.That((read[0].Incident!.LocalHour, read[0].Incident!.OccurredTo.Date), Is.EqualTo((14, new DateTime(2025, 7, 6))));
    }

    /// <summary>Whatever stands in the other columns, a row with a possible date becomes an incident.</summary>
    [Property(MaxTest = 300, Replay = Domain.Any.Seed)]
    public Property Only_the_date_can_cost_the_incident() => Prop.ForAll(
        Gen.Elements("", "0", "-1", "43.3", "x", "999", "1e400", "NaN", "2.02E+11", new string('9', 500), "(1,2)", "\uFFFD", "\uFFFE")
            .ArrayOf(6).ToArbitrary(),
        others =>
        {
            var row = string.Join(',', others[..1].Concat(["2026-01-05"]).Concat(others[1..]).Select(f => $"\"{f}\""));
            return Reading.Read(Header + row + "\n", Mapped).GetAwaiter().GetResult()[0].Incident is not null;
        });

    private static IncidentMap Mapped(IncidentMap map) => map with
    {
        Columns = new Dictionary<string, string>
        {
            ["number"] = "no",
            ["occurred"] = "at",
            ["occurredTo"] = "until",
            ["category"] = "kind",
            ["address"] = "where",
            ["latitude"] = "lat",
            ["longitude"] = "lon",
        },
        DateFormat = null,
        Missing = [],
    };
}
