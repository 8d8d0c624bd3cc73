using System.Globalization;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>The tables of a report. Every number in them stands once, where it was counted or typed.</summary>
internal static class ReportTables
{
    private const string Missing = "–";

    private static readonly ReportColumn[] ObjectiveColumns =
        [new("Objective"), new("Kind"), new("Baseline", IsNumber: true), new("Target", IsNumber: true), new("Target date")];

    /// <summary>Null without rows, like the others.</summary>
    public static ReportTable? Baselines(AnalysisSheet sheet, bool isPublic) => Of("Baseline",
        [new("Measure"), new("Value", IsNumber: true), new("Period"), new("Source")],
        sheet.Baselines.Select(row => (IReadOnlyList<string>)
            [row.Name ?? "Unnamed measure", Shown(row.Value, row.Unit, null, isPublic && row.Counted?.People is null),
                Wording.Of(row.Period) ?? Missing, row.Source ?? Basis(row.Counted)]));

    public static ReportTable? Objectives(ResponseSheet sheet, bool isPublic) => Of("Objectives", ObjectiveColumns,
        sheet.Objectives.Select(row => (IReadOnlyList<string>)
            [row.Measure ?? "No measure", row.Kind is { } kind ? Wording.Of(kind) : Missing,
                Shown(row.Baseline, row.Unit, row.Kind, isPublic),
                Value(row.Target, row.Unit), Day(row.TargetDate)]));

    public static ReportTable? Actions(FullProblem problem, ReportNames names) => Of("Actions",
        [new("Action"), new("Owner"), new("Technique"), new("Due date"), new("State")],
        problem.Actions.Select(row => (IReadOnlyList<string>)
            [row.Description, names.OwnerOf(row), Technique(row.Technique, row.Enforcement), Day(row.DueOn),
                ActionWords.State(row.Status, row.DoneOn, row.ReportedDoneOn, row.OwnerAnswer)]));

    public static ReportTable? Process(FullProblem problem) => Of("Actions carried out",
        [new("Action"), new("Carried out"), new("Note")],
        problem.Assessment.Process.Select(row => (IReadOnlyList<string>)
            [problem.Actions.FirstOrDefault(action => action.Id == row.ActionId)?.Description ?? "An action",
                row.CarriedOut is { } extent ? Wording.Of(extent) : "Not assessed yet", row.Note ?? ""]));

    public static ReportTable? Outcomes(FullProblem problem, bool isPublic) => Of("Results",
        [new("Objective"), new("Before", IsNumber: true), new("After", IsNumber: true), new("Change", IsNumber: true),
            new("Target", IsNumber: true), new("Measured")],
        problem.Assessment.Outcomes.Select(row =>
        {
            var objective = problem.Response.Objectives.FirstOrDefault(one => one.Key == row.ObjectiveKey);
            var isHidden = isPublic && new[] { objective?.Baseline, row.After }.OfType<decimal>()
                .Any(value => PublicFigures.Shown(objective?.Kind, (double)value) is null);
            return (IReadOnlyList<string>)
            [
                objective?.Measure ?? "An objective",
                Shown(objective?.Baseline, objective?.Unit, objective?.Kind, isPublic),
                Shown(row.After, objective?.Unit, objective?.Kind, isPublic),
                isHidden ? Missing : Change(objective?.Baseline, row.After), Value(objective?.Target, objective?.Unit),
                Wording.Of(row.Period) ?? Missing,
            ];
        }));

    /// <summary>Where the information comes from: the sources of the analysis, and what was counted.</summary>
    public static ReportTable Sources(AnalysisSheet sheet, CountedIncidents counted) => new("Sources",
        [new("Source"), new("From outside the police"), new("What it shows")],
        [
            .. counted.Months.Count == 0 ? (IReadOnlyList<IReadOnlyList<string>>)[]
                :
                [
                    ["Incident list of the department", "No",
                        $"{counted.Words}, {counted.Months[0].Month} to {DateText.Date(counted.Until)}"],
                ],
            .. sheet.Sources.Select(row => (IReadOnlyList<string>)
                [row.Name ?? "Unnamed source", row.OutsidePolice ? "Yes" : "No", row.WhatItShows ?? ""]),
        ]);

