using System.Xml.Linq;
using MimeKit;
using ProblemTracker.Domain;
using ProblemTracker.Mail;
using ProblemTracker.Portal;
using ProblemTracker.Tests.Concerns;

namespace ProblemTracker.Tests.Portal;

/// <summary>Residents follow the news of a neighborhood by email and by feed.</summary>
public sealed class NewsTests
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

    private async Task Publish(string title = "Loud music", string category = "noise")
    {
        var officer = _host.SignIn(Role.Officer);
        var problem = await _host.OpenProblem();
        await _host.Query(db => db.Execute("UPDATE Problem SET CategoryCode = @category WHERE Id = @problem",
            new { category, problem }, default));
        await (await officer.IfMatch(0).PutAsJsonAsync($"/api/v1/problems/{problem}/publication", new
        {
            texts = new[]
            {
                new { language = "en", title, place = "Tanner Street", youSaid = "Music." },
                new { language = "es", title = $"{title} (es)", place = "Tanner Street", youSaid = "Música." },
            },
        })).Ok();
    }

    /// <summary>Subscribes and opens the link that was mailed.</summary>
    /// <returns>The path of the link.</returns>
    private async Task<string> Subscribe(string pace = "AtOnce", string? category = null, string language = "en", bool confirm = true,
        string email = "rosa@home.example")
    {
        var (_, html) = await new Resident(_host, language).Post($"/city/neighborhoods/{_place}/news", ("Email", email),
            ("Pace", pace), ("CategoryCode", category ?? ""));
        Assert.That(html, Does.Contain("role=\"status\""));
        var link = Link((await Delivered()).Last(mail => mail.To.ToString() == email));
        if (confirm) await new Resident(_host, language).PostFrom(link, $"{link}?handler=Confirm");
        return link;
    }

    private static string Link(MimeMessage mail) =>
        new Uri(System.Text.RegularExpressions.Regex.Match(mail.TextBody!, @"\S+/city/news/\S+").Value).AbsolutePath;

    private async Task<IReadOnlyList<MimeMessage>> Delivered()
    {
        await _host.Send(new DeliverMail());
        var folder = Path.Combine(_host.Folder, "mail");
        return !Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder, "*.eml").Select(file => MimeMessage.Load(file))
            .OrderBy(mail => int.Parse(mail.MessageId!.Split('.')[1], null))];
    }

    private async Task<int> Sent()
    {
        // News rest a moment before they are sent.
        _host.Time.Advance(TimeSpan.FromMinutes(3));
        return (await _host.Send(new SendNews())).Emails;
    }

    private Task<long> Count(string sql) => _host.Query(db => db.Single<long>(sql, null, default));

    [Test]
    public async Task Nothing_is_mailed_before_the_address_is_confirmed_and_opening_the_link_alone_confirms_nothing()
    {
        var link = await Subscribe(confirm: false);
        await new Resident(_host).Get(link);
        await Publish();
        Assert.That(await Sent(), Is.Zero);

        await new Resident(_host).PostFrom(link, $"{link}?handler=Confirm");
        Assert.That(await Sent(), Is.Zero, "older than the subscription");
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await Publish("Broken lights");
        Assert.That(await Sent(), Is.EqualTo(1));
        Assert.That(await Sent(), Is.Zero, "once");
        var mail = (await Delivered())[^1];
        Assert.Multiple(() =>
        {
            Assert.That(mail.Subject, Is.EqualTo("News of Alder Hill"));
            Assert.That(mail.TextBody, Does.Contain("Broken lights").And.Contain("/city/problems/P-2026-0002?lang=en")
                .And.Not.Contain("Loud music").And.Not.Contain("rosa"));
        });
    }

    [Test]
    public async Task One_click_in_the_mail_program_ends_it_and_deletes_the_address()
    {
        await Subscribe();
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await Publish();
        await Sent();
        var mail = (await Delivered())[^1];
        Assert.That(mail.Headers[HeaderId.ListUnsubscribePost], Is.EqualTo("List-Unsubscribe=One-Click"));
        var address = new Uri(mail.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>'));
        using var reply = await _host.WithoutCookies().PostAsync(address.PathAndQuery,
            new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]));
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Count("SELECT COUNT(*) FROM Subscription"), Is.Zero);
        Assert.That(await Count("SELECT COUNT(*) FROM OneTimeLink WHERE Purpose = 'News'"), Is.Zero);
        await new Resident(_host).Get(address.AbsolutePath, HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Weekly_news_come_on_monday_morning_and_in_the_language_of_the_subscription()
    {
        await Subscribe("Weekly", language: "es");
        _host.Time.Advance(TimeSpan.FromHours(1));
        await Publish();
        Assert.That(await Sent(), Is.Zero);
        // Sunday, then Monday before the first hour, then after it.
        _host.Time.SetUtcNow(new(2026, 3, 8, 18, 0, 0, TimeSpan.Zero));
        Assert.That(await Sent(), Is.Zero);
        _host.Time.SetUtcNow(new(2026, 3, 9, 11, 0, 0, TimeSpan.Zero));
        Assert.That(await Sent(), Is.Zero);
        _host.Time.SetUtcNow(new(2026, 3, 9, 12, 30, 0, TimeSpan.Zero));
        await Publish("Of this week");
        Assert.That(await Sent(), Is.EqualTo(1));
        var mail = (await Delivered())[^1];
        Assert.That(mail.Subject, Is.EqualTo("Noticias de Alder Hill"));
        Assert.That(mail.TextBody, Does.Contain("Loud music (es)").And.Not.Contain("Of this week"));
    }

    [TestCase("en", "Cierre su auto", "es", "(in Spanish)")]
    [TestCase("es", "Lock your car", "en", "(idioma: English)")]
    public async Task Title_in_another_language_is_marked(string language, string title, string other, string mark)
    {
        await Subscribe(language: language);
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await Publish();
        await (await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/bulletins",
            new { texts = new[] { new { language = other, title, body = "Robos." } } })).Ok();
        await (await _host.SignIn(Role.Supervisor).IfMatch(1).PostAsync("/api/v1/bulletins/1/approve", null)).Ok();
        Assert.That(await Sent(), Is.EqualTo(1));
        var mail = (await Delivered())[^1];
        Assert.That(mail.TextBody, Does.Contain($"- {title} {mark}").And.Match(@"- Loud music( \(es\))?\r?\n"));
        Assert.That(mail.HtmlBody, Does.Contain($" lang=\"{other}\">{title}</a>"));
        Assert.That(System.Text.RegularExpressions.Regex.Count(mail.HtmlBody, "<a [^>]* lang="), Is.EqualTo(1));
    }

    [Test]
    public async Task Nobody_is_mailed_at_night()
    {
        await Subscribe();
        _host.Time.SetUtcNow(new(2026, 3, 3, 3, 0, 0, TimeSpan.Zero));
        await Publish();
        Assert.That(await Sent(), Is.Zero);
        _host.Time.SetUtcNow(new(2026, 3, 3, 13, 0, 0, TimeSpan.Zero));
        Assert.That(await Sent(), Is.EqualTo(1));
    }

    [Test]
    public async Task Category_narrows_the_news_and_a_bulletin_for_the_whole_city_comes_anyway()
    {
        await Subscribe(category: "racing");
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await Publish();
        Assert.That(await Sent(), Is.Zero);
        await (await _host.SignIn(Role.Officer).PostAsJsonAsync("/api/v1/bulletins",
            new { texts = new[] { new { language = "en", title = "Lock your car", body = "Thefts rose." } } })).Ok();
        await (await _host.SignIn(Role.Supervisor).IfMatch(1).PostAsync("/api/v1/bulletins/1/approve", null)).Ok();
        Assert.That(await Sent(), Is.EqualTo(1));
        await Publish("Cars race", "racing");
        await Sent();
        Assert.That((await Delivered())[^1].TextBody, Does.Contain("Cars race").And.Not.Contain("Loud music"));
    }

    [Test]
    public async Task Asking_again_changes_how_soon_and_too_often_mails_nothing()
    {
        await Subscribe("Weekly");
        await Subscribe("AtOnce");
        Assert.That(await Count("SELECT COUNT(*) FROM Subscription"), Is.EqualTo(1));
        for (var i = 0; i < 4; i++) await Subscribe(confirm: false);
        var (_, html) = await new Resident(_host).Post($"/city/neighborhoods/{_place}/news", ("Email", "Rosa@home.example"),
            ("Pace", "Weekly"));
        Assert.That(html, Does.Contain("role=\"status\""), "the answer does not depend on the address");
        Assert.That(await Count("SELECT COUNT(*) FROM Outbox WHERE DedupeKey LIKE 'news:%'"), Is.LessThanOrEqualTo(6));
        _host.Time.Advance(TimeSpan.FromDays(15));
        await Sent();
        Assert.That(await Count("SELECT COUNT(*) FROM Subscription"), Is.EqualTo(1), "those that nobody confirmed are deleted");
    }

    [Test]
    public async Task Neighborhood_that_someone_follows_is_not_removed()
    {
        await Subscribe();
        var admin = _host.SignIn(Role.Administrator);
        var version = (await (await admin.GetAsync($"/api/v1/neighborhoods/{_place}")).Ok()).GetProperty("version").GetInt32();
        var refused = await admin.IfMatch(version).DeleteAsync($"/api/v1/neighborhoods/{_place}");
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
    }

    [TestCase("", "Enter your email address.")]
    [TestCase("nobody", "email")]
    public async Task Bad_address_is_refused_at_its_field(string email, string sentence)
    {
        var (_, html) = await new Resident(_host).Post($"/city/neighborhoods/{_place}/news", ("Email", email), ("Pace", "Weekly"));
        Assert.That(html, Does.Contain(sentence).And.Contain("usa-error-message"));
        Assert.That(await Count("SELECT COUNT(*) FROM Subscription"), Is.Zero);
    }

    [Test]
    public async Task Unknown_links_get_one_answer()
    {
        Assert.That(await new Resident(_host).Get("/city/news/unknown", HttpStatusCode.NotFound), Does.Contain("This link is not valid."));
        Assert.That(await new Resident(_host).Get($"/city/news/{new string('x', 400)}", HttpStatusCode.NotFound),
            Does.Contain("This link is not valid."));
    }

    [Test]
    public async Task Feed_is_valid_atom_with_what_residents_may_read()
    {
        await Publish("Noise & \"more\" <b>");
        using var reply = await _host.WithoutCookies().GetAsync($"/city/neighborhoods/{_place}/feed?lang=en");
        Assert.That(reply.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/atom+xml"));
        var feed = XDocument.Parse(await reply.Content.ReadAsStringAsync());
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var entry = feed.Root!.Elements(atom + "entry").Single();
        Assert.Multiple(() =>
        {
            Assert.That(entry.Element(atom + "title")!.Value, Is.EqualTo("Noise & \"more\" <b>"));
            Assert.That(entry.Element(atom + "id")!.Value, Does.EndWith("/city/problems/P-2026-0001"));
            Assert.That(feed.Root.Element(atom + "updated")!.Value, Is.EqualTo("2026-03-02T14:00:00Z"));
            Assert.That(feed.ToString(), Does.Not.Contain("Noise behind the bar").And.Not.Contain("Every Friday night"));
        });
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/city/neighborhoods/{_place}/feed?lang=en");
        again.Headers.IfNoneMatch.Add(reply.Headers.ETag!);
        using var same = await _host.WithoutCookies().SendAsync(again);
        Assert.That(same.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }
}
