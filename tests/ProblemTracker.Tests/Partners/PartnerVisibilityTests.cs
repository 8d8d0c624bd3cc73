using System.Collections;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MimeKit;
using ProblemTracker.Domain;
using ProblemTracker.Mail;
using ProblemTracker.Nudges;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Architecture;
using ProblemTracker.Tests.Contract;

namespace ProblemTracker.Tests.Partners;

/// <summary>
/// Plants a unique word in everything that a partner or the holder of a link must not see, then requests every route as each of them with
/// existing and nonexistent ids. The word must never appear, and records they can't see must look like records that don't exist. New
/// endpoints and pages are covered automatically.
/// </summary>
public sealed partial class PartnerVisibilityTests
{
    /// <summary>The planted word.</summary>
    private const string Secret = "zqxsecret";

    private const long Absent = 999_999;

    /// <summary>Routes that everyone signed in can read: their own data and the agency's settings.</summary>
    private static readonly string[] ForEverybody =
    [
        "/api/v1/me", "/api/v1/nudges", "/api/v1/updates", "/api/v1/neighborhoods", "/api/v1/maps/", "/api/v1/settings/", "/api/v1/demo/",
        "/api/v1/partner/",
        "/api/v1/people/{id:long}/sessions", "/api/v1/people/{id:long}/tokens", "/api/v1/people/{id:long}/second-factors",
        "/api/v1/people/{id:long}/email", "/api/v1/people/{id:long}/calendar-address",
    ];

