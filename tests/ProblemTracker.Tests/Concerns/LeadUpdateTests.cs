using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Concerns;

/// <summary>The lead of a problem hears when the reporter of one of its concerns writes.</summary>
public sealed class LeadUpdateTests
{
    private TrackerHost _host = null!;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        await Resident.Open(_host);
    }

    [TearDown] public void Stop() => _host.Dispose();

    private HttpClient Officer => _host.SignIn(Role.Officer);

    private async Task<IReadOnlyList<string>> Updates() => [.. (await (await Officer.GetAsync("/api/v1/updates")).Json())
        .GetProperty("items").EnumerateArray().Where(row => row.GetProperty("kind").GetString() == "ResidentWrote")
        .Select(row => $"{row.GetProperty("sentence").GetString()} {row.GetProperty("link").GetString()}")];

    [Test]
    public async Task Lead_hears_of_a_message_about_a_linked_concern_and_one_merged_into_it()
    {
        var (first, second, third) = (new Resident(_host), new Resident(_host), new Resident(_host));
        var (one, two, three) = (await first.Report(("Name", "Rosa Quill")), await second.Report(), await third.Report());
        await (await Officer.IfMatch(1).PostAsJsonAsync("/api/v1/concerns/2/merge", new { intoId = 1 })).Ok();
        var problem = await _host.OpenProblem();
        await (await _host.SignIn(Role.Supervisor)
            .PostAsJsonAsync($"/api/v1/problems/{problem}/concerns", new { concernIds = new[] { 1 } })).Ok();
        await first.Post($"{one}?handler=reply", ("Text", "They are loud again."));
        await second.Post($"{two}?handler=reply", ("Text", "Here too."));
        await third.Post($"{three}?handler=reply", ("Text", "Not linked."));

        Assert.That(await Updates(), Is.EquivalentTo(new[]
        {
            "The reporter of C-2026-0001 wrote to the department. /concerns/1",
            "The reporter of C-2026-0002 wrote to the department. /concerns/2",
        }));
        Assert.That(await new Browser(_host, Role.Officer).Get($"/problems/{problem}"),
            Does.Contain("The reporter of C-2026-0001 wrote to the department.").And.Not.Contain("Rosa"));
    }
}
