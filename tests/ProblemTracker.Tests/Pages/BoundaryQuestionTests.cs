using ProblemTracker.Domain;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Tests.Incidents;
using ProblemTracker.Tests.Neighborhoods;

using static ProblemTracker.Tests.Neighborhoods.Boundaries;

namespace ProblemTracker.Tests.Pages;

/// <summary>New boundaries over present neighborhoods: the page asks what becomes of those, and ends none unasked.</summary>
public sealed class BoundaryQuestionTests
{
    private TrackerHost _host = null!;
    private Browser _browser = null!;
    private string _page = "";

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _browser = new(_host, Role.Administrator);
        await _host.Import(Two);
        _page = $"/imports/{await _host.SignIn(Role.Administrator).Upload(Collection(Feature("Beat", Square(-90, 40, 2))), "beats.geojson",
            "Neighborhoods")}";
    }

    [TearDown] public void Stop() => _host.Dispose();

    private static Dictionary<string, string> Answers(IReadOnlyList<long> ids, params (string Name, string Value)[] others)
    {
        var fields = others.Append(("NameProperty", "name")).Append(("SeenNameProperty", "name")).ToDictionary();
        foreach (var (i, id) in ids.Index()) fields[$"Boundaries.Covered[{i}].NeighborhoodId"] = $"{id}";
        return fields;
    }

    private async Task<IReadOnlyList<long>> Covered() =>
        [.. (await _host.Send(new ListNeighborhoods())).Items.Select(place => place.Id)];

    [Test]
    public async Task Nothing_is_preset_and_an_import_without_answers_does_not_start()
    {
        Assert.That(await _browser.Get(_page), Does.Contain("2 neighborhoods").And.Contain("For all of them")
            .And.Not.Contain("selected=\"selected\" value=\"Ends\""));

        var page = await _browser.Post($"{_page}?handler=Start", Answers(await Covered()), formOn: _page);
        Assert.That(page, Does.Contain("Choose what happens to 2 neighborhoods: one answer for all, or one for each."));
        Assert.That((await _host.Send(new ListNeighborhoods())).Items.Select(place => place.Name),
            Is.EquivalentTo(new[] { "East", "West" }));
    }

    [Test]
    public async Task One_answer_holds_for_all_but_those_with_one_of_their_own()
    {
        var ids = await Covered();
        var page = await _browser.Post($"{_page}?handler=Look", Answers(ids, ("Boundaries.All", "Ends")), formOn: _page);
        Assert.That(page, Does.Contain("2 neighborhoods, 2 of them end"));

        var answers = Answers(ids, ("Boundaries.All", "Ends"), ("Boundaries.From", "2026-03-02"),
            ("Boundaries.Covered[0].Choice", "Present"));
        await _browser.Post($"{_page}?handler=Start", answers, _page, formOn: _page);
        await _host.Work();
        Assert.That((await _host.Send(new ReadNeighborhood(ids[0]))).LastDay, Is.Null);
        Assert.That((await _host.Send(new ReadNeighborhood(ids[1]))).LastDay, Is.EqualTo(new DateOnly(2026, 3, 1)));
    }
}
