using FsCheck.Fluent;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Incidents;

using static ProblemTracker.Tests.Neighborhoods.Boundaries;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>What lies over what, in imports and in the list, and who gets a point in two neighborhoods.</summary>
public sealed class OverlapTests
{
    private const string OneCall = "at,lat,lon\n2025-06-01,40.25,-89.75\n2026-02-01,40.25,-89.75\n";
    private static readonly string Old = Collection(Feature("Old Beat", Square(-90, 40)));
    private static readonly string New = Collection(Feature("Beat 101", Square(-90, 40, 0.5)), Feature("Beat 102", Square(-89.5, 40, 0.5)),
        Feature("Beat 103", Square(-90, 40.5, 0.5)), Feature("Beat 104", Square(-89.5, 40.5, 0.5)));

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private async Task<long> Id(string name) =>
        (await _host.Send(new ListNeighborhoods(name))).Items.Single(place => place.Name == name).Id;

    private async Task<string> Placed() => string.Join(", ",
        (await _host.Send(new ListIncidents(new()))).Items.OrderBy(row => row.LocalDate).Select(row => row.Neighborhood ?? "none"));

    private Task<NeighborhoodsImported> Import(string file, BoundaryChoices choices) => _host.Send(new ImportNeighborhoods("new.geojson",
        new MemoryStream(System.Text.Encoding.UTF8.GetBytes(file)), Choices: choices));

    [Test]
    public async Task Without_a_choice_incidents_in_both_go_to_the_smaller_and_the_import_says_so()
    {
        await _host.Import(Old);
        await _host.ImportCsv(OneCall);
        var made = await _host.Import(New);

        Assert.That(made.Overlaps, Is.EqualTo(new[]
        {
            "Old Beat: 100% lies under Beat 101, Beat 102, Beat 103, Beat 104. "
                + "Incidents in both go to Beat 101, Beat 102, Beat 103, Beat 104.",
        }));
        Assert.That(await Placed(), Is.EqualTo("Beat 101, Beat 101"));
    }

    [Test]
    public async Task New_beats_take_the_place_of_the_covered_one_from_their_day()
    {
        await _host.Import(Old);
        await _host.ImportCsv(OneCall);
        var made = await Import(New, new(new(2026, 1, 1), RetireCovered: true));

        Assert.That((made.Ended, made.Overlaps[0]), Is.EqualTo((1, "Old Beat: 100% lies under Beat 101, Beat 102, Beat 103, Beat 104. "
            + "It ends on Dec 31, 2025.")));
        Assert.That(await Placed(), Is.EqualTo("Old Beat, Beat 101"));
        Assert.That((await _host.Send(new ReadNeighborhoodHistory(await Id("Old Beat")))).Followers, Has.Count.EqualTo(4));
        Assert.That((await _host.Send(new ListOverlaps())).Items, Is.Empty);
    }

    [Test]
    public async Task An_end_that_was_set_before_stays_when_new_beats_begin_later()
    {
        await _host.Import(Old);
        await _host.Send(new RetireNeighborhood(await Id("Old Beat"), 1, new(2026, 3, 31)));
        var made = await Import(New, new(new(2026, 6, 1), RetireCovered: true));

        Assert.That((made.Ended, made.Overlaps[0]), Is.EqualTo((0, "Old Beat: 100% lies under Beat 101, Beat 102, Beat 103, Beat 104. "
            + "It ends on Mar 31, 2026, as set before.")));
        Assert.That((await _host.Send(new ReadNeighborhood(await Id("Old Beat")))).LastDay, Is.EqualTo(new DateOnly(2026, 3, 31)));
    }

    [TestCase(CoveredChoice.Present, "Old Beat, Old Beat")]
    [TestCase(CoveredChoice.File, "Beat 101, Beat 101")]
    [TestCase(CoveredChoice.Smaller, "Beat 101, Beat 101")]
    public async Task Chosen_neighborhood_gets_the_incidents_in_both(CoveredChoice choice, string expected)
    {
        await _host.Import(Old);
        await _host.ImportCsv(OneCall);
        var made = await Import(New, new(Covered: [new(await Id("Old Beat"), choice)], Skip: ["beat 104"]));

        Assert.That((made.Read, made.Added), Is.EqualTo((3, 3)));
        Assert.That(made.Overlaps.Single(), Does.StartWith("Old Beat: 75% lies under Beat 101, Beat 102, Beat 103. Incidents in both"));
        Assert.That(await Placed(), Is.EqualTo(expected));
    }

    [Test]
    public async Task Boundary_of_a_known_name_is_redrawn_from_the_day()
    {
        await _host.Import(Old);
        await _host.ImportCsv(OneCall);
        var made = await Import(Collection(Feature("Old Beat", Square(-80, 40))), new(new(2026, 1, 1)));

        Assert.That((made.Changed, await Placed()), Is.EqualTo((1, "Old Beat, none")));
    }

