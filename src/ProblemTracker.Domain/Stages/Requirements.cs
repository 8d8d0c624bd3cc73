namespace ProblemTracker.Domain;

/// <summary>A requirement of a gate.</summary>
/// <param name="Code">Stable; used by API clients, overrides and links.</param>
/// <param name="Words">A short noun phrase: "moved without <i>two events</i>".</param>
/// <param name="Sentence">What to do to meet it. For a CHEERS question, only its label, which the gate completes.</param>
/// <param name="Field">The field to fill in; a shortfall may point to a part of it.</param>
public sealed record Requirement(string Code, Gate Gate, string Words, string Sentence, string Field)
{
    /// <summary>The shortfall to report when the requirement is not met.</summary>
    /// <param name="sentence">What to do in this case, if it can vary.</param>
    /// <param name="field">The part of the field to fill in.</param>
    internal Shortfall Missing(string? sentence = null, string? field = null) => new(Code, sentence ?? Sentence, field ?? Field);
}

/// <summary>The catalog of requirements, in the order of gates and worksheets. Codes are defined only here.</summary>
public static class Requirements
{
    private static readonly List<Requirement> Known = [];

    public static IReadOnlyList<Requirement> All => Known;

    internal static readonly Requirement Statement = Add(Gate.Analysis, "scanning.statement", "a problem statement",
        "Describe in a sentence or two what keeps happening, where, and to whom.", "scanning.statement");
    internal static readonly Requirement Lead = Add(Gate.Analysis, "scanning.lead", "a lead officer",
        "Assign a lead officer.", "leadId");
    internal static readonly Requirement TwoEvents = Add(Gate.Analysis, "scanning.events", "two events",
        "Link two incidents or concerns of residents, or describe a counted source, such as a complaint log, with at least two events.",
        "incidents");
    internal static readonly Requirement Harms = Add(Gate.Analysis, "scanning.harms", "the harm and cost",
        "Describe the harm to the community and the cost to the police.", "scanning.harms");
    internal static readonly Requirement Community = Add(Gate.Analysis, "scanning.cheers.community", "Community (CHEERS)", "Community",
        "scanning.cheers.community");
    internal static readonly Requirement Harmful = Add(Gate.Analysis, "scanning.cheers.harmful", "Harmful (CHEERS)", "Harmful",
        "scanning.cheers.harmful");
    internal static readonly Requirement Expectation = Add(Gate.Analysis, "scanning.cheers.expectation", "Expectation (CHEERS)",
        "Expectation",
        "scanning.cheers.expectation");
    internal static readonly Requirement SeparateEvents = Add(Gate.Analysis, "scanning.cheers.events", "Events (CHEERS)", "Events",
        "scanning.cheers.events");
    internal static readonly Requirement Recurring = Add(Gate.Analysis, "scanning.cheers.recurring", "Recurring (CHEERS)", "Recurring",
        "scanning.cheers.recurring");
    internal static readonly Requirement Similarity = Add(Gate.Analysis, "scanning.cheers.similarity", "Similarity (CHEERS)", "Similarity",
        "scanning.cheers.similarity");

    internal static readonly Requirement Offender = Add(Gate.Response, "analysis.triangle.offender", "findings on the offender",
        Found("Offender", "the people who cause the problem"), "analysis.triangle.offender.found");
    internal static readonly Requirement Target = Add(Gate.Response, "analysis.triangle.target", "findings on the target or victim",
        Found("Target or victim", "the people or things harmed"), "analysis.triangle.target.found");
    internal static readonly Requirement Place = Add(Gate.Response, "analysis.triangle.place", "findings on the place",
        Found("Place", "the location"), "analysis.triangle.place.found");
    internal static readonly Requirement Handler = Add(Gate.Response, "analysis.controllers.handler", "findings on the offender's handler",
        Found("Offender's handler", "anyone who could influence the offender (parents, probation, a coach)"),
        "analysis.controllers.handler.found");
    internal static readonly Requirement Guardian = Add(Gate.Response, "analysis.controllers.guardian", "findings on the guardian",
        Found("Guardian", "anyone who could protect the target (neighbors, friends, guards)"), "analysis.controllers.guardian.found");
    internal static readonly Requirement Manager = Add(Gate.Response, "analysis.controllers.manager", "findings on the place manager",
        Found("Place manager", "the people who run the place (owner, landlord, bar staff, parks department)"),
        "analysis.controllers.manager.found");
    internal static readonly Requirement Sources = Add(Gate.Response, "analysis.sources", "two sources including one outside the police",
        "Add at least two sources of information, including one from outside the police.", "analysis.sources");
    internal static readonly Requirement Consulted = Add(Gate.Response, "analysis.consulted", "a consultation",
        "Consult at least one stakeholder attached to this problem, and record it.", "analysis.consulted");
    internal static readonly Requirement CurrentResponse = Add(Gate.Response, "analysis.currentResponse", "the current response",
        "Describe the current response and how well it works.", "analysis.currentResponse");
    internal static readonly Requirement Hypothesis = Add(Gate.Response, "analysis.hypothesis", "a hypothesis",
        "Write your working hypothesis: \"It happens because ...\".", "analysis.hypothesis");
    internal static readonly Requirement Baseline = Add(Gate.Response, "analysis.baseline", "a baseline",
        "Add one complete baseline: what was counted, the value, and the first and last day it covers.", "analysis.baselines");

