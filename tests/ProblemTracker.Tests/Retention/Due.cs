using ProblemTracker.Domain;
using ProblemTracker.Retention;

namespace ProblemTracker.Tests.Retention;

/// <summary>Steps of retention: the schedule, the review and the run.</summary>
internal static class Due
{
    public const string Reference = "City schedule 12";

    public static HttpClient Administrator(this TrackerHost host) => host.SignIn(Role.Administrator);

    public static HttpClient Commander(this TrackerHost host) => host.SignIn(Role.Command);

    /// <summary>Keeps these kinds of records for 5 years, the others for good.</summary>
    public static async Task Keep5Years(this TrackerHost host, params string[] kinds)
    {
        var admin = host.Administrator();
        var version = int.Parse((await admin.GetAsync("/api/v1/settings/retention")).Headers.ETag!.Tag.Trim('"'),
            System.Globalization.CultureInfo.InvariantCulture);
        await (await admin.IfMatch(version).PutAsJsonAsync("/api/v1/settings/retention",
            new { reference = Reference, kinds = kinds.Select(kind => new { kind, years = 5 }) })).Ok();
    }

    /// <summary>Closes a problem directly in the database, on the day it is.</summary>
    public static Task<int> Close(this TrackerHost host, long problem) => host.Query(db => db.Execute(
        "UPDATE Problem SET Stage = 'Closed', ClosedAt = @Now, ClosingReason = 'Solved' WHERE Id = @problem",
        new { problem, Now = host.Time.GetUtcNow() }, default));

    public static Task<HttpResponseMessage> Propose(this HttpClient client, long id, string kind = "problem") =>
        client.PostAsJsonAsync("/api/v1/retention/propose", new { kind, ids = new[] { id } });

    public static Task<HttpResponseMessage> Approve(this HttpClient client, long id, string kind = "problem", bool alone = false) =>
        client.PostAsJsonAsync("/api/v1/retention/approve", new { kind, ids = new[] { id }, alone });

    /// <summary>The administrator proposes and the commander approves.</summary>
    public static async Task Agree(this TrackerHost host, long id, string kind = "problem")
    {
        await (await host.Administrator().Propose(id, kind)).Ok();
        await (await host.Commander().Approve(id, kind)).Ok();
    }

    /// <summary>Runs the job.</summary>
    /// <returns>The certificates it made.</returns>
    public static async Task<IReadOnlyList<long>> RunPurges(this TrackerHost host)
    {
        var made = new List<long>();
        for (var run = await host.Send(new RunPurge()); run.More; run = await host.Send(new RunPurge()))
            if (run.Certificate is { } certificate) made.Add(certificate);
        await host.Send(new DeletePurgedFiles());
        await host.Send(new OverwritePurged());
        return made;
    }

    public static async Task<IReadOnlyList<long>> Ids(this TrackerHost host, string kind = "problem") =>
        [.. (await host.Administrator().Read($"/api/v1/retention/due?kind={kind}")).Each("id")
            .Select(id => long.Parse(id!, System.Globalization.CultureInfo.InvariantCulture))];
}
