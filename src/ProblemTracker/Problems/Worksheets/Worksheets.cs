using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;

namespace ProblemTracker.Problems;

/// <summary>A worksheet with its version, which the client sends back to save it.</summary>
/// <param name="Version">0 before the first save.</param>
public sealed record VersionedSheet<T>(int Version, T Sheet) : IVersioned;

/// <summary>The four worksheets. Each is one JSON document with its own version.</summary>
internal static class Worksheets
{
    /// <summary>Replaces one worksheet.</summary>
    /// <param name="check">Checks references to other records of the problem, and rules of this worksheet.</param>
    public static async Task<VersionedSheet<T>> SaveSheet<T>(
        this CaseFiles files, long problemId, SheetKind kind, int version, T sheet, Permission needed, Action<CaseFile> check,
        CancellationToken ct) where T : class
    {
        var file = await files.Take(problemId, needed, ct);
        file.MustBeOpen();
        file.MustBeAt(kind, version);
        check(file);
        var follows = file.Dossier.Plan is null;
        if (follows && sheet is ResponseSheet plan) sheet = (T)(object)plan.KeepTest(file.Dossier.Response).With(file.Dossier.Analysis);
        file.Record($"sheet.{kind.ToString().ToLowerInvariant()}", kind, $"Saved the {kind} worksheet.", Of(file.Dossier, kind), sheet);
        file.SaveSheet(kind, sheet);
        if (follows && sheet is AnalysisSheet analysis) Follow(file, analysis);
        await files.Save(file, ct);
        return new(version + 1, sheet);
    }

    /// <summary>
    /// The sheet with the test that is saved: its own command changes it, since it checks areas and counts. A sheet without one keeps it.
    /// </summary>
    /// <exception cref="Invalid">The sheet has another test.</exception>
    public static ResponseSheet KeepTest(this ResponseSheet sheet, ResponseSheet saved)
    {
        if (sheet.Evaluation.Test is { } test && test != saved.Evaluation.Test)
            throw new Invalid("evaluation.test", "The test is planned on its own: PUT …/evaluation/test. Leave it out here.");
        return sheet with { Evaluation = (sheet.Evaluation with { Test = saved.Evaluation.Test }).WithTestTexts() };
    }

    /// <summary>Saves a worksheet that the program changes, and what follows from it. Drafts of it stay.</summary>
    /// <param name="summary">The line in the timeline.</param>
    public static void Change(this CaseFile file, SheetKind kind, object sheet, string summary)
    {
        file.Record($"sheet.{kind.ToString().ToLowerInvariant()}", kind, summary, Of(file.Dossier, kind), sheet);
        file.SaveSheet(kind, sheet, endsDraft: false);
        if (sheet is AnalysisSheet analysis && file.Dossier.Plan is null) Follow(file, analysis);
    }

    /// <summary>Carries changed baselines forward to the objectives that take them.</summary>
    private static void Follow(CaseFile file, AnalysisSheet analysis)
    {
        var (before, after) = (file.Dossier.Response, file.Dossier.Response.With(analysis));
        if (JsonNode.DeepEquals(Node(before), Node(after))) return;
        file.Record("sheet.response", SheetKind.Response, "Carried the baseline forward to the Response worksheet.", before, after);
        file.SaveSheet(SheetKind.Response, after, endsDraft: false);
    }

    public static object Of(Dossier dossier, SheetKind kind) => kind switch
    {
        SheetKind.Scanning => dossier.Scanning,
        SheetKind.Analysis => dossier.Analysis,
        SheetKind.Response => dossier.Response,
        _ => dossier.Assessment,
    };

    public static object Blank(SheetKind kind) => Of(new(), kind);

    /// <summary>Reads a worksheet as it was stored.</summary>
    public static object Parse(SheetKind kind, string body) => kind switch
    {
        SheetKind.Scanning => JsonSerializer.Deserialize<ScanningSheet>(body, Json.Options)!,
        SheetKind.Analysis => JsonSerializer.Deserialize<AnalysisSheet>(body, Json.Options)!.WithKeys(),
        SheetKind.Response => JsonSerializer.Deserialize<ResponseSheet>(body, Json.Options)!.WithKeys(),
        _ => JsonSerializer.Deserialize<AssessmentSheet>(body, Json.Options)!,
    };