    private TrackerHost _host = null!;
    private PartnerCase _case = null!;
    private HttpClient _partner = null!;
    private string _token = "";
    private long _largestId;
    private readonly HashSet<long> _ownProblems = [];
    private readonly HashSet<long> _ownActions = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = new();
        _case = await PartnerCase.Make(_host);
        _partner = _case.Partner;
        _token = await _case.Link("Please.");
        _ownProblems.Add(_case.Problem);
        _ownActions.Add(_case.Action);
        await Plant();
        _largestId = 14;
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _partner.Dispose();
        _host.Dispose();
    }

    [Test, Order(1)]
    public async Task Supervisor_sees_the_planted_word()
    {
        var supervisor = _host.SignIn(Role.Supervisor);
        foreach (var path in new[] { $"/api/v1/problems/{_case.Problem}", $"/api/v1/problems/{_case.Problem}/timeline",
            $"{_case.TeamUrl}/conversation", "/api/v1/people" })
            Assert.That(await supervisor.GetStringAsync(path), Does.Contain(Secret), path);
    }

    [Test, Order(2)]
    public async Task Partner_does_not_see_the_word_in_the_API()
    {
        var asked = 0;
        foreach (var endpoint in ContractTests.Endpoints(_host)
            .Where(e => e.Route.StartsWith("/api/", StringComparison.Ordinal) && e.Methods.Contains("GET")))
            foreach (var ids in IdsFor(endpoint.Route))
            {
                var reply = await Ask(_partner, HttpMethod.Get, Filled(endpoint.Route, ids));
                asked++;
                MustNotTell(reply, $"GET {endpoint.Route} {string.Join(',', ids)}");
                if (!ForEverybody.Any(open => (endpoint.Route + "/").StartsWith(open, StringComparison.Ordinal)))
                {
                    // Closed to partners: the same response whether the record exists or not.
                    Assert.That(reply.Status, Is.EqualTo(403), endpoint.Route);
                    Assert.That(reply.Text,
                        Is.EqualTo((await Ask(_partner, HttpMethod.Get, Filled(endpoint.Route, [.. ids.Select(_ => Absent)]))).Text),
                        endpoint.Route);
                }
                else if (endpoint.Route.StartsWith("/api/v1/partner/", StringComparison.Ordinal) && ids.Count > 0
                    && !IsOwn(endpoint.Route, ids[0]))
                    Assert.That((reply.Status, reply.Text),
                        Is.EqualTo((404, (await Ask(_partner, HttpMethod.Get, Filled(endpoint.Route, [.. ids.Select(_ => Absent)]))).Text)),
                        $"{endpoint.Route} {ids[0]}");
            }
        Assert.That(asked, Is.GreaterThan(300));
    }

    [Test, Order(3)]
    public async Task Partner_sees_only_their_own_records_in_lists_and_counts()
    {
        Assert.That((await _partner.Read("/api/v1/partner/problems")).Each("id"), Is.EquivalentTo(_ownProblems.Select(id => $"{id}")));
        Assert.That((await _partner.Read("/api/v1/partner/problems")).GetProperty("total").GetInt32(), Is.EqualTo(_ownProblems.Count));
        Assert.That(
            (await _partner.Read("/api/v1/partner/problems")).GetProperty("items").EnumerateArray()
                .Sum(p => p.GetProperty("openActions").GetInt32()), Is.EqualTo(1));
        Assert.That((await _partner.Read("/api/v1/partner/actions")).Each("id"), Is.EqualTo(new[] { $"{_case.Action}" }));
        Assert.That((await _partner.Read("/api/v1/nudges")).GetProperty("total").GetInt32(), Is.Zero);
        Assert.That((await _partner.Read(_case.Url)).GetProperty("action").GetProperty("comments").GetInt32(), Is.EqualTo(1),
            "the line sent with the link");
    }

    [Test, Order(4)]
    public async Task Partner_does_not_see_the_word_on_pages()
    {
        var cookie = await SessionCookies.Cookie(_host, _host.IdOf("partner"));
        var opened = 0;
        foreach (var endpoint in Pages())
            foreach (var ids in IdsFor(endpoint.Route))
                foreach (var query in new[] { "", "?text=zqx&handler=Photo&photoId=1" })
                {
                    var reply = await Ask(_host.Anonymous, HttpMethod.Get, Filled(endpoint.Route, ids) + query, cookie: cookie);
                    MustNotTell(reply, $"page {endpoint.Route} {string.Join(',', ids)}");
                    if (reply.Status == 200) opened++;
                    if (endpoint.Route.StartsWith("/partner/", StringComparison.Ordinal) && ids.Count > 0 && !IsOwn(endpoint.Route, ids[0]))
                        Assert.That((reply.Status, reply.Text.Replace($"/{ids[0]}", "/N")),
                            Is.EqualTo(
                                (404,
                                    (await Ask(_host.Anonymous, HttpMethod.Get, Filled(endpoint.Route, [Absent]) + query,
                                        cookie: cookie)).Text.Replace($"/{Absent}", "/N"))), endpoint.Route);
                }
        Assert.That(opened, Is.GreaterThan(5));
        foreach (var shut in new[] { "/problems?open=true", $"/problems/{_case.Problem}", $"/actions/{_case.Action}", "/incidents",
            "/stakeholders", "/reports/status", "/people", "/settings", "/problems?handler=Csv&open=true" })
            Assert.That((await Ask(_host.Anonymous, HttpMethod.Get, shut, cookie: cookie)).Status, Is.EqualTo(403), shut);
    }

    [Test, Order(5)]
    public async Task Link_holder_sees_only_the_action()
    {
        var page = await Ask(_host.Anonymous, HttpMethod.Get, $"/link/{_token}");
        Assert.That((page.Status, page.Text.Contains(PartnerCase.Task, StringComparison.Ordinal)), Is.EqualTo((200, true)));
        // Emails get forwarded, so the page shows nothing of the problem, not even its number.
        Assert.That(page.Text, Does.Not.Contain("P-2026-").And.Not.Contain("Alder Hill").And.Not.Contain("Scanning"));
        foreach (var endpoint in Pages().Where(e => !e.Route.Contains("{token}", StringComparison.Ordinal)))
            foreach (var ids in IdsFor(endpoint.Route))
                MustNotTell(await Ask(_host.Anonymous, HttpMethod.Get, Filled(endpoint.Route, ids)), $"nobody {endpoint.Route}");
        foreach (var endpoint in ContractTests.Endpoints(_host)
            .Where(e => e.Route.StartsWith("/api/", StringComparison.Ordinal) && e.Methods.Contains("GET")))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Filled(endpoint.Route, [1, 1]));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
            using var reply = await _host.Anonymous.SendAsync(request);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), endpoint.Route);
        }
    }

    [Test, Order(6)]
    public async Task Partner_does_not_see_the_word_when_writing()
    {
        var api = await ApiDocument.Of(_host);
        // Ending one's own sessions and tokens would end this test; SessionTests has them. EmailChangeTests cancels one's own change, and
        // CalendarTests revokes one's own address.
        foreach (var operation in api.Operations.Where(o => o.Method is not "GET" && !o.AllowsEveryone
            && !o.Route.Contains("/sessions", StringComparison.Ordinal) && !o.Route.Contains("/tokens", StringComparison.Ordinal)
            && !o.Route.EndsWith("/calendar-address", StringComparison.Ordinal)
            && !(o.Method is "DELETE" && o.Route.EndsWith("/email", StringComparison.Ordinal))))
            foreach (var id in Enumerable.Range(1, (int)_largestId).Select(i => (long)i).Append(Absent))
            {
                var body = operation.BodySchema is { } schema ? Plausible(api.Sample(schema)!) : "";
                var reply = await Ask(_partner, new(operation.Method), operation.At(id), body);
                MustNotTell(reply, $"{operation} {id}");
                var isForEverybody = ForEverybody.Any(open => (operation.Route + "/").StartsWith(open, StringComparison.Ordinal));
                if (!isForEverybody)
                    Assert.That(reply.Status, Is.EqualTo(403).Or.EqualTo(400), $"{operation} {id} {reply.Text}");
                else if (operation.Route.Contains('{')
                    && !(operation.Route.Contains("/partner/", StringComparison.Ordinal) && _ownActions.Contains(id)))
                    Assert.That((reply.Status, reply.Text), Is.EqualTo(await Of(_partner, operation, body)), $"{operation} {id}");
            }
    }

    [Test, Order(7)]
    public async Task Link_holder_does_not_see_the_word_when_writing()
    {
        foreach (var token in new[] { _token, "nonsense" })
            foreach (var handler in new[] { "Accept", "Decline", "Report", "Comment", "Nonsense" })
                foreach (var version in new[] { "0", "1", "2", "x" })
                {
                    using var content = new FormUrlEncodedContent(new Dictionary<string, string>
                    {
                        ["Version"] = version,
                        ["Decline.Reason"] = "No.",
                        ["Report.DoneOn"] = "2026-03-02",
                        ["Report.Note"] = "x",
                        ["Say.Text"] = "x",
                    });
                    using var reply = await _host.Anonymous.PostAsync($"/link/{token}?handler={handler}", content);
                    MustNotTell(await Read(reply), $"link {handler}");
                }
    }

    [Test, Order(8)]
    public async Task Email_to_stakeholders_does_not_contain_the_word()
    {
        var secret = await PartnerCase.Make(_host, confidential: true);
        await _host.Query(db => db.Execute("UPDATE ProblemAction SET Description = @Text WHERE Id = @Action",
            new { Text = $"{Secret} in a confidential problem", secret.Action }, default));
        await secret.Link();
        await _host.Query(db => db.Execute("""
            INSERT INTO Nudge (DedupeKey, Kind, ProblemId, Visit, DueOn, RaisedAt, ActionId, AttachmentId)
            VALUES ('k', 'ActionDueSoon', @Problem, 1, '2026-03-20', @Start, @Action, @Attachment)
            """, new { secret.Problem, TrackerHost.Start, secret.Action, secret.Attachment }, default));
        await _host.Send(new SendOutsideReminders());

        var waiting = await _host.Query(db => db.List<string>(
            "SELECT CONCAT(Subject, ' ', Body, ' ', Html) FROM Outbox WHERE StakeholderId IS NOT NULL", null, default));
        Assert.That(waiting, Has.Count.EqualTo(3));
        Assert.That(waiting, Is.All.Not.Contains(Secret));
        await _host.Send(new DeliverMail());
        foreach (var file in Directory.GetFiles(Path.Combine(_host.Folder, "mail"), "*.eml"))
        {
            var email = await MimeMessage.LoadAsync(file);
            if (!email.To.ToString().Contains("works@", StringComparison.Ordinal)) continue;
            Assert.That($"{email.Subject} {email.TextBody} {email.HtmlBody} {email.Headers}", Does.Not.Contain(Secret));
            Assert.That(email.Subject, Does.Match(@"^P-\d{4}-\d{4}$"));
        }
    }

    private sealed record Reply(int Status, string Text, string Headers);

    private async Task<(int, string)> Of(HttpClient client, Operation operation, string body)
    {
        var reply = await Ask(client, new(operation.Method), operation.At(Absent), body);
        return (reply.Status, reply.Text);
    }

    private static void MustNotTell(Reply reply, string what)
    {
        Assert.That(reply.Text, Does.Not.Contain(Secret).IgnoreCase, what);
        Assert.That(reply.Headers, Does.Not.Contain(Secret).IgnoreCase, what);
        Assert.That(reply.Status, Is.LessThan(500), what);
    }

    private static async Task<Reply> Ask(HttpClient client, HttpMethod method, string path, string? body = null, string? cookie = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        }
        using var reply = await client.SendAsync(request);
        return await Read(reply);
    }

    private static async Task<Reply> Read(HttpResponseMessage reply)
    {
        var text = await reply.Content.ReadAsStringAsync();
        if (reply.Content.Headers.ContentType?.MediaType is { } type && type.EndsWith("json", StringComparison.Ordinal)
            && JsonNode.Parse(text) is JsonObject json)
        {
            json.Remove("traceId");
            text = json.ToJsonString();
        }
        // Remove tokens and keys, which differ on every page.
        text = Token().Replace(Key().Replace(text, ""), "");
        return new((int)reply.StatusCode, text, $"{reply.Headers}{reply.Content.Headers}");
    }

    private IEnumerable<ContractTests.Mapped> Pages() => ContractTests.Endpoints(_host)
        .Where(e => !e.Route.StartsWith("/api/", StringComparison.Ordinal) && !e.Route.StartsWith("/docs", StringComparison.Ordinal)
            && !e.Route.StartsWith("/openapi", StringComparison.Ordinal)
            && (e.Methods.Contains("GET") || e.Methods.Contains("any")))
        .DistinctBy(e => e.Route);

    /// <summary>Ids for every route parameter: the partner's own, others' and nonexistent ones.</summary>
    private IEnumerable<IReadOnlyList<long>> IdsFor(string route)
    {
        var holes = Hole().Count(route);
        long[] ids = [.. Enumerable.Range(1, (int)_largestId).Select(i => (long)i), Absent];
        if (holes == 0) return [[]];
        if (holes == 1) return ids.Select(id => new[] { id });
        return ids.SelectMany(_ => new long[] { 1, 2, Absent }, (id, child) => new[] { id, child });
    }

    private bool IsOwn(string route, long id) =>
        (route.Contains("/problems", StringComparison.Ordinal) ? _ownProblems : _ownActions).Contains(id);

    private static string Filled(string route, IReadOnlyList<long> ids)
    {
        var next = 0;
        return Hole().Replace(route, _ => (next < ids.Count ? ids[next++] : 1).ToString(CultureInfo.InvariantCulture));
    }

    private static string Plausible(JsonNode body)
    {
        if (body is JsonObject fields && fields.ContainsKey("answer")) fields["answer"] = "Accepted";
        if (body is JsonObject dated && dated.ContainsKey("doneOn")) dated["doneOn"] = "2026-03-02";
        return body.ToJsonString();
    }

    private async Task Plant()
    {
        var now = _host.Time.GetUtcNow();
        var own = _case.Problem;
        var officer = _case.Officer;
        var works = _case.Stakeholder;

        // Another team's problem, a confidential one, one from which they were detached, and a closed one that is still theirs.
        var foreign = await _host.OpenProblem("Foreign");
        var confidential = await _host.OpenProblem("Confidential", confidential: true);
        var former = await _host.OpenProblem("Former");
        var closed = await _host.OpenProblem("Closed");
        var hidden = await officer.Attach(confidential, works, StakeholderRole.Partner);
        var past = await officer.Attach(former, works, StakeholderRole.Partner);
        await officer.Attach(closed, works, StakeholderRole.Partner);
        await _case.Plan($"{Secret} action in a confidential problem", hidden, problem: confidential);
        await _case.Plan($"{Secret} action in a former problem", past, problem: former);
        await Sql("UPDATE ProblemStakeholder SET DetachedAt = @now WHERE Id = @past", new { now, past });
        _ownProblems.Add(closed);

        // Another owner in their own problem, with comments and photos, who earlier owned the partner's action.
        var other = await officer.Attach(own, await officer.Stakeholder($"{Secret} neighbor"), StakeholderRole.Affected);
        var others = await _case.Plan($"{Secret} action of another owner", other);
        foreach (var action in new[] { others, _case.Action })
        {
            await Sql("INSERT INTO ActionComment (ActionId, AttachmentId, Body, At) VALUES (@action, @other, @Text, @now)",
                new { action, other, Text = $"{Secret} said by another owner", now });
            await Sql(
                "INSERT INTO ActionPhoto (ActionId, AttachmentId, Caption, Width, Height, Content, At) "
                    + "VALUES (@action, @other, @Text, 1, 1, @Content, @now)",
                new { action, other, Text = $"{Secret} shown by another owner", Content = Encoding.ASCII.GetBytes(Secret), now });
        }
        await Sql("UPDATE ProblemAction SET UrgentSafetyReason = @Text WHERE Id = @Action",
            new { Text = $"{Secret} urgent safety reason", _case.Action });

        foreach (var problem in new[] { own, foreign, confidential, former, closed })
        {
            await Sql("UPDATE Problem SET Title = @Text, TitleKey = UPPER(@Text), Description = @Text, Address = @Text WHERE Id = @problem",
                new { problem, Text = $"{Secret} title {problem}" });
            foreach (var (kind, sheet) in new (SheetKind, object)[] { (SheetKind.Scanning, Filled<ScanningSheet>()),
                (SheetKind.Analysis, Filled<AnalysisSheet>()), (SheetKind.Response, Filled<ResponseSheet>()),
                (SheetKind.Assessment, Filled<AssessmentSheet>()) })
                await Sql("INSERT INTO Worksheet (ProblemId, Kind, Body, Version, SavedAt) VALUES (@problem, @Kind, @Body, 1, @now)",
                    new { problem, Kind = kind.ToString(), Body = JsonSerializer.Serialize(sheet, Shared.Json.Options), now });
            await Sql("INSERT INTO ProblemNote (ProblemId, Body, At) VALUES (@problem, @Text, @now)",
                new { problem, Text = $"{Secret} note", now });
            await Sql(
                "INSERT INTO AuditEntry (At, Origin, Event, ProblemId, Summary, BeforeJson, AfterJson) "
                    + "VALUES (@now, @Text, 'x', @problem, @Text, @Json, @Json)",
                new { problem, now, Text = $"{Secret} line", Json = $"{{\"x\":\"{Secret}\"}}" });
            await Sql(
                "INSERT INTO GateOverride (ProblemId, Visit, Gate, Codes, Reason, At) "
                    + "VALUES (@problem, 1, 'Analysis', 'scanning.events', @Text, @now)", new { problem, Text = $"{Secret} waiver", now });
            await Sql(
                "INSERT INTO ApprovalRequest (ProblemId, Visit, Kind, Requested, Reason, RequestedBy, RequestedAt, Status) "
                    + "VALUES (@problem, 1, 'Hold', '{}', @Text, @Person, @now, 'Waiting')",
                new { problem, Text = $"{Secret} request", Person = _host.IdOf(Role.Officer), now });
            await Sql(
                "INSERT INTO ProblemHold (ProblemId, Visit, FromOn, UntilOn, Reason, HeldAt) "
                    + "VALUES (@problem, 1, '2026-01-01', '2026-01-02', @Text, @now)", new { problem, Text = $"{Secret} hold", now });
            await Sql(
                "INSERT INTO DurabilityCheck (ProblemId, Visit, Finding, Evidence, CheckedAt) "
                    + "VALUES (@problem, 1, 'Sustained', @Text, @now)", new { problem, Text = $"{Secret} evidence", now });
        }
        var run = await _host.Query(db => db.Insert(
            "INSERT INTO ImportRun (Kind, FileName, StartedAt, LeaseUntil, FinishedAt) VALUES ('incidents', @Text, @now, @now, @now)",
            new { Text = $"{Secret}.csv", now }, default));
        var incident = await _host.Query(db => db.Insert("""
            INSERT INTO Incident (ImportRunId, EventKey, DedupeKey, SourceNumber, OccurredFrom, OccurredTo, TimePrecision, LocalDate,
                LocalHour, LocalWeekday, CategoryCode, Address)
            VALUES (@run, 'e', 'e', @Secret, @now, @now, 'Minute', '2026-03-01', 1, 1, 'noise', @Secret)
            """, new { run, Secret, now }, default));
        await Sql("INSERT INTO ProblemIncident (ProblemId, IncidentId, LinkedAt) VALUES (@own, @incident, @now)",
            new { own, incident, now });
        await Sql("UPDATE Stakeholder SET Remarks = @Text, Shareable = @Text, PostalAddress = @Text", new { Text = $"{Secret} remark" });
        await Sql("UPDATE Person SET Name = CONCAT(@Text, Id), Email = CONCAT(@Text, Id, '@pd.example') WHERE StakeholderId IS NULL",
            new { Text = Secret });
        await _host.Put(closed, Stage.Closed);
        await Sql("UPDATE Neighborhood SET SupervisorId = @Person", new { Person = _host.IdOf(Role.Supervisor) });
        await Sql(
            "INSERT INTO Nudge (DedupeKey, Kind, ProblemId, Visit, DueOn, RaisedAt) "
                + "VALUES (@Secret, 'Overdue', @own, 1, '2026-03-01', @now)", new { own, Secret, now });
        await Sql("INSERT INTO NudgeRecipient (PersonId, NudgeId) SELECT @Person, Id FROM Nudge", new { Person = _host.IdOf("partner") });
    }

    private Task<int> Sql(string sql, object args) => _host.Query(db => db.Write(() => db.Execute(sql, args, default), default));

    /// <summary>A worksheet with the word in every text field.</summary>
    private static T Filled<T>() where T : new() => (T)Filled(new T());

    private static object Filled(object sheet)
    {
        foreach (var property in sheet.GetType().GetProperties().Where(p => p.CanWrite))
            if (property.PropertyType == typeof(string)) property.SetValue(sheet, $"{Secret} {property.Name}");
            else if (property.PropertyType is { IsClass: true } type && !typeof(IEnumerable).IsAssignableFrom(type)
                && (property.GetValue(sheet) ?? Activator.CreateInstance(type)) is { } inner)
                property.SetValue(sheet, Filled(inner));
        return sheet;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Hole();

    [GeneratedRegex("<input name=\"__RequestVerificationToken\"[^>]*>")]
    private static partial Regex Token();

    [GeneratedRegex("<input type=\"hidden\" name=\"__key\"[^>]*>")]
    private static partial Regex Key();
}
