namespace ProblemTracker.Reports;

/// <summary>Model of <c>_Aside</c>: a figure that qualifies another one. It is not shown if it is zero.</summary>
public sealed record Aside(Figure? Of, string Words)
{
    public static Aside WithoutTest(Figure? of) => new(of, "with no pre-set test");

    public static Aside Doubted(Figure of) => new(of, "not supported by the assessment");
}