    /// <summary>The worksheet as JSON, with every member, in the form in which two can be compared.</summary>
    public static JsonObject Node(object sheet) =>
        (JsonObject)JsonNode.Parse(JsonSerializer.Serialize(sheet, sheet.GetType(), Json.Options))!;

    /// <summary>The gate that a worksheet is filled in for.</summary>
    public static Gate GateOf(SheetKind kind) => kind switch
    {
        SheetKind.Scanning => Gate.Analysis,
        SheetKind.Analysis => Gate.Response,
        SheetKind.Response => Gate.Start,
        _ => Gate.Closed,
    };

    /// <summary>The requirements left before the gate of a worksheet, if it had this content.</summary>
    public static IReadOnlyList<Shortfall> ShortfallsWith(Dossier dossier, SheetKind kind, object sheet) =>
        Sara.ShortfallsBefore(GateOf(kind), kind switch
        {
            SheetKind.Scanning => dossier with { Scanning = (ScanningSheet)sheet },
            SheetKind.Analysis => dossier with { Analysis = (AnalysisSheet)sheet },
            SheetKind.Response => dossier with
            {
                Response = dossier.Plan is null ? ((ResponseSheet)sheet).With(dossier.Analysis) : (ResponseSheet)sheet,
            },
            _ => dossier with { Assessment = (AssessmentSheet)sheet },
        });
}

/// <summary>
/// Finds values out of bounds in any worksheet: long texts, too many rows, impossible numbers and dates. Walks the JSON, so that new fields
/// are checked automatically.
/// </summary>
internal static class SheetShape
{
    private const int LongestText = 4000;
    private const int MostRows = 100;
    private const decimal LargestNumber = 1_000_000_000_000m;
    private static readonly DateOnly Earliest = new(1900, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    public static void SheetRules<TMessage, TSheet>(this IRuleBuilder<TMessage, TSheet> rule) => rule.Custom((sheet, context) =>
    {
        foreach (var (path, message) in Faults(JsonSerializer.SerializeToNode(sheet, Json.Options), context.PropertyPath))
            context.AddFailure(new FluentValidation.Results.ValidationFailure(path, message));
    });

    public static IRuleBuilderOptions<T, DateOnly?> PlausibleDate<T>(this IRuleBuilder<T, DateOnly?> rule) =>
        rule.Must(date => date is null || (date >= Earliest && date <= Latest)).WithMessage("Enter a date between 1900 and 2199.");

    private static IEnumerable<(string Path, string Message)> Faults(JsonNode? node, string path) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Faults(f.Value, $"{path}.{f.Key}")).Concat(BackwardPeriod(fields, path)),
        JsonArray rows when rows.Count > MostRows => [(path, $"Enter at most {MostRows} rows.")],
        JsonArray rows =>
            rows.SelectMany((row, i) => row is null ? [($"{path}[{i}]", "A row can't be null.")] : Faults(row, $"{path}[{i}]")),
        JsonValue value when value.TryGetValue(out string? text) => TextFault(text, path),
        JsonValue value when value.TryGetValue(out decimal number) && Math.Abs(number) > LargestNumber =>
            [(path, $"Enter a number between {-LargestNumber:N0} and {LargestNumber:N0}.")],
        _ => [],
    };

    private static IEnumerable<(string, string)> TextFault(string text, string path)
    {
        if (text.Length > LongestText) yield return (path, $"This text has {text.Length:N0} characters. Shorten it to {LongestText:N0}.");
        else if (Date(text) is { } date && (date < Earliest || date > Latest))
            yield return (path, "Enter a date between 1900 and 2199.");
    }

    private static IEnumerable<(string, string)> BackwardPeriod(JsonObject fields, string path)
    {
        if (fields["from"] is JsonValue from && fields["to"] is JsonValue to && Date(from.ToString()) > Date(to.ToString()))
            yield return ($"{path}.to", "The period ends before it begins. Correct one of the dates.");
    }

    // Also checks text fields that contain only a date; 0001-01-01 is never a meaningful entry.
    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
