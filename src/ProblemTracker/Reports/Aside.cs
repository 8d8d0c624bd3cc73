namespace ProblemTracker.Reports;

/// <summary>Model of <c>_Aside</c>: a figure that qualifies another one; nothing is shown where it is zero.</summary>
public sealed record Aside(Figure? Of, string Words)
{
    public static Aside WithoutTest(Figure? of) => new(of, "with no pre-set test");

    public static Aside Doubted(Figure of) => new(of, "doubted by the assessment");
}