    internal static readonly Requirement Objectives = Add(Gate.Start, "response.objectives", "complete objectives",
        "Add at least one objective with a measure, a baseline, a target and a target date.", "response.objectives");
    internal static readonly Requirement Alternatives = Add(Gate.Start, "response.alternatives", "two alternatives considered",
        "Describe at least two alternatives, including one other than enforcement, with the pros and cons of each.",
            "response.alternatives");
    internal static readonly Requirement Owners = Add(Gate.Start, "response.owners", "an owner and a due date for every action",
        "Plan at least one action with an owner and a due date.", "actions");
    internal static readonly Requirement Techniques = Add(Gate.Start, "response.technique", "a technique for every action",
        "Plan at least one action and choose one of the 25 prevention techniques for it.", "actions");
    internal static readonly Requirement Combined = Add(Gate.Start, "response.combined", "an action owned outside the police",
        "Assign an action to someone outside the police, or explain why there is none.", "response.noOutsideActionReason");
    internal static readonly Requirement Evaluation = Add(Gate.Start, "response.evaluation", "a complete evaluation plan",
        "Choose an evaluation design.", "response.evaluation");

    internal static readonly Requirement Started = Add(Gate.Assessment, "response.started", "the start of the response",
        "Request the start of the response. A supervisor who does not lead this problem can start it.", "response");
    internal static readonly Requirement ActionsFinished = Add(Gate.Assessment, "response.open", "every action done or dropped",
        "Plan and carry out at least one action other than an urgent safety measure.", "actions");

    internal static readonly Requirement Process = Add(Gate.Closed, "assessment.process", "a record of what was carried out",
        "No action was planned, so there is nothing to assess. Add what was done as an action.", "assessment.process");
    internal static readonly Requirement Outcomes = Add(Gate.Closed, "assessment.outcomes", "an outcome for every objective",
        "There is no objective to assess. Add one to the Response worksheet, then record its outcome.", "assessment.outcomes");
    internal static readonly Requirement Displacement = Add(Gate.Closed, "assessment.displacement", "a displacement check",
        "Record whether you looked for displacement (the problem moving elsewhere), and what you found or why you did not look.",
        "assessment.displacement");
    internal static readonly Requirement Informed = Add(Gate.Closed, "assessment.informed", "informed stakeholders",
        "Tell the stakeholders about the outcome, then record when and how.", "assessment.informed");
    internal static readonly Requirement Verdict = Add(Gate.Closed, "assessment.verdict", "a verdict",
        "Choose a verdict. \"Cannot tell\" is a valid answer.", "assessment.verdict");
    internal static readonly Requirement Lessons = Add(Gate.Closed, "assessment.lessons", "lessons learned",
        "Write what another officer with the same problem should know.", "assessment.lessons");
    internal static readonly Requirement Scores = Add(Gate.Closed, "assessment.scores", "self-scores",
        "Score the work in each stage. Low scores have no consequences; they help others learn.", "assessment.scores");

    /// <summary>The short name of a requirement; the code itself if it is unknown.</summary>
    public static string InWords(IEnumerable<string> codes) => string.Join("; ", codes.Select(InWords));

    public static string InWords(string code) => All.FirstOrDefault(requirement => requirement.Code == code)?.Words ?? code;

    private static Requirement Add(Gate gate, string code, string words, string sentence, string field)
    {
        var requirement = new Requirement(code, gate, words, sentence, field);
        Known.Add(requirement);
        return requirement;
    }

    private static string Found(string side, string who) =>
        $"{side}: describe what you found about {who}, or explain why it is not relevant.";
}