    [Test]
    public void Ending_covered_neighborhoods_needs_a_first_day()
    {
        var error = Assert.ThrowsAsync<Invalid>(() => Import(New, new(RetireCovered: true)));
        Assert.That(error!.Errors.Keys.Single(), Is.EqualTo("choices.from"));
    }

    [Test]
    public async Task Overlaps_within_the_file_are_said()
    {
        var made = await _host.Import(Collection(Feature("Large", Square(-90, 40)), Feature("Small", Square(-89.2, 40, 0.4))));

        Assert.That(made.Overlaps.Single(),
            Is.EqualTo("Large and Small lie over each other (50% of the smaller). Incidents in both go to Small."));
    }

    [Test]
    public async Task List_says_who_gets_the_incidents_and_an_administrator_chooses_another()
    {
        await _host.Import(Old);
        await _host.ImportCsv(OneCall);
        await _host.Import(Collection(Feature("Beat 101", Square(-90, 40, 0.5))));
        var browser = new Browser(_host, Role.Administrator);
        var (old, beat) = (await Id("Old Beat"), await Id("Beat 101"));

        Assert.That(await browser.Get("/settings/neighborhoods"), Does.Contain("Boundaries that lie over each other")
            .And.Contain("the smaller one"));
        await browser.Post("/settings/neighborhoods?handler=Wins", new() { ["winnerId"] = $"{old}", ["otherId"] = $"{beat}" },
            "/settings/neighborhoods", "/settings/neighborhoods");
        Assert.That(await Placed(), Is.EqualTo("Old Beat, Old Beat"));
        Assert.That((await Administrator.Read("/api/v1/neighborhoods/overlaps")).GetProperty("items")[0].GetProperty("winner").GetString(),
            Is.EqualTo("Old Beat"));

        var back = await Administrator.PostAsJsonAsync($"/api/v1/neighborhoods/{old}/wins", new { otherId = beat, chosen = false });
        Assert.That((await back.Ok()).GetProperty("moved").GetInt32(), Is.EqualTo(2));
        var same = Assert.ThrowsAsync<Invalid>(() => _host.Send(new ChooseOverlap(old, old)));
        Assert.That(same!.Errors.Keys.Single(), Is.EqualTo("otherId"));
    }

    [Test]
    public async Task Preview_and_page_ask_about_covered_neighborhoods_before_anything_is_saved()
    {
        await _host.Import(Old);
        await _host.ImportCsv(OneCall);
        var id = await Administrator.Upload(New, "new.geojson", "Neighborhoods");

        var plan = (await Administrator.Preview(id)).GetProperty("plan");
        var covered = plan.GetProperty("covered")[0];
        Assert.That(covered.GetProperty("name").GetString(), Is.EqualTo("Old Beat"));
        Assert.That(covered.GetProperty("share").GetDouble(), Is.EqualTo(1).Within(1e-6));
        Assert.That(plan.GetProperty("boundaries").EnumerateArray().Select(b => b.GetProperty("fate").GetString()), Is.All.EqualTo("New"));

        var browser = new Browser(_host, Role.Administrator);
        var page = await browser.Get($"/imports/{id}");
        Assert.That(page, Does.Contain("100% of it lies under Beat 101").And.Contain("It ends the day before"));
        var fields = new Dictionary<string, string>
        {
            ["NameProperty"] = "name",
            ["SeenNameProperty"] = "name",
            ["Boundaries.Covered[0].NeighborhoodId"] = $"{covered.GetProperty("neighborhoodId")}",
            ["Boundaries.Covered[0].Choice"] = "Ends",
        };
        var without = await browser.TryPost($"/imports/{id}?handler=Start", $"/imports/{id}", fields);
        Assert.That(without.Html, Does.Contain("Enter the first day of the new boundaries"));
        fields["Boundaries.From"] = "2026-01-01";
        await browser.Post($"/imports/{id}?handler=Start", fields, $"/imports/{id}", $"/imports/{id}");
        await _host.Work();
        Assert.That(await Placed(), Is.EqualTo("Old Beat, Beat 101"));
    }

    [TestCase(2.3, 48.8, "These boundaries lie far from your neighborhoods, near longitude 2.8, latitude 49.3. Is this a file of another "
        + "city?")]
    [TestCase(40.2, -89.8, "These boundaries lie far from your neighborhoods, near longitude 40.7, latitude -89.3. Latitude and "
        + "longitude look swapped.")]
    [TestCase(-89.5, 40.5, null)]
    public async Task Preview_says_that_boundaries_lie_elsewhere(double west, double south, string? sentence)
    {
        await _host.Import(Old);
        var id = await Administrator.Upload(Collection(Feature("Beat", Square(west, south))), "new.geojson", "Neighborhoods");
        Assert.That((await Administrator.Preview(id)).GetProperty("plan").GetProperty("far").GetString(), Is.EqualTo(sentence));
        var page = await new Browser(_host, Role.Administrator).Get($"/imports/{id}");
        Assert.That(page.Contains("lie far from your neighborhoods", StringComparison.Ordinal), Is.EqualTo(sentence is not null));
    }

