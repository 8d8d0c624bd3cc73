using ProblemTracker.Incidents;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Rows whose number was imported before with other content, by the rule of their source.</summary>
public sealed class UpdatedIncidentsTests : UpdateTests
{
    [Test]
    public async Task Update_gives_the_incident_the_new_content_and_keeps_its_id_and_history()
    {
        await Import(First, UpdateRule.Update);
        var before = await Ids();

        var made = await Import(Corrected, UpdateRule.Update);

        Assert.That((made.Added, made.Changed, made.Repeats, made.Rejected), Is.EqualTo((1, 1, 1, 0)));
        Assert.That(await Contents(), Is.EqualTo(new[] { "K-1 noise 100 Oak St", "K-2 burglary 200 Oak St", "K-3 noise 300 Oak St" }));
        Assert.That((await Ids()).Take(2), Is.EqualTo(before));
        var history = await Analyst.Read($"/api/v1/incidents/{before[1]}/history");
        Assert.That(history.GetProperty("incident").GetProperty("updates").GetInt32(), Is.EqualTo(1));
        var update = history.GetProperty("updates").EnumerateArray().Single();
        Assert.That(update.GetProperty("fileName").GetString(), Is.EqualTo("test.csv"));
        Assert.That(Changes(update), Is.EqualTo(new[] { "Category: LOUD MUSIC > BURGLARY" }));
    }

    [Test]
    public async Task Updated_incident_is_searched_by_its_new_words_only()
    {
        await Import("no,at,where\nK-1,2026-01-05 22:10,100 Walnut St", UpdateRule.Update);
        await Import("no,at,where\nK-1,2026-01-05 22:10,100 Chestnut St", UpdateRule.Update);

        Assert.That(await Found("chestnut"), Is.EqualTo(1));
        Assert.That(await Found("walnut"), Is.Zero);
    }

