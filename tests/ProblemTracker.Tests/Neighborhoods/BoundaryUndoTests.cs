using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Incidents;

using static ProblemTracker.Tests.Neighborhoods.Boundaries;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>Undoing an import of boundaries as one action. Today is March 2, 2026.</summary>
public sealed class BoundaryUndoTests
{
    private const string Calls = "at,lat,lon\n2025-06-01,40.5,-89.5\n2026-02-01,40.5,-89.5\n2026-02-02,40.5,-79.5\n";
    private static readonly string Before = Collection(Feature("Old Beat", Square(-90, 40)), Feature("River", Square(-80, 40)),
        Feature("Hill", Square(-70, 40)), Feature("Wide", Square(-60, 40, 2)));
    private static readonly string After = Collection(Feature("Beat 101", Square(-90, 40)), Feature("RIVER", Square(-80, 40, 0.4)),
        Feature("Hill", Square(-70, 40, 0.5)), Feature("Corner", Square(-60, 40)));

    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await _host.Import(Before);
        await _host.ImportCsv(Calls);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private async Task<long> Id(string name) =>
        (await _host.Send(new ListNeighborhoods(name))).Items.Single(place => place.Name == name).Id;

    private async Task<string> Placed() => string.Join(", ",
        (await _host.Send(new ListIncidents(new()))).Items.OrderBy(row => row.LocalDate).Select(row => row.Neighborhood ?? "none"));

    /// <summary>All that an import of boundaries can change, as text.</summary>
    private async Task<string> State()
    {
        var rows = new List<string>();
        foreach (var sql in new[]
        {
            """
            SELECT CONCAT(Id, ' ', Name, ' ', NameKey, ' ', Boundary, ' ', FirstDay, ' ', LastDay, ' ', Active) FROM Neighborhood
            ORDER BY Id
            """,
            "SELECT CONCAT(NeighborhoodId, ' ', LastDay, ' ', Boundary) FROM NeighborhoodBoundary ORDER BY NeighborhoodId, LastDay",
            "SELECT CONCAT(EndedId, ' ', FollowerId, ' ', FirstDay) FROM NeighborhoodSuccession ORDER BY EndedId, FollowerId",
            "SELECT CONCAT(WinnerId, ' ', OtherId) FROM NeighborhoodOverlap ORDER BY WinnerId, OtherId",
            "SELECT CONCAT(NeighborhoodId, ' ', NameKey) FROM NeighborhoodName ORDER BY NeighborhoodId, NameKey",
        }) rows.AddRange(await _host.Query(db => db.List<string>(sql, null, default)));
        return string.Join('\n', rows);
    }

