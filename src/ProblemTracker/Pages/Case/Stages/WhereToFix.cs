using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>Finds the page and the field where a shortfall can be fixed.</summary>
public static partial class WhereToFix
{
    public static string Href(FullProblem problem, Shortfall shortfall) => Href(problem, shortfall.Field);

    public static string Href(FullProblem problem, string field)
    {
        var home = $"/problems/{problem.Id}";
        if (AnAction().Match(field) is { Success: true } action)
            return $"/actions/{action.Groups["id"].Value}#{Anchor(ActionControl(action.Groups["part"].Value))}";
        return field switch
        {
            "leadId" => $"{home}/team#{Anchor("Lead.LeadId")}",
            "incidents" => $"{home}/incidents#link",
            "actions" => $"{home}/actions/add#{Anchor("Form.Description")}",
            // Only a supervisor can start the response; the page tells everyone else so.
            "response" => $"{home}/start#start",
            "to" or "closingReason" or "stage" => $"{home}/move#forward",
            _ when Worksheet(field) is { } sheet => $"{home}/{sheet}{WithRow(problem, field)}#{Anchor($"Sheet.{Control(problem, field)}")}",
            _ => home,
        };
    }

    /// <summary>The field or list of a worksheet's form beside which a shortfall is shown; null if it is on another page.</summary>
    public static string? FieldOn(SheetKind kind, string field) => !field.StartsWith($"{kind}.", StringComparison.OrdinalIgnoreCase) ? null
        : field switch
        {
            "assessment.displacement" => "Sheet.Displacement.Checked",
            "assessment.informed" => "Sheet.Informed.On",
            _ => $"Sheet.{Pascal(field)}{(IsPeriod(field) ? ".From" : "")}",
        };

    /// <summary>A requirement about a list leads to a new row of it, which the page adds on demand.</summary>
    private static string WithRow(FullProblem problem, string field) => field switch
    {
        "response.objectives" or "response.alternatives" or "analysis.sources" or "analysis.consulted" => $"?add={Pascal(field)}",
        "analysis.baselines" when problem.Analysis.Baselines.Count == 0 => $"?add={Pascal(field)}",
        _ => "",
    };

    private static bool IsPeriod(string field) => field.EndsWith("eriod", StringComparison.Ordinal)
        || field.EndsWith("evaluation.before", StringComparison.Ordinal) || field.EndsWith("evaluation.after", StringComparison.Ordinal);

    private static string? Worksheet(string field) =>
        Enum.GetValues<SheetKind>().Select(kind => kind.ToString().ToLowerInvariant())
            .FirstOrDefault(sheet => field.StartsWith(sheet + ".", StringComparison.Ordinal));

    // For a group of fields, link to its first control or its first blank row.
    private static string Control(FullProblem problem, string field) => field switch
    {
        "response.objectives" => $"Objectives[{problem.Response.Objectives.Count}].Measure",
        "response.alternatives" => $"Alternatives[{problem.Response.Alternatives.Count}].Description",
        "analysis.sources" => $"Sources[{problem.Analysis.Sources.Count}].Name",
        "analysis.consulted" => $"Consulted[{problem.Analysis.Consulted.Count}].AttachmentId",
        "analysis.baselines" => "Baselines[0].Name",
        "assessment.process" => $"Process[{AssessmentRows.FirstWithoutFinding(problem)}].CarriedOut",
        "assessment.displacement" => "Displacement.Checked",
        "assessment.informed" => "Informed.On",
        _ when IsPeriod(field) => Pascal(field) + ".From",
        _ => Pascal(field),
    };

    private static string ActionControl(string part) => part switch
    {
        "status" => "Done.DoneOn",
        "droppedReason" => "Drop.DroppedReason",
        _ => $"Form.{Pascal("action." + part)}",
    };

    // scanning.cheers.community.answer -> Cheers.Community.Answer
    private static string Pascal(string field) =>
        string.Join('.', field.Split('.').Skip(1).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static string Anchor(string name) => TagBuilder.CreateSanitizedId(name, "_");

    [GeneratedRegex(@"^actions\[(?<id>\d+)\]\.(?<part>\w+)$")]
    private static partial Regex AnAction();
}

/// <summary>
/// The rows of the Assessment form: the saved rows in their order, then one for each planned action and each objective without a row.
/// The rules count rows in the same order, so a shortfall's index is the index of its row.
/// </summary>
public static class AssessmentRows
{
    public static AssessmentSheet Filled(FullProblem problem, AssessmentSheet sheet) => sheet with
    {
        Process =
        [
            .. sheet.Process,
            .. Planned(problem).Where(action => sheet.Process.All(row => row.ActionId != action.Id))
                .Select(action => new ProcessFinding { ActionId = action.Id }),
        ],
        Outcomes =
        [
            .. sheet.Outcomes,
            .. problem.Response.Objectives.Where(objective => sheet.Outcomes.All(row => row.ObjectiveKey != objective.Key))
                .Select(objective => new Outcome { ObjectiveKey = objective.Key }),
        ],
    };

    public static int FirstWithoutFinding(FullProblem problem)
    {
        var rows = Filled(problem, problem.Assessment).Process;
        var at = rows.ToList().FindIndex(row => row.CarriedOut is null && Planned(problem).Any(action => action.Id == row.ActionId));
        return Math.Max(at, 0);
    }

    // A dropped action needs no row: its status says that it was not carried out.
    private static IEnumerable<ActionDetails> Planned(FullProblem problem) =>
        problem.Actions.Where(action => !action.UrgentSafetyMeasure && action.Status != ActionStatus.Dropped);
}
