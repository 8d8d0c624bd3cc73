using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProblemTracker.Domain;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Evidence;

/// <summary>
/// Fills in the worksheets of a round from the sample case, but for what they say already: cited figures and computed results.
/// </summary>
public static class RoundSheets
{
    /// <returns>The worksheet as it was before.</returns>
    public static Task<JsonObject> FillScanning(this GivenProblem problem) => Fill(problem, "scanning", sheet =>
    {
        var sample = Json(Sample.Scanning);
        foreach (var (name, value) in sample.ToList().Where(field => sheet[field.Key] is not JsonObject))
            sheet[name] ??= value?.DeepClone();
        Complete(sheet, sample, "cheers", "evidence");
    });

    public static Task<JsonObject> FillAnalysis(this GivenProblem problem, long residents, DateOnly on) =>
        Fill(problem, "analysis", sheet =>
    {
        var sample = Json(Sample.Analysis with
        {
            Consulted = [Sample.Analysis.Consulted[0] with { AttachmentId = residents, On = on }],
        });
        Complete(sheet, sample, "triangle", "found");
        Complete(sheet, sample, "controllers", "found");
        foreach (var name in new[] { "sources", "consulted", "currentResponse", "hypothesis" }) sheet[name] = sample[name]!.DeepClone();
    });

    /// <summary>The objective is left to the test.</summary>
    public static Task<JsonObject> FillResponse(this GivenProblem problem) => Fill(problem, "response", sheet =>
    {
        sheet["objectives"] = new JsonArray(new JsonObject { ["key"] = "o1", ["kind"] = "Calls" });
        sheet["alternatives"] = Json(Sample.Response)["alternatives"]!.DeepClone();
    });

    public static Task<JsonObject> FillAssessment(this GivenProblem problem, string verdict, DateOnly on) =>
        Fill(problem, "assessment", sheet =>
    {
        var sample = Json(Sample.Assessment with
        {
            Process = [.. Sample.Assessment.Process.Select((one, i) => one with { ActionId = problem.Actions[i] })],
            Informed = new() { On = on, How = "At the neighborhood meeting." },
        });
        foreach (var name in new[] { "process", "informed", "lessons", "scores" }) sheet[name] = sample[name]!.DeepClone();
        sheet["verdict"] = verdict;
        sheet["verdictReason"] = "The rule says so.";
    });

    /// <summary>Adds the sample's planned actions, starts the response, and reports them done six days later.</summary>
    public static async Task Act(this GivenProblem problem, TrackerHost host, DateOnly start, Func<Task> startResponse)
    {
        List<ResponseAction> planned = [.. Sample.PlannedActions.Where(action => action.IsPlanned)
            .Select(action => action with { DueOn = start.AddDays(5) })];
        foreach (var action in planned) problem.Actions.Add(await problem.Add(action));
        host.Until(start.Year, start.Month, start.Day);
        await startResponse();
        var done = start.AddDays(6);
        host.Until(done.Year, done.Month, done.Day);
        foreach (var (id, action) in problem.Actions.Zip(planned))
            await problem.Change(id, action with { Status = ActionStatus.Done, DoneOn = start.AddDays(3) });
        await (await problem.Move(Stage.Assessment)).Ok();
    }

    private static void Complete(JsonObject sheet, JsonObject sample, string part, string text)
    {
        foreach (var (name, value) in sample[part]!.AsObject().ToList())
            if (sheet[part]![name]![text] is null) sheet[part]![name] = value!.DeepClone();
    }

    private static JsonObject Json<T>(T sheet) => JsonSerializer.SerializeToNode(sheet, ProblemTracker.Shared.Json.Options)!.AsObject();

    private static async Task<JsonObject> Fill(GivenProblem problem, string kind, Action<JsonObject> change)
    {
        var path = $"{problem.Url}/{kind}";
        var read = await problem.Officer.GetAsync(path);
        var before = await read.Content.ReadAsStringAsync();
        var sheet = JsonNode.Parse(before)!.AsObject();
        change(sheet);
        await (await problem.Officer.IfMatch(int.Parse(read.Headers.ETag!.Tag.Trim('"'), CultureInfo.InvariantCulture))
            .PutAsJsonAsync(path, sheet)).Ok();
        return JsonNode.Parse(before)!.AsObject();
    }
}
