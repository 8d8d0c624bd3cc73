using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Evidence;

namespace ProblemTracker.Tests.Stakeholders;

public sealed class AttachmentTests
{
    private const string Reporter = "Dana Quill";

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
    private string Path => $"/api/v1/problems/{_problem}/stakeholders";

    [TestCase(StakeholderRole.Affected, true)]
    [TestCase(StakeholderRole.Reporter, true)]
    [TestCase(StakeholderRole.OffendersHandler, true)]
    [TestCase(StakeholderRole.Guardian, false)]
    [TestCase(StakeholderRole.PlaceManager, false)]
    [TestCase(StakeholderRole.Partner, false)]
    [TestCase(StakeholderRole.Resource, false)]
    public async Task Only_team_and_supervisors_see_names_in_protected_roles(StakeholderRole role, bool isProtected)
    {
        var attachment = await Officer.Attach(_problem, await Officer.Stakeholder(Reporter), role);
        var other = _host.SignInAs("other", Role.Officer);

        foreach (var (reader, mayKnow) in new[]
        {
            (Officer, true), (_host.SignIn(Role.Supervisor), true), (other, false), (_host.SignIn(Role.Analyst), false),
            (_host.SignIn(Role.Command), false),
        })
        {
            var row = (await reader.Read(Path)).GetProperty("items")[0];
            var isHidden = isProtected && !mayKnow;
            Assert.Multiple(() =>
            {
                Assert.That(row.GetProperty("attachmentId").GetInt64(), Is.EqualTo(attachment));
                Assert.That(row.GetProperty("role").GetString(), Is.EqualTo(role.ToString()));
                Assert.That(row.GetProperty("name").GetString(), Is.EqualTo(isHidden ? null : Reporter));
                Assert.That(row.GetProperty("stakeholderId").ValueKind, Is.EqualTo(isHidden ? JsonValueKind.Null : JsonValueKind.Number));
                Assert.That(row.GetProperty("kind").ValueKind, Is.EqualTo(isHidden ? JsonValueKind.Null : JsonValueKind.String));
                Assert.That(row.GetProperty("isHidden").GetBoolean(), Is.EqualTo(isHidden));
            });
        }
    }

