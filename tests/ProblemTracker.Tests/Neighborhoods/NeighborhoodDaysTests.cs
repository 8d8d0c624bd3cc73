using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Incidents;

using static ProblemTracker.Tests.Neighborhoods.Boundaries;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>Neighborhoods with first and last days: retiring, redrawing, splitting, merging. Today is March 2, 2026.</summary>
public sealed class NeighborhoodDaysTests
{
    private const string Calls = "at,lat,lon\n2025-06-01,40.5,-89.6\n2025-06-01,40.5,-89.4\n2026-02-01,40.5,-89.6\n2026-02-01,40.5,-89.4\n";
    private static readonly DateOnly NewYear = new(2026, 1, 1), OldYear = new(2025, 12, 31), Today = new(2026, 3, 2);

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private async Task<long> Id(string name) =>
        (await _host.Send(new ListNeighborhoods(name))).Items.Single(place => place.Name == name).Id;

    private async Task<int> Version(long id) => (await _host.Send(new ReadNeighborhood(id))).Version;

    /// <summary>Each incident's day and neighborhood, oldest first.</summary>
    private async Task<string> Placed() => string.Join(", ",
        (await _host.Send(new ListIncidents(new()))).Items.Select(row => $"{row.LocalDate:MMM d}: {row.Neighborhood ?? "none"}")
            .Order(StringComparer.Ordinal));

    private async Task<long> West(string calls = Calls)
    {
        await _host.Import(Collection(Feature("West", Square(-90, 40))));
        await _host.ImportCsv(calls);
        return await Id("West");
    }

    [Test]
    public async Task Retired_neighborhood_keeps_the_incidents_of_its_days()
    {
        var id = await West();

        var retired = await _host.Send(new RetireNeighborhood(id, 1, OldYear));
        Assert.That((retired.Moved, retired.Neighborhood.Active, retired.Neighborhood.LastDay), Is.EqualTo((2, false, OldYear)));
        Assert.That(await Placed(), Is.EqualTo("Feb 1: none, Feb 1: none, Jun 1: West, Jun 1: West"));

        await _host.ImportCsv("at,lat,lon\n2025-12-31,40.5,-89.5\n2026-01-01,40.5,-89.5\n");
        Assert.That(await Placed(), Is.EqualTo("Dec 31: West, Feb 1: none, Feb 1: none, Jan 1: none, Jun 1: West, Jun 1: West"));

        var back = await _host.Send(new ReopenNeighborhood(id, await Version(id)));
        Assert.That((back.Moved, back.Neighborhood.LastDay), Is.EqualTo((3, (DateOnly?)null)));
    }

    [TestCase(1, "2025-07-01 2026-01-01 2026-02-01", Description = "its own boundaries, and one within it")]
    [TestCase(2, "", Description = "a neighbor, which only shares a border")]
    [TestCase(3, "2025-07-01 2026-01-01 2026-02-01")]
    public void Days_on_which_the_points_of_a_neighborhood_may_have_changed_are_known(long id, string days)
    {
        var index = new NeighborhoodIndex(
        [
            new(1, DateOnly.MinValue, new(2025, 6, 30), GeoJson.Read(Square(-90, 40))),
            new(1, new(2025, 7, 1), DateOnly.MaxValue, GeoJson.Read(Square(-90, 40.1))),
            new(2, DateOnly.MinValue, DateOnly.MaxValue, GeoJson.Read(Square(-89, 40))),
            new(3, NewYear, new(2026, 1, 31), GeoJson.Read(Square(-89.5, 40.5, 0.1))),
        ], []);

        Assert.That(string.Join(' ', index.ChangesOf(id).Select(day => $"{day:yyyy-MM-dd}")), Is.EqualTo(days));
        Assert.That(index.ChangesOf(4), Is.Empty);
    }

    [Test]
    public async Task Last_day_can_be_ahead_and_be_corrected()
    {
        var id = await West();
        var ahead = await _host.Send(new RetireNeighborhood(id, 1, Today.AddDays(10)));
        var corrected = await _host.Send(new RetireNeighborhood(id, 2, OldYear));

        Assert.That((ahead.Moved, ahead.Neighborhood.Active), Is.EqualTo((0, true)));
        Assert.That((corrected.Moved, corrected.Neighborhood.Active), Is.EqualTo((2, false)));
        Assert.ThrowsAsync<Stale>(() => _host.Send(new RetireNeighborhood(id, 1, OldYear)));
    }

