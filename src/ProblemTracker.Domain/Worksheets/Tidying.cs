namespace ProblemTracker.Domain;

/// <summary>
/// Normalizes a sheet for saving: trims texts, sets blank ones to null, and drops empty rows, including null rows, which JSON allows in a
/// list. Tidying twice gives the same result as once.
/// </summary>
public static class Tidying
{
    public static ScanningSheet Tidy(this ScanningSheet sheet) => sheet with
    {
        Statement = Text(sheet.Statement),
        Cheers = new()
        {
            Community = Answer(sheet.Cheers.Community),
            Harmful = Answer(sheet.Cheers.Harmful),
            Expectation = Answer(sheet.Cheers.Expectation),
            Events = Answer(sheet.Cheers.Events),
            Recurring = Answer(sheet.Cheers.Recurring),
            Similarity = Answer(sheet.Cheers.Similarity),
        },
        CountedSource = sheet.CountedSource with { Description = Text(sheet.CountedSource.Description) },
        Harms = Text(sheet.Harms),
        HowOften = Text(sheet.HowOften),
        HowLong = Text(sheet.HowLong),
    };

    /// <summary>Also assigns a new key to every row without a key or with the key of an earlier row.</summary>
    public static AnalysisSheet Tidy(this AnalysisSheet sheet) => (sheet with
    {
        Triangle = new()
        {
            Offender = Side(sheet.Triangle.Offender),
            Target = Side(sheet.Triangle.Target),
            Place = Side(sheet.Triangle.Place),
        },
        Controllers = new()
        {
            Handler = Side(sheet.Controllers.Handler),
            Guardian = Side(sheet.Controllers.Guardian),
            Manager = Side(sheet.Controllers.Manager),
        },
        SuperControllers = Text(sheet.SuperControllers),
        Sources = Rows(sheet.Sources,
            row => row with { Key = Text(row.Key), Name = Text(row.Name), WhatItShows = Text(row.WhatItShows) },
            row => row with { Key = null }),
        Consulted = Rows(sheet.Consulted, row => row with { Key = Text(row.Key), WhatTheySaid = Text(row.WhatTheySaid) },
            row => row with { Key = null }),
        CurrentResponse = Text(sheet.CurrentResponse),
        Hypothesis = Text(sheet.Hypothesis),
        Baselines = Rows(sheet.Baselines,
            row => row with
            {
                Key = Text(row.Key),
                Name = Text(row.Name),
                Unit = Text(row.Unit),
                Source = Text(row.Source),
                Counted = Basis(row.Counted),
            },
            row => row with { Key = null }),
    }).WithKeys();

    /// <summary>Also assigns a new key to every row without a key or with the key of an earlier row.</summary>
    public static ResponseSheet Tidy(this ResponseSheet sheet) => (sheet with
    {
        Objectives = Rows(sheet.Objectives,
            row => row with
            {
                Key = Text(row.Key),
                BaselineKey = Text(row.BaselineKey),
                Measure = Text(row.Measure),
                Unit = Text(row.Unit),
                Counted = Basis(row.Counted),
            },
            row => row with { Key = null }),
        Alternatives = Rows(sheet.Alternatives,
            row => row with { Key = Text(row.Key), Description = Text(row.Description), ProsAndCons = Text(row.ProsAndCons) },
            row => row with { Key = null }),
        NoOutsideActionReason = Text(sheet.NoOutsideActionReason),
        Evaluation = sheet.Evaluation with
        {
            ResponseArea = Text(sheet.Evaluation.ResponseArea),
            ControlArea = Text(sheet.Evaluation.ControlArea),
            BufferArea = Text(sheet.Evaluation.BufferArea),
            NoComparisonReason = Text(sheet.Evaluation.NoComparisonReason),
            Measure = Text(sheet.Evaluation.Measure),
            DecisionRule = Text(sheet.Evaluation.DecisionRule),
            Test = Test(sheet.Evaluation.Test),
        },
    }).WithKeys();

    public static AssessmentSheet Tidy(this AssessmentSheet sheet) => sheet with
    {
        Process = Rows(sheet.Process, row => row with { Note = Text(row.Note) }),
        Outcomes = Rows(sheet.Outcomes,
            row => row with
            {
                ObjectiveKey = Text(row.ObjectiveKey),
                TypedReason = Text(row.TypedReason),
                ComparableReason = Text(row.ComparableReason),
                Counted = Basis(row.Counted),
            }),
        Displacement = sheet.Displacement with
        {
            Finding = Text(sheet.Displacement.Finding),
            NotCheckedReason = Text(sheet.Displacement.NotCheckedReason),
        },
        Informed = sheet.Informed with { How = Text(sheet.Informed.How) },
        OtherExplanations = Text(sheet.OtherExplanations),
        VerdictReason = Text(sheet.VerdictReason),
        Lessons = Text(sheet.Lessons),
        Scores = new()
        {
            Scanning = Reasoned(sheet.Scores.Scanning),
            Analysis = Reasoned(sheet.Scores.Analysis),
            Response = Reasoned(sheet.Scores.Response),
            Assessment = Reasoned(sheet.Scores.Assessment),
        },
    };

    private static string? Text(string? text) => text.IsBlank() ? null : text.Trim();

    private static CountBasis? Basis(CountBasis? counted) => Text(counted?.Filter) is { } filter ? counted! with { Filter = filter } : null;

    private static ResponseTest? Test(ResponseTest? test) => test is null ? null : test with
    {
        Filter = Text(test.Filter),
        Counted = Text(test.Counted),
        ObjectiveKey = Text(test.ObjectiveKey),
        Response = Area(test.Response),
        Control = test.Control is { } control ? Area(control) : null,
        Buffer = test.Buffer is { } buffer ? Area(buffer) : null,
    };

    private static TestArea Area(TestArea area) => area with { Name = Text(area.Name), Corners = Text(area.Corners) };

    private static CheersAnswer Answer(CheersAnswer answer) => answer with { Evidence = Text(answer.Evidence) };

    private static Finding Side(Finding finding) =>
        new() { Found = Text(finding.Found), NotRelevantReason = Text(finding.NotRelevantReason) };

    private static Score Reasoned(Score score) => score with { Reason = Text(score.Reason) };

    private static List<T> Rows<T>(IReadOnlyList<T> rows, Func<T, T> tidy, Func<T, T>? withoutKey = null) where T : class, new()
    {
        var empty = new T();
        // A row with nothing but its key was emptied on purpose.
        return [.. rows.Where(row => row is not null).Select(tidy).Where(row => !(withoutKey?.Invoke(row) ?? row).Equals(empty))];
    }
}
