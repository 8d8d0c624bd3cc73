namespace ProblemTracker.Domain;

/// <summary>What a gate asks for.</summary>
/// <param name="Code">Stable, for programs, overrides and links.</param>
/// <param name="Words">What was missing, in a few words: "passed without <i>two events</i>".</param>
/// <param name="Sentence">What to do about it.</param>
/// <param name="Field">Where it is done; a shortfall may point to a part of it.</param>
public sealed record Requirement(string Code, Gate Gate, string Words, string Sentence, string Field)
{
    /// <summary>The shortfall where the requirement is not met.</summary>
    /// <param name="sentence">Says what is missing in this case, where several things can be.</param>
    /// <param name="field">Points to the part that is missing.</param>
    internal Shortfall Missing(string? sentence = null, string? field = null) => new(Code, sentence ?? Sentence, field ?? Field);
}

/// <summary>The catalog of requirements, in the order of gates and worksheets. A code is written down here alone.</summary>
public static class Requirements
{
    private static readonly List<Requirement> Known = [];

    public static IReadOnlyList<Requirement> All => Known;

    internal static readonly Requirement Statement = Add(Gate.Analysis, "scan.statement", "a statement of the problem",
        "Write in a sentence or two what keeps happening, where, and to whom.", "scanning.statement");
    internal static readonly Requirement Lead = Add(Gate.Analysis, "scan.lead", "a lead",
        "Put an officer in the lead of this problem.", "leadId");
    internal static readonly Requirement TwoEvents = Add(Gate.Analysis, "scan.events", "two events",
        "Link two incidents, or describe a counted source such as a complaint log with at least two events.", "incidents");
    internal static readonly Requirement Harms = Add(Gate.Analysis, "scan.harms", "what it does and costs",
        "Write down what this does to the people who live there, and what it costs the police.", "scanning.harms");
    internal static readonly Requirement Community = Add(Gate.Analysis, "scan.cheers.community", "who is affected",
        "Say who in the community is affected", "scanning.cheers.community");
    internal static readonly Requirement Harmful = Add(Gate.Analysis, "scan.cheers.harmful", "what harm it does",
        "Say what harm it does", "scanning.cheers.harmful");
    internal static readonly Requirement Expectation = Add(Gate.Analysis, "scan.cheers.expectation", "what people expect",
        "Show that people expect the police to act, for instance in calls, meetings or the press", "scanning.cheers.expectation");
    internal static readonly Requirement SeparateEvents = Add(Gate.Analysis, "scan.cheers.events", "separate events",
        "Show that it consists of separate events that can be described", "scanning.cheers.events");
    internal static readonly Requirement Recurring = Add(Gate.Analysis, "scan.cheers.recurring", "that it recurs",
        "Show that it happened more than once and is likely to happen again", "scanning.cheers.recurring");
    internal static readonly Requirement Similarity = Add(Gate.Analysis, "scan.cheers.similarity", "what the events share",
        "Say what the events have in common", "scanning.cheers.similarity");

    internal static readonly Requirement Offender = Add(Gate.Response, "analysis.triangle.offender", "the offender's side",
        Found("the people who cause it"), "analysis.triangle.offender.found");
    internal static readonly Requirement Target = Add(Gate.Response, "analysis.triangle.target", "the target's side",
        Found("the people or things harmed"), "analysis.triangle.target.found");
    internal static readonly Requirement Place = Add(Gate.Response, "analysis.triangle.place", "the place's side",
        Found("the place"), "analysis.triangle.place.found");
    internal static readonly Requirement Handler = Add(Gate.Response, "analysis.controllers.handler", "the handler",
        Found("who could influence the people who cause it (parents, probation, a coach)"), "analysis.controllers.handler.found");
    internal static readonly Requirement Guardian = Add(Gate.Response, "analysis.controllers.guardian", "the guardian",
        Found("who could protect the people or things harmed (neighbors, friends, guards)"), "analysis.controllers.guardian.found");
    internal static readonly Requirement Manager = Add(Gate.Response, "analysis.controllers.manager", "the place's manager",
        Found("who runs the place (owner, landlord, bar staff, parks department)"), "analysis.controllers.manager.found");
    internal static readonly Requirement Sources = Add(Gate.Response, "analysis.sources", "two sources, one outside the police",
        "Name at least two sources of information, one of them from outside the police.", "analysis.sources");
    internal static readonly Requirement Consulted = Add(Gate.Response, "analysis.consulted", "somebody consulted",
        "Talk with at least one person or organization attached to this problem, and note it.", "analysis.consulted");
    internal static readonly Requirement CurrentResponse = Add(Gate.Response, "analysis.currentResponse", "the current response",
        "Write what is being done about it now, and how well that works.", "analysis.currentResponse");
    internal static readonly Requirement Hypothesis = Add(Gate.Response, "analysis.hypothesis", "an explanation",
        "Write why you think it happens: \"It happens because ...\".", "analysis.hypothesis");
    internal static readonly Requirement Baseline = Add(Gate.Response, "analysis.baseline", "a number to compare with",
        "Give one number that shows how bad it is now: what was counted, how many, and from which day to which.", "analysis.baselines");

