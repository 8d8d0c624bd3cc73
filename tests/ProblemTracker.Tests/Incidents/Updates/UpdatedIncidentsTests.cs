using System.Text.Json;
using FsCheck.Fluent;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Rows whose number was imported before with other content.</summary>
public sealed class UpdatedIncidentsTests
{
    private const string First = """
        no,at,kind,where
        K-1,2026-01-05 22:10,LOUD MUSIC,100 Oak St
        K-2,2026-01-06 23:10,LOUD MUSIC,200 Oak St
        """;

    private const string Corrected = """
        no,at,kind,where
        K-1,2026-01-05 22:10,LOUD MUSIC,100 Oak St
        K-2,2026-01-06 23:10,BURGLARY,200 Oak St
        K-3,2026-01-07 01:00,LOUD MUSIC,300 Oak St
        """;

    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new(reused: true);
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Analyst => _host.SignIn(Role.Analyst);

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
    public async Task Key_of_the_number_alone_finds_the_correction_too()
    {
        await Import(First, UpdateRule.Update, map => map with { Key = ["no"] });
        var made = await Import(Corrected, UpdateRule.Update, map => map with { Key = ["no"] });

        Assert.That((made.Added, made.Changed, made.Repeats), Is.EqualTo((1, 1, 1)));
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

        Assert.That((made.Changed, made.Repeats, made.Outcome.Faults.Count), Is.EqualTo((0, 1, 4)));
        // What the source leaves empty is gone.
        Assert.That((await Import($"{header}K-1,2026-01-05 10:00,2026-01-05 12:00,BURGLARY,,39.1,-84.5", UpdateRule.Update)).Changed,
            Is.EqualTo(1));
    }

    [TestCase("PENDING")]
    [TestCase("N/A")]
    [TestCase("0")]
    [TestCase("00-00000")]
    [TestCase("#######")]
    [TestCase("-")]
    [TestCase("999999")]
    [TestCase("unknown")]
    public async Task Placeholder_identifies_no_incident(string number)
    {
        await Import($"no,at,kind\n{number},2026-01-05 10:00,BURGLARY\n{number},2026-01-06 10:00,BURGLARY", UpdateRule.Update,
            map => map with { Key = ["no"] });
        var made = await Import($"no,at,kind\n{number},2026-02-05 10:00,ARSON", UpdateRule.Update, map => map with { Key = ["no"] });

        Assert.That((made.Added, made.Changed, await Single("SELECT COUNT(*) FROM Incident WHERE SourceNumber IS NULL")),
            Is.EqualTo((1, 0, 3)));
    }

    [Test]
    public async Task Proposal_counts_with_the_categories_that_it_proposes()
    {
        const string text = "Case Number,Date Occurred,Offense\nK-1,2026-01-05 22:10,LARCENY\nK-2,2026-01-06 22:10,BURGLARY";
        var first = await Analyst.Upload(text);
        (await Analyst.Start(first, (await Analyst.Preview(first)).GetProperty("map").Deserialize<IncidentMap>(Json.Options)!))
            .EnsureSuccessStatusCode();
        await _host.Work();

        var preview = await Analyst.Preview(await Analyst.Upload(text, "again.csv"));

        Assert.That((preview.GetProperty("known").GetInt32(), preview.GetProperty("changed").GetInt32()), Is.EqualTo((2, 0)));
        Assert.That(preview.GetProperty("words").EnumerateArray().Select(w => w.GetProperty("categoryCode").GetString()),
            Has.None.Null);
    }

    [Test]
    public async Task Rows_of_one_number_that_come_again_pair_with_themselves_first()
    {
        await Import("no,at,kind\nK-1,2026-01-05 22:10,LOUD MUSIC\nK-1,2026-01-05 22:10,BURGLARY", UpdateRule.Update);

        // A second burglary is new; the others are as before.
        var more = await Import("no,at,kind\nK-1,2026-01-05 22:10,ARSON\nK-1,2026-01-05 22:10,BURGLARY\nK-1,2026-01-05 22:10,LOUD MUSIC",
            UpdateRule.Update);
        Assert.That((more.Added, more.Changed, more.Repeats), Is.EqualTo((1, 0, 2)));

        // The one with the same word gets the corrected time.
        var moved = await Import("no,at,kind\nK-1,2026-01-05 20:00,BURGLARY\nK-1,2026-01-05 22:10,LOUD MUSIC", UpdateRule.Update);
        Assert.That((moved.Added, moved.Changed, moved.Repeats), Is.EqualTo((0, 1, 1)));
        Assert.That(await Single("SELECT COUNT(*) FROM Incident WHERE SourceCategory = 'BURGLARY' AND LocalHour = 20"), Is.EqualTo(1));
    }

