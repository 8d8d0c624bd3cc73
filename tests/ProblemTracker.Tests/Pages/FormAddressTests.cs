using System.Text.RegularExpressions;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Pages;

/// <summary>Forms of a page that one of its other handlers rendered, in a browser without scripts.</summary>
public sealed partial class FormAddressTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Problem_is_opened_after_its_address_was_looked_up_and_chosen()
    {
        var browser = new Browser(_host, Role.Officer);
        var neighborhood = $"{await _host.Neighborhood()}";
        var found = await browser.Post("/problems/open?handler=lookup&Ids=7", [], formOn: "/problems/open");
        Assert.That(Address(found, "open-problem"), Is.EqualTo("/problems/open?Ids=7"), "what came with the link stays");

        var taken = await browser.Post("/problems/open?handler=take", new() { ["Take"] = ";;1 Elm Street" }, formOn: "/problems/open");
        await browser.Post(Address(taken, "open-problem"), new()
        {
            ["Form.Title"] = "Noise on Elm Street",
            ["Form.Description"] = "Every Friday.",
            ["Form.CategoryCode"] = "noise",
            ["Form.NeighborhoodId"] = neighborhood,
            ["Form.Address"] = "1 Elm Street",
        }, redirect: "/problems/1", formOn: "/problems/open");
    }

    [Test]
    public async Task Form_beside_a_refused_one_goes_to_its_own_handler()
    {
        var page = await new Browser(_host, Role.Administrator).Post("/settings/agency?handler=Zone",
            new() { ["Zone.TimeZone"] = "Nowhere" }, formOn: "/settings/agency");

        Assert.That(Address(page, "agency"), Is.EqualTo("/settings/agency"));
    }

    [Test]
    public async Task Form_of_a_page_without_a_handler_needs_no_address() =>
        Assert.That(Form("open-problem").Match(await new Browser(_host, Role.Officer).Get("/problems/open")).Value,
            Is.Not.Empty.And.Not.Contain("action="));

    private static string Address(string page, string form) => Action().Match(Form(form).Match(page).Value).Groups[1].Value;

    private static Regex Form(string id) => new($"<form [^>]*id=\"{id}\"[^>]*>");

    [GeneratedRegex("action=\"([^\"]*)\"")]
    private static partial Regex Action();
}
