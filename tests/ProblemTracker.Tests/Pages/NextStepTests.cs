using ProblemTracker.Domain;
using ProblemTracker.Pages.Case;
using ProblemTracker.Problems;

namespace ProblemTracker.Tests.Pages;

public sealed class NextStepTests
{
    private static readonly Allowed Officer =
        new(Work: true, WorkEvidence: true, Decide: false, WriteNotes: true, TakeLead: false, false, OnTeam: true);
    private static readonly Allowed Supervisor = Officer with { Decide = true, OnTeam = false };
    private static readonly Allowed Reader = new(false, false, false, WriteNotes: true, false, false, OnTeam: false);
    private static readonly RequestDetails AskedToStart = new() { Id = 7, Kind = RequestKind.Start };

    private static readonly PersonRef Led = new() { Id = 3, Name = "Theo Brandvold" };

    [Test]
    public void Requirements_come_first_and_are_counted()
    {
        Assert.That(Text(Problem(Officer, Gate.Analysis, missing: 3)), Is.EqualTo("Answer 3 requirements"));
        Assert.That(Text(Problem(Officer, Gate.Analysis, missing: 1)), Is.EqualTo("Answer the last requirement"));
    }

    [Test]
    public void Report_of_an_owner_outside_is_confirmed_before_anything_else()
    {
        var problem = Problem(Officer, Gate.Assessment, missing: 2) with
        {
            Actions = [new() { Id = 4, Description = "Light tower", OwnerAttachmentId = 1, ReportedDoneOn = new(2026, 3, 2) }],
        };

        Assert.That(NextStep.Of(problem, []), Is.EqualTo(new NextStep("Confirm “Light tower”", "/actions/4")));
    }

    [Test]
    public void Start_is_requested_by_who_can_not_decide_from_the_one_who_does()
    {
        Assert.That(Text(Problem(Officer, Gate.Start)), Is.EqualTo("Request start from a supervisor"));
        Assert.That(Text(Problem(Officer, Gate.Start) with { Decider = "Ruth Castellane" }),
            Is.EqualTo("Request start from Ruth Castellane"));
        Assert.That(Text(Problem(Supervisor, Gate.Start, lead: Led)), Is.EqualTo("Start response"));
        Assert.That(NextStep.Of(Problem(Officer, Gate.Start), [AskedToStart]), Is.Null, "it waits for the supervisor");
    }

    [Test]
    public void Waiting_request_is_the_next_step_of_who_may_decide() =>
        Assert.That(NextStep.Of(Problem(Supervisor, Gate.Start), [AskedToStart]),
            Is.EqualTo(new NextStep("Approve or return the request", "/requests#request-7")));

    [TestCase(RequestKind.Closing)]
    [TestCase(RequestKind.Hold)]
    [TestCase(RequestKind.Override)]
    public void Nothing_comes_next_while_a_closing_a_hold_or_an_override_is_requested(RequestKind asked) =>
        Assert.That(NextStep.Of(Problem(Officer, Gate.Start, missing: 2), [new() { Id = 7, Kind = asked }]), Is.Null);

    [TestCase(Gate.Response, "Move to Response")]
    [TestCase(Gate.Closed, "Close problem")]
    public void With_all_requirements_met_the_problem_moves_on(Gate next, string expected) =>
        Assert.That(Text(Problem(Officer, next)), Is.EqualTo(expected));

    [Test]
    public void Reader_without_rights_gets_no_step_and_a_member_of_a_team_without_lead_can_take_it()
    {
        Assert.That(NextStep.Of(Problem(Reader, Gate.Analysis, missing: 2), []), Is.Null);
        Assert.That(Text(Problem(Reader with { TakeLead = true }, Gate.Analysis)), Is.EqualTo("Take the lead"));
    }

    [Test]
    public void Supervisor_who_is_not_on_the_team_gets_none_of_its_steps_but_finds_it_a_lead()
    {
        Assert.That(NextStep.Of(Problem(Supervisor, Gate.Assessment, missing: 6, Led), []), Is.Null);
        Assert.That(NextStep.Of(Problem(Supervisor, Gate.Analysis, lead: Led), []), Is.Null);
        Assert.That(Text(Problem(Supervisor, Gate.Assessment, missing: 6)), Is.EqualTo("Assign a lead"));
        Assert.That(Text(Problem(Supervisor with { OnTeam = true }, Gate.Assessment, missing: 6, Led)),
            Is.EqualTo("Answer 6 requirements"));
    }

    private static string? Text(FullProblem problem) => NextStep.Of(problem, [])?.Text;

    private static FullProblem Problem(Allowed allowed, Gate next, int missing = 0, PersonRef? lead = null) => new(
        new ProblemHead { Id = 1, Allowed = allowed, Lead = lead })
    {
        Gate = new(next, [.. Enumerable.Range(0, missing).Select(i => new Shortfall($"code{i}", "Say it.", "scanning.statement"))]),
    };
}
