using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Concerns;

/// <summary>The agency can name its categories in the other languages of the public site.</summary>
public sealed class CategoryNameTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    /// <summary>Names the category of noise, which comes first, and adds one of the agency's own.</summary>
    private async Task<HttpResponseMessage> Name(object names)
    {
        var administrator = _host.SignIn(Role.Administrator);
        var others = (await (await administrator.GetAsync("/api/v1/settings/categories")).Json()).GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("code").GetString() != "noise").Select(item => (object)item);
        object[] items =
        [
            new { code = "noise", name = "Noise", active = true, names },
            new { code = "drones", name = "Drones", active = true, names = new { es = " Drones molestos " } },
            .. others,
        ];
        return await administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/categories", new { items });
    }

    [Test]
    public async Task Residents_and_Open311_read_the_name_in_their_language()
    {
        var saved = await (await Name(new { es = "Ruido nocturno" })).Ok();
        Assert.That(saved.GetProperty("items")[1].GetProperty("names").GetProperty("es").GetString(), Is.EqualTo("Drones molestos"));
        var (spanish, english) = (new Resident(_host, "es"), new Resident(_host));
        Assert.That(await spanish.Get("/city/report"), Does.Contain(">Ruido nocturno</option>").And.Contain(">Drones molestos</option>"));
        Assert.That(await english.Get("/city/report"), Does.Contain(">Drones</option>").And.Not.Contain("nocturno"));
        await spanish.Write("drones", "Toda la noche.");
        Assert.That(await spanish.Get(await spanish.Send()), Does.Contain("Drones molestos"));

        Assert.That(await Services("es"), Is.SupersetOf(new[] { "Ruido nocturno", "Drones molestos" }));
        Assert.That(await Services("en"), Is.SupersetOf(new[] { "Noise", "Drones" }));
        foreach (var (lang, name) in new[] { ("es", "Drones molestos"), ("en", "Drones") })
            Assert.That((await (await _host.Anonymous.GetAsync($"/open311/v2/requests.json?lang={lang}")).Json())[0]
                .GetProperty("service_name").GetString(), Is.EqualTo(name));

        async Task<IEnumerable<string?>> Services(string lang) =>
            (await (await _host.Anonymous.GetAsync($"/open311/v2/services.json?lang={lang}")).Json()).EnumerateArray()
                .Select(service => service.GetProperty("service_name").GetString());
    }

    [Test]
    public async Task Name_in_a_language_that_the_site_does_not_have_is_refused() =>
        Assert.That(await (await Name(new { xx = "Bruit" })).WrongFields(), Is.EqualTo(new[] { "items[0].names[xx]" }));

    [Test]
    public async Task Page_has_a_field_for_each_language_and_keeps_what_was_typed()
    {
        var browser = new Browser(_host, Role.Administrator);
        var form = new Dictionary<string, string>
        {
            ["Version"] = "0",
            ["Items[0].Position"] = "1",
            ["Items[0].Code"] = "noise",
            ["Items[0].Name"] = "Noise",
            ["Items[0].Names[es]"] = "Ruido nocturno",
            ["Items[0].Active"] = "true",
        };
        Assert.That(await browser.Post("/settings/categories", form),
            Does.Contain("value=\"Ruido nocturno\"").And.Contain("Keep it in the list"));
        await (await Name(new { es = "Ruido nocturno" })).Ok();
        Assert.That(await browser.Get("/settings/categories"), Does.Contain("Name in Spanish").And.Contain("value=\"Ruido nocturno\""));
        Assert.That((await (await _host.SignIn(Role.Officer).GetAsync("/api/v1/settings/categories")).Json()).GetProperty("items")[2]
            .GetProperty("names").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }
}
