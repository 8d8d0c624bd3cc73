namespace ProblemTracker.Domain;

/// <summary>A question about an answer that no gate refuses, but that whoever decides may not accept.</summary>
/// <param name="Field">The answer's field, as in a <see cref="Shortfall"/>.</param>
public sealed record Doubt(string Question, string Field);

/// <summary>Evidence of the CHEERS test that is only one word, such as "yes".</summary>
public static class ThinEvidence
{
    public static IReadOnlyList<Doubt> In(Cheers cheers) =>
    [
        .. from answer in BeforeAnalysis.Questions(cheers)
           where answer.Given is { Answer: YesNo.Yes, Evidence: { } text } && IsOneWord(text)
           select new Doubt($"{answer.Requirement.Sentence}: the evidence is only “{answer.Given.Evidence!.Trim()}”. "
               + "Will your supervisor accept that?", $"{answer.Requirement.Field}.evidence"),
    ];

    private static bool IsOneWord(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(part => part.Any(char.IsLetterOrDigit)) == 1;
}
