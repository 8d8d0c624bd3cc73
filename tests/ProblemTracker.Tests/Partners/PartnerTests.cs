using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Partners;
using ProblemTracker.Shared;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Tests.Partners;

/// <summary>What a partner with an account can see and do, and how the team responds.</summary>
public sealed class PartnerTests
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

    [Test]
    public async Task Accounts_are_offered_for_organizations_but_not_residents()
    {
        await _case.Officer.Stakeholder("Ada Moss", StakeholderKind.Resident);
        var offered = await _host.SendAs(_host.IdOf(Role.Administrator), [Role.Administrator], new ListOrganizations());
        Assert.That(offered.Items.Select(o => o.Name), Is.EqualTo(new[] { "Public Works" }));
    }

    [Test]
    public async Task Partner_sees_number_neighborhood_stage_summary_and_own_actions()
    {
        await (await _case.Officer.IfMatch(1)
            .PutAsJsonAsync($"/api/v1/problems/{_case.Problem}/partner-summary", new { summary = " Noise at night. " })).Ok();

        var list = await _case.Partner.Read("/api/v1/partner/problems");
        var problem = await _case.Partner.Read($"/api/v1/partner/problems/{_case.Problem}");

        Assert.Multiple(() =>
        {
            Assert.That(list.GetProperty("total").GetInt32(), Is.EqualTo(1));
            Assert.That(list.GetProperty("items")[0].EnumerateObject().Select(p => p.Name),
                Is.EquivalentTo(new[] { "id", "number", "neighborhood", "stage", "publicTitle", "summary", "openActions" }));
            Assert.That(list.GetProperty("items")[0].GetProperty("openActions").GetInt32(), Is.EqualTo(1));
            Assert.That(problem.GetProperty("problem").GetProperty("summary").GetString(), Is.EqualTo("Noise at night."));
            Assert.That(problem.GetProperty("actions").EnumerateArray().Select(a => a.GetProperty("description").GetString()),
                Is.EqualTo(new[] { PartnerCase.Task }));
        });
    }

    [Test]
    public async Task Partner_sees_the_public_title_and_never_the_team_s_own_title()
    {
        await (await _case.Officer.IfMatch(1).PutAsJsonAsync($"/api/v1/problems/{_case.Problem}/partner-summary",
            new { publicTitle = " Light at the lot ", summary = "" })).Ok();

        var (list, actions) = (await _case.Partner.Read("/api/v1/partner/problems"), await _case.Partner.Read("/api/v1/partner/actions"));
        Assert.That(list.GetProperty("items")[0].GetProperty("publicTitle").GetString(), Is.EqualTo("Light at the lot"));
        Assert.That(actions.GetProperty("items")[0].GetProperty("publicTitle").GetString(), Is.EqualTo("Light at the lot"));
        Assert.That($"{list}{actions}", Does.Not.Contain("Noise behind"));
    }

    [Test]
    public async Task Partner_sees_a_confidential_problem_only_once_it_is_opened_to_partners()
    {
        var secret = await PartnerCase.Make(_host, confidential: true);
        var partner = _host.SignInPartner(secret.Stakeholder, "second-partner");
        var shut = await partner.GetAsync($"/api/v1/partner/problems/{secret.Problem}");
        var shutAction = await partner.GetAsync(secret.Url);
        var byMember = _host.SignInAs("member", Role.Officer);
        await _host.Join(secret.Problem, _host.IdOf("member"));

        var refused = await byMember.IfMatch(1).PutAsJsonAsync($"/api/v1/problems/{secret.Problem}/open-to-partners", new { open = true });
        await (await secret.Officer.IfMatch(1)
            .PutAsJsonAsync($"/api/v1/problems/{secret.Problem}/open-to-partners", new { open = true })).Ok();
        var open = await partner.GetAsync($"/api/v1/partner/problems/{secret.Problem}");
        var stale = await secret.Officer.IfMatch(1)
            .PutAsJsonAsync($"/api/v1/problems/{secret.Problem}/open-to-partners", new { open = false });
        var team = await secret.Officer.Read($"/api/v1/problems/{secret.Problem}/partners");
        var answered = await partner.IfMatch(1).PostAsJsonAsync($"{secret.Url}/answer", new { answer = "Accepted" });
        await (await _host.SignIn(Role.Supervisor).IfMatch(2)
            .PutAsJsonAsync($"/api/v1/problems/{secret.Problem}/open-to-partners", new { open = false })).Ok();

        Assert.Multiple(async () =>
        {
            Assert.That(shut.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(shutAction.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(open.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(stale.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
            Assert.That(team.GetProperty("isVisible").GetBoolean(), Is.True);
            Assert.That(team.GetProperty("partners")[0].GetProperty("accounts").GetInt32(), Is.EqualTo(1));
            Assert.That(answered.StatusCode, Is.EqualTo(HttpStatusCode.OK), "A partner can work on an opened problem.");
            Assert.That((await partner.GetAsync($"/api/v1/partner/problems/{secret.Problem}")).StatusCode,
                Is.EqualTo(HttpStatusCode.NotFound));
        });
    }

    [Test]
    public async Task Detached_partner_no_longer_sees_the_problem()
    {
        await _host.Query(db => db.Execute("UPDATE ProblemStakeholder SET DetachedAt = @Start WHERE Id = @Attachment",
            new { TrackerHost.Start, _case.Attachment }, default));

        Assert.That((await _case.Partner.Read("/api/v1/partner/problems")).GetProperty("total").GetInt32(), Is.Zero);
        Assert.That((await _case.Partner.Read("/api/v1/partner/actions")).GetProperty("total").GetInt32(), Is.Zero);
        Assert.That((await _case.Partner.GetAsync(_case.Url)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _case.Answer("Accepted")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Partner_accepts_and_can_later_decline_with_a_reason()
    {
        var accepted = await (await _case.Answer("Accepted")).Ok();
        var bare = await _case.Answer("Declined");
        await (await _case.Answer("Declined", "The budget is spent.")).Ok();

        var action = await _case.Read();
        Assert.Multiple(async () =>
        {
            Assert.That(accepted.GetProperty("ownerAnswer").GetString(), Is.EqualTo("Accepted"));
            Assert.That(await bare.WrongFields(), Is.EqualTo(new[] { "reason" }));
            Assert.That(action.GetProperty("ownerAnswer").GetString(), Is.EqualTo("Declined"));
            Assert.That(action.GetProperty("ownerAnswerReason").GetString(), Is.EqualTo("The budget is spent."));
            Assert.That(await (await _case.Report()).ShortfallCodes(), Is.EqualTo(new[] { "action.declined" }));
        });
    }

    [Test]
    public async Task Partner_changes_count_as_activity_and_appear_without_a_name()
    {
        _host.Time.Advance(TimeSpan.FromDays(2));
        await (await _case.Answer("Accepted")).Ok();

        Assert.That((await _case.Officer.Read($"/api/v1/problems/{_case.Problem}")).GetProperty("lastActivityAt").GetDateTimeOffset(),
            Is.EqualTo(TrackerHost.Start.AddDays(2)));
        var line = (await _case.Officer.Read($"/api/v1/problems/{_case.Problem}/timeline")).GetProperty("items")[0];
        Assert.That(line.GetProperty("summary").GetString(), Is.EqualTo($"Action accepted by its owner: {PartnerCase.Task}"));
        Assert.That(line.GetProperty("who").GetString(), Is.EqualTo("A partner"));
        var audit = (await _host.SignIn(Role.Analyst).Read($"/api/v1/problems/{_case.Problem}/audit")).GetProperty("items")[0];
        Assert.That(audit.GetProperty("personId").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Partner_reports_done_and_the_team_confirms()
    {
        var tomorrow = await _case.Report("2026-03-03");
        await (await _case.Report("2026-03-01", "Two lamps.")).Ok();
        var twice = await _case.Report("2026-03-01");
        var changedMind = await _case.Answer("Declined", "No.");
        var stranger = await _host.SignInAs("stranger", Role.Officer).IfMatch(2).PostAsync($"{_case.TeamUrl}/confirm", null);
        var confirmed = await (await _case.Officer.IfMatch(2).PostAsync($"{_case.TeamUrl}/confirm", null)).Ok();
        var again = await _case.Officer.IfMatch(3).PostAsync($"{_case.TeamUrl}/confirm", null);
        var late = await _case.Answer("Accepted");

        Assert.Multiple(async () =>
        {
            Assert.That(await tomorrow.WrongFields(), Is.EqualTo(new[] { "doneOn" }));
            Assert.That(await twice.ShortfallCodes(), Is.EqualTo(new[] { "action.reported" }));
            Assert.That(await changedMind.ShortfallCodes(), Is.EqualTo(new[] { "action.reported" }));
            Assert.That(stranger.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(confirmed.GetProperty("status").GetString(), Is.EqualTo("Done"));
            Assert.That(confirmed.GetProperty("doneOn").GetString(), Is.EqualTo("2026-03-01"));
            Assert.That(confirmed.GetProperty("comments").GetInt32(), Is.EqualTo(1), "The note becomes a comment.");
            Assert.That(await again.ShortfallCodes(), Is.EqualTo(new[] { "action.notReported" }));
            Assert.That(await late.ShortfallCodes(), Is.EqualTo(new[] { "action.done" }));
        });
    }

    [Test]
    public async Task Team_returns_a_report_and_the_owner_sees_the_reason()
    {
        await (await _case.Report()).Ok();
        var bare = await _case.Officer.IfMatch(2).PostAsJsonAsync($"{_case.TeamUrl}/return", new { reason = " " });
        await (await _case.Officer.IfMatch(2).PostAsJsonAsync($"{_case.TeamUrl}/return", new { reason = "The second lamp is dark." })).Ok();
        var returned = (await _case.Partner.Read(_case.Url)).GetProperty("action");
        await (await _case.Report()).Ok();

        Assert.That(await bare.WrongFields(), Is.EqualTo(new[] { "reason" }));
        Assert.That(returned.GetProperty("returnedReason").GetString(), Is.EqualTo("The second lamp is dark."));
        Assert.That(returned.GetProperty("reportedDoneOn").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That((await _case.Read()).GetProperty("returnedReason").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Returned_action_can_be_reported_again()
    {
        await (await _case.Report()).Ok();
        await (await _case.Officer.IfMatch(2).PostAsync($"{_case.TeamUrl}/confirm", null)).Ok();
        await (await _case.Change(
            new { description = PartnerCase.Task, enforcement = false, ownerAttachmentId = _case.Attachment, dueOn = "2026-03-20" })).Ok();

        Assert.That((await _case.Read()).GetProperty("reportedDoneOn").ValueKind, Is.EqualTo(JsonValueKind.Null));
        await (await _case.Report()).Ok();
    }

    [Test]
    public async Task Action_is_overdue_until_it_is_reported_done()
    {
        _host.Until(2026, 3, 25);
        var before = (await _case.Partner.Read("/api/v1/partner/actions")).GetProperty("items")[0];
        await (await _case.Report()).Ok();
        var after = (await _case.Partner.Read("/api/v1/partner/actions")).GetProperty("items")[0];

        Assert.That(before.GetProperty("isOverdue").GetBoolean(), Is.True);
        Assert.That(after.GetProperty("isOverdue").GetBoolean(), Is.False);
    }

    [Test]
    public async Task Declined_action_is_overdue_for_neither_side()
    {
        _host.Until(2026, 3, 25);
        var problem = new Browser(_host, Role.Supervisor);
        foreach (var page in new[] { "", "/actions" })
            Assert.That(await problem.Get($"/problems/{_case.Problem}{page}"), Does.Contain("tag-overdue\">5 days overdue"), page);

        await (await _case.Answer("Declined", "No budget.")).Ok();

        Assert.That((await _case.Partner.Read(_case.Url)).GetProperty("action").GetProperty("isOverdue").GetBoolean(), Is.False);
        foreach (var page in new[] { "", "/actions" })
        {
            var html = await problem.Get($"/problems/{_case.Problem}{page}");
            Assert.That(html[html.IndexOf(PartnerCase.Task, StringComparison.Ordinal)..], Does.Not.Contain("tag-overdue"), page);
        }
    }

    [Test]
    public async Task Declined_action_has_one_state_in_the_same_words_everywhere()
    {
        await (await _case.Answer("Declined", "No budget.")).Ok();
        await _host.Send(new ProblemTracker.Nudges.RaiseNudges());
        var officer = new Browser(_host, Role.Officer);

        const string state = "Declined by its owner on Mar 2, 2026: No budget.";
        Assert.That(await officer.Get("/updates"), Does.Contain("Action declined by its owner:"));
        var page = await officer.Get($"/actions/{_case.Action}");
        Assert.That(page, Does.Contain($"<dt>Status</dt><dd class=\"as-typed\">{state}</dd>").And.Not.Contain("Owner's answer"));
        foreach (var address in new[] { "", "/actions", "/print" })
            Assert.That(await officer.Get($"/problems/{_case.Problem}{address}"), Does.Contain(state), address);
        Assert.That(await officer.Get("/actions"), Does.Contain("Declined by its owner"));
        Assert.That(await officer.Get("/"), Does.Contain($"“{PartnerCase.Task}” was declined by its owner on Mar 2, 2026."));
    }

    [Test]
    public async Task Action_without_an_answer_says_so_beside_its_state()
    {
        Assert.That(await new Browser(_host, Role.Officer).Get($"/actions/{_case.Action}"),
            Does.Contain("Planned, no answer from its owner yet"));
    }

    [Test]
    public async Task Partner_reads_for_how_many_days_an_action_is_overdue()
    {
        var page = $"/link/{await _case.Link()}";
        var owner = Browser.Anonymous(_host);

        _host.Until(2026, 3, 21);
        Assert.That(await owner.Get(page), Does.Contain("1 day overdue"));
        Assert.That(await owner.Get($"{page}?lang=es"), Does.Contain("Atrasada 1 día"));
        _host.Until(2026, 3, 25);
        Assert.That(await owner.Get($"{page}?lang=en"), Does.Contain("5 days overdue"));
        Assert.That(await owner.Get($"{page}?lang=es"), Does.Contain("Atrasada 5 días"));
    }

    [Test]
    public async Task Both_sides_comment_and_the_partner_sees_no_team_names()
    {
        await (await _case.Officer.PostAsJsonAsync($"{_case.TeamUrl}/comments", new { text = "When can you start?" })).Ok();
        await (await _case.Partner.PostAsJsonAsync($"{_case.Url}/comments", new { text = "On Monday." })).Ok();

        var theirs = (await _case.Partner.Read(_case.Url)).GetProperty("comments");
        var ours = (await _case.Officer.Read($"{_case.TeamUrl}/conversation")).GetProperty("comments");
        var analysts = (await _host.SignIn(Role.Analyst).Read($"{_case.TeamUrl}/conversation")).GetProperty("comments");

        Assert.Multiple(() =>
        {
            Assert.That(theirs[0].GetProperty("who").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(theirs[0].GetProperty("fromTeam").GetBoolean(), Is.True);
            Assert.That(theirs[1].GetProperty("who").GetString(), Is.EqualTo("partner"));
            Assert.That(ours.EnumerateArray().Select(c => c.GetProperty("who").GetString()), Is.EqualTo(new[] { "officer", "partner" }));
            Assert.That(analysts[1].GetProperty("who").ValueKind, Is.EqualTo(JsonValueKind.Null),
                "Only the team and supervisors see who wrote for an owner.");
        });
    }

    [Test]
    public async Task New_owner_does_not_see_the_old_conversation()
    {
        var token = await _case.Link();
        await (await _case.Partner.PostAsJsonAsync($"{_case.Url}/comments", new { text = "Our budget is tight." })).Ok();
        await (await _case.Answer("Accepted")).Ok();
        await (await _case.Report()).Ok();
        var housing = await _case.Officer.Stakeholder("Housing Office", StakeholderKind.Agency);
        var other = await _case.Officer.Attach(_case.Problem, housing, StakeholderRole.Partner);
        await (await _case.Change(
            new { description = PartnerCase.Task, enforcement = false, ownerAttachmentId = other, dueOn = "2026-03-20" })).Ok();

        var action = await _case.Read();
        var newOwner = await _host.SignInPartner(housing, "housing").Read(_case.Url);
        Assert.Multiple(async () =>
        {
            foreach (var field in new[] { "ownerAnswer", "ownerAnswerReason", "reportedDoneOn", "returnedReason" })
                Assert.That(action.GetProperty(field).ValueKind, Is.EqualTo(JsonValueKind.Null), field);
            Assert.That(action.GetProperty("comments").GetInt32(), Is.Zero);
            Assert.That(newOwner.GetProperty("comments").GetArrayLength(), Is.Zero);
            Assert.That((await _case.Partner.GetAsync(_case.Url)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "The earlier owner");
            Assert.That((await _host.Anonymous.GetAsync($"/link/{token}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await _case.Count("SELECT COUNT(*) FROM OneTimeLink WHERE WithdrawnAt IS NULL"), Is.Zero);
            Assert.That(
                (await _case.Officer.Read($"{_case.TeamUrl}/conversation")).GetProperty("comments")[0].GetProperty("withPresentOwner")
                    .GetBoolean(), Is.False);
        });
    }

    [Test]
    public async Task Stale_answer_is_rejected()
    {
        await (await _case.Answer("Accepted")).Ok();

        Assert.That((await _case.Partner.IfMatch(1).PostAsJsonAsync($"{_case.Url}/answer", new { answer = "Accepted" })).StatusCode,
            Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((await _case.Partner.IfMatch(1).PostAsJsonAsync($"{_case.Url}/report", new { doneOn = "2026-03-01" })).StatusCode,
            Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((await _case.Officer.IfMatch(1).PostAsync($"{_case.TeamUrl}/confirm", null)).StatusCode,
            Is.EqualTo(HttpStatusCode.PreconditionFailed));
    }

    [Test]
    public async Task Partner_still_sees_a_closed_problem_but_cannot_change_it()
    {
        await _host.Put(_case.Problem, Stage.Closed);

        Assert.That((await _case.Partner.Read("/api/v1/partner/problems")).Each("stage"), Is.EqualTo(new[] { "Closed" }));
        foreach (var reply in new[]
        {
            await _case.Answer("Accepted"), await _case.Report(),
            await _case.Partner.PostAsJsonAsync($"{_case.Url}/comments", new { text = "Hello" }),
            await _case.Partner.PostAsync($"{_case.Url}/photos", new ByteArrayContent(PhotoTests.Png())),
        })
            Assert.That(await reply.ShortfallCodes(), Is.EqualTo(new[] { "problem.closed" }));
        Assert.That((await _case.Partner.Read("/api/v1/partner/actions")).GetProperty("total").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Conversation_has_a_maximum_length()
    {
        await _host.Query(db => db.Write(async () =>
        {
            for (var i = 0; i < Conversations.MostComments; i++)
                await db.Execute("INSERT INTO ActionComment (ActionId, AttachmentId, Body, At) VALUES (@Action, @Attachment, 'x', @Start)",
                    new { _case.Action, _case.Attachment, TrackerHost.Start }, default);
            return 0;
        }, default));

        Assert.That(await (await _case.Partner.PostAsJsonAsync($"{_case.Url}/comments", new { text = "One more" })).ShortfallCodes(),
            Is.EqualTo(new[] { "action.muchSaid" }));
    }

    [Test]
    public async Task Action_without_an_outside_owner_accepts_no_comments()
    {
        var own =
            (await (await _case.Officer.PostAsJsonAsync($"/api/v1/problems/{_case.Problem}/actions",
                new { description = "Patrol", enforcement = true, ownerId = _host.IdOf(Role.Officer) })).Ok()).GetProperty("id").GetInt64();

        Assert.That(await (await _case.Officer.PostAsJsonAsync($"/api/v1/actions/{own}/comments", new { text = "x" })).ShortfallCodes(),
            Is.EqualTo(new[] { "action.ownerNotOutside" }));
        Assert.That(await (await _case.Officer.PostAsJsonAsync($"/api/v1/actions/{own}/link", new { })).ShortfallCodes(),
            Is.EqualTo(new[] { "action.ownerNotOutside" }));
    }

    [Test]
    public async Task Partner_role_stands_alone_and_needs_a_stakeholder()
    {
        var administrator = _host.SignIn(Role.Administrator);
        object Body(string[] roles, long? stakeholderId) =>
            new { email = $"{Guid.NewGuid():N}@pd.example", name = "Jo", roles, password = "correct horse battery", stakeholderId };

        Assert.That(
            await (await administrator.PostAsJsonAsync("/api/v1/people", Body(["Partner", "Officer"], _case.Stakeholder))).WrongFields(),
            Is.EqualTo(new[] { "roles" }));
        Assert.That(await (await administrator.PostAsJsonAsync("/api/v1/people", Body(["Partner"], null))).WrongFields(),
            Is.EqualTo(new[] { "stakeholderId" }));
        Assert.That(await (await administrator.PostAsJsonAsync("/api/v1/people", Body(["Partner"], 4711))).WrongFields(),
            Is.EqualTo(new[] { "stakeholderId" }));
        Assert.That(await (await administrator.PostAsJsonAsync("/api/v1/people", Body(["Officer"], _case.Stakeholder))).WrongFields(),
            Is.EqualTo(new[] { "stakeholderId" }));
        var made = await (await administrator.PostAsJsonAsync("/api/v1/people", Body(["Partner"], _case.Stakeholder))).Ok();
        var promoted = await administrator.IfMatch(1)
            .PutAsJsonAsync($"/api/v1/people/{made.GetProperty("id").GetInt64()}",
                new { name = "Jo", roles = new[] { "Officer" }, active = true });

        Assert.That(made.GetProperty("stakeholderId").GetInt64(), Is.EqualTo(_case.Stakeholder));
        Assert.That(await promoted.ShortfallCodes(), Is.EqualTo(new[] { "person.side" }));
        Assert.That(await (await _case.Officer.PostAsJsonAsync($"/api/v1/problems/{_case.Problem}/actions",
            new { description = "x", enforcement = false, ownerId = made.GetProperty("id").GetInt64() })).WrongFields(),
            Is.EqualTo(new[] { "ownerId" }));
    }
}
