using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>The words of each section as the worksheets give them, until a person edits the section. Numbers stand in its tables.</summary>
internal static class SheetTexts
{
    /// <summary>Words of each of the summary's four parts, so that it stays below <see cref="ReportWords.MostInSummary"/>.</summary>
    private const int WordsOfPart = 95;

    public static string Of(ReportSection section, FullProblem problem, ReportNames names)
    {
        var lines = section switch
        {
            ReportSection.Summary => Summary(problem),
            ReportSection.Scanning => Scanning(problem),
            ReportSection.Analysis => Analysis(problem.Analysis, names),
            ReportSection.Response => Response(problem.Response),
            _ => Assessment(problem),
        };
        // A blank line between paragraphs, none within a list.
        return lines.Aggregate("", (text, line) => text.Length == 0 ? line
            : $"{text}{(IsItem(line) && IsItem(text[(text.LastIndexOf('\n') + 1)..]) ? "\n" : "\n\n")}{line}");
    }

    private static IEnumerable<string> Summary(FullProblem problem)
    {
        var actions = problem.Actions.Where(action => action.Status != ActionStatus.Dropped)
            .Select(action => action.Description.Trim().TrimEnd('.'));
        var verdict = problem.VerdictText is { } text ? $"{text}. {problem.Assessment.VerdictReason}" : null;
        return Short("Scanning", problem.Scanning.Statement ?? problem.Description).Concat(Short("Analysis", problem.Analysis.Hypothesis))
            .Concat(Short("Response", string.Join("; ", actions))).Concat(Short("Assessment", verdict));
    }

    private static IEnumerable<string> Scanning(FullProblem problem)
    {
        var sheet = problem.Scanning;
        (string, CheersAnswer)[] cheers =
        [
            ("Community", sheet.Cheers.Community), ("Harmful", sheet.Cheers.Harmful), ("Expectation", sheet.Cheers.Expectation),
            ("Events", sheet.Cheers.Events), ("Recurring", sheet.Cheers.Recurring), ("Similarity", sheet.Cheers.Similarity),
        ];
        var counted = sheet.CountedSource is { Description: { } source } elsewhere
            ? $"{source.TrimEnd('.')}{(elsewhere.Count is { } count ? $": {count:N0} events" : "")}{Given(Wording.Of(elsewhere.Period))}"
            : null;
        return Plain(sheet.Statement ?? problem.Description)
            .Concat(cheers.SelectMany(one => Item(one.Item1, one.Item2.Evidence)))
            .Concat(Item("Harms and costs", sheet.Harms)).Concat(Item("How often", sheet.HowOften)).Concat(Item("How long", sheet.HowLong))
            .Concat(Item("Events counted elsewhere", counted));
    }

    private static IEnumerable<string> Analysis(AnalysisSheet sheet, ReportNames names)
    {
        (string, Domain.Finding)[] sides =
        [
            ("Offender", sheet.Triangle.Offender), ("Handler", sheet.Controllers.Handler), ("Target or victim", sheet.Triangle.Target),
            ("Guardian", sheet.Controllers.Guardian), ("Place", sheet.Triangle.Place), ("Place manager", sheet.Controllers.Manager),
        ];
        return sides.SelectMany(side => Item(side.Item1, side.Item2.Found ?? side.Item2.NotRelevantReason))
            .Concat(Item("Super-controllers", sheet.SuperControllers))
            .Concat(Item("Response so far", sheet.CurrentResponse))
            .Concat(sheet.Consulted.SelectMany(talk => Item($"Consulted {names.Of(talk.AttachmentId)}", talk.WhatTheySaid)))
            .Concat(Plain(sheet.Hypothesis is null ? null : $"Working hypothesis: {sheet.Hypothesis}"));
    }

    private static IEnumerable<string> Response(ResponseSheet sheet) =>
        sheet.Alternatives.Where(option => option.Description is not null).OrderByDescending(option => option.Chosen)
            .SelectMany(option => Item(option.Chosen ? "Chosen" : "Not chosen",
                $"{option.Description!.Trim().TrimEnd('.')}. {option.ProsAndCons}"))
            .Concat(Plain(sheet.NoOutsideActionReason is null ? null : $"No action outside the police: {sheet.NoOutsideActionReason}"));

    private static IEnumerable<string> Assessment(FullProblem problem)
    {
        var sheet = problem.Assessment;
        var displacement = sheet.Displacement.Checked == false ? $"Not checked. {sheet.Displacement.NotCheckedReason}"
            : sheet.Displacement.Finding;
        return Plain(sheet.VerdictReason).Concat(Item("Displacement", displacement))
            .Concat(Item("What else could explain it", sheet.OtherExplanations))
            .Concat(Item("Stakeholders informed", sheet.Informed.How)).Concat(Item("Lessons learned", sheet.Lessons))
            .Concat(Item("Six-month follow-up", problem.FollowUp?.Evidence));
    }

    private static IEnumerable<string> Short(string label, string? text) =>
        text.IsBlank() ? [] : [$"{label}: {ReportWords.Shorten(text, WordsOfPart)}"];

    /// <summary>The text's own paragraphs.</summary>
    private static IEnumerable<string> Plain(string? text) => text.IsBlank() ? [] : Lines(text);

    /// <summary>An item of a list, whatever paragraphs its text has.</summary>
    private static IEnumerable<string> Item(string label, string? text) =>
        text.IsBlank() ? [] : [$"{ReportWords.Item}{label}: {string.Join(' ', Lines(text))}"];

    private static bool IsItem(string line) => line.StartsWith(ReportWords.Item, StringComparison.Ordinal);

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    private static string Given(string? period) => period is null ? "" : $", {period}";
}
