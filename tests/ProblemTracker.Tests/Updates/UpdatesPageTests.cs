using ProblemTracker.Domain;
using ProblemTracker.Nudges;

namespace ProblemTracker.Tests.Updates;

/// <summary>The officer leads a problem whose reminder is due, and the supervisor wrote a note.</summary>
public sealed class UpdatesPageTests
{
    private TrackerHost _host = null!;
    private long _problem;

    [SetUp]
    public async Task Start()
    {
        _host = new();
        _problem = await _host.OpenProblem();
        _host.Until(2026, 3, 13);
        await _host.Send(new RaiseNudges());
        var supervisor = _host.SignIn(Role.Supervisor);
        await (await supervisor.PostAsJsonAsync($"/api/v1/problems/{_problem}/notes", new { text = "@officer, call me." })).Ok();
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task My_day_has_one_line_per_problem_with_its_next_step()
    {
        var html = await new Browser(_host, Role.Officer).Get("/");

        Assert.That(html, Does.Contain("Scanning is due on Mar 16, 2026, in 3 days.").And.Contain("@officer, call me."));
        Assert.That(html, Does.Match($"""href="/problems/{_problem}/scanning">Continue Scanning"""));
        Assert.That(html, Does.Match("""id="count-day" class="nudge-count">2<"""));
    }

    [Test]
    public async Task Mark_all_as_read_empties_the_count_in_the_header()
    {
        var browser = new Browser(_host, Role.Officer);
        await browser.Get("/");
        await browser.TryPost("/updates?handler=Seen", "/", new() { ["upTo"] = "1000", ["upToNudge"] = "1000", ["from"] = "/" });

        Assert.That(await browser.Get("/"), Does.Not.Contain("class=\"nudge-count\""));
        Assert.That(await browser.Get("/updates"), Does.Contain("You have read all updates."));
        Assert.That(await browser.Get("/updates?all=true"), Does.Contain("@officer, call me."));
        Assert.That(await browser.Get("/nudges"), Does.Contain("Scanning is due"), "seen, not done");
    }

    [Test]
    public async Task Counts_can_be_asked_for_alone()
    {
        var html = await new Browser(_host, Role.Officer).Get("/updates?handler=Counts");

        Assert.That(html, Does.Contain("""<span id="count-day" class="nudge-count" hx-swap-oob="true">2<""").And.Not.Contain("<html"));
        Assert.That(html, Does.Not.Contain("count-requests"), "only supervisors have requests");
    }

    [Test]
    public async Task Opening_the_problem_shows_what_is_new_and_marks_it_as_read()
    {
        var browser = new Browser(_host, Role.Officer);

        Assert.That(await browser.Get($"/problems/{_problem}"), Does.Contain("New since your last visit"));
        Assert.That(await browser.Get($"/problems/{_problem}"), Does.Not.Contain("New since your last visit"));
    }

    [Test]
    public async Task Person_chosen_beside_a_note_is_named_in_it()
    {
        var browser = new Browser(_host, Role.Officer);
        await browser.TryPost($"/problems/{_problem}?handler=Note", $"/problems/{_problem}",
            new() { ["Note.Text"] = "The lights work.", ["Note.Tell"] = "supervisor" });

        var supervisor = await new Browser(_host, Role.Supervisor).Get("/updates");
        Assert.That(supervisor, Does.Contain("@supervisor The lights work."));
    }

    [Test]
    public async Task Watching_is_a_button_of_the_problem()
    {
        var command = new Browser(_host, Role.Command);
        Assert.That(await command.Get($"/problems/{_problem}"), Does.Contain("Watch this problem"));
        await command.TryPost($"/problems/{_problem}?handler=Watch", $"/problems/{_problem}", new() { ["watching"] = "true" });

        Assert.That(await command.Get($"/problems/{_problem}"), Does.Contain("Stop watching"));
    }

    [Test]
    public async Task Ways_to_hear_of_updates_are_chosen_under_my_settings()
    {
        var browser = new Browser(_host, Role.Officer);
        await browser.TryPost("/me", "/me", new() { ["EmailChoice"] = "Digest", ["Ways[NoteWritten]"] = "AtOnce" });

        Assert.That(await browser.Get("/me"), Does.Match("""name="Ways\[NoteWritten\]"[\s\S]{0,400}value="AtOnce" selected"""));
    }
}
