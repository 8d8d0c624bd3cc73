using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

/// <summary>Updates that are taken back.</summary>
public sealed class UndoneUpdatesTests : UpdateTests
{
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
}