    private async Task<long> Imported(string file, object? boundaries)
    {
        var id = await Administrator.Upload(file, "beats.geojson", "Neighborhoods");
        Assert.That((await Administrator.Start(id, new { nameProperty = "name", boundaries })).StatusCode,
            Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        Assert.That((await Administrator.Import(id)).GetProperty("failure").GetString(), Is.Null);
        return id;
    }

    private async Task<long> Imported() => await Imported(After, new
    {
        from = "2026-01-01",
        covered = new object[]
        {
            new { neighborhoodId = await Id("Old Beat"), choice = "Ends" }, new { neighborhoodId = await Id("Wide"), choice = "Present" },
        },
    });

    private Task<HttpResponseMessage> Undo(long id) => Administrator.PostAsync($"/api/v1/imports/{id}/undo", null);

    private async Task<string> Refusal(long id)
    {
        var reply = await Undo(id);
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        return (await reply.Json()).GetProperty("title").GetString()!;
    }

    [Test]
    public async Task Everything_is_as_before_the_import()
    {
        var (before, placed) = (await State(), await Placed());
        var id = await Imported();
        Assert.That(await Placed(), Is.EqualTo("Old Beat, Beat 101, none"));
        Assert.That((await Administrator.Import(id)).GetProperty("canBeUndone").GetBoolean(), Is.True);

        Assert.That((await Undo(id)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await _host.Send(new ListNeighborhoods())).Items.Where(place => place.Active).Select(place => place.Name),
            Is.EquivalentTo(new[] { "Old Beat", "River", "Hill", "Wide" }), "At once");
        await _host.Work();

        Assert.That((await State(), await Placed()), Is.EqualTo((before, placed)));
        Assert.That(await Administrator.StateOf(id), Is.EqualTo("Undone"));
        Assert.That((await Undo(id)).StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await new Browser(_host, Role.Administrator).Get($"/imports/{id}"), Does.Contain("The neighborhoods that it added were")
            .And.Not.Contain("Undo import"));
    }

    [Test]
    public async Task Corrections_choices_and_ends_that_were_set_before_come_back_too()
    {
        await Imported(Collection(Feature("Corner", Square(-60, 40))), new
        {
            covered = new[] { new { neighborhoodId = await Id("Wide"), choice = "Present" } },
        });
        await _host.Send(new RetireNeighborhood(await Id("Old Beat"), 1, new(2026, 6, 30), [await Id("River")]));
        var before = await State();
        var id = await Imported(Collection(Feature("Beat 101", Square(-90, 40)), Feature("Hill", Square(-70, 40, 0.5)),
            Feature("Corner", Square(-60, 40, 0.9))), new
            {
                from = "2026-01-01",
                covered = new object[]
                {
                    new { neighborhoodId = await Id("Old Beat"), choice = "Ends" },
                    new { neighborhoodId = await Id("Wide"), choice = "File" },
                },
            });
        var without = await Imported(Collection(Feature("Hill", Square(-70, 40, 0.6))), null);

        Assert.That(await Refusal(id), Does.Contain("Hill has another boundary"), "the later one must be undone first");
        foreach (var one in new[] { without, id })
        {
            Assert.That((await Undo(one)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            await _host.Work();
        }
        Assert.That(await State(), Is.EqualTo(before));
    }

    [Test]
    public async Task What_came_after_it_is_named_and_nothing_is_undone()
    {
        var id = await Imported();
        var (problem, beat) = (await _host.OpenProblem(), await Id("Beat 101"));
        await _host.Query(db =>
            db.Execute("UPDATE Problem SET NeighborhoodId = @beat WHERE Id = @problem", new { problem, beat }, default));
        await _host.Send(new RetireNeighborhood(await Id("Wide"), 2, new(2026, 5, 31), [await Id("Corner")]));
        await _host.Send(new ReopenNeighborhood(await Id("Old Beat"), 2));
        await _host.Send(new RedrawNeighborhood(await Id("Hill"), 2, Square(-70, 40, 0.7)));
        var before = await State();

        Assert.That(await Refusal(id), Is.EqualTo("This import can't be undone, because of what came after it: Beat 101 has 1 problem; "
            + "Hill has another boundary; the last day of Old Beat was taken back; Corner took the place of Wide. Take that back first."));
        Assert.That((await State(), await Administrator.StateOf(id)), Is.EqualTo((before, "Finished")));
        Assert.That(await new Browser(_host, Role.Administrator).Post($"/imports/{id}?handler=Undo", new Dictionary<string, string>(),
            formOn: $"/imports/{id}"), Does.Contain("Beat 101 has 1 problem"));
    }

    [Test]
    public async Task The_later_imports_that_stand_in_its_way_are_named_and_linked_the_last_one_first()
    {
        var id = await Imported();
        var first = await Imported(Collection(Feature("Hill", Square(-70, 40, 0.6))), null);
        await Imported(Collection(Feature("Dale", Square(-50, 40))), null);
        _host.Time.Advance(TimeSpan.FromDays(1));
        var last = await Imported(Collection(Feature("New Beat", Square(-90, 40))), new
        {
            from = "2026-02-01",
            covered = new[] { new { neighborhoodId = await Id("Beat 101"), choice = "Ends" } },
        });

        var refusal = await (await Undo(id)).Json();
        Assert.That(refusal.GetProperty("blockedBy").EnumerateArray().Select(one =>
            $"{one.GetProperty("kind")} {one.GetProperty("id")} {one.GetProperty("name")}"),
            Is.EqualTo(new[] { $"import {last} beats.geojson", $"import {first} beats.geojson" }));
        Assert.That(refusal.GetProperty("title").GetString(), Does.EndWith($"Take that back first. Imports {last} (beats.geojson) and "
            + $"{first} (beats.geojson) changed some of it: undo them first, in this order."));
        var page = await new Browser(_host, Role.Administrator).Post($"/imports/{id}?handler=Undo", new(), formOn: $"/imports/{id}");
        Assert.That(page, Does.Contain("Undo these imports first:")
            .And.Match($"href=\"/imports/{last}\">beats.geojson</a> \\(import\\s+{last}\\)")
            .And.Contain($"then <a class=\"usa-link as-typed\" href=\"/imports/{first}\">"));

        foreach (var one in new[] { last, first, id })
        {
            Assert.That((await Undo(one)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            await _host.Work();
        }
    }

    [Test]
    public async Task Only_imports_that_came_later_and_stand_in_its_way_are_named()
    {
        var earlier = await Imported(Collection(Feature("Hill", Square(-70, 40, 0.9))), null);
        var id = await Imported();
        await Imported(Collection(Feature("Dale", Square(-50, 40))), null);
        await _host.Send(new RedrawNeighborhood(await Id("Hill"), 3, Square(-70, 40, 0.7)));
        var refusal = await (await Undo(id)).Json();
        Assert.That((refusal.TryGetProperty("blockedBy", out _), refusal.GetProperty("title").GetString()!.EndsWith("back first.",
            StringComparison.Ordinal)), Is.EqualTo((false, true)));
        Assert.That(await new Browser(_host, Role.Administrator).Post($"/imports/{id}?handler=Undo", new(), formOn: $"/imports/{id}"),
            Does.Not.Contain($"/imports/{earlier}\""));
        Assert.That((await (await Undo(earlier)).Json()).GetProperty("blockedBy")[0].GetProperty("id").GetInt64(), Is.EqualTo(id));
    }

    [Test]
    public async Task Changes_of_an_added_neighborhood_hinder_it()
    {
        var id = await Imported();
        var (beat, corner) = (await Id("Beat 101"), await Id("Corner"));
        await _host.Send(new ChangeNeighborhood(beat, 1, "Beat 1", true));
        await _host.Send(new RetireNeighborhood(corner, 1, new(2026, 4, 30)));

        Assert.That(await Refusal(id), Does.Contain("Beat 101 was renamed to Beat 1; Corner has a last day, Apr 30, 2026."));
    }

    [Test]
    public async Task A_neighborhood_that_was_removed_since_is_no_hindrance()
    {
        var id = await Imported();
        await _host.Send(new RemoveNeighborhood(await Id("Corner"), 1));
        Assert.That((await Undo(id)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        Assert.That((await _host.Send(new ListNeighborhoods())).Items.Select(place => place.Name),
            Is.EquivalentTo(new[] { "Old Beat", "River", "Hill", "Wide" }));
    }

    [Test]
    public async Task The_page_undoes_it_and_only_for_administrators()
    {
        var id = await Imported();
        Assert.That(await new Browser(_host, Role.Analyst).Get($"/imports/{id}"), Does.Not.Contain("Undo import"));
        Assert.That((await _host.SignIn(Role.Analyst).PostAsync($"/api/v1/imports/{id}/undo", null)).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
        var browser = new Browser(_host, Role.Administrator);
        await browser.Post($"/imports/{id}?handler=Undo", new(), $"/imports/{id}", $"/imports/{id}");
        Assert.That(await browser.Get($"/imports/{id}"), Does.Contain("Import undone. The neighborhoods have what they had before"));
        await _host.Work();
        Assert.That(await Placed(), Is.EqualTo("Old Beat, Old Beat, River"));
    }

    [Test]
    public async Task An_import_from_before_it_could_be_undone_says_so()
    {
        var id = await Imported();
        await _host.Query(db => db.Execute("UPDATE ImportRun SET Outcome = NULL WHERE Id = @id", new { id }, default));
        Assert.That((await Administrator.Import(id)).GetProperty("canBeUndone").GetBoolean(), Is.False);
        Assert.That(await Refusal(id), Does.StartWith("This import ran before imports of boundaries could be undone."));
    }

    [Test]
    public async Task An_import_of_the_command_line_is_listed_and_can_be_undone()
    {
        var before = await State();
        var made = await _host.Send(new ImportNeighborhoods("beats.geojson",
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(After)), Choices: new(new(2026, 1, 1), RetireCovered: true)));
        var row = (await Administrator.Read("/api/v1/imports")).GetProperty("items")[0];
        Assert.That((row.GetProperty("id").GetInt64(), row.GetProperty("kind").GetString(), row.GetProperty("changed").GetInt32(),
            row.GetProperty("moved").GetInt32()), Is.EqualTo((made.ImportId, "Neighborhoods", 2, 2)));
        Assert.That((await _host.Import(After)).ImportId, Is.Null, "Nothing changed");

        Assert.That((await Undo(made.ImportId!.Value)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await _host.Work();
        Assert.That(await State(), Is.EqualTo(before));
    }

    [Test]
    public async Task It_waits_for_an_import_of_incidents_that_may_still_use_the_neighborhoods()
    {
        var id = await Imported();
        var other = await _host.Query(db => db.Insert("""
            INSERT INTO ImportRun (Kind, FileName, State, StartedAt, LeaseUntil) VALUES ('Incidents', 'calls.csv', 'Running', @now, @until)
            """, new { now = DateTimeOffset.UtcNow, until = DateTimeOffset.UtcNow.AddMinutes(10) }, default));
        await Undo(id);
        await _host.Work();
        Assert.That(await Administrator.StateOf(id), Is.EqualTo("Undoing"));

        await _host.Query(db => db.Execute("UPDATE ImportRun SET LeaseUntil = @ago WHERE Id = @other",
            new { other, ago = DateTimeOffset.UtcNow.AddSeconds(-1) }, default));
        await _host.Work();
        Assert.That(await Administrator.StateOf(id), Is.EqualTo("Undone"));
    }

    [Test]
    public async Task Any_import_is_undone([Range(1, 8)] int seed)
    {
        var random = new Random(seed);
        string Anywhere(string name) => Feature(name, Square(-90 + random.Next(8) * 0.25, 40, 0.25 + random.NextDouble()));
        await _host.Import(Collection(Anywhere("Old Beat"), Anywhere("Hill"), Anywhere("Bay"), Anywhere("Dale")));
        await _host.ImportCsv("at,lat,lon\n" + string.Concat(Enumerable.Range(0, 30).Select(i => FormattableString.Invariant(
            $"2025-{1 + i % 12:00}-03,{40 + random.NextDouble()},{-90 + 3 * random.NextDouble()}\n"))));
        var (before, placed) = (await State(), await Placed());
        DateOnly? from = random.Next(3) == 0 ? null : new DateOnly(2025, random.Next(2, 12), 1);
        var choices = Enum.GetValues<CoveredChoice>().Where(choice => from is not null || choice != CoveredChoice.Ends).ToList();
        var covered = (await _host.Send(new ListNeighborhoods())).Items
            .Select(place => new CoveredPlace(place.Id, choices[random.Next(choices.Count)])).ToList();
        var file = Collection(Anywhere("HILL"), Anywhere("Bay"), Anywhere("Beat 1"), Anywhere("Beat 2"));

        var made = await _host.Send(new ImportNeighborhoods("any.geojson", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(file)),
            Choices: new(from, Covered: covered)));
        Assert.That(await State(), Is.Not.EqualTo(before));
        await _host.Send(new UndoImport(made.ImportId!.Value));
        await _host.Work();
        Assert.That((await State(), await Placed()), Is.EqualTo((before, placed)));
    }
}
