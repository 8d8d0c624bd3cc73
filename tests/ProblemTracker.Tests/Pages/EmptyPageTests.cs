using System.Text.RegularExpressions;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Tests.Pages;

/// <summary>What pages say in an empty database: what they are for, and the next step.</summary>
public sealed partial class EmptyPageTests
{
    // The last value is the address of the next step; null where only others can take it, or none is needed.
    [TestCase("/problems?open=true", Role.Officer, "/problems/open")]
    [TestCase("/problems?open=true", Role.Analyst, "/problems/open")]
    [TestCase("/problems?open=true", Role.Command, null)]
    [TestCase("/actions", Role.Supervisor, "/problems/open")]
    [TestCase("/problems/moves", Role.Supervisor, "/problems/open")]
    [TestCase("/problems/moves", Role.Command, null)]
    [TestCase("/overrides", Role.Supervisor, "/problems/open")]
    [TestCase("/objectives", Role.Analyst, "/problems/open")]
    [TestCase("/scores", Role.Analyst, "/problems/open")]
    [TestCase("/incidents", Role.Analyst, "/imports/new")]
    [TestCase("/incidents", Role.Officer, null)]
    [TestCase("/incidents/patterns", Role.Analyst, "/incidents")]
    [TestCase("/signals?state=Open", Role.Officer, "/incidents")]
    [TestCase("/patrol", Role.Analyst, "/imports/new?kind=Calls")]
    [TestCase("/calls", Role.Analyst, "/imports/new?kind=Calls")]
    [TestCase("/patrol/tasks", Role.Officer, "/patrol/task")]
    [TestCase("/incidents/saved", Role.Analyst, "/incidents?all=true")]
    [TestCase("/imports", Role.Administrator, "/imports/new")]
    [TestCase("/stakeholders", Role.Officer, "/stakeholders/new")]
    [TestCase("/stakeholders", Role.Command, null)]
    [TestCase("/requests", Role.Supervisor, "/problems?open=true")]
    [TestCase("/nudges", Role.Officer, "/")]
    [TestCase("/nudges?show=All", Role.Officer, "/")]
    [TestCase("/", Role.Officer, "/problems?open=true")]
    [TestCase("/search?q=noise", Role.Officer, null)]
    [TestCase("/surveys", Role.Officer, "/surveys/new")]
    [TestCase("/surveys", Role.Command, null)]
    [TestCase("/briefing", Role.Command, "/problems")]
    [TestCase("/reports/status", Role.Supervisor, "/problems/open")]
    [TestCase("/reports/overdue", Role.Supervisor, "/problems/open")]
    [TestCase("/reports/flow", Role.Command, null)]
    [TestCase("/reports/workload", Role.Supervisor, "/problems/open")]
    [TestCase("/reports/outcomes", Role.Analyst, "/problems/open")]
    [TestCase("/reports/participation", Role.Analyst, "/problems/open")]
    [TestCase("/reports/quality", Role.Command, null)]
    [TestCase("/reports/concerns", Role.Command, "/city")]
    [TestCase("/concerns/repeats", Role.Officer, "/concerns?open=true")]
    [TestCase("/settings/neighborhoods", Role.Administrator, "/imports/new?kind=Neighborhoods")]
    [TestCase("/settings/responsibility", Role.Administrator, "/settings/neighborhoods")]
    [TestCase("/settings/holidays", Role.Administrator, null)]
    [TestCase("/assignments", Role.Administrator, "/people")]
    [TestCase("/assignments", Role.Officer, null)]
    [TestCase("/retention", Role.Administrator, "/settings/retention")]
    [TestCase("/retention/holds", Role.Command, null)]
    [TestCase("/retention/certificates", Role.Command, "/retention")]
    [TestCase("/engagement", Role.Officer, null)]
    [TestCase("/engagement/reach", Role.Command, null)]
    [TestCase("/meetings", Role.Officer, "/meetings/plan")]
    [TestCase("/commitments", Role.Officer, "/meetings")]
    [TestCase("/quality-of-life", Role.Command, null)]
    [TestCase("/partner", Role.Partner, null)]
    public async Task Empty_page_says_what_it_is_for_and_the_next_step(string path, Role role, string? next)
    {
        using var host = new TrackerHost();
        if (role == Role.Partner)
            host.SignInPartner((await host.Send(new CreateStakeholder("City Parks", StakeholderKind.Agency))).Id);

        var states = EmptyState().Matches(await new Browser(host, role).Get(path)).Select(match => match.Groups[1].Value).ToList();

        Assert.That(states, Is.Not.Empty, "The page has no empty state.");
        var first = states[0];
        Assert.That(Sentence().Matches(first), Is.Not.Empty, first);
        if (next is not null) Assert.That(first, Does.Contain($"href=\"{next}\""));
        // Those who can't take the next step read who can, or what happens by itself.
        else Assert.That(Sentence().Matches(first), Has.Count.GreaterThanOrEqualTo(2), first);
    }

    /// <summary>Pages must not send people to a terminal for what a page can do.</summary>
    [Test]
    public void No_page_sends_people_to_the_command_line()
    {
        var shell = Repository.Files("src/ProblemTracker/Pages", "*.cshtml")
            .Concat(Repository.Files("src/ProblemTracker/Pages", "*.cs")).Where(file => Verb().IsMatch(Repository.Read(file))).ToList();

        Assert.That(shell, Is.Empty);
    }

    [GeneratedRegex("""<div class="empty-state">(.*?)</div>""", RegexOptions.Singleline)]
    private static partial Regex EmptyState();

    [GeneratedRegex(@"[A-Z][^.<>]+\.")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\bverb\b|scripts/run|<code>import", RegexOptions.IgnoreCase)]
    private static partial Regex Verb();
}
