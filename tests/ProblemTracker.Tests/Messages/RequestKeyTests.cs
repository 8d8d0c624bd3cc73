using System.Text;
using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Messages;

/// <summary>A request sent again with the same Idempotency-Key.</summary>
public sealed class RequestKeyTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Secret_result_is_not_stored_and_the_request_is_not_repeated()
    {
        var person = _host.IdOf(Role.Officer);
        var first = await Post(_host.SignIn(Role.Officer), "/api/v1/me/tokens", Credentials, "k");
        var again = await Post(_host.SignIn(Role.Officer), "/api/v1/me/tokens", Credentials, "k");

        var token = (await first.Json()).GetProperty("token").GetString()!;
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await again.Json()).GetProperty("code").GetString(), Is.EqualTo("idempotency.secret"));
        Assert.That(await Rows("SELECT Answer FROM IdempotencyKey"), Is.EqualTo(new[] { "" }));
        Assert.That(string.Join('\n', await Rows("SELECT CONCAT(BodyHash, Answer, Route) FROM IdempotencyKey")), Does.Not.Contain(token));
        Assert.That(person, Is.Positive);
    }

    [Test]
    public async Task Hash_of_a_body_can_not_be_computed_from_a_stolen_database()
    {
        _host.IdOf(Role.Officer);
        await Post(_host.SignIn(Role.Officer), "/api/v1/me/tokens", Credentials, "k");
        var body = JsonSerializer.SerializeToUtf8Bytes(Credentials, JsonSerializerOptions.Web);
        var plain = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body));

        Assert.That(await Rows("SELECT BodyHash FROM IdempotencyKey"), Has.None.EqualTo(plain));
    }

    [Test]
    public async Task Key_belongs_to_the_path_in_any_case_and_to_the_query()
    {
        var officer = _host.SignIn(Role.Officer);
        var problem = await _host.OpenProblem();
        var first = await Post(officer, $"/api/v1/problems/{problem}/notes", new { text = "Once." }, "k");
        var sameAddress = await Post(officer, $"/API/v1/Problems/{problem}/Notes", new { text = "Once." }, "k");

        Assert.That((await sameAddress.Json()).GetProperty("id").GetInt64(), Is.EqualTo((await first.Json()).GetProperty("id").GetInt64()));

        var partner = await PartnerPhotos();
        await (await Photo(partner.Client, $"{partner.Url}/photos?caption=one", "p")).Ok();
        Assert.That((await (await Photo(partner.Client, $"{partner.Url}/photos?caption=two", "p")).Json()).GetProperty("code").GetString(),
            Is.EqualTo("idempotency.mismatch"));
    }

    [Test]
    public async Task Another_file_in_the_same_form_is_another_request()
    {
        var problem = await _host.OpenProblem();
        var page = new Browser(_host, Role.Officer);
        async Task Add(string text)
        {
            var form = Problems.Files.Sent.Form([("report.pdf", Encoding.ASCII.GetBytes($"%PDF-1.4\n{text}\n%%EOF"))]);
            form.Add(new StringContent("same"), "__key");
            var (status, html) = await page.Post($"/problems/{problem}/files", $"/problems/{problem}/files", form);
            Assert.That(status, Is.EqualTo(HttpStatusCode.Found), html);
        }
        // Sent twice, as by a double click, and then another of the same name and length.
        await Add("one");
        await Add("one");
        await Add("two");
        var files = await _host.SignIn(Role.Officer).Read($"/api/v1/problems/{problem}/files");
        Assert.That(files.GetProperty("items").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task Another_import_in_the_same_form_is_another_import()
    {
        var page = new Browser(_host, Role.Analyst);
        async Task<string> Upload(string text)
        {
            using MultipartFormDataContent form = new() { { new StringContent("same"), "__key" },
                { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", "calls.csv" } };
            return (await page.Post("/imports/new", "/imports/new", form)).Html;
        }
        foreach (var text in new[] { "no,at\n1,2026-01-05\n", "no,at\n2,2026-01-05\n" }) await Upload(text);
        Assert.That((await _host.SignIn(Role.Analyst).Read("/api/v1/imports")).GetProperty("items").GetArrayLength(), Is.EqualTo(2));
    }

    [Test]
    public async Task Key_older_than_a_day_is_used_anew()
    {
        var officer = _host.SignIn(Role.Officer);
        var url = $"/api/v1/problems/{await _host.OpenProblem()}/notes";
        await Post(officer, url, new { text = "Once." }, "k");
        await _host.Query(db => db.Execute("UPDATE IdempotencyKey SET CreatedAt = @At", new { At = _host.Time.GetUtcNow().AddHours(-25) },
            default));

        Assert.That((await Post(officer, url, new { text = "Twice." }, "k")).StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task Key_of_an_upload_belongs_to_the_content_of_its_file()
    {
        async Task<HttpResponseMessage> Upload(string text, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/imports?kind=Incidents&fileName=a.csv")
            {
                Content = new StringContent(text),
            };
            request.Headers.Add("Idempotency-Key", key);
            return await _host.SignIn(Role.Analyst).SendAsync(request);
        }
        var id = (await (await Upload("a,b\n1,2\n", "k")).Ok()).GetProperty("id").GetInt64();

        Assert.That((await (await Upload("a,b\n1,2\n", "k")).Ok()).GetProperty("id").GetInt64(), Is.EqualTo(id));
        var other = await Upload("a,b\n1,3\n", "k");
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "as long as the first");
        Assert.That((await other.Json()).GetProperty("code").GetString(), Is.EqualTo("idempotency.mismatch"));
        Assert.That((await (await Upload("a,b\n1,3\n", "other")).Ok()).GetProperty("id").GetInt64(), Is.Not.EqualTo(id));
    }

    [Test]
    public async Task Permission_is_checked_before_the_body_is_read()
    {
        using var body = new Endless();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/imports?kind=Incidents&fileName=big.csv") { Content = body };
        request.Headers.Add("Idempotency-Key", "k");
        using var reply = await _host.SignIn(Role.Officer).SendAsync(request, HttpCompletionOption.ResponseHeadersRead)
            .WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private static readonly object Credentials = new { email = "officer@test.example", password = TrackerHost.Password, name = "radio" };

    private async Task<(HttpClient Client, string Url)> PartnerPhotos()
    {
        var theCase = await Partners.PartnerCase.Make(_host);
        return (theCase.Partner, theCase.Url);
    }

    private static async Task<HttpResponseMessage> Photo(HttpClient client, string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(Partners.PhotoTests.Make(ImageMagick.MagickFormat.Jpeg)),
        };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> Post(HttpClient client, string path, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    private Task<IReadOnlyList<string>> Rows(string sql) => _host.Query(db => db.List<string>(sql, null, default));

    /// <summary>Never ends, so that whoever reads it waits.</summary>
    private sealed class Endless : HttpContent
    {
        private readonly TaskCompletionSource _never = new();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _never.Task;

        protected override void Dispose(bool disposing)
        {
            _never.TrySetCanceled();
            base.Dispose(disposing);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 300L << 20;
            return true;
        }
    }
}