    [Test]
    public async Task Number_of_many_rows_is_a_placeholder_and_updates_nothing()
    {
        string Rows(int day) => "no,at,where\n"
            + string.Join('\n', Enumerable.Range(1, 21).Select(i => $"0,2026-01-{day:00} 10:00,{i} Elm St"));
        await Import(Rows(5), UpdateRule.Update);
        var made = await Import(Rows(6), UpdateRule.Update);

        Assert.That((made.Added, made.Changed), Is.EqualTo((21, 0)));
    }

    [Test]
    public async Task Links_to_problems_stay_and_undo_restores_the_earlier_content()
    {
        await Import(First, UpdateRule.Update);
        await Import(Corrected, UpdateRule.Update);
        var run = await Single("SELECT MAX(Id) FROM ImportRun");

        (await Analyst.PostAsync($"/api/v1/imports/{run}/undo", null)).EnsureSuccessStatusCode();
        await _host.Work();

        Assert.That(await Analyst.StateOf(run), Is.EqualTo("Undone"));
        Assert.That(await Contents(), Is.EqualTo(new[] { "K-1 noise 100 Oak St", "K-2 noise 200 Oak St" }));
        Assert.That(await Single("SELECT COUNT(*) FROM IncidentChange"), Is.Zero);
        Assert.That(await Found("burglary"), Is.Zero);
        // The restored content is known again.
        Assert.That((await Import(First, UpdateRule.Update)).Repeats, Is.EqualTo(2));
    }

    [Test]
    public async Task Any_order_of_undoing_leaves_what_the_remaining_imports_brought()
    {
        var contents = new[] { "LOUD MUSIC", "BURGLARY", "ARSON", "FIRE" };
        foreach (var order in new[] { new[] { 1, 2, 3 }, [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1] })
        {
            var runs = new List<long>();
            var number = string.Join("", order);
            foreach (var word in contents)
            {
                await Import($"no,at,kind\n{number},2026-01-05 22:10,{word}", UpdateRule.Update);
                runs.Add(await Single("SELECT MAX(Id) FROM ImportRun"));
            }
            var left = new List<int> { 0, 1, 2, 3 };
            foreach (var undone in order)
            {
                (await Analyst.PostAsync($"/api/v1/imports/{runs[undone]}/undo", null)).EnsureSuccessStatusCode();
                await _host.Work();
                left.Remove(undone);
                Assert.That(await _host.Query(db => db.Single<string>("SELECT SourceCategory FROM Incident WHERE SourceNumber = @number",
                    new { number }, default)), Is.EqualTo(contents[left.Max()]), $"{number}, after undoing {undone}");
            }
        }
    }

    [Test]
    public async Task Content_that_another_incident_has_by_now_is_restored_without_its_key()
    {
        await Import(First, UpdateRule.Update);
        await Import(Corrected, UpdateRule.Update);
        var run = await Single("SELECT MAX(Id) FROM ImportRun");
        await Import(First, UpdateRule.Add);

        (await Analyst.PostAsync($"/api/v1/imports/{run}/undo", null)).EnsureSuccessStatusCode();
        await _host.Work();

        Assert.That(await Contents(), Is.EqualTo(new[] { "K-1 noise 100 Oak St", "K-2 noise 200 Oak St", "K-2 noise 200 Oak St" }));
    }

    [Test]
    public async Task Preview_counts_what_was_imported_before_and_asks_about_other_content()
    {
        await Import(First, UpdateRule.Update);
        var id = await Analyst.Upload(Corrected);
        var map = Imports.Map(Corrected.Split('\n')[0]);

        var preview = await (await Analyst.PostAsJsonAsync($"/api/v1/imports/{id}/preview", new { map }, Json.Options)).Ok();

        Assert.That((preview.GetProperty("known").GetInt32(), preview.GetProperty("changed").GetInt32()), Is.EqualTo((1, 1)));
        Assert.That(preview.GetProperty("changes")[0].GetProperty("reason").GetString(),
            Does.Contain("Category: LOUD MUSIC, now BURGLARY"));
        var question = preview.GetProperty("questions").EnumerateArray().Single(q => q.GetProperty("kind").GetString() == "updates");
        Assert.That(question.GetProperty("answers").EnumerateArray().Select(a => a.GetProperty("map").GetProperty("updates").GetString()),
            Is.EqualTo(new[] { "Update", "Add", "Report" }));

        var refused = await Analyst.Start(id, map);
        Assert.That((int)refused.StatusCode, Is.EqualTo(400));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("map.updates").And.Contain("Line 3"));