    [Test]
    public async Task Neighborhood_can_not_end_before_it_begins_or_be_followed_by_itself()
    {
        var made = await _host.Send(new CreateNeighborhood("Alder Hill", Square(-90, 40), NewYear));

        var early = Assert.ThrowsAsync<Invalid>(() => _host.Send(new RetireNeighborhood(made.Id, 1, OldYear)));
        var self = Assert.ThrowsAsync<Invalid>(() => _host.Send(new RetireNeighborhood(made.Id, 1, Today, [made.Id])));
        Assert.That((early!.Errors.Keys.Single(), self!.Errors.Keys.Single()), Is.EqualTo(("lastDay", "followerIds")));
    }

    [Test]
    public async Task Neighborhood_that_begins_later_has_no_earlier_incidents_and_can_not_be_chosen_yet()
    {
        await _host.ImportCsv(Calls);
        await _host.Send(new CreateNeighborhood("Alder Hill", Square(-90, 40), NewYear));
        var later = await _host.Send(new CreateNeighborhood("Elm Park", null, Today.AddDays(1)));

        Assert.That(await Placed(), Is.EqualTo("Feb 1: Alder Hill, Feb 1: Alder Hill, Jun 1: none, Jun 1: none"));
        Assert.That(later.Active, Is.False);
        Assert.That(await new Browser(_host, Role.Officer).Get("/problems/open"), Does.Contain("Alder Hill").And.Not.Contain("Elm Park"));
        _host.Time.Advance(TimeSpan.FromDays(1));
        Assert.That(await new Browser(_host, Role.Officer).Get("/problems/open"), Does.Contain("Elm Park"));
    }

    [Test]
    public async Task Redrawn_boundary_counts_from_its_day_and_a_correction_always()
    {
        var id = await West();
        var half = Square(-90, 40, 0.5).Replace("40.5", "41", StringComparison.Ordinal);

        var redrawn = await _host.Send(new RedrawNeighborhood(id, 1, half, NewYear));
        Assert.That(redrawn.Moved, Is.EqualTo(1));
        Assert.That(await Placed(), Is.EqualTo("Feb 1: West, Feb 1: none, Jun 1: West, Jun 1: West"));
        var twice = Assert.ThrowsAsync<Invalid>(() => _host.Send(new RedrawNeighborhood(id, 2, half, NewYear)));
        Assert.That(twice!.Errors["from"].Single(), Does.Contain("since Jan 1, 2026"));

        await _host.Send(new RedrawNeighborhood(id, 2, Square(-80, 40)));
        Assert.That(await Placed(), Is.EqualTo("Feb 1: none, Feb 1: none, Jun 1: West, Jun 1: West"));
        var history = await _host.Send(new ReadNeighborhoodHistory(id));
        Assert.That(history.Boundaries.Single().LastDay, Is.EqualTo(OldYear));
        var then = await Administrator.Read("/api/v1/neighborhoods/boundaries?day=2025-06-01");
        Assert.That(then.GetProperty("features")[0].GetProperty("geometry").GetRawText(), Does.Contain("-89"));
    }

    [Test]
    public async Task Split_parts_have_the_incidents_that_the_old_neighborhood_would_have()
    {
        var id = await West();
        var parts = await _host.Send(new CutNeighborhood(id, "39, -89.5\n42, -89.5"));
        Assert.That(parts.Select(part => (part.Name, Math.Round(part.Share, 2))),
            Is.EquivalentTo(new[] { ("West west", 0.5), ("West east", 0.5) }));

        var split = await _host.Send(new SplitNeighborhood(id, 1, NewYear, [.. parts.Select(part => new NeighborhoodPart(part.Name,
            part.Boundary))]));

        Assert.That((split.Moved, split.Uncovered), Is.EqualTo((2, 0)));
        Assert.That(await Placed(), Is.EqualTo("Feb 1: West east, Feb 1: West west, Jun 1: West, Jun 1: West"));
        var history = await _host.Send(new ReadNeighborhoodHistory(id));
        Assert.That(history.Followers.Select(step => (step.Name, step.FirstDay)),
            Is.EqualTo(new[] { ("West east", NewYear), ("West west", NewYear) }));
    }

    [Test]
    public async Task Part_that_keeps_the_name_is_the_same_neighborhood()
    {
        var id = await West();
        var parts = await _host.Send(new CutNeighborhood(id, "39, -89.5; 42, -89.5"));
        var (west, east) = (parts.Single(part => part.Name == "West west"), parts.Single(part => part.Name == "West east"));
        var split = await _host.Send(new SplitNeighborhood(id, 1, NewYear, [new("West", west.Boundary), new("Middle", east.Boundary)]));

        Assert.That(split.Parts[0].Id, Is.EqualTo(id));
        Assert.That(await Placed(), Is.EqualTo("Feb 1: Middle, Feb 1: West, Jun 1: West, Jun 1: West"));
    }

