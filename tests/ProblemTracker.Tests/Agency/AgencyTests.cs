using ImageMagick;
using ProblemTracker.Agency;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Partners;

namespace ProblemTracker.Tests.Agency;

/// <summary>The agency's name, phone, sender of emails and logo.</summary>
public sealed class AgencyTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Administrator => _host.SignIn(Role.Administrator);

    private Task<HttpResponseMessage> Put(object agency) => Administrator.IfMatch(0).PutAsJsonAsync("/api/v1/settings/agency", agency);

    [Test]
    public async Task Name_is_at_the_top_of_every_page_even_before_signing_in()
    {
        await (await Put(new { name = " Springfield Police Department " })).Ok();

        var page = await Browser.Anonymous(_host).Get("/sign-in");

        Assert.That(page, Does.Contain("<a href=\"/\">Springfield Police Department</a>")
            .And.Contain("<title>Sign in - Springfield Police Department</title>"));
    }

    [TestCase("""{"name":""}""", "name")]
    [TestCase("""{"name":null}""", "name")]
    [TestCase("""{"name":"A\nB"}""", "name")]
    [TestCase("""{"name":"A","phone":"1\r\nBcc: x@example.org"}""", "phone")]
    [TestCase("""{"name":"A","senderName":"A\u0000"}""", "senderName")]
    [TestCase("""{"name":"A","senderAddress":"nobody"}""", "senderAddress")]
    [TestCase("""{"name":"A","senderAddress":"A <a@b.example>"}""", "senderAddress")]
    [TestCase("""{"name":"A","senderAddress":"a@b.example, c@d.example"}""", "senderAddress")]
    public async Task Invalid_fields_are_rejected_by_name(string body, string field)
    {
        var reply = await Administrator.IfMatch(0).PutAsync("/api/v1/settings/agency", new StringContent(body, null, "application/json"));

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), await reply.Content.ReadAsStringAsync());
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { field }));
    }

    [Test]
    public async Task Logo_is_scaled_down_without_metadata_and_shown_to_everyone()
    {
        var upload = PhotoTests.Make(MagickFormat.Png, 1200, 600, image => image.Comment = "SECRETWORD");

        var reply = await Administrator.PostAsync("/api/v1/settings/agency/logo", new ByteArrayContent(upload));
        var page = await Browser.Anonymous(_host).Get("/sign-in");
        var address = System.Text.RegularExpressions.Regex.Match(page, "src=\"(/agency-logo/[0-9a-f]+)\"").Groups[1].Value;
        var logo = await _host.Anonymous.GetAsync(address);
        var old = await _host.Anonymous.GetAsync("/agency-logo/0000000000000000");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        var stored = await logo.Content.ReadAsByteArrayAsync();
        using var image = new MagickImage(stored);
        Assert.Multiple(() =>
        {
            Assert.That((image.Format, image.Width, image.Height), Is.EqualTo((MagickFormat.Jpeg, 480u, 240u)));
            Assert.That(System.Text.Encoding.Latin1.GetString(stored), Does.Not.Contain("SECRET"));
            Assert.That(logo.Headers.CacheControl!.Public, Is.True);
            Assert.That(old.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        });
    }

    [Test]
    public async Task Removed_logo_is_gone()
    {
        await Administrator.PostAsync("/api/v1/settings/agency/logo", new ByteArrayContent(PhotoTests.Png()));

        var reply = await Administrator.DeleteAsync("/api/v1/settings/agency/logo");

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await Browser.Anonymous(_host).Get("/sign-in"), Does.Not.Contain("agency-logo/"));
    }

    [Test]
    public async Task File_that_is_not_a_picture_is_refused_at_the_logo()
    {
        var reply = await Administrator.PostAsync("/api/v1/settings/agency/logo", new ByteArrayContent("<svg/>"u8.ToArray()));
        var nothing = await Administrator.PostAsync("/api/v1/settings/agency/logo", new ByteArrayContent([]));

        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "logo" }));
        Assert.That(await nothing.WrongFields(), Is.EqualTo(new[] { "logo" }));
    }

    [Test]
    public async Task Only_administrators_change_the_agency()
    {
        var supervisor = _host.SignIn(Role.Supervisor);

        Assert.That((await supervisor.IfMatch(0).PutAsJsonAsync("/api/v1/settings/agency", new { name = "A" })).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await supervisor.PostAsync("/api/v1/settings/agency/logo", new ByteArrayContent(PhotoTests.Png()))).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Time_zones_are_listed_with_their_offset_today_and_American_ones_first()
    {
        var zones = (await _host.SignIn(Role.Officer).Read("/api/v1/settings/time-zones")).GetProperty("items").EnumerateArray()
            .Select(zone => (Id: zone.GetProperty("id").GetString()!, Name: zone.GetProperty("name").GetString()!,
                American: zone.GetProperty("isAmerican").GetBoolean())).ToList();

        Assert.Multiple(() =>
        {
            // The host's clock shows March 2, before daylight saving time.
            Assert.That(zones[0], Is.EqualTo(("America/New_York", "Eastern Time, New York (UTC−5)", true)));
            Assert.That(zones, Does.Contain(("Europe/Berlin", "Europe/Berlin (UTC+1)", false)));
            Assert.That(zones, Does.Contain(("Asia/Kolkata", "Asia/Kolkata (UTC+5:30)", false)));
            Assert.That(zones.Select(zone => zone.Id), Is.Unique);
            Assert.That(zones.SkipWhile(zone => zone.American).Any(zone => zone.American), Is.False);
        });
    }

    [Test]
    public async Task The_verb_sets_one_field_by_the_same_rules()
    {
        await _host.Send(new SetSetting("agency.phone", "(555) 010-0100"));
        await _host.Send(new SetSetting("agency.name", "Springfield Police"));

        var agency = await _host.SignIn(Role.Officer).Read("/api/v1/settings/agency");
        Assert.That((agency.GetProperty("name").GetString(), agency.GetProperty("phone").GetString()),
            Is.EqualTo(("Springfield Police", "(555) 010-0100")));
        Assert.That(Assert.ThrowsAsync<Invalid>(() => _host.Send(new SetSetting("agency.senderAddress", "nobody")))!.Errors.Keys,
            Is.EqualTo(new[] { "value" }));
        Assert.That(Assert.ThrowsAsync<Invalid>(() => _host.Send(new SetSetting("agency.motto", "A")))!.Errors.Keys,
            Is.EqualTo(new[] { "name" }));
    }
}
