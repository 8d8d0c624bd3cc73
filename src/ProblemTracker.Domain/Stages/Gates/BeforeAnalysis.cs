namespace ProblemTracker.Domain;

/// <summary>Leaving Scanning: the problem passes CHEERS, has a lead officer, and happened more than once.</summary>
internal static class BeforeAnalysis
{
    public static IEnumerable<Shortfall> Shortfalls(Dossier dossier)
    {
        var sheet = dossier.Scanning;
        if (sheet.Statement.IsBlank())
            yield return Requirements.Statement.Missing();
        if (dossier.LeadId is null)
            yield return Requirements.Lead.Missing();

        foreach (var question in Questions(sheet.Cheers).SelectMany(Unanswered)) yield return question;

        if (!HappenedTwice(dossier))
            yield return Requirements.TwoEvents.Missing();
        if (sheet.Harms.IsBlank())
            yield return Requirements.Harms.Missing();
    }

    private static bool HappenedTwice(Dossier dossier) =>
        dossier.LinkedEvents + dossier.LinkedConcerns >= 2
        || dossier.Scanning.CountedSource is { Count: >= 2 } source && !source.Description.IsBlank();

    internal sealed record Question(Requirement Requirement, CheersAnswer Given);

    internal static IEnumerable<Question> Questions(Cheers cheers) =>
    [
        new(Requirements.Community, cheers.Community),
        new(Requirements.Harmful, cheers.Harmful),
        new(Requirements.Expectation, cheers.Expectation),
        new(Requirements.SeparateEvents, cheers.Events),
        new(Requirements.Recurring, cheers.Recurring),
        new(Requirements.Similarity, cheers.Similarity),
    ];

    // One shortfall per question: an officer answers and gives the evidence in one step, so two lines each would be noise.
    private static IEnumerable<Shortfall> Unanswered(Question question)
    {
        var (label, field) = (question.Requirement.Sentence, question.Requirement.Field);
        if (question.Given.Answer is null)
            yield return question.Requirement.Missing($"{label}: answer Yes and describe the evidence.", $"{field}.answer");
        else if (question.Given.Answer == YesNo.No)
            yield return question.Requirement.Missing(
                $"{label}: the answer is No. Answer Yes and describe the evidence, or close this as not a problem.", $"{field}.answer");
        else if (question.Given.Evidence.IsBlank())
            yield return question.Requirement.Missing($"{label}: describe the evidence for your answer Yes.", $"{field}.evidence");
    }
}
