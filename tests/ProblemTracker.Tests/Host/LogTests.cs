using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using OtpNet;
using ProblemTracker.Domain;
using ProblemTracker.Host;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Data;

namespace ProblemTracker.Tests.Host;

/// <summary>
/// Plants a word in names, addresses, passwords, tokens, notes and searches, uses a server with them through every page and endpoint,
/// breaks its data on purpose, and looks for the word and for real secrets in what the process printed.
/// </summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed partial class LogTests
{
    private const string Word = "zqxword";
    private const string Password = $"{Word} horse battery";

    /// <summary>The path of a link to a survey.</summary>
    private string _survey = "";

    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-logs").FullName;

    [OneTimeTearDown]
    public void Stop() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Logs_contain_no_names_addresses_passwords_tokens_or_texts()
    {
        if (ServerDatabase.IsGiven) Assert.Ignore("The process runs on SQLite.");
        var email = $"{Word}@test.example";
        await TrackerProcess.Run(Password, "user", "create", "--email", email, "--name", $"Ada {Word}",
            "--role", "Administrator", "Officer", "Supervisor", "Analyst", "--data", _folder);
        var token = Last(await TrackerProcess.Run("", "token", "create", "--user", email, "--data", _folder));
        // What the first process leaves to do, such as emails to send, the second one does when it starts.
        var said = await InFirstProcess(token);
        var made = await TrackerProcess.Run("", "user", "password-link", "--email", email, "--data", _folder);
        var link = Regex.Match(made.Output, "/password/([\\w-]{43})").Groups[1].Value;
        Assert.That(link, Is.Not.Empty, made.Output);
        using var server = await TrackerProcess.Serve(_folder, "--public-url", "http://localhost", "--DrainSeconds=0");
        using var api = server.Client(token);
        using var anybody = new HttpClient { BaseAddress = new(server.Url) };
        await UntilMailed();
        await anybody.GetAsync($"/password/{link}");
        Assert.That((await anybody.GetAsync(_survey)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await anybody.PostAsync($"{_survey}?step=1", new FormUrlEncodedContent([new("Answers[q1]", "4"), new("go", "next")]));
        await anybody.PostAsync($"{_survey}?step=5", new FormUrlEncodedContent([new("Answers[q15]", Word), new("go", "send")]));
        Assert.That((await anybody.GetAsync(_survey)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "It was answered.");
        await anybody.GetAsync($"/link/{link}{Word}");
        // The wrong passwords locked this address out of the account.
        Execute("DELETE FROM SignInFailure");
        var cookie = await SignIn(server, email);
        var (answered, _) = await GetEverything(api, server, cookie);
        Assert.That(answered, Is.GreaterThan(150), "The pages and endpoints were really read.");
        var codes = await UseSecondFactors(server, email, cookie);

        // From here on the program meets values that it can't read: what an error says about them must not be logged either.
        Execute($"UPDATE Problem SET Priority = '{Word}'");
        Execute($"UPDATE Person SET EmailChoice = '{Word}'");
        Execute($"UPDATE Stakeholder SET ConsentScope = '{Word}'");
        Execute($"UPDATE Worksheet SET Body = '{{\"statement\":{Word}'");
        Execute($"UPDATE ProblemAction SET DueOn = '{Word}'");
        Execute($"UPDATE ImportRun SET Map = '{Word}'");
        var (_, failed) = await GetEverything(api, server, cookie);
        Assert.That(failed, Is.GreaterThan(5), "The errors really happened.");
        await server.Terminate();
        said += server.Said;

        Assert.That(said, Does.Contain("Unexpected error, trace").And.Contain("at ProblemTracker."), "Errors are logged.");
        Assert.That(Lines(said).Where(line => line.Contains(Word, StringComparison.OrdinalIgnoreCase)
            || line.Contains(token, StringComparison.Ordinal) || line.Contains(link, StringComparison.Ordinal)), Is.Empty);
        foreach (var secret in Links().Concat(codes).Append(_survey.Split('/')[^1]))
            Assert.That(said, Does.Not.Contain(secret));
        Assert.That(Directory.GetFiles(_folder, "*.log", SearchOption.AllDirectories), Is.Empty, "There are no other logs.");
    }

    [Test]
    public void Logged_error_has_types_codes_and_places_but_no_texts()
    {
        Exception caught;
        try
        {
            throw new InvalidOperationException($"outer {Word}", new SqliteException($"inner {Word}", 19, 2067));
        }
        catch (InvalidOperationException error)
        {
            caught = error;
        }
        var text = ErrorTrace.Of(new AggregateException(Word, caught, new FormatException(Word)));

        Assert.That(text, Does.Not.Contain(Word));
        Assert.That(text, Does.Contain("System.InvalidOperationException").And.Contain("Microsoft.Data.Sqlite.SqliteException (19/2067)")
            .And.Contain("System.FormatException").And.Contain($"at {typeof(LogTests).FullName}."));
    }

    /// <returns>What the process printed.</returns>
    private async Task<string> InFirstProcess(string token)
    {
        using var server = await TrackerProcess.Serve(_folder, "--public-url", "http://localhost", "--DrainSeconds=0");
        using var api = server.Client(token);
        using var anybody = new HttpClient { BaseAddress = new(server.Url) };
        await Work(api);
        await Misuse(api, anybody);
        await server.Terminate();
        return server.Said;
    }

    /// <summary>Fills the database by the API, with the word in every text.</summary>
    private async Task Work(HttpClient api)
    {
        Execute("INSERT INTO Neighborhood (Name, NameKey) VALUES ('Alder Hill', 'ALDER HILL')");
        var problem = (await (await api.PostAsJsonAsync("/api/v1/problems", new
        {
            title = $"Noise {Word}",
            description = Word,
            address = Word,
            categoryCode = "noise",
            source = "Officer",
            priority = "Normal",
            confidential = false,
            neighborhoodId = 1,
            leadId = 1,
        })).Ok()).GetProperty("id").GetInt64();
        await (await api.PostAsJsonAsync($"/api/v1/problems/{problem}/notes", new { text = $"A note {Word}" })).Ok();
        var resident = await api.Stakeholder($"Dana {Word}");
        var attachment = await api.Attach(problem, resident, StakeholderRole.Affected);
        Execute($"UPDATE Stakeholder SET Email = 'dana{Word}@home.example', Phone = '{Word}', ConsentOn = '2026-01-01'");
        var action = (await (await api.PostAsJsonAsync($"/api/v1/problems/{problem}/actions",
            new { description = Word, enforcement = false, ownerAttachmentId = attachment, dueOn = "2099-03-20" })).Ok())
            .GetProperty("id").GetInt64();
        await (await api.PostAsJsonAsync($"/api/v1/actions/{action}/link", new { note = Word })).Ok();
        await (await api.IfMatch(0).PutAsJsonAsync("/api/v1/settings/public-site",
            new { isOn = true, cityServices = "311", acknowledgeDays = 2, decideDays = 10 })).Ok();
        await (await api.PostAsJsonAsync("/api/v1/surveys", new { title = Word, neighborhoodId = 1 })).Ok();
        await (await api.PostAsJsonAsync("/api/v1/surveys/1/waves",
            new { phase = "Before", area = "Response", place = Word, opensOn = "2020-01-01", closesOn = "2099-01-01" })).Ok();
        _survey = new Uri((await (await api.PostAsJsonAsync("/api/v1/surveys/1/waves/1/slips", new { count = 1 })).Ok())
            .GetProperty("links")[0].GetString()!).AbsolutePath;
        await (await api.PostAsJsonAsync("/api/v1/people",
            new { email = $"bo{Word}@test.example", name = $"Bo {Word}", roles = new[] { "Officer" } })).Ok();
        using var sheet = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/problems/{problem}/scanning")
        {
            Content = JsonContent.Create(new ScanningSheet { Statement = Word }, options: Json.Options),
        };
        sheet.Headers.TryAddWithoutValidation("If-Match", "\"0\"");
        await (await api.SendAsync(sheet)).Ok();
        var import = (await (await api.PostAsync($"/api/v1/imports?kind=Incidents&fileName={Word}.csv",
            new StringContent($"no,at,where\n1,2026-01-05,{Word}\n2,{Word},{Word}\n"))).Ok()).GetProperty("id").GetInt64();
        var map = new { columns = new { number = "no", occurred = "at", address = "where" } };
        await api.PostAsJsonAsync($"/api/v1/imports/{import}/preview", new { map });
        await api.PostAsJsonAsync($"/api/v1/imports/{import}/start", new { map });
    }

    /// <summary>Sends what is refused, each with the word in it.</summary>
    private static async Task Misuse(HttpClient api, HttpClient anybody)
    {
        for (var i = 0; i < 7; i++)
            await anybody.PostAsJsonAsync("/api/v1/me/tokens",
                new { email = $"{Word}@test.example", password = $"{Word}{i}", name = Word });
        await anybody.PostAsync("/forgot-password",
            new FormUrlEncodedContent([KeyValuePair.Create("Email", $"{Word}@test.example")]));
        foreach (var body in new[] { $"{Word}", $"{{\"text\":{Word}}}", $"{{\"{Word}\":1}}", $"{{\"text\":[\"{Word}\"]}}", $"\"{Word}\"" })
            await api.PostAsync("/api/v1/problems/1/notes", new StringContent(body, Encoding.UTF8, "application/json"));
        foreach (var path in new[] { $"/api/v1/problems?{Word}=1", $"/api/v1/problems?after={Word}", $"/api/v1/problems?priority={Word}",
            $"/api/v1/{Word}", $"/{Word}", $"/problems/{Word}", $"/first-administrator/{Word}", $"/api/v1/incidents?from={Word}" })
            await api.GetAsync(path);
        using var odd = new HttpRequestMessage(HttpMethod.Post, "/api/v1/problems/1/notes")
        {
            Content = JsonContent.Create(new { text = Word }),
        };
        odd.Headers.Add("Idempotency-Key", $"{Word}");
        odd.Headers.TryAddWithoutValidation("If-Match", Word);
        odd.Headers.TryAddWithoutValidation("X-Forwarded-For", Word);
        odd.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Word);
        await anybody.SendAsync(odd);
        using var host = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        host.Headers.Host = $"{Word}.example";
        await anybody.SendAsync(host);
        using var form = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent(
                [KeyValuePair.Create("__RequestVerificationToken", Word), KeyValuePair.Create("Email", Word)]),
        };
        form.Headers.TryAddWithoutValidation("Cookie", $"session={Word}; .AspNetCore.Cookies={Word}; .AspNetCore.Antiforgery={Word}");
        await anybody.SendAsync(form);
    }

    /// <summary>Reads every page and endpoint that the contract records, with searches for the word.</summary>
    private static async Task<(int Answered, int Failed)> GetEverything(HttpClient api, TrackerProcess server, string cookie)
    {
        using var pages = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false })
        { BaseAddress = new(server.Url) };
        pages.DefaultRequestHeaders.Add("Cookie", cookie);
        var (answered, failed) = (0, 0);
        foreach (var line in Lines(Repository.Read("tests/ProblemTracker.Tests/Contract/endpoints.txt")))
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts is not ["GET" or "any", var route, ..] || !route.StartsWith('/')
                || route is "/sign-out" or "/hangfire/{**path}") continue;
            var path = Hole().Replace(route, hole => hole.Value.Contains(":long", StringComparison.Ordinal) ? "1" : Word);
            var searches = path.Contains("search", StringComparison.Ordinal) || path is "/incidents" or "/stakeholders";
            var client = path.StartsWith("/api/", StringComparison.Ordinal) ? api : pages;
            using var reply = await client.GetAsync(searches ? $"{path}?text={Word}" : path);
            if (reply.IsSuccessStatusCode) answered++;
            if ((int)reply.StatusCode == 500) failed++;
        }
        return (answered, failed);
    }

    private static async Task<string> SignIn(TrackerProcess server, string email)
    {
        var (status, page, cookie) = await Submit(server, "/sign-in", "", new() { ["Email"] = email, ["Password"] = Password });
        Assert.That(status, Is.EqualTo(HttpStatusCode.Redirect), page);
        return cookie;
    }

    /// <summary>Adds an authenticator app, signs in with a recovery code, and gives wrong codes and passkeys.</summary>
    /// <returns>The app's secret and the recovery codes.</returns>
    private static async Task<List<string>> UseSecondFactors(TrackerProcess server, string email, string cookie)
    {
        var (_, offered, _) = await Submit(server, "/me/authenticator-app", cookie, new() { ["Code"] = Word });
        var secret = AppSecret().Match(offered).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var (_, added, _) = await Submit(server, "/me/authenticator-app", cookie, new()
        {
            ["Offer"] = AppOffer().Match(offered).Groups[1].Value,
            ["Code"] = new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(),
        });
        var codes = RecoveryCode().Matches(added).Select(code => code.Groups[1].Value).ToList();
        Assert.That(codes, Has.Count.EqualTo(10), added);
        var forged = new Dictionary<string, string> { ["Offer"] = Word, ["Answer"] = $"{{\"id\":\"{Word}\"}}", ["Name"] = Word };
        await Submit(server, "/me/second-factor", cookie, forged, "?handler=Passkey");
        await Submit(server, "/sign-in", "", forged, "?handler=Passkey");
        var ticket = await SignIn(server, email);
        await Submit(server, "/sign-in/code", ticket, new() { ["Code"] = Word });
        var (status, page, _) = await Submit(server, "/sign-in/code", ticket, new() { ["Code"] = codes[0] });
        Assert.That(status, Is.EqualTo(HttpStatusCode.Redirect), page);
        return [secret, .. codes];
    }

    /// <summary>Sends a page's form as a browser does.</summary>
    /// <returns>The answer, and the cookies that the browser has then.</returns>
    private static async Task<(HttpStatusCode Status, string Html, string Cookies)> Submit(
        TrackerProcess server, string page, string cookies, Dictionary<string, string> fields, string handler = "")
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        { BaseAddress = new(server.Url) };
        using var get = new HttpRequestMessage(HttpMethod.Get, page);
        get.Headers.TryAddWithoutValidation("Cookie", cookies);
        using var shown = await browser.SendAsync(get);
        var html = await shown.Content.ReadAsStringAsync();
        Dictionary<string, string> all = new()
        {
            ["__RequestVerificationToken"] = AntiforgeryToken().Match(html).Groups[1].Value,
            ["Offer"] = AppOffer().Match(html).Groups[1].Value,
        };
        foreach (var (name, value) in fields) all[name] = value;
        var both = string.Join("; ", new[] { cookies, Given(shown) }.Where(some => some.Length > 0));
        using var form = new HttpRequestMessage(HttpMethod.Post, page + handler) { Content = new FormUrlEncodedContent(all) };
        form.Headers.TryAddWithoutValidation("Cookie", both);
        using var reply = await browser.SendAsync(form);
        var answer = WebUtility.HtmlDecode(await reply.Content.ReadAsStringAsync());
        return (reply.StatusCode, answer, string.Join("; ", new[] { both, Given(reply) }.Where(some => some.Length > 0)));
    }

    private static string Given(HttpResponseMessage reply) => !reply.Headers.TryGetValues("Set-Cookie", out var set) ? ""
        : string.Join("; ", set.Select(cookie => cookie.Split(';')[0]));

    // Mail goes out when the server starts, in the background.
    private async Task UntilMailed()
    {
        for (var i = 0; i < 400 && Links().Count == 0; i++) await Task.Delay(200);
        Assert.That(Links(), Is.Not.Empty);
    }

    /// <summary>The tokens of links in emails that were sent.</summary>
    private List<string> Links() => !Directory.Exists(Path.Combine(_folder, "mail")) ? []
        : [.. Directory.GetFiles(Path.Combine(_folder, "mail"), "*.eml").SelectMany(file => Link().Matches(File.ReadAllText(file)))
            .Select(link => link.Groups[1].Value)];

    private static string Last((int Code, string Output) ran)
    {
        Assert.That(ran.Code, Is.Zero, ran.Output);
        return ran.Output.Trim().Split(' ')[^1];
    }

    private static string[] Lines(string text) => text.Split('\n');

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder}/tracker.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();

    [GeneratedRegex("class=\"typed-key\">([^<]+)<")]
    private static partial Regex AppSecret();

    [GeneratedRegex("name=\"Offer\" value=\"([^\"]+)\"")]
    private static partial Regex AppOffer();

    [GeneratedRegex("<li><code>([^<]+)</code>")]
    private static partial Regex RecoveryCode();

    [GeneratedRegex(@"http://localhost/(?:link|password)/([A-Za-z0-9_-]{20,})")]
    private static partial Regex Link();
}