    [Test]
    public async Task Split_takes_the_boundaries_as_a_cut_answers_them()
    {
        var id = await West();
        var line = new { line = "39, -89.5; 42, -89.5" };
        var parts = await (await Administrator.PostAsJsonAsync($"/api/v1/neighborhoods/{id}/cut", line)).Ok();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/neighborhoods/{id}/split")
        {
            Content = JsonContent.Create(new
            {
                from = NewYear,
                parts = parts.EnumerateArray().Select(part => new
                {
                    name = part.GetProperty("name").GetString(),
                    boundary = part.GetProperty("boundary").GetString(),
                }),
            }),
        };
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        Assert.That((await (await Administrator.SendAsync(request)).Ok()).GetProperty("parts").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task Split_is_refused_where_parts_overlap_or_the_line_does_not_cross()
    {
        var id = await West();

        var over = Assert.ThrowsAsync<Invalid>(() => _host.Send(new SplitNeighborhood(id, 1, NewYear,
            [new("A", Square(-90, 40)), new("B", Square(-89.5, 40))])));
        var across = Assert.ThrowsAsync<Invalid>(() => _host.Send(new CutNeighborhood(id, "40.2, -89.8; 40.4, -89.2")));
        Assert.That((over!.Errors.Keys.Single(), across!.Errors.Keys.Single()), Is.EqualTo(("parts", "line")));
        var unknown = Assert.ThrowsAsync<RuleBroken>(async () =>
            await _host.Send(new CutNeighborhood((await _host.Send(new CreateNeighborhood("Elm Park"))).Id, "1,1;2,2")));
        Assert.That(unknown!.Code, Is.EqualTo("neighborhood.noBoundary"));
        Assert.That(await (await Administrator.PostAsJsonAsync($"/api/v1/neighborhoods/{id}/cut", new { line = "40.2" })).WrongFields(),
            Is.EqualTo(new[] { "line" }));
        await _host.Send(new RetireNeighborhood(id, 1, OldYear));
        var ended = Assert.ThrowsAsync<RuleBroken>(() => _host.Send(new SplitNeighborhood(id, 2, Today,
            [new("A", Square(-90, 40)), new("B", null)])));
        Assert.That(ended!.Code, Is.EqualTo("neighborhood.ended"));
    }

    [Test]
    public async Task Merged_neighborhood_has_the_incidents_of_all_from_its_day()
    {
        await _host.Import(Two);
        await _host.ImportCsv("at,lat,lon\n2025-06-01,40.5,-89.5\n2025-06-01,40.5,-88.5\n2026-02-01,40.5,-89.5\n2026-02-01,40.5,-88.5\n");
        var ids = new[] { await Id("West"), await Id("East") };

        var merged = await _host.Send(new MergeNeighborhoods(ids, "Center", NewYear));

        Assert.That(merged.Moved, Is.EqualTo(2));
        Assert.That(await Placed(), Is.EqualTo("Feb 1: Center, Feb 1: Center, Jun 1: East, Jun 1: West"));
        var history = await _host.Send(new ReadNeighborhoodHistory(merged.Neighborhood.Id));
        Assert.That(history.Predecessors.Select(step => step.Name), Is.EqualTo(new[] { "East", "West" }));
        var again = Assert.ThrowsAsync<RuleBroken>(() => _host.Send(new MergeNeighborhoods(ids, "Other", Today)));
        Assert.That(again!.Code, Is.EqualTo("neighborhood.ended"));
    }

    [Test]
    public async Task Merged_neighborhood_with_the_name_of_one_is_that_one()
    {
        await _host.Import(Two);
        await _host.ImportCsv("at,lat,lon\n2025-06-01,40.5,-88.5\n2026-02-01,40.5,-88.5\n");
        var west = await Id("West");
        var reply = await Administrator.PostAsJsonAsync("/api/v1/neighborhoods/merge",
            new { neighborhoodIds = new[] { west, await Id("East") }, name = "west", from = "2026-01-01" });

        Assert.That((await reply.Ok()).GetProperty("neighborhood").GetProperty("id").GetInt64(), Is.EqualTo(west));
        Assert.That(await Placed(), Is.EqualTo("Feb 1: West, Jun 1: East"));
    }

    [Test]
    public async Task Earlier_name_still_finds_a_neighborhood_and_a_file_with_it_updates_it()
    {
        var id = await West();
        await (await Administrator.IfMatch(1).PutAsJsonAsync($"/api/v1/neighborhoods/{id}", new { name = "Riverside", active = true }))
            .Ok();

        var found = (await Administrator.Read("/api/v1/neighborhoods?name=west")).GetProperty("items")[0];
        Assert.That((found.GetProperty("name").GetString(), found.GetProperty("earlierNames").GetString()),
            Is.EqualTo(("Riverside", "West")));
        var imported = await _host.Import(Collection(Feature("West", Square(-90, 40, 0.5))));
        Assert.That((imported.Added, imported.Changed), Is.EqualTo((0, 1)));
        Assert.That((await _host.Send(new ReadNeighborhood(id))).Name, Is.EqualTo("Riverside"));
        await (await Administrator.IfMatch(3).PutAsJsonAsync($"/api/v1/neighborhoods/{id}", new { name = "West", active = true })).Ok();
        Assert.That((await _host.Send(new ReadNeighborhoodHistory(id))).Names.Select(name => name.Name),
            Is.EqualTo(new[] { "Riverside" }));
    }

    [Test]
    public async Task Only_a_neighborhood_without_records_is_removed()
    {
        var used = await West();
        var unused = (await _host.Send(new CreateNeighborhood("Elm Park"))).Id;
        var refused = await Administrator.IfMatch(1).DeleteAsync(new Uri($"/api/v1/neighborhoods/{used}", UriKind.Relative));
        var removed = await Administrator.IfMatch(1).DeleteAsync(new Uri($"/api/v1/neighborhoods/{unused}", UriKind.Relative));

        Assert.That((refused.StatusCode, removed.StatusCode), Is.EqualTo((HttpStatusCode.Conflict, HttpStatusCode.NoContent)));
        Assert.That((await Administrator.Read($"/api/v1/neighborhoods/{used}/use")).GetProperty("incidents").GetInt32(), Is.EqualTo(4));
        Assert.That((await _host.Send(new ListNeighborhoods())).Items.Select(place => place.Name), Is.EqualTo(new[] { "West" }));
    }

    [Test]
    public async Task The_api_retires_redraws_and_splits()
    {
        var id = await West();
        var square = JsonDocument.Parse(Square(-90, 40)).RootElement;
        var half = JsonDocument.Parse(Square(-90, 40, 0.5)).RootElement;
        var path = $"/api/v1/neighborhoods/{id}";
        await (await Administrator.IfMatch(1).PostAsJsonAsync($"{path}/retire", new { lastDay = "2026-02-28" })).Ok();
        await (await Administrator.IfMatch(2).PostAsJsonAsync($"{path}/reopen", new { })).Ok();
        await (await Administrator.IfMatch(3).PostAsJsonAsync($"{path}/boundary", new { boundary = half, from = "2026-02-01" })).Ok();
        var wrong = await Administrator.IfMatch(4).PostAsJsonAsync($"{path}/boundary", new { boundary = new { type = "Point" } });
        await (await Administrator.IfMatch(4).PostAsJsonAsync($"{path}/split",
            new { from = "2026-03-01", parts = new object[] { new { name = "A", boundary = square }, new { name = "B" } } })).Ok();
        await (await Administrator.PostAsJsonAsync("/api/v1/neighborhoods",
            new { name = "Pine", boundary = square, firstDay = "2026-03-01" })).Ok();

        Assert.That(await wrong.WrongFields(), Is.EqualTo(new[] { "boundary" }));
        Assert.That((await _host.Send(new ListNeighborhoods())).Items.Select(place => place.Name),
            Is.EqualTo(new[] { "A", "B", "Pine", "West" }));
    }

    [TestCase("40, -90\n40, -89\n41, -89", null)]
    [TestCase("40, -90; 41, -89; 40, -89; 41, -90", "cross")]
    [TestCase("40, -90\n40, -89", "three corners")]
    [TestCase("here", "not a corner")]
    [TestCase("{\"type\":\"Point\",\"coordinates\":[1,2]}", "Polygon")]
    [TestCase("{\"type\":\"Polygon\",\"coordinates\":[]}", "empty")]
    [TestCase("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,100],[0,0]]]}", "Latitude")]
    [TestCase("{\"type\":", "can't be read")]
    public void Drawn_boundaries_are_checked(string text, string? wrong)
    {
        var check = new CreateNeighborhoodValidator().Validate(new CreateNeighborhood("A", text));
        if (wrong is null) Assert.That(check.IsValid, Is.True);
        else Assert.That(check.Errors.Single().ErrorMessage, Does.Contain(wrong));
    }

    [Test]
    public void Area_of_a_degree_at_the_equator_is_known() =>
        Assert.That(Geography.SquareMeters(GeoJson.Read(Square(-90, 0))) / 1e6, Is.EqualTo(12_363.7).Within(5));
}
