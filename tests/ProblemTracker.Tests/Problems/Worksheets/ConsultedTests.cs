using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class ConsultedTests
{
    private TrackerHost _host = null!;
    private GivenProblem _problem = null!;
    private Browser _browser = null!;
    private string _page = "";

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = new(_host, await _host.OpenProblem());
        _browser = new(_host, Role.Officer);
        _page = $"/problems/{_problem.Id}/analysis";
        // In the directory, and attached to another problem.
        var other = await _host.OpenProblem("Another");
        await _host.Attach(other, "Blue Lantern", "PlaceManager");
        await _host.Attach(other, "Blue Lantern Hotel", "PlaceManager");
        await _host.Attach(other, "Alder Street residents", "Affected");
    }

    [TearDown] public void Stop() => _host.Dispose();

    [TestCase("blue lantern")]
    [TestCase("alder")]
    public async Task Whoever_was_consulted_is_attached_and_the_form_keeps_what_was_typed(string name)
    {
        var page = await Attach(name, "PlaceManager");

        Assert.That(page, Does.Contain("Typed before").And.Contain("Sheet.Consulted[0].AttachmentId"));
        Assert.That((await _problem.Read()).GetProperty("stakeholders").GetArrayLength(), Is.EqualTo(1));
        Assert.That((await _problem.Read()).GetProperty("worksheetVersions").GetProperty("analysis").GetInt32(), Is.Zero);
    }

    [TestCase("", "PlaceManager", "Enter the name as it is in the directory.")]
    [TestCase("lantern", "PlaceManager", "Several entries have this name: Blue Lantern; Blue Lantern Hotel.")]
    [TestCase("Nobody", "PlaceManager", "Nobody in the directory has this name.")]
    [TestCase("Blue Lantern", "", "Choose the stakeholder's role in this problem.")]
    public async Task Attaching_says_what_is_wrong(string name, string role, string sentence)
    {
        Assert.That(await Attach(name, role), Does.Contain(sentence).And.Contain("Typed before"));
        Assert.That((await _problem.Read()).GetProperty("stakeholders").GetArrayLength(), Is.Zero);
    }

    private Task<string> Attach(string name, string role) => _browser.Post($"{_page}?handler=Attach", new()
    {
        ["Version"] = "0",
        ["Sheet.Hypothesis"] = "Typed before",
        ["Attach.Name"] = name,
        ["Attach.Role"] = role,
    }, formOn: _page);
}
