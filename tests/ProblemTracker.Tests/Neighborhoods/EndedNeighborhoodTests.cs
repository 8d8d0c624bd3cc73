using ProblemTracker.Assignments;
using ProblemTracker.Domain;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Problems;
using ProblemTracker.Shared;

using static ProblemTracker.Tests.Neighborhoods.Boundaries;

namespace ProblemTracker.Tests.Neighborhoods;

/// <summary>The work that is still in a neighborhood that ends: it is moved only by choice, and those concerned hear of the end.</summary>
public sealed class EndedNeighborhoodTests
{
    private static readonly DateOnly Yesterday = new(2026, 3, 1);

    private TrackerHost _host = null!;
    private long _old, _new;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _old = (await _host.Send(new CreateNeighborhood("Old Beat", Square(-90, 40)))).Id;
        _new = (await _host.Send(new CreateNeighborhood("New Beat"))).Id;
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private async Task<long> Open(bool placed = false, bool confidential = false) => (await (await _host.SignIn(Role.Officer)
        .PostAsJsonAsync("/api/v1/problems", new
        {
            title = "Noise",
            description = "Every Friday.",
            categoryCode = "noise",
            source = "Resident",
            priority = "Normal",
            confidential,
            neighborhoodId = _old,
            latitude = placed ? 40.5 : (double?)null,
            longitude = placed ? -89.5 : (double?)null,
        })).Ok()).GetProperty("id").GetInt64();

    private async Task<string?> Where(long problemId) =>
        (await _host.SignIn(Role.Officer).Read($"/api/v1/problems/{problemId}")).GetProperty("neighborhood").GetString();

    [Test]
    public async Task Open_problems_stay_until_they_are_moved()
    {
        var (placed, unplaced, confidential) = (await Open(placed: true), await Open(), await Open(confidential: true));
        Assert.ThrowsAsync<Conflict>(() => _host.Send(new MoveProblems(_old)));
        await _host.Send(new RetireNeighborhood(_old, 1, Yesterday, [_new]));
        Assert.That(await Where(unplaced), Is.EqualTo("Old Beat"));
        Assert.That(Assert.ThrowsAsync<Invalid>(() => _host.Send(new MoveProblems(_old, _old)))!.Errors.Keys.Single(), Is.EqualTo("toId"));
        var around = await _host.Send(new CreateNeighborhood("Middle Beat", Square(-90, 40), Yesterday.AddDays(1)));

        var some = await (await Administrator.PostAsJsonAsync($"/api/v1/neighborhoods/{_old}/problems/move", new { })).Ok();
        var rest = await _host.Send(new MoveProblems(_old, _new));

        Assert.That((some.GetProperty("moved").GetInt32(), some.GetProperty("left").GetInt32()), Is.EqualTo((1, 2)));
        Assert.That(rest, Is.EqualTo(new ProblemsMoved(2, 0)));
        Assert.That((await Where(placed), await Where(unplaced), await Where(confidential)),
            Is.EqualTo((around.Name, "New Beat", "New Beat")));
    }

    [Test]
    public async Task Assignments_end_with_it_and_go_on_in_what_follows()
    {
        var officer = _host.IdOf(Role.Officer);
        await _host.Send(new AddAssignment(officer, _old, new(2026, 1, 1)));
        await _host.Send(new AddAssignment(_host.IdOf(Role.Analyst), _old, new(2026, 4, 1)));
        Assert.ThrowsAsync<Conflict>(() => _host.Send(new MoveAssignments(_old, [_new])));
        await _host.Send(new RetireNeighborhood(_old, 1, Yesterday, [_new]));
        Assert.ThrowsAsync<Invalid>(() => _host.Send(new MoveAssignments(_old, [_old])));

        var reply = await Administrator.PostAsJsonAsync($"/api/v1/neighborhoods/{_old}/assignments/move", new { toIds = new[] { _new } });

        Assert.That((await reply.Ok()).GetProperty("ended").GetInt32(), Is.EqualTo(2));
        var rows = (await _host.Send(new ListAssignments { PersonId = officer })).Items;
        Assert.That(rows.Select(row => (row.Neighborhood, row.From, row.To)), Is.EquivalentTo(new (string?, DateOnly, DateOnly?)[]
        {
            ("Old Beat", new(2026, 1, 1), Yesterday), ("New Beat", new(2026, 3, 2), null),
        }));
        Assert.That(await _host.Send(new MoveAssignments(_old, [_new])), Is.EqualTo(new AssignmentsMoved(0, 0)));
    }