    /// <param name="day">Gives the local day of an instant.</param>
    public static ReportPlan Plan(
        PlanDetails plan, FullProblem problem, ReportNames names, bool isPublic, Func<DateTimeOffset, DateOnly> day)
    {
        var evaluation = plan.Sheet.Evaluation;
        var standing = plan.WithdrawnAt is not null ? "Withdrawn plan" : plan.InForce ? "Plan in force" : "Earlier plan";
        (string Label, string? Value)[] facts =
        [
            ("Started by", plan.StartedBy), ("Design", evaluation.Design is { } design ? Wording.Of(design) : null),
            ("Measure", evaluation.Measure), ("Period before", Wording.Of(evaluation.Before)),
            ("Period after", Wording.Of(evaluation.After)), ("Response area", evaluation.ResponseArea),
            ("Control area", evaluation.ControlArea), ("Buffer area", evaluation.BufferArea),
            ("Reason for no control or buffer area", evaluation.NoComparisonReason), ("Decision rule", evaluation.DecisionRule),
        ];
        ReportTable?[] tables =
        [
            Objectives(plan.Sheet, isPublic),
            Of("Planned actions", [new("Action"), new("Owner"), new("Technique"), new("Due date")],
                plan.Actions.Select(row => (IReadOnlyList<string>)
                    [row.Description, names.OwnerOf(row), Technique(row.Technique, row.Enforcement), Day(row.DueOn)])),
            Of("Amendments", [new("Date"), new("By"), new("What"), new("Reason")],
                plan.Amendments.Select(row => (IReadOnlyList<string>)
                    [DateText.Date(day(row.At)), row.By, What(row, problem), row.Reason])),
        ];
        return new($"{standing}, frozen {DateText.Date(plan.StartedOn)}", isPublic ? null : plan.Hash,
            [.. facts.Where(fact => !fact.Value.IsBlank()).Select(fact => new ReportFact(fact.Label, fact.Value!))],
            [.. tables.OfType<ReportTable>()]);
    }

    private static string What(AmendmentDetails row, FullProblem problem) => row.ActionId is not { } id ? "Response worksheet changed"
        : $"Action {(row.Before is null ? "added" : "changed")}: "
            + (problem.Actions.FirstOrDefault(action => action.Id == id)?.Description ?? "an action");

    private static ReportTable? Of(string title, IReadOnlyList<ReportColumn> columns, IEnumerable<IReadOnlyList<string>> rows) =>
        rows.ToList() is { Count: > 0 } some ? new(title, columns, some) : null;

    private static string Value(decimal? value, string? unit) =>
        value is not { } number ? Missing : unit.IsBlank() ? DateText.Number(number) : $"{DateText.Number(number)} {unit.Trim()}";

    private static string Shown(decimal? value, string? unit, MeasureKind? kind, bool isPublic) =>
        isPublic && value is { } number && PublicFigures.Shown(kind, (double)number) is null ? ReportFigures.Hidden : Value(value, unit);

    private static string Change(decimal? before, decimal? after) => before is { } from and not 0 && after is { } to
        ? ((to - from) / from).ToString("+0%;−0%;0%", CultureInfo.InvariantCulture) : Missing;

    private static string Technique(Technique? technique, bool enforcement)
    {
        string?[] words = [technique is { } used ? Wording.Of(used) : null, enforcement ? "enforcement" : null];
        return string.Join(", ", words.OfType<string>()) is { Length: > 0 } text ? text : Missing;
    }

    private static string Day(DateOnly? day) => day is { } on ? DateText.Date(on) : Missing;

    private static string Basis(CountBasis? counted) => counted is null ? Missing : MeasureBasis.Read(counted.Filter)?.Measure switch
    {
        null => "Incident list",
        TestMeasure.Survey => "Survey",
        var other => Wording.Of(other),
    };
}
