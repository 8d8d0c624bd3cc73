using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Problems.Files;

namespace ProblemTracker.Tests.Partners;

/// <summary>Photos that owners outside the department send, by account and by link, from pages without scripts.</summary>
public sealed class OwnerPhotoTests
{
    private TrackerHost _host = null!;
    private PartnerCase _case = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _case = await PartnerCase.Make(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private static (string, byte[])[] Photos(int count) => [.. Enumerable.Range(0, count).Select(i => ($"{i}.png", PhotoTests.Png()))];

    private async Task<(HttpStatusCode Status, string Html)> ByLink(
        string token, string handler, (string, byte[])[] files, params (string, string)[] fields)
    {
        using var reply = await _host.Anonymous.PostAsync($"/link/{token}?handler={handler}", Sent.Form(files, fields));
        return (reply.StatusCode, WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync()));
    }

    private async Task<IReadOnlyList<string?>> Heard() =>
        [.. (await _case.Officer.Read("/api/v1/updates")).GetProperty("items").EnumerateArray()
            .Select(update => update.GetProperty("sentence").GetString())];

    [Test]
    public async Task Holder_of_a_link_adds_photos_that_the_team_sees_and_hears_of_at_once()
    {
        var token = await _case.Link();

        var (status, _) = await ByLink(token, "Photo", Photos(2), ("Caption", "The new lamp"));

        Assert.That(status, Is.EqualTo(HttpStatusCode.Found));
        var page = await (await _host.Anonymous.GetAsync($"/link/{token}?said=attached")).Content.ReadAsStringAsync();
        var photo = await _host.Anonymous.GetAsync($"/link/{token}?handler=Photo&photoId=1");
        var said = await _case.Officer.Read($"{_case.TeamUrl}/conversation");
        Assert.Multiple(async () =>
        {
            Assert.That(page, Does.Contain("The new lamp").And.Contain("Your photos were sent.").And.Contain("capture=\"environment\""));
            Assert.That(photo.Content.Headers.ContentType!.MediaType, Is.EqualTo("image/jpeg"));
            Assert.That(said.GetProperty("photos").GetArrayLength(), Is.EqualTo(2));
            Assert.That(await Heard(), Is.EqualTo(new[] { $"The owner attached 2 photos to an action: {PartnerCase.Task}" }));
            Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{_case.Problem}/print"),
                Does.Contain($"/actions/{_case.Action}?handler=Photo&photoId=2").And.Contain("The new lamp"));
        });
    }

    [Test]
    public async Task Done_report_by_link_comes_with_photos_in_one_save()
    {
        var token = await _case.Link();
        var wrong = await ByLink(token, "Report", [("run.png", "MZ"u8.ToArray())], ("Version", "1"), ("Report.DoneOn", "2026-03-02"));
        Assert.That(wrong.Html, Does.Contain("id=\"done-photos-error\""));
        Assert.That((await _case.Read()).GetProperty("reportedDoneOn").ValueKind, Is.EqualTo(JsonValueKind.Null));

        var (status, _) = await ByLink(token, "Report", Photos(1), ("Version", "1"), ("Report.DoneOn", "2026-03-02"));

        Assert.That(status, Is.EqualTo(HttpStatusCode.Found));
        Assert.That((await _case.Read()).GetProperty("photos").GetInt32(), Is.EqualTo(1));
        Assert.That(await Heard(), Is.EqualTo(new[]
        {
            $"The owner reported an action done on March 2, 2026 and added a photo: {PartnerCase.Task}",
        }));
    }

    [Test]
    public async Task Link_shows_no_photos_of_another_owner_or_action_and_an_invalid_one_takes_none()
    {
        var token = await _case.Link();
        await ByLink(token, "Photo", Photos(1));
        var other = await PartnerCase.Make(_host);
        var others = await other.Link();

        foreach (var address in new[] { $"/link/{others}?handler=Photo&photoId=1", $"/link/x?handler=Photo&photoId=1" })
            Assert.That((await _host.Anonymous.GetAsync(address)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), address);
        Assert.That((await ByLink("x", "Photo", Photos(1))).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await _case.Count("SELECT COUNT(*) FROM ActionPhoto"), Is.EqualTo(1));
    }

    [Test]
    public async Task Action_takes_at_most_10_photos_by_link()
    {
        var token = await _case.Link();
        Assert.That((await ByLink(token, "Photo", [], ("Caption", ""))).Html, Does.Contain("Choose a photo."));
        Assert.That((await ByLink(token, "Photo", Photos(12))).Html, Does.Contain("An action can have at most 10 photos."));
        await ByLink(token, "Photo", Photos(9));
        Assert.That((await ByLink(token, "Photo", Photos(2))).Html, Does.Contain("An action can have at most 10 photos."));
        Assert.That(await _case.Count("SELECT COUNT(*) FROM ActionPhoto"), Is.EqualTo(9));
    }

    [Test]
    public async Task Partner_with_an_account_adds_several_photos_and_reports_done_with_one()
    {
        await (await _case.Partner.GetAsync(_case.Url)).Ok();
        await _host.SendAs(_host.IdOf("partner"), [Role.Partner], new ProblemTracker.Partners.AttachPhoto(_case.Action,
            [new(PhotoTests.Png()), new(PhotoTests.Png())], "Both sides"));
        await _host.SendAs(_host.IdOf("partner"), [Role.Partner], new ProblemTracker.Partners.ReportActionDone(_case.Action, 1,
            new DateOnly(2026, 3, 2), "Done.", [new(PhotoTests.Png())]));

        Assert.That((await _case.Read()).GetProperty("photos").GetInt32(), Is.EqualTo(3));
        Assert.That(await Heard(), Is.EqualTo(new[]
        {
            $"The owner reported an action done on March 2, 2026 and added a photo: {PartnerCase.Task}",
            $"The owner attached 2 photos to an action: {PartnerCase.Task}",
        }));
    }
}
