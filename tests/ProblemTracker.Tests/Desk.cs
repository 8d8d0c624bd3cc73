using System.Text.Json;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests;

/// <summary>Small test steps over HTTP, and a few that write to the database directly.</summary>
public static class Desk
{
    /// <summary>Adds a square neighborhood of 0.01 degrees, by default at 39.10 north and 84.50 west.</summary>
    public static Task<long> Square(this TrackerHost host, string name, double south = 39.10, double west = -84.50)
    {
        var (east, north) = (west + 0.01, south + 0.01);
        var ring = FormattableString.Invariant($"[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]");
        return host.Query(db => db.Insert("INSERT INTO Neighborhood (Name, NameKey, Boundary) VALUES (@name, @Key, @Boundary)",
            new { name, Key = SearchKey.Of(name), Boundary = $"{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}" }, default));
    }

    public static async Task<long> Stakeholder(this HttpClient client, string name = "Dana Quill",
        StakeholderKind kind = StakeholderKind.Resident)
    {
        var reply = await client.PostAsJsonAsync("/api/v1/stakeholders",
            new { name, kind = kind.ToString(), isAdult = kind.MayBePerson() ? true : (bool?)null });
        return (await reply.Ok()).GetProperty("id").GetInt64();
    }

    /// <returns>The attachment's id.</returns>
    public static async Task<long> Attach(this HttpClient client, long problemId, long stakeholderId, StakeholderRole role)
    {
        var reply = await client.PostAsJsonAsync($"/api/v1/problems/{problemId}/stakeholders",
            new { stakeholderId, role = role.ToString() });
        return (await reply.Ok()).GetProperty("attachmentId").GetInt64();
    }

    /// <summary>Adds people to a problem's team directly in the database.</summary>
    public static Task<int> Join(this TrackerHost host, long problemId, params long[] people) => host.Query(async db =>
    {
        foreach (var person in people)
            await db.Execute("INSERT INTO ProblemMember (ProblemId, PersonId, JoinedAt) VALUES (@problemId, @person, @Start)",
                new { problemId, person, TrackerHost.Start }, default);
        return people.Length;
    });

    /// <summary>Sets a problem's stage directly in the database, without gates.</summary>
    public static Task<int> Put(this TrackerHost host, long problemId, Stage stage) => host.Query(db =>
        db.Execute("UPDATE Problem SET Stage = @stage WHERE Id = @problemId", new { problemId, stage = stage.ToString() }, default));

    /// <summary>Sets a problem's lead officer directly in the database.</summary>
    public static async Task<int> Lead(this TrackerHost host, long problemId, long personId)
    {
        await host.Join(problemId, personId);
        return await host.Query(db => db.Execute("UPDATE Problem SET LeadId = @personId WHERE Id = @problemId",
            new { problemId, personId }, default));
    }

    /// <summary>Deactivates an account directly in the database.</summary>
    public static Task<int> Deactivate(this TrackerHost host, long personId) =>
        host.Query(db => db.Execute("UPDATE Person SET Active = 0 WHERE Id = @personId", new { personId }, default));

    public static async Task<int> VersionOf(this TrackerHost host, long problemId) =>
        await host.Query(db => db.Single<int>("SELECT Version FROM Problem WHERE Id = @problemId", new { problemId }, default));

    public static async Task<JsonElement> Read(this HttpClient client, string path) => await (await client.GetAsync(path)).Ok();

    /// <summary>One field of every item of a list.</summary>
    public static IEnumerable<string?> Each(this JsonElement list, string field) =>
        list.GetProperty("items").EnumerateArray().Select(i => i.GetProperty(field).ToString());
}