    internal static readonly Requirement Objectives = Add(Gate.Start, "response.objectives", "complete objectives",
        "Set at least one objective: what is to change, from which number to which, by when.", "response.objectives");
    internal static readonly Requirement Options = Add(Gate.Start, "response.options", "two options weighed",
        "Describe at least two things that could be done, one of them other than enforcement, with what speaks for and against each.",
        "response.options");
    internal static readonly Requirement Owners = Add(Gate.Start, "response.owners", "an owner and a date for every action",
        "Plan at least one action, with somebody to do it and a date.", "actions");
    internal static readonly Requirement Techniques = Add(Gate.Start, "response.technique", "a technique for every action",
        "Plan at least one action, and choose which of the 25 prevention techniques it uses.", "actions");
    internal static readonly Requirement Combined = Add(Gate.Start, "response.combined", "an action outside the police",
        "Give one action to somebody outside the police, or say why nobody outside takes one.", "response.whyNoOutsideAction");
    internal static readonly Requirement Evaluation = Add(Gate.Start, "response.evaluation", "a complete evaluation plan",
        "Choose how you will judge whether it worked.", "response.evaluation");

    internal static readonly Requirement Started = Add(Gate.Assessment, "response.started", "the start of the response",
        "Ask a supervisor who does not lead this problem to start the response.", "response");
    internal static readonly Requirement ActionsFinished = Add(Gate.Assessment, "response.open", "every action done or dropped",
        "Plan and carry out at least one action that is more than an urgent safety measure.", "actions");

    internal static readonly Requirement Process = Add(Gate.Closed, "assessment.process", "how far every action was carried out",
        "No action was ever planned, so there is nothing to assess. Record what was done as an action.", "assessment.process");
    internal static readonly Requirement Outcomes = Add(Gate.Closed, "assessment.outcomes", "a result for every objective",
        "There is no objective to judge by. Add one to the response, then record what became of it.", "assessment.outcomes");
    internal static readonly Requirement Displacement = Add(Gate.Closed, "assessment.displacement", "a look for displacement",
        "Say whether you looked for the problem moving elsewhere, and what you found, or why you did not look.", "assessment.displacement");
    internal static readonly Requirement Informed = Add(Gate.Closed, "assessment.informed", "telling the stakeholders",
        "Tell the people involved what came of it, and note on which day and how.", "assessment.informed");
    internal static readonly Requirement Judged = Add(Gate.Closed, "assessment.verdict", "a verdict",
        "Say whether it got better. \"Cannot tell\" is an honest answer.", "assessment.verdict");
    internal static readonly Requirement Lessons = Add(Gate.Closed, "assessment.lessons", "lessons",
        "Write what another officer with the same problem should know.", "assessment.lessons");
    internal static readonly Requirement Scores = Add(Gate.Closed, "assessment.scores", "the team's own scores",
        "Score how well each stage was done. A low score costs nothing; others learn from it.", "assessment.scores");

    /// <summary>What a code stands for, in a few words; the code itself where the catalog does not have it.</summary>
    public static string InWords(string code) => All.FirstOrDefault(requirement => requirement.Code == code)?.Words ?? code;

    private static Requirement Add(Gate gate, string code, string words, string sentence, string field)
    {
        var requirement = new Requirement(code, gate, words, sentence, field);
        Known.Add(requirement);
        return requirement;
    }

    private static string Found(string who) => $"Write what you found about {who}, or why that does not matter here.";
}
