using System.Diagnostics.CodeAnalysis;
using System.Globalization;

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

    public static AnalysisSheet Tidy(this AnalysisSheet sheet) => sheet with
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
        Sources = Rows(sheet.Sources, row => row with { Name = Text(row.Name), WhatItShows = Text(row.WhatItShows) }),
        Consulted = Rows(sheet.Consulted, row => row with { WhatTheySaid = Text(row.WhatTheySaid) }),
        CurrentResponse = Text(sheet.CurrentResponse),
        Hypothesis = Text(sheet.Hypothesis),
        Baselines = Rows(sheet.Baselines, row => row with { Name = Text(row.Name), Unit = Text(row.Unit), Source = Text(row.Source) }),
    };

    /// <summary>Also assigns a new key to every objective without a key or with the key of an earlier objective.</summary>
    public static ResponseSheet Tidy(this ResponseSheet sheet) => sheet with
    {
        Objectives = Keyed([.. sheet.Objectives
            .Where(row => row is not null)
            .Select(row => row with { Key = Text(row.Key), Measure = Text(row.Measure), Unit = Text(row.Unit) })
            // The tracker assigns the key, so an objective with nothing else was emptied on purpose.
            .Where(row => row with { Key = null } != new Objective())]),
        Alternatives = Rows(sheet.Alternatives,
            row => row with { Description = Text(row.Description), ProsAndCons = Text(row.ProsAndCons) }),
        NoOutsideActionReason = Text(sheet.NoOutsideActionReason),
        Evaluation = sheet.Evaluation with
        {
            ResponseArea = Text(sheet.Evaluation.ResponseArea),
            ControlArea = Text(sheet.Evaluation.ControlArea),
            BufferArea = Text(sheet.Evaluation.BufferArea),
            NoComparisonReason = Text(sheet.Evaluation.NoComparisonReason),
            Measure = Text(sheet.Evaluation.Measure),
            DecisionRule = Text(sheet.Evaluation.DecisionRule),
        },
    };

    public static AssessmentSheet Tidy(this AssessmentSheet sheet) => sheet with
    {
        Process = Rows(sheet.Process, row => row with { Note = Text(row.Note) }),
        Outcomes = Rows(sheet.Outcomes,
            row => row with { ObjectiveKey = Text(row.ObjectiveKey), ComparableReason = Text(row.ComparableReason) }),
        Displacement = sheet.Displacement with
        {
            Finding = Text(sheet.Displacement.Finding),
            NotCheckedReason = Text(sheet.Displacement.NotCheckedReason),
        },
        Informed = sheet.Informed with { How = Text(sheet.Informed.How) },
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

    /// <summary>Whether the text is missing. Whitespace counts as missing.</summary>
    internal static bool IsBlank([NotNullWhen(false)] this string? text) => string.IsNullOrWhiteSpace(text);

    private static string? Text(string? text) => text.IsBlank() ? null : text.Trim();

    private static CheersAnswer Answer(CheersAnswer answer) => answer with { Evidence = Text(answer.Evidence) };

    private static Finding Side(Finding finding) =>
        new() { Found = Text(finding.Found), NotRelevantReason = Text(finding.NotRelevantReason) };

    private static Score Reasoned(Score score) => score with { Reason = Text(score.Reason) };

    private static List<T> Rows<T>(IReadOnlyList<T> rows, Func<T, T> tidy) where T : class, new()
    {
        var empty = new T();
        return [.. rows.Where(row => row is not null).Select(tidy).Where(row => !row.Equals(empty))];
    }

    private static List<Objective> Keyed(List<Objective> objectives)
    {
        // Number past the highest key and never fill gaps, so a new objective doesn't get a removed objective's outcome.
        var next = objectives.Max(objective => Number(objective.Key)) ?? 0;
        var given = objectives.Select(objective => objective.Key).ToHashSet();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [
            .. objectives.Select(objective => objective.Key is { } key && taken.Add(key) ? objective : objective with { Key = Fresh() })];

        string Fresh()
        {
            string key;
            do key = string.Create(CultureInfo.InvariantCulture, $"o{++next}");
            while (given.Contains(key) || !taken.Add(key));
            return key;
        }
    }

    private const int LongestNumber = 6;

    private static int? Number(string? key) =>
        key is ['o', .. var digits] && digits.Length <= LongestNumber
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