    [Test]
    public async Task Those_who_work_there_and_its_supervisor_hear_of_the_end()
    {
        await _host.Send(new AddAssignment(_host.IdOf(Role.Officer), _old, new(2026, 1, 1)));
        await _host.AssignResponsibility(supervisor: true);
        await _host.Send(new RetireNeighborhood(_old, await Version(), Yesterday, [_new]));
        await _host.Send(new ReopenNeighborhood(_old, await Version()));

        var subjects = await _host.Query(db => db.List<string>(
            "SELECT o.Subject FROM Outbox o WHERE o.DedupeKey LIKE 'neighborhood:%'", null, default));
        Assert.That(subjects.Distinct(),
            Is.EquivalentTo(new[] { "Old Beat ended on Mar 1, 2026", "Old Beat goes on" }));
        Assert.That(subjects, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Responsibility_for_an_ended_neighborhood_stays_while_it_has_open_problems()
    {
        var problem = await Open();
        await _host.Send(new RetireNeighborhood(_old, 1, Yesterday));
        Assert.That(await Listed(), Is.EqualTo(2));
        await _host.Send(new MoveProblems(_old, _new));

        Assert.That((await Where(problem), await Listed()), Is.EqualTo(("New Beat", 1)));
    }

    [Test]
    public async Task Pages_show_the_days_and_move_the_work()
    {
        await Open();
        await _host.Send(new AddAssignment(_host.IdOf(Role.Officer), _old, new(2026, 1, 1)));
        var browser = new Browser(_host, Role.Administrator);
        var page = $"/settings/neighborhoods/{_old}";
        await browser.Post($"{page}?handler=Retire", new() { ["Version"] = "1", ["LastDay"] = "2026-03-01", ["FollowerIds"] = $"{_new}" },
            page, page);

        Assert.That(await browser.Get(page), Does.Contain("Move 1 open problem").And.Contain("Move 1 assignment")
            .And.Contain("New Beat (from Mar 2, 2026)"));
        Assert.That(await browser.Get("/settings/neighborhoods"),
            Does.Contain("1 neighborhood has ended").And.Contain("Until Mar 1, 2026"));
        await browser.Post($"{page}?handler=Work",
            new() { ["MoveProblems"] = "true", ["MoveAssignments"] = "true", ["ToId"] = $"{_new}" }, page, page);
        Assert.That(await browser.Get(page), Does.Not.Contain("Work that is still in it"));
        Assert.That(await new Browser(_host, Role.Officer).Get("/problems?open=true"), Does.Contain("Old Beat (until Mar 1, 2026)"));
        await browser.Post($"{page}?handler=Reopen", new() { ["Version"] = $"{await Version()}" }, page, page);
        Assert.That(await browser.Get("/settings/neighborhoods"), Does.Not.Contain("has ended"));
    }

    [Test]
    public async Task Pages_draw_redraw_split_merge_and_remove()
    {
        var browser = new Browser(_host, Role.Administrator);
        const string list = "/settings/neighborhoods";
        var drawn = new Dictionary<string, string> { ["Name"] = "Pine", ["Area"] = "30, -90" };
        Assert.That(await browser.Post($"{list}/draw", drawn), Does.Contain("href=\"#Area\">A boundary needs at least three corners."));
        drawn["Area"] = "30, -90\n30, -89\n31, -89";
        await browser.Post($"{list}/draw", drawn, list);
        var pine = (await _host.Send(new ListNeighborhoods("Pine"))).Items.Single().Id;
        await browser.Post($"{list}/{pine}?handler=Boundary", new() { ["Version"] = "1", ["Area"] = Square(-90, 30) }, $"{list}/{pine}",
            $"{list}/{pine}");

        var parts = await browser.Post($"{list}/{pine}/split?handler=Cut", new() { ["Area"] = "29, -89.5\n32, -89.5" },
            formOn: $"{list}/{pine}/split");
        Assert.That(parts, Does.Contain("Pine west").And.Contain("50% of the area"));
        await browser.Post($"{list}/{pine}/split", new()
        {
            ["Version"] = "2",
            ["From"] = "2026-03-01",
            ["Parts[0].Name"] = "Pine west",
            ["Parts[0].Boundary"] = Square(-90, 30, 0.5),
            ["Parts[1].Name"] = "Pine east",
            ["Parts[1].Boundary"] = Square(-89.5, 30, 0.5),
        }, $"{list}/{pine}");
        Assert.That(await browser.Get($"{list}/{pine}"), Does.Contain("Pine east (from Mar 1, 2026)"));

        var ids = (await _host.Send(new ListNeighborhoods("Pine "))).Items.Where(place => place.Active).Select(place => place.Id).ToList();
        Assert.That(await browser.Post($"{list}/merge", new() { ["Name"] = "Pines", ["From"] = "2026-03-02" }),
            Does.Contain("Choose two to 100 neighborhoods."));
        var merged = await browser.TryPost($"{list}/merge", $"{list}/merge", new()
        {
            ["NeighborhoodIds[0]"] = $"{ids[0]}",
            ["NeighborhoodIds[1]"] = $"{ids[1]}",
            ["Name"] = "Pines",
            ["From"] = "2026-03-02",
        });
        await browser.Post($"{list}/{_new}?handler=Remove", new() { ["Version"] = "1" }, list, $"{list}/{_new}");
        Assert.That((await _host.Send(new ListNeighborhoods())).Items.Where(place => place.Active).Select(place => place.Name),
            Is.EqualTo(new[] { "Old Beat", "Pines" }), merged.Html);
    }

    private async Task<int> Version() => (await _host.Send(new ReadNeighborhood(_old))).Version;

    private async Task<int> Listed() =>
        (await Administrator.Read("/api/v1/settings/responsibility")).GetProperty("neighborhoods").GetArrayLength();
}