    [Test]
    public async Task Update_moves_an_incident_to_the_neighborhood_of_its_new_place()
    {
        await _host.Import(Boundaries.Two);
        await Import("no,at,lat,lon\nK-1,2026-01-05 22:10,40.5,-89.5", UpdateRule.Update);
        var placed = await Single("SELECT COUNT(*) FROM Incident WHERE NeighborhoodId IS NOT NULL");

        await Import("no,at,lat,lon\nK-1,2026-01-05 22:10,,", UpdateRule.Update);

        Assert.That((placed, await Single("SELECT COUNT(*) FROM Incident WHERE NeighborhoodId IS NOT NULL")), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Add_makes_another_incident()
    {
        await Import(First, UpdateRule.Add);
        var made = await Import(Corrected, UpdateRule.Add);

        Assert.That((made.Added, made.Changed, made.Repeats), Is.EqualTo((2, 0, 1)));
        Assert.That(await Single("SELECT COUNT(*) FROM Incident WHERE SourceNumber = 'K-2'"), Is.EqualTo(2));
    }

    [Test]
    public async Task Report_lists_the_row_and_changes_nothing()
    {
        await Import(First, UpdateRule.Report);
        var made = await Import(Corrected, UpdateRule.Report);

        Assert.That((made.Added, made.Changed, made.Repeats, made.Rejected), Is.EqualTo((1, 0, 1, 1)));
        Assert.That(made.Rejections.Single(), Is.EqualTo(new RejectedRow(3,
            "Number K-2 was imported before with other content. Category: LOUD MUSIC, now BURGLARY.", FaultKind.OtherContent)));
        Assert.That(made.Outcome.Faults, Is.EqualTo(new[] { new FaultCount(FaultKind.OtherContent, 1) }));
        Assert.That(await Contents(), Is.EqualTo(new[] { "K-1 noise 100 Oak St", "K-2 noise 200 Oak St", "K-3 noise 300 Oak St" }));
    }

    [Test]
    public async Task Undecided_import_stops_and_keeps_nothing()
    {
        await Import(First, null);

        var error = Assert.ThrowsAsync<Invalid>(() => Import(Corrected, null));

        Assert.That(error!.Errors["updates"].Single(), Does.StartWith("Line 3: Number K-2 was imported before with other content. "));
        Assert.That(await Contents(), Is.EqualTo(new[] { "K-1 noise 100 Oak St", "K-2 noise 200 Oak St" }));
    }

    [Test]
    public async Task Same_file_again_changes_nothing_under_any_rule([Values] UpdateRule rule)
    {
        await Import(First, rule);
        var made = await Import(First, rule);

        Assert.That((made.Added, made.Changed, made.Repeats, made.Rejected), Is.EqualTo((0, 0, 2, 0)));
    }

    [Test]
    public async Task Another_end_of_a_range_of_hours_is_an_update()
    {
        Task<IncidentsImported> Hours(string hours) => Import($"no,date,hour\nK-1,7/4/2025,{hours}\nK-2,7/4/2025,0900-0959",
            UpdateRule.Update, map => map with
            {
                Columns = new Dictionary<string, string> { [IncidentMap.Number] = "no", [IncidentMap.Occurred] = "{date} {hour}" },
                DateFormat = "M/d/yyyy + HHmm",
            });
        await Hours("1400-1459");
        var id = (await Ids())[0];

        var made = await Hours("1400-1530");
        Assert.That((made.Added, made.Changed, made.Repeats), Is.EqualTo((0, 1, 1)));
        var history = await Analyst.Read($"/api/v1/incidents/{id}/history");
        Assert.That(Changes(history.GetProperty("updates")[0]), Is.EqualTo(new[] { "End: 2025-07-04 14:59 > 2025-07-04 15:30" }));
        // Beside a range, a single hour says that there is no other end.
        made = await Hours("1400");
        Assert.That((made.Added, made.Changed, made.Repeats), Is.EqualTo((0, 1, 1)));
        history = await Analyst.Read($"/api/v1/incidents/{id}/history");
        Assert.That(Changes(history.GetProperty("updates")[0]), Is.EqualTo(new[] { "End: 2025-07-04 15:30 > 2025-07-04 14:00" }));
        Assert.That((await Hours("1400")).Changed, Is.Zero);
        await Hours("1400-1459");
        // A file that has only starts doesn't say that there is no end.
        made = await Import("no,date,hour\nK-1,7/4/2025,1400", UpdateRule.Update, map => map with
        {
            Columns = new Dictionary<string, string> { [IncidentMap.Number] = "no", [IncidentMap.Occurred] = "{date} {hour}" },
            DateFormat = "M/d/yyyy + HHmm",
        });
        Assert.That((made.Changed, made.Repeats), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Columns_that_a_file_lacks_stay_as_they_were()
    {
        await Import("no,at,until,kind,where,lat,lon\nK-1,2026-01-05 22:10,2026-01-05 23:00,BURGLARY,100 Oak St,39.1,-84.5",
            UpdateRule.Update);
        var made = await Import("no,at\nK-1,2026-01-05 22:10", UpdateRule.Update);

        Assert.That((made.Changed, made.Repeats), Is.EqualTo((0, 1)));
        await Import("no,at,kind\nK-1,2026-01-05 22:10,LOUD MUSIC", UpdateRule.Update);
        Assert.That(await _host.Query(db => db.Single<string>(
            "SELECT CONCAT(CategoryCode, ' ', Address, ' ', Latitude, ' ', OccurredTo) FROM Incident", null, default)),
            Does.StartWith("noise 100 Oak St 39.1 2026-01-0"));
    }

    [Test]
    public async Task Fields_that_cannot_be_read_stay_as_they_were()
    {
        const string header = "no,at,until,kind,where,lat,lon\n";
        await Import($"{header}K-1,2026-01-05 10:00,2026-01-05 12:00,BURGLARY,100 Oak St,39.1,-84.5", UpdateRule.Update);
        var made = await Import(
            $"{header}K-1,2026-01-05 10:00,garbage,{new string('X', 300)},{new string('Y', 400)},4x3,-84.5", UpdateRule.Update);

        Assert.That((made.Changed, made.Repeats, made.Outcome.Faults.Count), Is.EqualTo((0, 1, 0)));
        // What the source leaves empty is gone.
        Assert.That((await Import($"{header}K-1,2026-01-05 10:00,2026-01-05 12:00,BURGLARY,,39.1,-84.5", UpdateRule.Update)).Changed,
            Is.EqualTo(1));
    }
}