        var chosen = question.GetProperty("answers")[0].GetProperty("map").Deserialize<IncidentMap>(Json.Options)!;
        (await Analyst.Start(id, chosen)).EnsureSuccessStatusCode();
        await _host.Work();
        var import = await Analyst.Import(id);
        Assert.That(import.GetProperty("changed").GetInt32(), Is.EqualTo(1));
        Assert.That(import.GetProperty("updated")[0].GetProperty("number").GetString(), Is.EqualTo("K-2"));
    }

    [Test]
    public async Task Analyst_answers_by_page_and_finds_what_changed()
    {
        await Import(First, UpdateRule.Update);
        var id = await Analyst.Upload(Corrected);
        var browser = new Browser(_host, Role.Analyst);
        var columns = new Dictionary<string, string>
        {
            ["Form.Occurred"] = "at",
            ["Form.Number"] = "no",
            ["Form.Category"] = "kind",
            ["Form.Address"] = "where",
            ["Form.CategoryDefault"] = "other",
        };

        var page = await browser.Post($"/imports/{id}?handler=Start", columns, formOn: $"/imports/{id}");
        Assert.That(page, Does.Contain("Choose what happens to such rows.").And.Contain("Update the incidents"));

        page = await browser.Post($"/imports/{id}?handler=Look", new(columns) { ["answer"] = "updates:0" }, formOn: $"/imports/{id}");
        Assert.That(page, Does.Contain("would update an incident").And.Not.Contain("Only list them in the result"));

        await browser.Post($"/imports/{id}?handler=Start", new(columns) { ["Form.Updates"] = "Update" }, redirect: $"/imports/{id}",
            formOn: $"/imports/{id}");
        await _host.Work();
        page = await browser.Get($"/imports/{id}");
        Assert.That(page, Does.Contain("Updated incidents").And.Contain("LOUD MUSIC").And.Contain("BURGLARY"));

        var incident = await Single("SELECT Id FROM Incident WHERE SourceNumber = 'K-2'");
        Assert.That(await browser.Get("/incidents?all=true"), Does.Contain($"/incidents/{incident}/history\">Updated</a>"));
        Assert.That(await browser.Get($"/incidents/{incident}/history"), Does.Contain("Incident K-2").And.Contain("LOUD MUSIC"));
    }

    [Test]
    public async Task File_is_previewed_without_an_upload()
    {
        await Import(First, UpdateRule.Update);
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Corrected));

        var preview = await _host.Send(new PreviewFile("calls.csv", content, Imports.Map(Corrected.Split('\n')[0])));

        Assert.That((preview.RowsChecked, preview.IsWhole, preview.Known, preview.Changed), Is.EqualTo((3, true, 1, 1)));
        var unusable = Imports.Map("at") with { DateFormat = "HH:mm" };
        Assert.ThrowsAsync<Invalid>(() => _host.Send(new PreviewFile("calls.csv", content, unusable)));
    }

    [Test]
    public async Task Saved_map_keeps_its_rule_and_names_new_columns()
    {
        var first = await Analyst.Upload(First);
        (await Analyst.Start(first, new
        {
            map = Imports.Map(First.Split('\n')[0]) with { Updates = UpdateRule.Report },
            saveMapAs = "Monthly",
        })).EnsureSuccessStatusCode();
        await _host.Work();

        var next = await Analyst.Upload(First.Replace("where", "where,beat", StringComparison.Ordinal).Replace("Oak St", "Oak St,7",
            StringComparison.Ordinal) + "\nK-9,2026-01-08 10:00,ARSON,9 Oak St,7\nK-8,2026-01-08 10:00,VANDALISM,8 Oak St,7");
        var preview = await Analyst.Preview(next, "?savedMap=monthly");

        Assert.That(preview.GetProperty("newColumns").EnumerateArray().Select(c => c.GetString()), Is.EqualTo(new[] { "beat" }));
        Assert.That(preview.GetProperty("newWords").EnumerateArray().Select(c => c.GetString()),
            Is.EquivalentTo(new[] { "ARSON", "VANDALISM" }), "also those with a proposal");
        Assert.That(preview.GetProperty("map").GetProperty("updates").GetString(), Is.EqualTo("Report"));
        Assert.That(preview.GetProperty("known").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task Canceled_import_takes_its_updates_back()
    {
        await Import(First, UpdateRule.Update);
        await _host.Query(db => db.Write(() => db.Execute("""
            INSERT INTO ImportRun (Kind, FileName, State, StartedAt, LeaseUntil)
            VALUES ('Incidents', 'x.csv', 'Canceling', '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z')
            """, null, default), default));
        await _host.Query(db => db.Write(() => db.Execute("""
            INSERT INTO IncidentChange (ImportRunId, IncidentId, DedupeKey, OccurredFrom, OccurredTo, TimePrecision, LocalDate, LocalHour,
                LocalWeekday, CategoryCode, SourceCategory, Latitude, Longitude, Address)
            SELECT (SELECT MAX(Id) FROM ImportRun), Id, DedupeKey, OccurredFrom, OccurredTo, TimePrecision, LocalDate, LocalHour,
                LocalWeekday, CategoryCode, SourceCategory, Latitude, Longitude, '9 Earlier St' FROM Incident WHERE SourceNumber = 'K-1'
            """, null, default), default));

        await _host.Work();

        Assert.That(await Contents(), Is.EqualTo(new[] { "K-1 noise 9 Earlier St", "K-2 noise 200 Oak St" }));
    }

    /// <summary>Whatever two files bring, importing the second with updates leaves each of its rows once, with its content.</summary>
    [FsCheck.NUnit.Property(MaxTest = 60, Replay = Domain.Any.Seed)]
    public FsCheck.Property Every_row_of_the_last_file_is_there_once() => Prop.ForAll(
        Gen.Choose(0, 2).SelectMany(number => Gen.Elements("LOUD MUSIC", "BURGLARY", "ARSON").Select(word => $"{number},{word}")).ListOf()
            .Select(rows => rows.Distinct().ToList()).ArrayOf(2).ToArbitrary(),
        files => LastFileStands(files[0], files[1]).GetAwaiter().GetResult());

    private int _pairs;

    private async Task<bool> LastFileStands(List<string> first, List<string> last)
    {
        var prefix = $"{++_pairs}-";
        string Csv(List<string> rows) => "no,at,kind\n"
            + string.Join('\n', rows.Select(row => prefix + row.Replace(",", ",2026-01-05 22:10,", StringComparison.Ordinal)));
        await Import(Csv(first), UpdateRule.Update);
        var made = await Import(Csv(last), UpdateRule.Update);
        var there = (await _host.Query(db => db.List<string>(
            "SELECT CONCAT(SourceNumber, ',', SourceCategory) FROM Incident", null, default)))
            .Where(row => row.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return made.Added + made.Changed + made.Repeats == last.Count && last.All(row => there.Count(t => t == prefix + row) == 1);
    }

    private Task<IncidentsImported> Import(string text, UpdateRule? rule, Func<IncidentMap, IncidentMap>? change = null) =>
        _host.ImportCsv(text, map => (change ?? (m => m))(map with { Updates = rule }));

    private Task<IReadOnlyList<string>> Contents() => _host.Query(db => db.List<string>(
        "SELECT CONCAT(SourceNumber, ' ', CategoryCode, ' ', Address) FROM Incident ORDER BY SourceNumber, Id", null, default));

    private Task<IReadOnlyList<long>> Ids() =>
        _host.Query(db => db.List<long>("SELECT Id FROM Incident ORDER BY SourceNumber", null, default));

    private Task<long> Single(string sql) => _host.Query(db => db.Single<long>(sql, null, default));

    private async Task<int> Found(string words) =>
        (await Analyst.Read($"/api/v1/incidents?text={words}")).GetProperty("items").GetArrayLength();

    private static IEnumerable<string> Changes(JsonElement update) => update.GetProperty("changes").EnumerateArray()
        .Select(c => $"{c.GetProperty("field").GetString()}: {c.GetProperty("before").GetString()} > {c.GetProperty("after").GetString()}");
}
