using FsCheck;
using FsCheck.Fluent;
using NetTopologySuite.Geometries;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Without neighborhoods, the time zone and earlier incidents show whether coordinates are swapped or lack a sign.</summary>
public sealed class LikelyPlaceTests
{
    private static readonly string[] UnitedStates =
        ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu"];

    private static ReadingContext In(string zone, Coordinate? usual = null) =>
        new(TimeZoneInfo.FindSystemTimeZoneById(zone), Reading.Now, NeighborhoodIndex.Empty, Reading.Categories) { Usual = usual };

    [TestCase("America/New_York", 43.2, -77.6)]
    [TestCase("America/Chicago", 29.8, -95.4)]
    [TestCase("America/Puerto_Rico", 18.4, -66.1)]
    [TestCase("Pacific/Honolulu", 21.3, -157.9)]
    [TestCase("Europe/London", 51.5, -2.6)]
    [TestCase("Europe/Berlin", 52.5, 13.4)]
    [TestCase("Asia/Kolkata", 19.1, 72.9)]
    public async Task Columns_of_swapped_coordinates_are_told_by_the_time_zone(string zone, double latitude, double longitude)
    {
        foreach (var (lat, lon, first) in new[] { (latitude, longitude, "lat"), (longitude, latitude, "lon") })
        {
            var map = await Reading.Propose(FormattableString.Invariant($"no,at,lat,lon\n1,2026-01-05,{lat},{lon}\n"), In(zone));
            Assert.That(map.Columns[IncidentMap.Latitude], Is.EqualTo(first), $"{lat}, {lon}");
        }
    }

    [Property]
    public Property Swapped_columns_are_proposed_the_right_way_around_anywhere_in_the_United_States() => Prop.ForAll(
        Gen.Choose(2500, 4900).SelectMany(latitude => Gen.Choose(-12400, -6700).SelectMany(longitude => Gen.Elements(UnitedStates)
            .Select(zone => (latitude / 100.0, longitude / 100.0, zone)))).ToArbitrary(),
        place =>
        {
            var (latitude, longitude, zone) = place;
            var text = FormattableString.Invariant($"no,at,lat,lon\n1,2026-01-05,{longitude:0.00},{latitude:0.00}\n");
            var map = Reading.Propose(text, In(zone)).GetAwaiter().GetResult();
            return map.Columns[IncidentMap.Latitude] == "lon";
        });

    [Test]
    public async Task Earlier_incidents_show_more_than_the_time_zone()
    {
        var lagos = In("Africa/Lagos", new(3.4, 6.5));
        Assert.That((await Reading.Propose("no,at,lat,lon\n1,2026-01-05,33.4,6.5\n", In("Africa/Lagos"))).Columns[IncidentMap.Latitude],
            Is.EqualTo("lat"));
        Assert.That((await Reading.Propose("no,at,a,b\n1,2026-01-05,43.21,-77.61\n", In("America/New_York", new(-77.6, 43.2))))
            .Columns[IncidentMap.Latitude], Is.EqualTo("a"), "also without names");
        Assert.That(new LikelyPlace(lagos).Is(6.6, 3.3), Is.True);
        Assert.That(new LikelyPlace(lagos).Is(6.6, 13.3), Is.False);
    }

    [TestCase("America/New_York", "43.2,-77.6", null, TestName = "Nothing is asked about places that can be right only as they are")]
    [TestCase("America/New_York", "-77.6,43.2", "Latitude and longitude seem to be swapped.", TestName = "Swapped")]
    [TestCase("America/Los_Angeles", "-118.2,34.1", "Latitude and longitude seem to be swapped.", TestName = "Swapped, out of range")]
    [TestCase("America/New_York", "43.2,77.6", "Longitudes seem to lack their minus sign.", TestName = "A minus sign is missing")]
    [TestCase("America/New_York", "52.5,13.4", "Or is this a file of another city?", TestName = "Another city")]
    [TestCase("Africa/Lagos", "6.5,3.4", "With latitude and longitude swapped, they would lie at 3.4° N, 6.5° E.",
        TestName = "Both can be")]
    [TestCase("Etc/UTC", "43.2,-77.6", "they would lie at 77.6° S, 43.2° E.", TestName = "Without a time zone, both can be")]
    public async Task Places_that_can_not_be_right_are_asked_about(string zone, string place, string? expected)
    {
        var (header, rows) = await Reading.Table($"no,at,lat,lon\n1,2026-01-05,{place}\n");
        var map = new IncidentMap
        {
            Columns = new Dictionary<string, string>
            {
                [IncidentMap.Occurred] = "at",
                [IncidentMap.Latitude] = "lat",
                [IncidentMap.Longitude] = "lon",
            },
        };
        var tally = new FileTally(map, header, In(zone));
        foreach (var row in rows) tally.Add(row);
        var question = ImportQuestions.Of(map, tally, null, [.. rows.Select(r => r.Fields)], header, In(zone))
            .SingleOrDefault(q => q.Kind == "place");
        Assert.That(question?.Sentence, expected is null ? Is.Null : Does.EndWith(expected));
        if (expected?.Contains("swapped", StringComparison.Ordinal) == true)
            Assert.That(question!.Answers[0].Map.Columns[IncidentMap.Latitude], Is.EqualTo("lon"));
    }

    [TestCase("Report\nof May\nno,at,lat,lon\n1,2026-01-05,43.2,-77.6\n2,2026-01-06,43.2,-77.6\n",
        "the header in line 3, without the 2 lines above it")]
    [TestCase("no;at;lat;lon\n1;2026-01-05;43.2;-77.6\n", "fields separated by ;")]
    [TestCase("no,at,lat,lon\n1,2026-01-05,-77.6,43.2\n", "latitude from column lon and longitude from column lat")]
    [TestCase("no,at,lat,lon\n1,2026-01-05,43.2,-77.6\n2,NA,43.2,-77.6\n", "\"NA\" as missing values")]
    [TestCase("no,at,spot\n1,2026-01-05,\"(-77.6, 43.2)\"\n", "the longitude before the latitude")]
    [TestCase("no,at,lat,lon\n1,2026-01-05,43.2,-77.6\n", "")]
    public async Task What_is_read_otherwise_than_expected_is_said(string text, string expected)
    {
        using var source = await ProblemTracker.Files.CsvRows.Open(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "x.csv",
            default, CancellationToken.None);
        var notes = ReadingNotes.Of(IncidentFile.LayoutOf(source), await Reading.Propose(text));
        Assert.That(string.Join("; ", notes), Is.EqualTo(expected));
    }
}
