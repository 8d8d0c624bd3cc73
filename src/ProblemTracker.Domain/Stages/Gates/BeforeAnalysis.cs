namespace ProblemTracker.Domain;

/// <summary>Leaving Scanning: it is a problem, somebody owns it, and it happened more than once.</summary>
internal static class BeforeAnalysis
{
    public static IEnumerable<Shortfall> Shortfalls(Dossier dossier)
    {
        var sheet = dossier.Scanning;
        if (sheet.Statement.IsBlank())
            yield return new("scan.statement", "Write in a sentence or two what keeps happening, where, and to whom.", "scanning.statement");
        if (dossier.LeadId is null)
            yield return new("scan.lead", "Put an officer in the lead of this problem.", "leadId");

        foreach (var question in Questions(sheet.Cheers).SelectMany(Unanswered)) yield return question;

        if (!HappenedTwice(dossier))
            yield return new("scan.events", "Link two incidents, or describe a counted source such as a complaint log with at least two events.", "incidents");
        if (sheet.Harms.IsBlank())
            yield return new("scan.harms", "Write down what this does to the people who live there, and what it costs the police.", "scanning.harms");
    }

    private static bool HappenedTwice(Dossier dossier) =>
        dossier.LinkedEvents >= 2 || dossier.Scanning.CountedSource is { Count: >= 2 } source && !source.Description.IsBlank();

    private sealed record Question(string Name, CheersAnswer Given, string ToDo);

    private static IEnumerable<Question> Questions(Cheers cheers) =>
    [
        new("community", cheers.Community, "Say who in the community is affected"),
        new("harmful", cheers.Harmful, "Say what harm it does"),
        new("expectation", cheers.Expectation, "Show that people expect the police to act, for instance in calls, meetings or the press"),
        new("events", cheers.Events, "Show that it consists of separate events that can be described"),
        new("recurring", cheers.Recurring, "Show that it happened more than once and is likely to happen again"),
        new("similarity", cheers.Similarity, "Say what the events have in common"),
    ];

    // One shortfall a question: an officer answers and gives the evidence in one go, so twelve lines would only be noise.
    private static IEnumerable<Shortfall> Unanswered(Question question)
    {
        var code = $"scan.cheers.{question.Name}";
        var field = $"scanning.cheers.{question.Name}";
        if (question.Given.Answer is null)
            yield return new(code, $"{question.ToDo}: answer yes and write down the evidence.", $"{field}.answer");
        else if (question.Given.Answer == YesNo.No)
            yield return new(code, $"{question.ToDo}. It is answered no: answer yes with evidence, or close this as not a problem.", $"{field}.answer");
        else if (question.Given.Evidence.IsBlank())
            yield return new(code, $"{question.ToDo}: it is answered yes, now write down the evidence.", $"{field}.evidence");
    }
}
