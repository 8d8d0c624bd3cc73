using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Problems;

public sealed class RequestTests
{
    private TrackerHost _host = null!;

    [SetUp] public void Start() => _host = new();
    [TearDown] public void Stop() => _host.Dispose();

    private static readonly object Hold = new { kind = "Hold", untilOn = "2026-03-12", reason = "The bar is closed until then." };
    private static readonly object MoreTime = new { kind = "Extension", dueOn = "2026-04-06", reason = "The neighbor is away." };

    [Test]
    public async Task Approving_a_start_request_starts_the_response()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);
        var asked = await (await problem.Ask(new { kind = "Start", reason = "The plan is complete." })).Ok();

        var approved = await (await Approve(asked, "Read it twice.")).Ok();

        Assert.That(approved.GetProperty("status").GetString(), Is.EqualTo("Approved"));
        Assert.That(approved.GetProperty("decidedBy").GetString(), Is.EqualTo("supervisor"));
        Assert.That(approved.GetProperty("decisionNote").GetString(), Is.EqualTo("Read it twice."));
        var plan = (await problem.Read()).GetProperty("plans")[0];
        Assert.That(plan.GetProperty("startedBy").GetString(), Is.EqualTo("supervisor"));
        Assert.That(plan.GetProperty("note").GetString(), Is.EqualTo("Read it twice."));
    }

    [Test]
    public async Task Without_an_approval_note_the_request_reason_goes_on_record()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);
        var asked = await (await problem.Ask(new { kind = "Start", reason = "The plan is complete." })).Ok();

        await (await Approve(asked)).Ok();

        Assert.That((await problem.Read()).GetProperty("plans")[0].GetProperty("note").GetString(), Is.EqualTo("The plan is complete."));
    }

    [Test]
    public async Task A_start_can_be_requested_only_in_Response_with_all_requirements_met()
    {
        var problem = await _host.Problem(readyFor: Gate.Response);
        Assert.That(await (await problem.Ask(new { kind = "Start", reason = "Now." })).ShortfallCodes(),
            Is.EqualTo(new[] { "stage.notAllowed" }));
        await (await problem.Move(Stage.Response)).Ok();

        Assert.That(await (await problem.Ask(new { kind = "Start", reason = "Now." })).ShortfallCodes(),
            Does.Contain("response.objectives"));
    }

    [Test]
    public async Task An_override_request_must_name_every_shortfall()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        await problem.Save(SheetKind.Scanning, Sample.Scanning with { Harms = null, Statement = null });

        var half = await problem.Ask(new { kind = "Override", gate = "Analysis", codes = new[] { "scanning.harms" }, reason = "Urgent." });
        Assert.That(await half.ShortfallCodes(), Is.EqualTo(new[] { "scanning.statement" }));
        // This gate does not require lessons, so naming them changes nothing.
        var asked = await (await problem.Ask(
            new
            {
                kind = "Override",
                gate = "Analysis",
                codes = new[] { "scanning.statement", "scanning.harms", "assessment.lessons" },
                reason = "Urgent."
            })).Ok();
        Assert.That(asked.GetProperty("requestedCodes").EnumerateArray().Select(c => c.GetString()),
            Is.EqualTo(new[] { "scanning.harms", "scanning.statement" }));
        await (await Approve(asked)).Ok();

        var read = await problem.Read();
        Assert.That(read.GetProperty("stage").GetString(), Is.EqualTo("Analysis"));
        Assert.That(read.GetProperty("overrides")[0].GetProperty("by").GetString(), Is.EqualTo("supervisor"));
        Assert.That(read.GetProperty("overrides")[0].GetProperty("reason").GetString(), Is.EqualTo("Urgent."));
    }

    [Test]
    public async Task An_approved_override_starts_an_incomplete_plan()
    {
        var problem = await _host.Problem(readyFor: Gate.Response);
        await (await problem.Move(Stage.Response)).Ok();
        var codes = (await problem.Read()).GetProperty("gate").GetProperty("shortfalls").EnumerateArray()
            .Select(s => s.GetProperty("code").GetString()).Distinct();
        var asked = await (await problem.Ask(new { kind = "Override", gate = "Start", codes, reason = "A resident was threatened." })).Ok();

        await (await Approve(asked)).Ok();

        var read = await problem.Read();
        Assert.That(read.GetProperty("overrides")[0].GetProperty("gate").GetString(), Is.EqualTo("Start"));
        Assert.That(read.GetProperty("gate").GetProperty("next").GetString(), Is.EqualTo("Assessment"));
    }

    [Test]
    public async Task An_approved_override_closes_with_the_requested_closing_reason()
    {
        var problem = await _host.Problem(readyFor: Gate.Closed);
        await problem.Save(SheetKind.Assessment, new { });
        var codes = (await problem.Read()).GetProperty("gate").GetProperty("shortfalls").EnumerateArray()
            .Select(s => s.GetProperty("code").GetString()).Distinct();
        var asked = await (await problem.Ask(
            new
            {
                kind = "Override",
                gate = "Closed",
                codes,
                closingReason = "FurtherEffortUnlikelyToHelp",
                reason = "The bar is gone."
            })).Ok();

        await (await Approve(asked)).Ok();

        Assert.That((await problem.Read()).GetProperty("closingReason").GetString(), Is.EqualTo("FurtherEffortUnlikelyToHelp"));
    }

    [TestCase("Response", "stage.notAllowed", TestName = "Only_the_next_gate_can_be_overridden")]
    [TestCase("Analysis", "request.notNeeded", TestName = "An_override_needs_a_shortfall")]
    [TestCase("Start", "stage.notAllowed", TestName = "The_start_can_be_overridden_only_in_Response")]
    public async Task Override(string gate, string code)
    {
        var problem = await _host.Problem();

        Assert.That(
            await (await problem.Ask(new { kind = "Override", gate, codes = new[] { "scanning.harms" }, reason = "Urgent." }))
                .ShortfallCodes(),
            Is.EqualTo(new[] { code }));
    }

    [Test]
    public async Task Moving_back_needs_no_request()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);

        Assert.That(
            await (await problem.Ask(
                new { kind = "Override", gate = "Analysis", codes = new[] { "scanning.harms" }, reason = "Back." })).ShortfallCodes(),
            Is.EqualTo(new[] { "stage.notAllowed" }));
    }

    [Test]
    public async Task An_early_closing_as_a_duplicate_names_the_other_problem()
    {
        var problem = await _host.Problem();
        var other = await _host.OpenProblem("The same noise");
        Assert.That(
            await (await problem.Ask(
                new { kind = "Closing", closingReason = "Duplicate", relatedProblemId = problem.Id, reason = "Same." })).WrongFields(),
            Is.EqualTo(new[] { "relatedProblemId" }));
        Assert.That(
            await (await problem.Ask(new { kind = "Closing", closingReason = "ObjectivesAchieved", reason = "Same." })).ShortfallCodes(),
            Is.EqualTo(new[] { "stage.notAllowed" }));

        var asked = await (await problem.Ask(
            new { kind = "Closing", closingReason = "Duplicate", relatedProblemId = other, reason = "Same." })).Ok();
        Assert.That(asked.GetProperty("requestedRelatedProblem").GetString(), Is.EqualTo("P-2026-0002"));
        await (await Approve(asked)).Ok();

        Assert.That((await problem.Read()).GetProperty("relatedProblemId").GetInt64(), Is.EqualTo(other));
    }

    [Test]
    public async Task Closing_from_Assessment_needs_no_request()
    {
        var problem = await _host.Problem(readyFor: Gate.Closed);

        Assert.That(
            await (await problem.Ask(new { kind = "Closing", closingReason = "ObjectivesAchieved", reason = "Done." })).ShortfallCodes(),
            Is.EqualTo(new[] { "request.notNeeded" }));
    }

    [Test]
    public async Task Approved_extension_and_hold_take_effect_as_requested()
    {
        var problem = await _host.Problem();
        await (await Approve(await (await problem.Ask(MoreTime)).Ok())).Ok();
        _host.Time.Advance(TimeSpan.FromMinutes(5));
        await (await Approve(await (await problem.Ask(Hold)).Ok())).Ok();

        var read = await problem.Read();
        Assert.That(read.GetProperty("dueOn").GetString(), Is.EqualTo("2026-04-16"), "the granted date plus ten days on hold");
        Assert.That(read.GetProperty("onHoldUntil").GetString(), Is.EqualTo("2026-03-12"));
        Assert.That(read.GetProperty("extensions")[0].GetProperty("reason").GetString(), Is.EqualTo("The neighbor is away."));
    }

    [Test]
    public async Task A_request_must_follow_the_rules_of_the_decision()
    {
        var problem = await _host.Problem();

        Assert.That(await (await problem.Ask(new { kind = "Extension", dueOn = "2026-03-16", reason = "More." })).ShortfallCodes(),
            Is.EqualTo(new[] { "extension.notLater" }));
        Assert.That(await (await problem.Ask(new { kind = "Hold", untilOn = "2026-08-16", reason = "More." })).ShortfallCodes(),
            Is.EqualTo(new[] { "hold.tooLong" }));
    }

    [Test]
    public async Task A_request_that_can_no_longer_be_approved_stays_waiting()
    {
        var problem = await _host.Problem();
        var asked = await (await problem.Ask(Hold)).Ok();
        _host.Until(2026, 3, 13);

        Assert.That(await (await Approve(asked)).ShortfallCodes(), Is.EqualTo(new[] { "hold.past" }));

        var stands = await Only(problem);
        Assert.That(stands.GetProperty("status").GetString(), Is.EqualTo("Waiting"));
        Assert.That(stands.GetProperty("version").GetInt32(), Is.EqualTo(1));
        Assert.That((await problem.Supervisor.Read($"{problem.Url}/timeline")).Each("event"), Has.None.EqualTo("request.approved"));
    }

    [Test]
    public async Task Only_one_request_of_each_kind_can_wait()
    {
        var problem = await _host.Problem();
        await (await problem.Ask(Hold)).Ok();

        var again = await problem.Ask(Hold);
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await again.Json()).GetProperty("code").GetString(), Is.EqualTo("request.waiting"));
        await (await problem.Ask(MoreTime)).Ok();
    }

    [Test]
    public async Task A_returned_request_says_what_to_change_and_can_be_made_again()
    {
        var problem = await _host.Problem();
        var asked = await (await problem.Ask(Hold)).Ok();
        Assert.That(await (await Decide("return", asked, new { note = " " })).WrongFields(), Is.EqualTo(new[] { "note" }));

        var returned = await (await Decide("return", asked, new { note = "Ask the owner first." })).Ok();

        Assert.That(returned.GetProperty("status").GetString(), Is.EqualTo("Returned"));
        Assert.That((await problem.Read()).GetProperty("onHoldUntil").ValueKind, Is.EqualTo(JsonValueKind.Null));
        await (await problem.Ask(Hold)).Ok();
        Assert.That((await problem.Officer.Read($"{problem.Url}/requests")).Each("status"), Is.EqualTo(new[] { "Waiting", "Returned" }));
        Assert.That((await problem.Officer.Read($"{problem.Url}/requests?status=returned")).Each("decisionNote"),
            Is.EqualTo(new[] { "Ask the owner first." }));
    }

    [Test]
    public async Task A_request_can_be_returned_after_its_date_has_passed()
    {
        var problem = await _host.Problem();
        var asked = await (await problem.Ask(Hold)).Ok();
        _host.Until(2026, 3, 13);

        await (await Decide("return", asked, new { note = "Too late." })).Ok();
    }

    [Test]
    public async Task Only_the_requester_can_withdraw_a_request()
    {
        var problem = await _host.Problem();
        var asked = await (await problem.Ask(Hold)).Ok();

        Assert.That((await Decide("withdraw", asked, null, by: problem.Supervisor)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        await (await Decide("withdraw", asked, null, by: problem.Officer)).Ok();

        Assert.That((await Only(problem)).GetProperty("status").GetString(), Is.EqualTo("Withdrawn"));
    }

    [Test]
    public async Task A_request_can_be_decided_only_once()
    {
        var problem = await _host.Problem();
        var asked = await (await problem.Ask(Hold)).Ok();
        var approved = await (await Approve(asked)).Ok();

        Assert.That((await Decide("return", asked, new { note = "No." })).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        var again = await Approve(approved);
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await again.Json()).GetProperty("code").GetString(), Is.EqualTo("request.notWaiting"));
    }

    [Test]
    public async Task A_double_click_on_approve_approves_once()
    {
        var problem = await _host.Problem();
        var asked = await (await problem.Ask(Hold)).Ok();
        async Task<HttpResponseMessage> Click()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, Path(asked, "approve")) { Content = JsonContent.Create(new { }) };
            request.Headers.IfMatch.Add(new("\"1\""));
            request.Headers.Add("Idempotency-Key", "one");
            return await problem.Supervisor.SendAsync(request);
        }

        await (await Click()).Ok();
        Assert.That((await (await Click()).Ok()).GetProperty("status").GetString(), Is.EqualTo("Approved"));

        Assert.That((await problem.Read()).GetProperty("holds").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_lead_can_t_decide_on_their_own_problem()
    {
        var problem = await _host.Problem();
        var asked = await (await problem.Ask(Hold)).Ok();
        await _host.Lead(problem.Id, _host.IdOf("boss", Role.Supervisor));
        var boss = _host.SignInAs("boss");

        Assert.That(await (await Approve(asked, by: boss)).ShortfallCodes(), Is.EqualTo(new[] { "request.ownProblem" }));
        Assert.That(await (await Decide("return", asked, new { note = "No." }, by: boss)).ShortfallCodes(),
            Is.EqualTo(new[] { "request.ownProblem" }));
        Assert.That(await (await problem.Move(Stage.Closed, by: boss, closingReason: "NotAProblem")).ShortfallCodes(),
            Is.EqualTo(new[] { "request.ownProblem" }));
        Assert.That((await boss.Read("/api/v1/requests")).GetProperty("total").GetInt32(), Is.Zero);
        Assert.That((await problem.Supervisor.Read("/api/v1/requests")).GetProperty("total").GetInt32(), Is.EqualTo(1));
        await (await problem.Ask(MoreTime, by: boss)).Ok();
    }

    [TestCase(Role.Officer)]
    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    [TestCase(Role.Administrator)]
    public async Task Only_supervisors_decide(Role role)
    {
        var problem = await _host.Problem();
        var asked = await (await problem.Ask(Hold)).Ok();
        var client = _host.SignIn(role);

        Assert.That((await Approve(asked, by: client)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await Decide("return", asked, new { note = "No." }, by: client)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await client.GetAsync("/api/v1/requests")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    public async Task Only_people_who_work_on_a_problem_can_make_requests(Role role)
    {
        var problem = await _host.Problem();

        Assert.That((await problem.Ask(Hold, by: _host.SignIn(role))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await problem.Ask(Hold, by: _host.SignInAs("stranger", Role.Officer))).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task A_direct_decision_approves_the_waiting_request()
    {
        var problem = await _host.Problem(readyFor: Gate.Start);
        await (await problem.Ask(new { kind = "Start", reason = "Ready." })).Ok();
        await (await problem.Ask(new { kind = "Hold", untilOn = "2026-04-20", reason = "Spring." })).Ok();
        await (await problem.Ask(new { kind = "Extension", dueOn = "2026-09-01", reason = "Summer." })).Ok();

        await (await problem.StartResponse()).Ok();
        await (await problem.Hold("2026-04-10")).Ok();
        await (await problem.Extend("2026-08-03")).Ok();

        Assert.That((await problem.Officer.Read($"{problem.Url}/requests")).Each("status"),
            Is.EqualTo(new[] { "Approved", "Approved", "Approved" }));
    }

    [Test]
    public async Task A_move_approves_the_matching_request_and_the_others_lapse()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        await problem.Save(SheetKind.Scanning, Sample.Scanning with { Harms = null });
        await (await problem.Ask(new { kind = "Override", gate = "Analysis", codes = new[] { "scanning.harms" }, reason = "Urgent." }))
            .Ok();
        await (await problem.Ask(Hold)).Ok();
        await (await problem.Ask(new { kind = "Closing", closingReason = "NotAProblem", reason = "Or so." })).Ok();

        await (await problem.Move(Stage.Analysis, by: problem.Supervisor, overriding: ["scanning.harms"])).Ok();

        var list = await problem.Officer.Read($"{problem.Url}/requests");
        Assert.That(list.Each("kind").Zip(list.Each("status")),
            Is.EqualTo(new[] { ("Closing", "Lapsed"), ("Hold", "Lapsed"), ("Override", "Approved") }));
        Assert.That((await problem.Supervisor.Read($"{problem.Url}/timeline")).Each("event"),
            Is.SupersetOf(new[] { "request.lapsed", "request.approved", "request.created" }));
    }

    [Test]
    public async Task A_direct_early_closing_approves_the_waiting_request()
    {
        var problem = await _host.Problem();
        await (await problem.Ask(new { kind = "Closing", closingReason = "NotAProblem", reason = "Or so." })).Ok();

        await (await problem.Move(Stage.Closed, by: problem.Supervisor, closingReason: "ReferredElsewhere")).Ok();

        Assert.That((await Only(problem)).GetProperty("status").GetString(), Is.EqualTo("Approved"));
        Assert.That(await (await problem.Ask(Hold)).ShortfallCodes(), Is.EqualTo(new[] { "problem.closed" }));
    }

    [Test]
    public async Task An_override_request_lapses_when_the_problem_moves_without_it()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem());
        await problem.Save(SheetKind.Scanning, Sample.Scanning with { Harms = null });
        await (await problem.Ask(new { kind = "Override", gate = "Analysis", codes = new[] { "scanning.harms" }, reason = "Urgent." }))
            .Ok();
        await problem.Save(SheetKind.Scanning, Sample.Scanning);

        await (await problem.Move(Stage.Analysis)).Ok();

        Assert.That((await Only(problem)).GetProperty("status").GetString(), Is.EqualTo("Lapsed"));
    }

    [Test]
    public async Task The_list_is_paged_with_the_longest_waiting_first()
    {
        List<GivenProblem> problems = [];
        for (var i = 0; i < 3; i++)
        {
            problems.Add(await _host.Problem());
            _host.Time.Advance(TimeSpan.FromHours(1));
            await (await problems[i].Ask(new { kind = "Hold", untilOn = "2026-03-20", reason = "Rest." })).Ok();
        }
        _host.Until(2026, 3, 5);

        var first = await _host.SignIn(Role.Supervisor).Read("/api/v1/requests?size=2");
        Assert.That(first.Each("problemId"), Is.EqualTo(problems.Take(2).Select(p => $"{p.Id}")));
        Assert.That(first.Each("daysWaiting"), Has.All.EqualTo("3"));
        Assert.That(first.GetProperty("total").GetInt32(), Is.EqualTo(3));
        var second = await _host.SignIn(Role.Supervisor).Read($"/api/v1/requests?size=2&after={first.GetProperty("next").GetString()}");
        Assert.That(second.Each("problemId"), Is.EqualTo(new[] { $"{problems[2].Id}" }));
        Assert.That((await problems[0].Officer.Read("/api/v1/requests?mine=true")).GetProperty("total").GetInt32(), Is.EqualTo(3));
        var last = await problems[0].Officer.Read($"{problems[0].Url}/requests?size=1");
        var after = last.GetProperty("items")[0].GetProperty("id").GetInt64().Key();
        Assert.That((await problems[0].Officer.Read($"{problems[0].Url}/requests?size=1&after={after}")).Each("id"), Is.Empty);
    }

    /// <summary>Without access to a problem, its requests look the same as ones that don't exist.</summary>
    [Test]
    public async Task Requests_about_a_confidential_problem_need_access_to_it()
    {
        var problem = new GivenProblem(_host, await _host.OpenProblem("Drugs at the school gate", confidential: true));
        var asked = await (await problem.Ask(Hold)).Ok();
        var stranger = _host.SignInAs("stranger", Role.Officer);
        foreach (var (auditEvent, body) in new[] { ("withdraw", (object?)null) })
            foreach (var client in new[] { stranger, _host.SignIn(Role.Command) })
            {
                var secret = await Decide(auditEvent, asked, body, by: client);
                var absent = await client.IfMatch(1).PostAsync("/api/v1/requests/999999/withdraw", null);
                Assert.That(secret.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
                Assert.That(absent.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            }
        Assert.That((await stranger.Read("/api/v1/requests?mine=true")).GetProperty("total").GetInt32(), Is.Zero);
        Assert.That((await problem.Supervisor.Read("/api/v1/requests")).GetProperty("total").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task The_other_problem_of_a_duplicate_is_named_only_to_people_who_can_view_it()
    {
        var secret = await _host.OpenProblem("Drugs at the school gate", confidential: true);
        var problem = await _host.Problem();
        await (await problem.Ask(new { kind = "Closing", closingReason = "Duplicate", relatedProblemId = secret, reason = "Same." })).Ok();

        var seen = (await _host.SignInAs("stranger", Role.Officer).Read($"{problem.Url}/requests")).GetProperty("items")[0];

        Assert.That(seen.GetProperty("requestedRelatedProblemId").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(seen.GetProperty("requestedRelatedProblem").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Each_kind_of_request_takes_only_its_own_fields()
    {
        var problem = await _host.Problem();

        Assert.That(await (await problem.Ask(new { kind = "Hold", reason = " " })).WrongFields(),
            Is.EquivalentTo(new[] { "reason", "untilOn" }));
        Assert.That(await (await problem.Ask(new { kind = "Extension", reason = "x", untilOn = "2026-04-01" })).WrongFields(),
            Is.EquivalentTo(new[] { "dueOn", "untilOn" }));
        Assert.That(await (await problem.Ask(new { kind = "Closing", reason = "x", dueOn = "2026-04-01" })).WrongFields(),
            Is.EquivalentTo(new[] { "closingReason", "dueOn" }));
        Assert.That(await (await problem.Ask(new { kind = "Override", reason = "x" })).WrongFields(),
            Is.EquivalentTo(new[] { "gate", "codes" }));
        Assert.That(
            await (await problem.Ask(
                new { kind = "Override", reason = "x", gate = "Analysis", codes = new[] { "nonesuch" } })).WrongFields(),
            Is.EquivalentTo(new[] { "codes[0]" }));
        Assert.That(
            await (await problem.Ask(
                new
                {
                    kind = "Start",
                    reason = "x",
                    gate = "Start",
                    codes = new[] { "scanning.harms" },
                    closingReason = "Duplicate"
                })).WrongFields(),
            Is.EquivalentTo(new[] { "gate", "codes", "closingReason", "relatedProblemId" }));
    }

    [Test]
    public async Task The_timeline_shows_requests_and_decisions()
    {
        var problem = await _host.Problem();
        await (await Decide("return", await (await problem.Ask(Hold)).Ok(), new { note = "Not yet." })).Ok();
        await (await Approve(await (await problem.Ask(MoreTime)).Ok(), "Fine.")).Ok();

        Assert.That((await problem.Officer.Read($"{problem.Url}/timeline")).Each("summary").Take(5), Is.EqualTo(new[]
        {
            "Extended: due April 6, 2026. The neighbor is away.",
            "Approved the request: extension until April 6, 2026. Fine.",
            "Requested: extension until April 6, 2026. The neighbor is away.",
            "Returned the request: hold until March 12, 2026. Not yet.",
            "Requested: hold until March 12, 2026. The bar is closed until then.",
        }));
    }

    [Test]
    public async Task Returned_request_waits_on_my_day_and_its_form_until_it_is_made_again()
    {
        var problem = await _host.Problem();
        await (await Decide("return", await (await problem.Ask(Hold)).Ok(), new { note = "Say who checks the bar." })).Ok();
        var officer = new Browser(_host, Role.Officer);
        var form = $"/problems/{problem.Id}/request/hold";

        var day = await officer.Get("/");
        Assert.That(day, Does.Contain("supervisor returned your request").And.Contain("Say who checks the bar.").And.Contain("Ask again"));
        Assert.That(day, Does.Contain($"href=\"{form}\""));
        Assert.That(await officer.Get(form), Does.Contain("Say who checks the bar.").And.Contain("The bar is closed until then.")
            .And.Contain("2026-03-12"), "what was asked before is not typed again");

        await (await problem.Ask(Hold)).Ok();
        Assert.That(await officer.Get("/"), Does.Not.Contain("Ask again"));
        Assert.That(await officer.Get(form), Does.Not.Contain("Say who checks the bar."));
    }

    [Test]
    public async Task Returned_request_is_forgotten_when_the_problem_moves_on()
    {
        var problem = await _host.Problem(Gate.Analysis);
        await (await Decide("return", await (await problem.Ask(Hold)).Ok(), new { note = "No." })).Ok();
        _host.Time.Advance(TimeSpan.FromMinutes(1));
        await (await problem.Move(Stage.Analysis)).Ok();

        Assert.That(await new Browser(_host, Role.Officer).Get("/"), Does.Not.Contain("Ask again"));
    }

    private Task<HttpResponseMessage> Approve(JsonElement asked, string? note = null, HttpClient? by = null) =>
        Decide("approve", asked, new { note }, by);

    private async Task<HttpResponseMessage> Decide(string auditEvent, JsonElement asked, object? body, HttpClient? by = null) =>
        await (by ?? _host.SignIn(Role.Supervisor)).IfMatch(asked.GetProperty("version").GetInt32())
            .PostAsync(Path(asked, auditEvent), body is null ? null : JsonContent.Create(body));

    private static string Path(JsonElement asked, string auditEvent)
        => $"/api/v1/requests/{asked.GetProperty("id").GetInt64()}/{auditEvent}";

    private static async Task<JsonElement> Only(GivenProblem problem) =>
        (await problem.Officer.Read($"{problem.Url}/requests")).GetProperty("items").EnumerateArray().Single();
}

internal static class Keys
{
    /// <summary>The key of the page after this id.</summary>
    public static string Key(this long id) => ProblemTracker.Shared.PageKey.For($"{id}");
}