    [Test]
    public async Task Analyst_outside_the_team_does_not_see_a_reporters_name_anywhere_in_the_problem()
    {
        var stakeholder = await Officer.Stakeholder(Reporter);
        var attachment = await Officer.Attach(_problem, stakeholder, StakeholderRole.Reporter);
        await Officer.PostAsJsonAsync($"/api/v1/problems/{_problem}/notes", new { text = "Called back." });
        var detachable = await Officer.Attach(_problem, stakeholder, StakeholderRole.Affected);
        await Officer.DeleteAsync($"{Path}/{detachable}");
        await Officer.Fill(_problem, null, "Some");
        var analyst = _host.SignIn(Role.Analyst);

        List<string> read = [];
        foreach (var endpoint in _host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1/problems/{id:long}", StringComparison.Ordinal))
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET")))
        {
            var path = endpoint.RoutePattern.RawText!.Replace("{id:long}", $"{_problem}", StringComparison.Ordinal)
                .Replace("{number:int}", "1", StringComparison.Ordinal);
            var reply = await analyst.GetAsync(path);
            Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
            var text = await reply.Content.ReadAsStringAsync();
            Assert.That(text, Does.Not.Contain("Dana").And.Not.Contain("Quill"), path);
            Assert.That(text, Does.Not.Match("(?i)stakeholderId\"\\s*:\\s*[0-9]"), path);
            read.Add(path);
        }

        Assert.That(read, Is.SupersetOf(new[]
        {
            $"/api/v1/problems/{_problem}", Path, $"/api/v1/problems/{_problem}/timeline", $"/api/v1/problems/{_problem}/audit",
        }));
        var lines = (await analyst.Read($"/api/v1/problems/{_problem}/timeline")).Each("summary");
        Assert.That(lines, Has.Some.EqualTo("Attached a stakeholder as reporter."));
        Assert.That(lines, Has.Some.EqualTo("Detached a stakeholder as affected."));
        Assert.That((await Officer.Read($"/api/v1/problems/{_problem}")).ToString(), Does.Contain(Reporter),
            "The team sees the name in the full case file.");
    }

    [Test]
    public async Task Stakeholder_can_have_several_roles_but_each_only_once()
    {
        var dana = await Officer.Stakeholder(Reporter);
        await Officer.Attach(_problem, dana, StakeholderRole.Reporter);
        await Officer.Attach(_problem, dana, StakeholderRole.Guardian);

        var again = await Officer.PostAsJsonAsync(Path, new { stakeholderId = dana, role = "Reporter" });

        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That((await Officer.Read(Path)).GetProperty("total").GetInt32(), Is.EqualTo(2));
    }

    [Test]
    public async Task Detaching_keeps_the_history_and_allows_reattaching()
    {
        var dana = await Officer.Stakeholder(Reporter);
        var first = await Officer.Attach(_problem, dana, StakeholderRole.Reporter);

        var detached = await Officer.DeleteAsync($"{Path}/{first}");
        var twice = await Officer.DeleteAsync($"{Path}/{first}");
        var second = await Officer.Attach(_problem, dana, StakeholderRole.Reporter);

        var rows = (await Officer.Read(Path)).GetProperty("items");
        Assert.Multiple(() =>
        {
            Assert.That(detached.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(twice.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
            Assert.That(rows[0].GetProperty("attachmentId").GetInt64(), Is.EqualTo(first));
            Assert.That(rows[0].GetProperty("detachedAt").GetDateTimeOffset(), Is.EqualTo(TrackerHost.Start));
            Assert.That(rows[1].GetProperty("attachmentId").GetInt64(), Is.EqualTo(second));
            Assert.That(rows[1].GetProperty("detachedAt").ValueKind, Is.EqualTo(JsonValueKind.Null));
        });
    }

    [Test]
    public async Task Owner_of_a_planned_action_cannot_be_detached()
    {
        var attachment = await Officer.Attach(_problem, await Officer.Stakeholder(Reporter), StakeholderRole.Guardian);
        await _host.Query(db => db.Execute("""
            INSERT INTO ProblemAction (ProblemId, Description, OwnerAttachmentId, Enforcement, UrgentSafetyMeasure, Status, CreatedAt)
            VALUES (@_problem, 'Fix the lamp', @attachment, 0, 0, 'Planned', @Start)
            """, new { _problem, attachment, TrackerHost.Start }, default));

        var refused = await Officer.DeleteAsync($"{Path}/{attachment}");
        await _host.Query(db => db.Execute("UPDATE ProblemAction SET Status = 'Done'", null, default));
        var done = await Officer.DeleteAsync($"{Path}/{attachment}");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await refused.ShortfallCodes(), Is.EqualTo(new[] { "stakeholder.ownsActions" }));
        Assert.That(done.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task Attachment_of_another_problem_is_not_found()
    {
        var other = await _host.OpenProblem(led: false);
        var attachment = await Officer.Attach(other, await Officer.Stakeholder(Reporter), StakeholderRole.Guardian);

        Assert.That((await Officer.DeleteAsync($"{Path}/{attachment}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Nonexistent_stakeholder_cannot_be_attached()
    {
        var reply = await Officer.PostAsJsonAsync(Path, new { stakeholderId = 999, role = "Reporter" });

        Assert.That(reply.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await reply.WrongFields(), Is.EqualTo(new[] { "stakeholderId" }));
    }

    [Test]
    public async Task Only_team_and_supervisors_attach_and_detach()
    {
        var dana = await Officer.Stakeholder(Reporter);
        var attachment = await Officer.Attach(_problem, dana, StakeholderRole.Guardian);
        foreach (var reader in new[] { _host.SignInAs("other", Role.Officer), _host.SignIn(Role.Analyst) })
        {
            Assert.That((await reader.PostAsJsonAsync(Path, new { stakeholderId = dana, role = "Reporter" })).StatusCode,
                Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That((await reader.DeleteAsync($"{Path}/{attachment}")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        }
        await _host.SignIn(Role.Supervisor).Attach(_problem, dana, StakeholderRole.Reporter);
    }

    [Test]
    public async Task Stakeholders_of_a_closed_problem_cannot_change()
    {
        var dana = await Officer.Stakeholder(Reporter);
        var attachment = await Officer.Attach(_problem, dana, StakeholderRole.Guardian);
        await _host.Put(_problem, Stage.Closed);

        var attach = await Officer.PostAsJsonAsync(Path, new { stakeholderId = dana, role = "Reporter" });
        var detach = await Officer.DeleteAsync($"{Path}/{attachment}");

        Assert.That(await attach.ShortfallCodes(), Is.EqualTo(new[] { "problem.closed" }));
        Assert.That(await detach.ShortfallCodes(), Is.EqualTo(new[] { "problem.closed" }));
    }

    [Test]
    public async Task Attaching_counts_as_activity_but_does_not_change_the_version()
    {
        _host.Time.Advance(TimeSpan.FromDays(3));
        await Officer.Attach(_problem, await Officer.Stakeholder(Reporter), StakeholderRole.Guardian);

        var problem = await Officer.Read($"/api/v1/problems/{_problem}");
        Assert.That(problem.GetProperty("lastActivityAt").GetDateTimeOffset(), Is.EqualTo(TrackerHost.Start.AddDays(3)));
        Assert.That(problem.GetProperty("version").GetInt32(), Is.EqualTo(1));
    }
}