    [Test]
    public async Task Preview_names_the_boundaries_that_lie_elsewhere()
    {
        await _host.Import(Old);
        var id = await Administrator.Upload(
            Collection(Feature("Beat", Square(-89.5, 40.5)), Feature("Lost", Square(40.2, -89.8))), "new.geojson", "Neighborhoods");
        Assert.That((await Administrator.Preview(id)).GetProperty("plan").GetProperty("far").GetString(),
            Does.StartWith("Lost lies far from your neighborhoods, near longitude 40.7, latitude -89.3. Latitude and longitude look"));
    }

    [Test]
    public async Task Preview_says_what_changes()
    {
        await _host.Import(
            Collection(Feature("Same", Square(-90, 40)), Feature("Moved", Square(-80, 40)), Feature("Gone", Square(-70, 40))));
        await _host.Send(new CreateNeighborhood("Name only"));
        await _host.Send(new RetireNeighborhood(await Id("Gone"), 1, new(2026, 1, 31)));
        var id = await Administrator.Upload(Collection(Feature("Same", Square(-90, 40)), Feature("Moved", Square(-80, 40, 0.5)),
            Feature("Gone", Square(-70, 41)), Feature("Name only", Square(-60, 40))), "new.geojson", "Neighborhoods");

        var page = await new Browser(_host, Role.Administrator).Get($"/imports/{id}");

        Assert.That(page, Does.Contain("The same").And.Contain("Changed by").And.Contain("Its first boundary")
            .And.Contain("It stays ended on Jan 31, 2026"));
    }

    [Property(MaxTest = 60, Replay = Domain.Any.Seed)]
    public FsCheck.Property A_point_on_a_day_is_in_one_of_the_boundaries_around_it_on_that_day_or_in_none() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            var stretches = Enumerable.Range(1, 12).Select(id =>
            {
                var first = new DateOnly(2026, 1, 1).AddDays(random.Next(20));
                return new BoundaryStretch(id, first, first.AddDays(random.Next(20)),
                    GeoJson.Read(Square(random.Next(6), random.Next(6), random.Next(1, 4))));
            }).ToList();
            var chosen = Enumerable.Range(0, 6).Select(_ => ((long)random.Next(1, 13), (long)random.Next(1, 13))).ToList();
            var index = new NeighborhoodIndex(stretches, chosen);
            return Enumerable.Range(0, 60).All(_ =>
            {
                var (x, y, day) = (random.NextDouble() * 9, random.NextDouble() * 9, new DateOnly(2026, 1, 1).AddDays(random.Next(40)));
                var around = stretches.Where(s => s.First <= day && day <= s.Last
                    && s.Shape.Covers(GeoJson.Factory.CreatePoint(new NetTopologySuite.Geometries.Coordinate(x, y)))).ToList();
                var found = index.Find(y, x, day);
                if (around.Count == 0) return found is null;
                var winner = around.Find(s => s.NeighborhoodId == found);
                var beaten = around.Exists(s => chosen.Contains((s.NeighborhoodId, found ?? 0)));
                var smallest = around.Min(s => Geography.SquareMeters(s.Shape));
                return winner is not null && (!beaten || around.TrueForAll(s => chosen.Exists(c => c.Item2 == s.NeighborhoodId)))
                    && (around.Exists(s => chosen.Exists(c => c.Item2 == s.NeighborhoodId))
                        || Geography.SquareMeters(winner.Shape) <= smallest);
            });
        });

    [Property(MaxTest = 40, Replay = Domain.Any.Seed)]
    public FsCheck.Property Parts_of_a_cut_have_the_points_of_the_whole() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            var whole = GeoJson.Read(Square(-90, 40));
            var line = GeoJson.Factory.CreateLineString([.. Enumerable.Range(0, 5)
                .Select(i => new NetTopologySuite.Geometries.Coordinate(-90.1 + i * 0.3, 40 + random.NextDouble()))]);
            var parts = CutNeighborhoodHandler.Cut(whole, line);
            var index = new NeighborhoodIndex(parts.Select((part, i) =>
                new BoundaryStretch(i + 1, DateOnly.MinValue, DateOnly.MaxValue, part)), []);
            return parts.Count >= 2 && Enumerable.Range(0, 200)
                .All(_ => index.Find(40 + random.NextDouble(), -90 + random.NextDouble(), new(2026, 1, 1)) is not null);
        });
}
