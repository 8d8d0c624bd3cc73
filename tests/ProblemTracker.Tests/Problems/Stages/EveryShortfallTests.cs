using ProblemTracker.Domain;
using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Problems;

/// <summary>Takes one problem from opening to closing through the API, and triggers every possible shortfall on the way.</summary>
public sealed class EveryShortfallTests
{
    [Test]
    public async Task From_opening_to_closing_every_shortfall_code_appears()
    {
        using var host = new TrackerHost();
        await Walk(host, new GivenProblem(host, await host.OpenProblem(led: false)), _ => Task.FromResult(Sample.Scanning));
    }

    [Test]
    public Task The_same_with_burglaries_in_a_real_neighborhood() => WalkWithBurglaries(RealData.File, "Westwood");

    [Test]
    public Task The_same_with_burglaries_in_a_generated_neighborhood() => WalkWithBurglaries(MadeData.File, "West");

    private static async Task WalkWithBurglaries(Func<string, string> file, string neighborhood)
    {
        using var host = new TrackerHost();
        await using (var boundaries = File.OpenRead(file("cincinnati_neighbourhoods.geojson")))
            await host.Send(new ImportNeighborhoods("boundaries", boundaries));
        await using (var burglaries = File.OpenRead(file("cincinnati_burglary.csv.gz")))
            await host.Send(new ImportIncidents("burglaries.csv.gz", burglaries, Tests.Incidents.Imports.Cincinnati));
        var officer = host.SignIn(Role.Officer);
        var place = (await (await officer.GetAsync($"/api/v1/neighborhoods?name={neighborhood}")).Ok()).GetProperty("items")
            .EnumerateArray()
            .Single(n => n.GetProperty("name").GetString() == neighborhood).GetProperty("id").GetInt64();
        var opened = await officer.PostAsJsonAsync("/api/v1/problems", new
        {
            title = $"Burglaries in {neighborhood}",
            description = "Back doors forced on weekday mornings.",
            categoryCode = "burglary",
            neighborhoodId = place,
            source = "Data",
            priority = "High",
            confidential = false,
        });

        await Walk(host, new GivenProblem(host, (await opened.Ok()).GetProperty("id").GetInt64()), async problem =>
        {
            var found = await (await officer.GetAsync(
                $"/api/v1/incidents?neighborhoodId={place}&categoryCode=burglary&from=2018-06-01")).Ok();
            var linked = await (await officer.PostAsJsonAsync($"{problem.Url}/incidents",
                new { filter = new { neighborhoodId = place, categoryCode = "burglary", from = "2018-06-01" } })).Ok();
            Assert.That(linked.GetProperty("added").GetInt32(), Is.EqualTo(found.GetProperty("total").GetInt32()).And.GreaterThan(2));
            Assert.That(linked.GetProperty("events").GetInt32(), Is.LessThan(linked.GetProperty("linked").GetInt32()),
                "rows of the same incident count once");
            return Sample.Scanning with { CountedSource = new() };
        });
    }

    /// <param name="scan">Links incidents, if any, and returns the Scanning worksheet to save.</param>
    private static async Task Walk(TrackerHost host, GivenProblem problem, Func<GivenProblem, Task<ScanningSheet>> scan)
    {
        var met = new HashSet<string>();

        await Meet(Stage.Analysis, "scanning.");
        await (await problem.Officer.IfMatch(await problem.Version())
            .PostAsJsonAsync($"{problem.Url}/assignment", new { leadId = host.IdOf(Role.Officer) })).Ok();
        await problem.Save(SheetKind.Scanning, await scan(problem));
        host.Until(2026, 3, 9);
        await (await problem.Move(Stage.Analysis)).Ok();

        await Meet(Stage.Response, "analysis.");
        problem.Residents = await host.Attach(problem.Id, "Alder Street residents", "Affected");
        problem.BarOwner = await host.Attach(problem.Id, "Owner of the Blue Lantern", "PlaceManager");
        host.Until(2026, 3, 30);
        await problem.Save(SheetKind.Analysis, Sample.Analysis with { Consulted = [new() { AttachmentId = problem.Residents }] });
        await (await problem.Move(Stage.Response)).Ok();

        met.UnionWith(await (await problem.StartResponse()).ShortfallCodes());
        await problem.Save(SheetKind.Response, Sample.Response);
        foreach (var action in Sample.PlannedActions) problem.Actions.Add(await problem.Add(action));
        await Meet(Stage.Assessment, "response.");
        host.Until(2026, 4, 15);
        await (await problem.StartResponse()).Ok();
        host.Until(2026, 5, 20);
        foreach (var (id, done) in problem.Actions.Zip(Sample.DoneActions)) await problem.Change(id, done);
        await (await problem.Move(Stage.Assessment)).Ok();

        host.Until(2026, 9, 10);
        await Meet(Stage.Closed, "assessment.", closingReason: "ObjectivesAchieved");
        await problem.Save(SheetKind.Assessment,
            Sample.Assessment with { Process = [.. Sample.Assessment.Process.Select((p, i) => p with { ActionId = problem.Actions[i] })] });
        await (await problem.Move(Stage.Closed, closingReason: "ObjectivesAchieved")).Ok();

        Assert.That(met, Is.EquivalentTo(Sara.Codes));
        Assert.That((await problem.Read()).GetProperty("verdictText").GetString(), Is.EqualTo("Improved"));

        async Task Meet(Stage to, string prefix, string? closingReason = null)
        {
            var told = (await problem.Read()).GetProperty("gate").GetProperty("shortfalls").EnumerateArray()
                .Select(s => s.GetProperty("code").GetString()!).ToList();
            var reply = await problem.Move(to, closingReason: closingReason);
            var refused = await reply.ShortfallCodes();
            Assert.That(refused, Is.All.StartsWith(prefix));
            // The problem lists the same shortfalls beforehand as the move then reports, except before the start: then it lists those
            // of the start.
            if (to != Stage.Assessment) Assert.That(refused, Is.EqualTo(told));
            met.UnionWith(refused);
        }
    }
}
