using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;
using ProblemTracker.Tests.Neighborhoods;

namespace ProblemTracker.Tests.Portal;

/// <summary>Residents say that something that others told of affects them too.</summary>
public sealed class AffectsMeTooTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private async Task<string> Published()
    {
        var problem = await _host.OpenProblem();
        await (await Officer.IfMatch(0).PutAsJsonAsync($"/api/v1/problems/{problem}/publication", new
        {
            texts = new[] { new { language = "en", title = "Loud music", place = "400 block of Tanner Street", youSaid = "Music." } },
        })).Ok();
        return (await (await Officer.GetAsync($"/api/v1/problems/{problem}")).Ok()).GetProperty("number").GetString()!;
    }

    private async Task<System.Text.Json.JsonElement> Concern(int id) => await (await Officer.GetAsync($"/api/v1/concerns/{id}")).Ok();

    [Test]
    public async Task Report_from_the_page_of_a_problem_knows_place_and_category_and_the_desk_reads_which_problem()
    {
        var number = await Published();
        var resident = new Resident(_host);
        Assert.That(await resident.Get($"/city/problems/{number}"), Does.Contain($"/city/report?about={number}"));
        Assert.That(await resident.Get($"/city/report?about={number}"), Does.Contain("You are telling us that this affects you too:")
            .And.Contain("<option selected=\"selected\" value=\"noise\">"));
        await resident.Post("/city/report", ("CategoryCode", "noise"), ("Description", "Me too."), ("About", number));
        Assert.That(await resident.Get("/city/report/where"), Does.Contain("value=\"400 block of Tanner Street\""));
        Assert.That((await resident.Post("/city/report/where", ("Address", "400 block of Tanner Street"))).To, Does.Contain("/when"));
        await resident.Send();

        Assert.That((await Concern(1)).GetProperty("saysProblemNumber").GetString(), Is.EqualTo(number));
        Assert.That(await new Browser(_host, Role.Officer).Get("/concerns/1"),
            Does.Contain($"{number}</a>, Noise behind the bar, affects").And.Contain($"value=\"{number}\""));
    }

    [Test]
    public async Task Problem_that_is_not_published_is_not_named_to_anyone()
    {
        var problem = await _host.OpenProblem("INTERNALTITLE");
        var number = (await (await Officer.GetAsync($"/api/v1/problems/{problem}")).Ok()).GetProperty("number").GetString()!;
        var resident = new Resident(_host);
        Assert.That(await resident.Get($"/city/report?about={number}"), Does.Not.Contain("affects you too").And.Not.Contain("INTERNAL"));
        await resident.Post("/city/report", ("CategoryCode", "noise"), ("Description", "Me too."), ("About", number));
        await resident.Post("/city/report/where", ("Address", "Elm Street"));
        await resident.PostFrom("/city/report", "/city/report/alike", ("number", number));
        await resident.Send();
        Assert.That((await Concern(1)).GetProperty("saysProblemNumber").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
    }

    [Test]
    public async Task Same_block_offers_what_others_told_without_their_words_and_the_choice_is_kept()
    {
        await _host.Query(db => db.Execute("INSERT INTO Street (Name, Line) VALUES ('Tanner Street', '{}')", null, default));
        var first = new Resident(_host);
        await first.Post("/city/report", ("CategoryCode", "noise"), ("Description", "TYPEDWORDS about my neighbor."));
        await first.Post("/city/report/where", ("Address", "412 Tanner Street"));
        await first.Post("/city/report/when", ("Frequency", "EveryWeek"));
        await first.Send(("Name", "Rosa Quill"));
        _host.Time.Advance(TimeSpan.FromDays(3));

        var second = new Resident(_host);
        await second.Post("/city/report", ("CategoryCode", "noise"), ("Description", "Too loud."));
        Assert.That((await second.Post("/city/report/where", ("Address", "430 tanner street"))).To, Does.Contain("/alike"));
        var page = await second.Get("/city/report/alike");
        Assert.That(page, Does.Contain("400 block of Tanner Street · reported 3 days ago").And.Not.Contain("412 T")
            .And.Not.Contain("TYPEDWORDS").And.Not.Contain("Rosa"));
        Assert.That((await second.Post("/city/report/alike", ("concernId", "1"))).To, Does.Contain("/when"));
        Assert.That(await second.Get("/city/report/who"), Does.Contain("something others told us about affects you too"));
        await second.Send();

        Assert.That((await Concern(2)).GetProperty("saysConcernNumber").GetString(), Is.EqualTo("C-2026-0001"));
        Assert.That(await new Browser(_host, Role.Officer).Get("/concerns/2"), Does.Contain("C-2026-0001</a> affects them too"));
    }

    [Test]
    public async Task Published_problem_of_the_neighborhood_is_offered_and_one_of_another_category_is_not()
    {
        var number = await Published();
        var place = $"{await _host.Neighborhood()}";
        var resident = new Resident(_host);
        await resident.Post("/city/report", ("CategoryCode", "noise"), ("Description", "Too loud."));
        await resident.Post("/city/report/where", ("NeighborhoodId", place));
        Assert.That(await resident.Get("/city/report/alike"), Does.Contain("Loud music").And.Contain($"value=\"{number}\""));
        await resident.Post("/city/report/alike", ("number", number));
        await resident.Send();
        Assert.That((await Concern(1)).GetProperty("saysProblemNumber").GetString(), Is.EqualTo(number));

        var other = new Resident(_host);
        await other.Post("/city/report", ("CategoryCode", "racing"), ("Description", "Cars."));
        Assert.That((await other.Post("/city/report/where", ("NeighborhoodId", place))).To, Does.Contain("/when"));
    }

    [Test]
    public async Task Published_problem_is_offered_to_who_points_at_its_neighborhood_with_distance_and_date()
    {
        await _host.Import(Boundaries.Collection(Boundaries.Feature("Alder Hill", Boundaries.Square(-77.55, 43.5, 0.05))));
        var number = await Published();
        await _host.Query(db => db.Execute("UPDATE Problem SET Latitude = 43.52, Longitude = -77.52", null, default));
        var resident = new Resident(_host);
        await resident.Post("/city/report", ("CategoryCode", "noise"), ("Description", "Too loud."));
        await resident.Post("/city/report/where", ("UsePoint", "true"), ("Latitude", "43.53"), ("Longitude", "-77.52"));
        Assert.That(await resident.Get("/city/report/alike"), Does.Contain($"value=\"{number}\"")
            .And.Contain("1,100 meters away · on this site since Mar 2, 2026"));
    }

    [Test]
    public async Task Address_that_is_no_known_street_tells_nobody_that_it_was_reported()
    {
        var first = new Resident(_host);
        await first.Write(address: "Behind Rosa Quill's house");
        await first.Send();
        var second = new Resident(_host);
        await second.Post("/city/report", ("CategoryCode", "noise"), ("Description", "Too loud."));
        Assert.That((await second.Post("/city/report/where", ("Address", "behind rosa quill's house"))).To, Does.Contain("/when"));
    }

    [Test]
    public async Task Concern_that_was_not_offered_can_not_be_chosen()
    {
        await new Resident(_host).Report();
        var other = new Resident(_host);
        await other.Post("/city/report", ("CategoryCode", "racing"), ("Description", "Cars."));
        await other.Post("/city/report/where", ("Address", "Elm Street"));
        await other.PostFrom("/city/report", "/city/report/alike", ("concernId", "1"));
        await other.Send();
        Assert.That((await Concern(2)).GetProperty("saysConcernId").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
    }
}
