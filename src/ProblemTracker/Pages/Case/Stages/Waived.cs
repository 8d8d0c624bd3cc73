namespace ProblemTracker.Pages.Case;

/// <summary>What a waived code stood for, in a few words.</summary>
public static class Waived
{
    private static readonly Dictionary<string, string> Words = new()
    {
        ["scan.statement"] = "a statement of the problem",
        ["scan.lead"] = "a lead",
        ["scan.events"] = "two events",
        ["scan.harms"] = "what it does and costs",
        ["scan.cheers.community"] = "who is affected",
        ["scan.cheers.harmful"] = "what harm it does",
        ["scan.cheers.expectation"] = "what people expect",
        ["scan.cheers.events"] = "separate events",
        ["scan.cheers.recurring"] = "that it recurs",
        ["scan.cheers.similarity"] = "what the events share",
        ["analysis.triangle.offender"] = "the offender's side",
        ["analysis.triangle.target"] = "the target's side",
        ["analysis.triangle.place"] = "the place's side",
        ["analysis.controllers.handler"] = "the handler",
        ["analysis.controllers.guardian"] = "the guardian",
        ["analysis.controllers.manager"] = "the place's manager",
        ["analysis.sources"] = "two sources, one outside the police",
        ["analysis.consulted"] = "somebody consulted",
        ["analysis.currentResponse"] = "the current response",
        ["analysis.hypothesis"] = "an explanation",
        ["analysis.baseline"] = "a number to compare with",
        ["response.objectives"] = "complete objectives",
        ["response.options"] = "two options weighed",
        ["response.owners"] = "an owner and a date for every action",
        ["response.technique"] = "a technique for every action",
        ["response.combined"] = "an action outside the police",
        ["response.evaluation"] = "a complete evaluation plan",
        ["response.started"] = "the start of the response",
        ["response.open"] = "every action done or dropped",
        ["assessment.process"] = "how far every action was carried out",
        ["assessment.outcomes"] = "a result for every objective",
        ["assessment.displacement"] = "a look for displacement",
        ["assessment.informed"] = "telling the stakeholders",
        ["assessment.verdict"] = "a verdict",
        ["assessment.lessons"] = "lessons",
        ["assessment.scores"] = "the team's own scores",
    };

    public static string InWords(string code) => Words.GetValueOrDefault(code, code);
}
