using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Incidents;

namespace ProblemTracker.Tests.Incidents;

/// <summary>The lead of a problem hears when an import changes incidents linked to it.</summary>
public sealed class LinkedIncidentNoticesTests : UpdateTests
{
    private const string Header = "no,at,kind,where\n";
    private const string Before = $"{Header}K-1,2026-01-05 22:10,LOUD MUSIC,1 Oak St\nK-2,2026-01-06 23:10,LOUD MUSIC,2 Oak St\n"
        + "K-3,2026-01-07 23:10,LOUD MUSIC,3 Oak St\nK-4,2026-01-08 23:10,LOUD MUSIC,4 Oak St";
    private const string After = $"{Header}K-1,2026-01-05 22:10,BURGLARY,1 Oak St\nK-2,2026-01-06 23:10,BURGLARY,22 Oak St\n"
        + "K-3,2026-01-07 23:10,LOUD MUSIC,3 Oak St\nK-4,2026-01-08 23:10,BURGLARY,4 Oak St";

    private HttpClient Lead => _host.SignIn(Role.Officer);

    [Test]
    public async Task Lead_hears_once_for_each_problem_and_import_how_many_linked_incidents_changed_and_what()
    {
        await Import(Before, UpdateRule.Update);
        var ids = await Ids();
        var (first, second, other) = (await Problem("Noise", ids[0], ids[1], ids[2]), await Problem("Lone call", ids[0]),
            await Problem("Unchanged", ids[2]));
        await Seen();

        await Import(After, UpdateRule.Update);

        var heard = (await New()).ToDictionary(u => u.GetProperty("problemId").GetInt64());
        Assert.That(heard.Keys, Is.EquivalentTo(new[] { first, second }), $"not {other}: its incident is as it was");
        Assert.That(Sentence(heard[first]),
            Is.EqualTo("The import of test.csv changed 2 of 3 linked incidents: category (2), address (1)."));
        Assert.That(Sentence(heard[second]), Is.EqualTo("The import of test.csv changed the linked incident: category (1)."));
        Assert.That(heard[first].GetProperty("link").GetString(), Is.EqualTo($"/problems/{first}/incidents"));
        Assert.That(heard[first].GetProperty("who").GetString(), Is.EqualTo("System"));
        Assert.That(await Single($"SELECT COUNT(*) FROM PersonUpdate WHERE ProblemId = {first} AND Kind = 'NoteWritten'"), Is.EqualTo(1));
        var timeline = await Lead.Read($"/api/v1/problems/{first}/audit");
        Assert.That(timeline.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("event").GetString()),
            Has.Exactly(1).EqualTo("problem.incidents.updated"));

        await Seen();
        await Import(After, UpdateRule.Update);
        Assert.That(await New(), Is.Empty, "the same file changes nothing");
    }

    [Test]
    public async Task Lead_hears_of_uploaded_files_and_of_their_undoing_too()
    {
        await Import(Before, UpdateRule.Update);
        await Problem("Noise", [.. await Ids()]);
        await Seen();
        var id = await Analyst.Upload(After, "march.csv");
        (await Analyst.Start(id, Imports.Map(Header.Trim()) with { Updates = UpdateRule.Update })).EnsureSuccessStatusCode();
        await _host.Work();
        Assert.That((await New()).Select(Sentence),
            Is.EqualTo(new[] { "The import of march.csv changed 3 of 4 linked incidents: category (3), address (1)." }));
        await Seen();
        await Import($"{Header}K-1,2026-01-05 22:10,ARSON,1 Oak St", UpdateRule.Update);
        await Seen();

        (await Analyst.PostAsync($"/api/v1/imports/{id}/undo", null)).EnsureSuccessStatusCode();
        await _host.Work();

        Assert.That((await New()).Select(Sentence), Is.EqualTo(new[]
        {
            "The import of march.csv was undone: 2 of 4 linked incidents got the earlier content back.",
        }), "a later import had changed the other one");
    }

    [Test]
    public async Task Nobody_hears_of_rows_that_are_only_reported_or_added()
    {
        await Import(Before, UpdateRule.Report);
        await Problem("Noise", [.. await Ids()]);
        await Seen();

        await Import(After, UpdateRule.Report);
        await Import(After, UpdateRule.Add);

        Assert.That(await New(), Is.Empty);
    }

    private async Task<long> Problem(string title, params long[] incidents)
    {
        var id = await _host.OpenProblem(title);
        await (await Lead.PostAsJsonAsync($"/api/v1/problems/{id}/incidents", new { incidentIds = incidents })).Ok();
        return id;
    }

    private async Task<List<JsonElement>> New() =>
        [.. (await Lead.Read("/api/v1/updates?new=true")).GetProperty("items").EnumerateArray()];

    private async Task Seen() => (await Lead.PostAsJsonAsync("/api/v1/updates/seen", new { })).EnsureSuccessStatusCode();

    private static string? Sentence(JsonElement update) => update.GetProperty("sentence").GetString();
}
