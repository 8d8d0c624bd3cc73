namespace ProblemTracker.Demo;

/// <summary>Shorthand for building the demo's worksheets.</summary>
internal static class Sheets
{
    public static Period Span(DemoCity city, int fromDaysAgo, int toDaysAgo) =>
        new() { From = city.Day(fromDaysAgo), To = city.Day(toDaysAgo) };

    public static Finding Found(string what) => new() { Found = what };

    public static Finding NotRelevant(string because) => new() { NotRelevantReason = because };

    public static Cheers Yes(string community, string harmful, string expectation, string events, string recurring, string similarity) =>
        new()
        {
            Community = new() { Answer = YesNo.Yes, Evidence = community },
            Harmful = new() { Answer = YesNo.Yes, Evidence = harmful },
            Expectation = new() { Answer = YesNo.Yes, Evidence = expectation },
            Events = new() { Answer = YesNo.Yes, Evidence = events },
            Recurring = new() { Answer = YesNo.Yes, Evidence = recurring },
            Similarity = new() { Answer = YesNo.Yes, Evidence = similarity },
        };
}
