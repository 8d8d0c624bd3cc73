using FsCheck.Fluent;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Tests.Neighborhoods;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Rows whose coordinates are swapped or lack a sign, unlike the rest of their file: counted and said, never changed.</summary>
public sealed class PlaceMistakesTests
{
    private const string Right = "43.31,-77.61", Swapped = "-77.62,43.32", Unsigned = "43.33,77.63", Far = "10,10";

    [Test]
    public async Task Some_swapped_rows_are_said_by_their_number()
    {
        var (questions, faults) = await Ask(Right, Right, Right, Right, Swapped, Swapped, Unsigned, Far);

        Assert.That(faults, Is.EqualTo(new FaultCount[]
        {
            new(FaultKind.FarPlace, 1), new(FaultKind.SwappedPlace, 2), new(FaultKind.UnsignedPlace, 1),
        }));
        Assert.That(questions.Single().Sentence, Does.StartWith("2 rows have latitude and longitude that look swapped, and 1 row has "
            + "coordinates whose minus sign looks missing or wrong, unlike the other rows."));
        Assert.That(questions.Single().Answers, Is.Empty, "no map reads both");
    }

    [Test]
    public async Task Mostly_swapped_rows_are_asked_about_and_after_the_answer_the_others_are_said()
    {
        var (questions, _) = await Ask(Swapped, Swapped, Swapped, Right);
        var question = questions.Single();
        Assert.That((question.Kind, question.Sentence), Is.EqualTo(("place",
            "Most coordinates lie far from the neighborhoods. Latitude and longitude seem to be swapped.")));

        var (after, faults) = await Ask(_ => question.Answers[0].Map, Swapped, Swapped, Swapped, Right);

        Assert.That(faults, Is.EqualTo(new[] { new FaultCount(FaultKind.SwappedPlace, 1) }));
        Assert.That(after.Single().Sentence, Does.StartWith("1 row has latitude and longitude that look swapped, unlike the other rows."));
    }

    [Test]
    public void Latitudes_beyond_the_poles_can_be_swapped_ones()
    {
        var bay = new PlaceReader(new(-123, -122, 37, 38));
        Assert.That((bay.Read("-122.4", "37.7", out var wrong), wrong!.Kind), Is.EqualTo(((object?)null, FaultKind.SwappedPlace)));
        bay.Read("(-122.4, 37.7)", out wrong);
        Assert.That(wrong!.Kind, Is.EqualTo(FaultKind.SwappedPlace));
        bay.Read("-122.4", "91", out wrong);
        Assert.That(wrong!.Sentence, Is.EqualTo("\"-122.4\" is not a latitude from -90 to 90."));
    }

    [Test]
    public void Without_boundaries_nothing_is_a_mistake()
    {
        var anywhere = new PlaceReader(null);
        var place = anywhere.Read("-77.6", "43.3", out var wrong);
        Assert.That((place?.Y, place?.X, wrong), Is.EqualTo((-77.6, 43.3, (RowFault?)null)));
    }

    /// <summary>Wherever a point of the city is, one mistake in it never gives a place, and is called what it is.</summary>
    [Property(MaxTest = 300, Replay = Domain.Any.Seed)]
    public FsCheck.Property Each_mistake_is_recognized() => Prop.ForAll(
        Gen.Choose(0, 6000).SelectMany(y => Gen.Choose(0, 10_000).SelectMany(x => Gen.Elements(PlaceMistakes.All.ToArray())
            .Select(mistake => (43 + (y / 10_000.0), -78 + (x / 10_000.0), mistake)))).ToArbitrary(),
        at =>
        {
            var (latitude, longitude, mistake) = at;
            var (y, x) = mistake.Mended(latitude, longitude);
            var reader = new PlaceReader(Reading.Context().Extent);
            var place = reader.Read(FormattableString.Invariant($"{y}"), FormattableString.Invariant($"{x}"), out var wrong);
            return place is null
                && wrong!.Kind == (mistake == PlaceMistake.Swapped ? FaultKind.SwappedPlace : FaultKind.UnsignedPlace);
        });

    [Test]
    public async Task Result_of_an_import_counts_them_and_adds_the_incidents_without_a_place()
    {
        using var host = new TrackerHost(reused: true);
        await host.Import(Boundaries.Two);
        var analyst = host.SignIn(Role.Analyst);
        var id = await analyst.Upload("no,at,lat,lon\n1,2026-01-05,40.5,-89.5\n2,2026-01-05,-89.5,40.5\n3,2026-01-05,40.5,89.5\n");
        (await analyst.Start(id, Imports.Map("no,at,lat,lon"))).EnsureSuccessStatusCode();
        await host.Work();

        var import = await analyst.Import(id);
        Assert.That(import.Counts(), Is.EqualTo((3, 3, 0, 0, 2)));
        Assert.That(import.GetProperty("outcome").GetProperty("faults").EnumerateArray().Select(f => f.GetProperty("kind").GetString()),
            Is.EqualTo(new[] { "SwappedPlace", "UnsignedPlace" }));
        Assert.That(import.GetProperty("rejections")[0].GetProperty("reason").GetString(),
            Is.EqualTo("(-89.5, 40.5) is far from every neighborhood. Latitude and longitude look swapped."));
        Assert.That(await new Browser(host, Role.Analyst).Get($"/imports/{id}"), Does.Contain("Latitude and longitude look swapped"));
    }

    private static Task<(List<ImportQuestion> Questions, IReadOnlyList<FaultCount> Faults)> Ask(params string[] places) =>
        Ask(map => map, places);

    private static async Task<(List<ImportQuestion> Questions, IReadOnlyList<FaultCount> Faults)> Ask(
        Func<IncidentMap, IncidentMap> change, params string[] places)
    {
        var (header, rows) = await Reading.Table("no,at,lat,lon\n"
            + string.Concat(places.Select((place, i) => $"{i},2026-01-05 1{i}:00,{place}\n")));
        var map = change(new()
        {
            Columns = new Dictionary<string, string>
            {
                ["number"] = "no",
                ["occurred"] = "at",
                ["latitude"] = "lat",
                ["longitude"] = "lon",
            },
        });
        var tally = new FileTally(map, header, Reading.Context());
        foreach (var row in rows) tally.Add(row);
        // The file has no categories, which is said too.
        return ([.. ImportQuestions.Of(map, tally, null, [.. rows.Select(row => row.Fields)], header, Reading.Context())
            .Where(question => question.Kind != "category")], tally.Outcome.Faults);
    }
}
