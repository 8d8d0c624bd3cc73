using Ical.Net;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Concerns;

namespace ProblemTracker.Tests.Portal;

/// <summary>Residents put the meetings of a neighborhood into their calendars, and hear of them in the news.</summary>
public sealed class MeetingCalendarTests
{
    private TrackerHost _host = null!;
    private long _place;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
        _place = await _host.Neighborhood();
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private object Body(string place = "Library", bool isPublic = true, bool everywhere = false, double hours = 24) => new
    {
        kind = "Meeting",
        neighborhoodId = everywhere ? (long?)null : _place,
        startsAt = TrackerHost.Start.AddHours(hours),
        endsAt = TrackerHost.Start.AddHours(hours + 2),
        place,
        isPublic,
        texts = new[] { new { language = "en", title = "Quiet; nights, always", agenda = "First\nSecond" } },
    };

    private async Task Plan(object body) => await (await Officer.PostAsJsonAsync("/api/v1/meetings", body)).Ok();

    private async Task<(HttpResponseMessage Reply, string Text)> Read(string path, string? etag = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        var reply = await _host.WithoutCookies().SendAsync(request);
        return (reply, await reply.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task Calendar_has_the_public_meetings_of_a_neighborhood_and_the_city_and_names_nobody()
    {
        await Plan(Body());
        await Plan(Body("Market", everywhere: true));
        await Plan(Body("Back room", isPublic: false));
        await Plan(Body("Long ago", hours: -24 * 100));
        var (reply, text) = await Read($"/city/neighborhoods/{_place}/calendar.ics");
        var calendar = Calendar.Load(text)!;
        var first = calendar.Events.Single(one => one.Uid!.StartsWith("meeting-1@", StringComparison.Ordinal));

        Assert.Multiple(() =>
        {
            Assert.That(reply.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/calendar; charset=utf-8"));
            Assert.That(calendar.Events.Select(one => one.Location), Is.EquivalentTo(new[] { "Library", "Market" }));
            Assert.That((first.Summary, first.Description, first.Sequence, first.Status),
                Is.EqualTo(("Quiet; nights, always", "First\nSecond", 0, "CONFIRMED")));
            Assert.That(first.Start!.AsUtc, Is.EqualTo(TrackerHost.Start.AddHours(24).UtcDateTime));
            Assert.That(text, Does.Not.Contain("Officer").And.Not.Contain("ORGANIZER"));
        });
        var (missing, _) = await Read("/city/neighborhoods/99/calendar.ics");
        Assert.That(missing.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Unchanged_calendar_is_answered_with_304_and_a_change_replaces_the_event()
    {
        await Plan(Body());
        var path = $"/city/neighborhoods/{_place}/calendar.ics";
        var etag = (await Read(path)).Reply.Headers.ETag!.ToString();
        _host.Time.Advance(TimeSpan.FromHours(5));
        var (same, _) = await Read(path, etag);
        Assert.That((same.StatusCode, same.Headers.CacheControl!.Public), Is.EqualTo((HttpStatusCode.NotModified, true)));

        await (await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/meetings/1", Body("School"))).Ok();
        var (changed, text) = await Read(path, etag);
        Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(text, Does.Contain("SEQUENCE:1").And.Contain("LOCATION:School"));
    }

    [Test]
    public async Task Canceled_meeting_stays_in_the_calendar_as_canceled_also_as_one_event()
    {
        await Plan(Body());
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/meetings/1/cancel", new { reason = "Storm" })).Ok();
        foreach (var path in new[] { $"/city/neighborhoods/{_place}/calendar.ics", "/city/meetings/1.ics" })
        {
            var one = Calendar.Load((await Read(path)).Text)!.Events.Single();
            Assert.That((one.Status, one.Sequence, one.Description), Is.EqualTo(("CANCELLED", 1, "Storm")), path);
        }
    }

    [Test]
    public async Task News_tell_of_a_meeting_of_its_new_place_and_that_it_is_canceled()
    {
        await Plan(Body());
        Assert.That(await Feed(), Does.Contain("Quiet; nights, always, Tuesday, March 3, 2026").And.Contain("/city/meetings/1"));
        var before = await Feed();
        _host.Time.Advance(TimeSpan.FromMinutes(10));
        await (await Officer.IfMatch(1).PutAsJsonAsync("/api/v1/meetings/1", Body())).Ok();
        Assert.That(await Feed(), Is.EqualTo(before), "Nothing that residents must know changed.");
        await (await Officer.IfMatch(2).PutAsJsonAsync("/api/v1/meetings/1", Body("School"))).Ok();
        Assert.That(await Feed(), Is.Not.EqualTo(before));
        await (await Officer.IfMatch(3).PostAsJsonAsync("/api/v1/meetings/1/cancel", new { reason = "Storm" })).Ok();
        Assert.That(await Feed(), Does.Contain("Canceled: Quiet; nights, always").And.Contain("Storm"));
        Assert.That(await new Resident(_host, "es").Get($"/city/neighborhoods/{_place}/feed"), Does.Contain("Se canceló: Quiet"));

        Task<string> Feed() => new Resident(_host).Get($"/city/neighborhoods/{_place}/feed");
    }
}
