using System.Text.Json;
using ProblemTracker.Domain;

namespace ProblemTracker.Tests.BadInput;

/// <summary>Errors of the API say how to fix the request.</summary>
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class ErrorSentencesTests
{
    private TrackerHost _host = null!;
    private HttpClient _officer = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _host = new();
        _officer = _host.SignIn(Role.Officer);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _officer.Dispose();
        _host.Dispose();
    }

    [TestCase("dueFrom=March", "dueFrom", "Use a date in the form 2026-03-31 (year-month-day).")]
    [TestCase("open=perhaps", "open", "Use true or false.")]
    [TestCase("leadId=Dana", "leadId", "Use a whole number.")]
    [TestCase("priority=Highest", "priority", "Choose one of Low, Normal, High, Urgent.")]
    [TestCase("stages=Scanning", "stages", "There is no parameter with this name. Remove it or check its spelling.")]
    public async Task Query_parameter_that_cannot_be_read_says_what_to_send(string query, string field, string sentence) =>
        Assert.That(await Sentence(await _officer.GetAsync($"/api/v1/problems?{query}"), field), Is.EqualTo(sentence));

    [TestCase("""{"priority":"Highest"}""", "priority", "Choose one of Low, Normal, High, Urgent.")]
    [TestCase("""{"confidential":"perhaps"}""", "confidential", "Use true or false.")]
    [TestCase("""{"leadId":"Dana"}""", "leadId", "Use a whole number.")]
    [TestCase("""{"latitude":"north"}""", "latitude", "Use a number.")]
    [TestCase("""{"title":7}""", "title", "Use text in quotation marks.")]
    public async Task Body_member_that_cannot_be_read_says_what_to_send(string body, string field, string sentence)
    {
        using var content = new StringContent(body, null, "application/json");
        Assert.That(await Sentence(await _officer.PostAsync("/api/v1/problems", content), field), Is.EqualTo(sentence));
    }

    [TestCase("GET", "/api/v1/nothing", "notFound")]
    [TestCase("DELETE", "/api/v1/problems", "methodNotAllowed")]
    [TestCase("POST", "/api/v1/problems", "mediaType")]
    public async Task Every_error_has_a_code(string method, string path, string code)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (method == "POST") request.Content = new StringContent("title=x", null, "text/plain");
        var reply = await (await _officer.SendAsync(request)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.That(reply.GetProperty("code").GetString(), Is.EqualTo(code));
    }

    [TestCase(Role.Administrator, "/problems?open=true")]
    [TestCase(Role.Administrator, "/problems/moves")]
    [TestCase(Role.Administrator, "/actions")]
    [TestCase(Role.Administrator, "/overrides")]
    [TestCase(Role.Administrator, "/scores")]
    [TestCase(Role.Administrator, "/search?q=bar")]
    [TestCase(Role.Administrator, "/reports")]
    [TestCase(Role.Administrator, "/reports/flow")]
    public async Task Page_without_permission_is_refused_and_says_who_has_it(Role role, string path)
    {
        var reply = await new Browser(_host, role).Reply(path);

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await reply.Content.ReadAsStringAsync(),
            Does.Contain("Officers, supervisors, analysts and command staff can view problems."));
    }

    private static async Task<string?> Sentence(HttpResponseMessage reply, string field)
    {
        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        return (await reply.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").GetProperty(field)[0].GetString();
    }
}
