using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Stakeholders;

public sealed class MergeStakeholdersTests
{
    private TrackerHost _host = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.OpenProblem(led: false);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);
    private HttpClient Supervisor => _host.SignIn(Role.Supervisor);

    [Test]
    public async Task Merging_fills_only_blank_fields_of_the_kept_entry()
    {
        var stays = await Officer.Entry("Harbor night bus", new() { ["phone"] = "585 555 0160", ["safeContact"] = "Not at night." });
        var gone = await Officer.Entry("Harbor Night-Bus Co.", new()
        {
            ["kind"] = "ServiceProvider",
            ["phone"] = "585 555 0199",
            ["email"] = "bus@test.example",
            ["postalAddress"] = "1 Quay",
            ["preferredChannel"] = "Email",
            ["language"] = "Spanish",
            ["shareable"] = "All of it.",
            ["remarks"] = "Ask for Lou.",
            ["safeContact"] = "Never by text.",
        });

        var after = await (await Supervisor.Merge(gone, stays)).Ok();

        Assert.Multiple(() =>
        {
            string Of(string field) => after.GetProperty(field).ToString();
            Assert.That(Of("id"), Is.EqualTo($"{stays}"));
            Assert.That(Of("name"), Is.EqualTo("Harbor night bus"));
            Assert.That(Of("kind"), Is.EqualTo("Business"));
            Assert.That(Of("phone"), Is.EqualTo("585 555 0160"));
            Assert.That(Of("email"), Is.EqualTo("bus@test.example"));
            Assert.That(Of("postalAddress"), Is.EqualTo("1 Quay"));
            Assert.That(Of("preferredChannel"), Is.EqualTo("Email"));
            Assert.That(Of("language"), Is.EqualTo("Spanish"));
            Assert.That(Of("shareable"), Is.EqualTo("All of it."));
            Assert.That(Of("remarks"), Is.EqualTo("Ask for Lou."));
            Assert.That(Of("safeContact"), Is.EqualTo("Not at night.\nNever by text."), "A person's safety may depend on either text.");
            Assert.That(Of("version"), Is.EqualTo("2"));
        });
        Assert.That((await Officer.Read("/api/v1/stakeholders/similar?email=bus@test.example"))[0].GetProperty("id").GetInt64(),
            Is.EqualTo(stays), "The search keys are copied too.");
    }

    [Test]
    public async Task Merged_entry_stays_readable_refers_to_the_kept_one_and_is_not_listed()
    {
        var (gone, stays) = (await Officer.Entry("Dana Quil"), await Officer.Entry("Dana Quill"));
        await (await Supervisor.Merge(gone, stays)).Ok();

        var read = await Officer.Entry(gone);
        Assert.That(read.GetProperty("mergedIntoId").GetInt64(), Is.EqualTo(stays));
        Assert.That(read.GetProperty("mergedInto").GetString(), Is.EqualTo("Dana Quill"));
        Assert.That(read.GetProperty("name").GetString(), Is.EqualTo("Dana Quil"));
        var list = await Officer.Read("/api/v1/stakeholders");
        Assert.That(list.Each("name"), Is.EqualTo(new[] { "Dana Quill" }));
        Assert.That(list.GetProperty("total").GetInt32(), Is.EqualTo(1));
        Assert.That(
            (await Officer.Read("/api/v1/stakeholders/similar?name=Dana+Quil")).EnumerateArray()
                .Select(s => s.GetProperty("id").GetInt64()), Is.EqualTo(new[] { stays }));
    }

    [Test]
    public async Task What_the_merged_entry_said_finds_the_kept_one()
    {
        var gone = await Officer.Entry("Ana Roe", new()
        {
            ["phone"] = "585-555-0199",
            ["email"] = "ana@old.example",
            ["postalAddress"] = "7 Quay Street",
            ["remarks"] = "Only after 6 pm",
        });
        var stays = await Officer.Entry("Anna Rowe", new()
        {
            ["phone"] = "585-555-0111",
            ["email"] = "anna@new.example",
            ["postalAddress"] = "9 Mill Lane",
            ["remarks"] = "Owns the corner store",
        });
        var last = await Officer.Entry("Hanna Rowland");
        await (await Supervisor.Merge(gone, stays)).Ok();
        // Also after another merge, and after the kept entry changes.
        await (await Supervisor.Merge(stays, last)).Ok();
        await (await Officer.IfMatch(await Officer.EntryVersion(last)).PutAsJsonAsync($"/api/v1/stakeholders/{last}",
            new { name = "Hanna Rowland", kind = "Business", phone = "585-555-0122" })).Ok();

        foreach (var words in new[] { "585-555-0199", "ana@old.example", "Only after 6 pm", "Quay", "\"Ana Roe\"", "585-555-0111",
            "corner store" })
        {
            var found = (await Officer.Read($"/api/v1/search?kind=Stakeholder&q={Uri.EscapeDataString(words)}")).GetProperty("items");
            Assert.That(found.EnumerateArray().Select(item => item.GetProperty("id").GetInt64()), Is.EqualTo(new[] { last }), words);
        }
        foreach (var (query, reason) in new[] { ("phone=585.555.0199", "SamePhone"), ("email=ANA@old.example", "SameEmail"),
            ("name=Roe,+Ana", "SameName"), ("phone=585-555-0111", "SamePhone") })
        {
            var similar = (await Officer.Read($"/api/v1/stakeholders/similar?{query}")).EnumerateArray().Single();
            Assert.That(similar.GetProperty("id").GetInt64(), Is.EqualTo(last), query);
            Assert.That(similar.GetProperty("mergedName").GetString(), Is.Not.Null, query);
            Assert.That(similar.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()), Does.Contain(reason), query);
        }
        Assert.That((await Officer.Read("/api/v1/stakeholders?text=ana+roe")).Each("name"), Is.EqualTo(new[] { "Hanna Rowland" }));
        Assert.That((await Officer.Read($"/api/v1/stakeholders/{last}/merged")).EnumerateArray()
            .Select(entry => entry.GetProperty("name").GetString()), Is.EqualTo(new[] { "Ana Roe", "Anna Rowe" }));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/stakeholders/{last}"),
            Does.Contain("Merged entries").And.Contain("Ana Roe"));
    }

    /// <summary>A database from before this has merged entries whose words only they themselves have.</summary>
    [Test]
    public async Task Words_of_earlier_merges_are_filled_in()
    {
        var (gone, stays) = (await Officer.Entry("Ana Roe"), await Officer.Entry("Anna Rowe"));
        await (await Supervisor.Merge(gone, stays)).Ok();
        await _host.Query(db => db.Execute("DELETE FROM StakeholderText WHERE StakeholderId = @stays", new { stays }, default));
        await _host.Query(db => db.Execute("DELETE FROM Setting WHERE Name = 'searchedToStakeholder'", null, default));

        Assert.That((await _host.Send(new ProblemTracker.Search.FillSearch())).Added, Is.EqualTo(1));
        Assert.That((await Officer.Read("/api/v1/search?kind=Stakeholder&q=ana")).GetProperty("total").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Merged_entry_cannot_be_changed()
    {
        var (gone, stays, third) = (await Officer.Entry("A"), await Officer.Entry("B"), await Officer.Entry("C"));
        await (await Supervisor.Merge(gone, stays)).Ok();
        var version = await Officer.EntryVersion(gone);

        foreach (var refused in new[]
        {
            await Officer.IfMatch(version).PutAsJsonAsync($"/api/v1/stakeholders/{gone}", new { name = "A", kind = "Business" }),
            await Officer.Consent(gone),
            await Officer.Withdraw(gone),
            await Officer.PostAsJsonAsync($"/api/v1/problems/{_problem}/stakeholders", new { stakeholderId = gone, role = "Partner" }),
            await Supervisor.Merge(gone, third),
            await Supervisor.Merge(third, gone),
        })
            Assert.That(await refused.ShortfallCodes(), Is.EqualTo(new[] { "stakeholder.merged" }), refused.RequestMessage!.ToString());
    }

    [Test]
    public async Task Merging_creates_no_chains_or_cycles()
    {
        var (first, second, third) = (await Officer.Entry("A"), await Officer.Entry("B"), await Officer.Entry("C"));
        await (await Supervisor.Merge(first, second)).Ok();
        await (await Supervisor.Merge(second, third)).Ok();

        foreach (var gone in new[] { first, second })
            Assert.That((await Officer.Entry(gone)).GetProperty("mergedIntoId").GetInt64(), Is.EqualTo(third));
        Assert.That(await (await Supervisor.Merge(third, first)).ShortfallCodes(), Is.EqualTo(new[] { "stakeholder.merged" }));
        Assert.That(await (await Supervisor.Merge(third, third)).ShortfallCodes(), Is.EqualTo(new[] { "stakeholder.mergeSelf" }));
    }

    [Test]
    public async Task Attachments_of_both_move_to_the_kept_entry()
    {
        var (gone, stays) = (await Officer.Entry("A"), await Officer.Entry("B"));
        var past = await Officer.Attach(_problem, gone, StakeholderRole.Guardian);
        await Officer.DeleteAsync($"/api/v1/problems/{_problem}/stakeholders/{past}");
        var reporter = await Officer.Attach(_problem, gone, StakeholderRole.Reporter);
        var guardian = await Officer.Attach(_problem, stays, StakeholderRole.Guardian);

        await (await Supervisor.Merge(gone, stays)).Ok();

        var rows = (await Officer.Read($"/api/v1/problems/{_problem}/stakeholders")).GetProperty("items").EnumerateArray().ToList();
        Assert.That(rows.Select(r => r.GetProperty("attachmentId").GetInt64()), Is.EqualTo(new[] { past, reporter, guardian }));
        Assert.That(rows.Select(r => r.GetProperty("stakeholderId").GetInt64()), Is.All.EqualTo(stays));
        Assert.That(rows.Select(r => r.GetProperty("detachedAt").ValueKind),
            Is.EqualTo(new[] { JsonValueKind.String, JsonValueKind.Null, JsonValueKind.Null }));
        Assert.That((await Officer.Read($"/api/v1/stakeholders/{gone}/problems")).GetProperty("total").GetInt32(), Is.Zero);
        Assert.That((await Officer.Read($"/api/v1/stakeholders/{stays}/problems")).GetProperty("total").GetInt32(), Is.EqualTo(3));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Of_two_attachments_in_the_same_role_the_older_keeps_the_planned_actions(bool goneCameFirst)
    {
        var (gone, stays) = (await Officer.Entry("A"), await Officer.Entry("B"));
        var older = await Officer.Attach(_problem, goneCameFirst ? gone : stays, StakeholderRole.Partner);
        var newer = await Officer.Attach(_problem, goneCameFirst ? stays : gone, StakeholderRole.Partner);
        var (planned, done) = (await _host.Action(_problem, newer), await _host.Action(_problem, newer, "Done"));
        var link = await _host.Link(planned, newer);
        await _host.Query(async db =>
        {
            foreach (var action in new[] { planned, done })
            {
                await db.Execute(
                    "INSERT INTO ActionComment (ActionId, AttachmentId, Body, At) VALUES (@action, @newer, 'On Tuesday.', @Start)",
                    new { action, newer, TrackerHost.Start }, default);
                await db.Execute(
                    "INSERT INTO ActionPhoto (ActionId, AttachmentId, Width, Height, Content, At) "
                        + "VALUES (@action, @newer, 1, 1, @Bytes, @Start)",
                        new { action, newer, Bytes = new byte[] { 1 }, TrackerHost.Start }, default);
                await db.Execute(
                    "INSERT INTO Nudge (DedupeKey, Kind, ProblemId, Visit, DueOn, RaisedAt, ActionId, AttachmentId) "
                        + "VALUES (@Key, 'ActionDue', @_problem, 1, @On, @Start, @action, @newer)",
                    new { Key = $"{action}", _problem, On = new DateOnly(2026, 3, 2), action, newer, TrackerHost.Start }, default);
            }
            return 0;
        });

        await (await Supervisor.Merge(gone, stays)).Ok();

        var rows = (await Officer.Read($"/api/v1/problems/{_problem}/stakeholders")).GetProperty("items").EnumerateArray()
            .ToDictionary(r => r.GetProperty("attachmentId").GetInt64());
        Assert.That(rows[older].GetProperty("detachedAt").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(rows[newer].GetProperty("detachedAt").GetDateTimeOffset(), Is.EqualTo(TrackerHost.Start));
        foreach (var table in new[] { "ActionComment", "ActionPhoto", "Nudge" })
            Assert.That((await AttachmentIn(table, planned), await AttachmentIn(table, done)), Is.EqualTo((older, newer)), table);
        Assert.That(
            await _host.Query(db => db.Single<long>("SELECT HolderId FROM OneTimeLink WHERE SubjectId = @planned", new { planned },
                default)), Is.EqualTo(older));
        Assert.That(await _host.IsWithdrawn(link), Is.False);
        var (moved, kept) = (await Officer.Read($"/api/v1/actions/{planned}"), await Officer.Read($"/api/v1/actions/{done}"));
        Assert.That((moved.GetProperty("ownerAttachmentId").GetInt64(), moved.GetProperty("version").GetInt32()), Is.EqualTo((older, 2)));
        Assert.That((kept.GetProperty("ownerAttachmentId").GetInt64(), kept.GetProperty("version").GetInt32()), Is.EqualTo((newer, 1)));
    }

    [Test]
    public async Task Timeline_shows_a_merge_as_an_ordinary_detachment()
    {
        var (gone, stays) = (await Officer.Entry("Wanda Reyes"), await Officer.Entry("Wanda Reye"));
        await Officer.Attach(_problem, stays, StakeholderRole.Reporter);
        var newer = await Officer.Attach(_problem, gone, StakeholderRole.Reporter);

        await (await Supervisor.Merge(gone, stays, "Wanda said so herself.")).Ok();

        var analyst = _host.SignIn(Role.Analyst);
        foreach (var path in new[] { "", "/timeline", "/audit", "/stakeholders" })
        {
            var text = await analyst.GetStringAsync($"/api/v1/problems/{_problem}{path}");
            Assert.That(text, Does.Not.Contain("Wanda").And.Not.Contain("merge"), path);
        }
        Assert.That((await analyst.Read($"/api/v1/problems/{_problem}/timeline")).Each("summary").First(),
            Is.EqualTo("Detached a stakeholder as reporter."));
    }

    [Test]
    public async Task Accounts_move_to_the_kept_entry()
    {
        var (gone, stays) = (await Officer.Entry("A"), await Officer.Entry("B"));
        _host.SignInPartner(gone);
        var person = _host.IdOf(Role.Partner);

        await (await Supervisor.Merge(gone, stays)).Ok();

        Assert.That(
            await _host.Query(db => db.Single<long>("SELECT StakeholderId FROM Person WHERE Id = @person", new { person }, default)),
            Is.EqualTo(stays));
    }

    [Test]
    public async Task Withdrawn_consent_on_either_entry_stops_email_and_links_of_both()
    {
        foreach (var goneSaidNo in new[] { true, false })
        {
            var (gone, stays) = (await Officer.Entry("A", new() { ["email"] = "a@test.example" }),
                await Officer.Entry("B", new() { ["email"] = "a@test.example" }));
            var attachment = await Officer.Attach(_problem, stays, StakeholderRole.Partner);
            var link = await _host.Link(await _host.Action(_problem, attachment), attachment);
            await (await Officer.Consent(goneSaidNo ? stays : gone)).Ok();
            await (await Officer.Withdraw(goneSaidNo ? gone : stays)).Ok();
            var (toGone, toStays) = (await _host.Email(gone), await _host.Email(stays));

            var after = await (await Supervisor.Merge(gone, stays)).Ok();

            Assert.That(after.GetProperty("consentWithdrawnOn").GetString(), Is.EqualTo("2026-03-02"));
            Assert.That((await _host.IsDiscarded(toGone), await _host.IsDiscarded(toStays), await _host.IsWithdrawn(link)),
                Is.EqualTo((true, true, true)));
        }
    }

    [TestCase("a@test.example", "A@test.example", true, Description = "The same address.")]
    [TestCase("a@test.example", null, true, Description = "The address is copied.")]
    [TestCase("a@test.example", "b@test.example", false)]
    public async Task Consent_and_queued_email_move_with_their_address(string gonesAddress,
        string? staysAddress, bool goesOver)
    {
        var gone = await Officer.Entry("A", new() { ["email"] = gonesAddress });
        var stays = await Officer.Entry("B", new() { ["email"] = staysAddress });
        await (await Officer.Consent(gone)).Ok();
        var email = await _host.Email(gone);

        var after = await (await Supervisor.Merge(gone, stays)).Ok();

        Assert.That(after.GetProperty("hasConsent").GetBoolean(), Is.EqualTo(goesOver));
        Assert.That(await _host.IsDiscarded(email), Is.EqualTo(!goesOver));
        if (goesOver)
        {
            await (await Officer.Withdraw(stays)).Ok();
            Assert.That(await _host.IsDiscarded(email), Is.True, "The withdrawal discards the email that moved.");
        }
    }

    [Test]
    public async Task Audit_log_keeps_both_entries_from_before_the_merge()
    {
        var gone = await Officer.Entry("Dana Quil", new() { ["phone"] = "585 555 0111" });
        var stays = await Officer.Entry("Dana Quill", new() { ["phone"] = "585 555 0222" });

        await (await Supervisor.Merge(gone, stays, "Met her.")).Ok();

        var before = await _host.Query(db => db.Single<string>(
            "SELECT BeforeJson FROM AuditEntry WHERE Event = 'stakeholder.merged' AND ProblemId IS NULL AND Summary IS NULL",
            null, default));
        Assert.That(before, Does.Contain("585 555 0111").And.Contain("585 555 0222"));
        Assert.That(
            await _host.Query(db => db.Single<string>("SELECT AfterJson FROM AuditEntry WHERE Event = 'stakeholder.merged'", null,
                default)),
            Does.Contain("Met her."));
    }

    [Test]
    public async Task Safe_contact_texts_too_long_together_are_rejected_and_not_truncated()
    {
        var (gone, stays) = (await Officer.Entry("A", new() { ["safeContact"] = new string('a', 600) }),
            await Officer.Entry("B", new() { ["safeContact"] = new string('b', 600) }));

        Assert.That(await (await Supervisor.Merge(gone, stays)).ShortfallCodes(), Is.EqualTo(new[] { "stakeholder.safeContactTooLong" }));
        Assert.That((await Officer.Entry(gone)).GetProperty("mergedIntoId").ValueKind, Is.EqualTo(JsonValueKind.Null),
            "A rejected merge changes nothing.");
    }

    [Test]
    public async Task Merging_works_for_problems_that_are_closed_or_led_by_the_supervisor()
    {
        var (gone, stays) = (await Officer.Entry("A"), await Officer.Entry("B"));
        var led = await _host.OpenProblem(by: Supervisor, led: false);
        foreach (var problem in new[] { _problem, led })
            foreach (var entry in new[] { gone, stays }) await Supervisor.Attach(problem, entry, StakeholderRole.Partner);
        await _host.Query(db => db.Execute("UPDATE Problem SET LeadId = @Lead WHERE Id = @led",
            new { led, Lead = _host.IdOf(Role.Supervisor) }, default));
        await _host.Put(_problem, Stage.Closed);

        await (await Supervisor.Merge(gone, stays)).Ok();

        foreach (var problem in new[] { _problem, led })
            Assert.That(
                (await Officer.Read($"/api/v1/problems/{problem}/stakeholders")).GetProperty("items").EnumerateArray()
                    .Count(r => r.GetProperty("detachedAt").ValueKind == JsonValueKind.Null), Is.EqualTo(1));
    }

    [Test]
    public async Task Invalid_input_is_rejected_by_field()
    {
        var (gone, stays) = (await Officer.Entry("A"), await Officer.Entry("B"));

        Assert.That(await (await Supervisor.Merge(gone, stays, " ")).WrongFields(), Is.EqualTo(new[] { "reason" }));
        Assert.That(await (await Supervisor.Merge(gone, 999)).WrongFields(), Is.EqualTo(new[] { "intoId" }));
        Assert.That(
            (int)(await Supervisor.IfMatch(9)
                .PostAsJsonAsync($"/api/v1/stakeholders/{gone}/merge", new { intoId = stays, reason = "x" })).StatusCode, Is.EqualTo(412));
        Assert.That(
            (int)(await Supervisor.IfMatch(1)
                .PostAsJsonAsync("/api/v1/stakeholders/999/merge", new { intoId = stays, reason = "x" })).StatusCode, Is.EqualTo(404));
    }

    [TestCase(Role.Officer)]
    [TestCase(Role.Analyst)]
    [TestCase(Role.Command)]
    public async Task Only_supervisors_merge(Role role)
    {
        var (gone, stays) = (await Officer.Entry("A"), await Officer.Entry("B"));

        Assert.That((await _host.SignIn(role).Merge(gone, stays)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private Task<long> AttachmentIn(string table, long action) =>
        _host.Query(db => db.Single<long>($"SELECT AttachmentId FROM {table} WHERE ActionId = @action", new { action }, default));
}
