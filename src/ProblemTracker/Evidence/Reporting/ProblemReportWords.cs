namespace ProblemTracker.Evidence;

/// <summary>Sentences that every form of a report says in the same way.</summary>
public static class ProblemReportWords
{
    public const string Nothing = "Nothing is recorded here yet.";

    public const string PublicVersion = "Public version: names of people outside the department, places more exact than a block and "
        + "counts under 5 are left out.";
}
