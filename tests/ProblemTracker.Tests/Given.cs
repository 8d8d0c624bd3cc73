using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests;

/// <summary>
/// Sets up problems for tests, using only the API: the sample case of <see cref="Sample"/>, led by the officer.
/// </summary>
public static class Given
{
    public static async Task<long> Neighborhood(this TrackerHost host, string name = "Alder Hill") =>
        await host.Query(async db => await db.Find<long?>("SELECT Id FROM Neighborhood WHERE Name = @name", new { name }, default)
            ?? await db.Write(() => db.Insert("INSERT INTO Neighborhood (Name, NameKey) VALUES (@name, @Key)",
                new { name, Key = name.ToUpperInvariant() }, default), default));

    /// <summary>Opens a problem, which is then in Scanning.</summary>
    public static async Task<long> OpenProblem(this TrackerHost host, string title = "Noise behind the bar", bool confidential = false,
        bool led = true, HttpClient? by = null)
    {
        var reply = await (by ?? host.SignIn(Role.Officer)).PostAsJsonAsync("/api/v1/problems", new
        {
            title,
            description = "Every Friday night.",
            categoryCode = "noise",
            neighborhoodId = await host.Neighborhood(),
            source = "Resident",
            priority = "Normal",
            confidential,
            leadId = led ? host.IdOf(Role.Officer) : (long?)null,
        });
        return (await reply.Ok()).GetProperty("id").GetInt64();
    }

    /// <summary>The sample case, ready for a gate. Moves the clock along.</summary>
    public static async Task<GivenProblem> Problem(this TrackerHost host, Gate readyFor = Gate.Analysis)
    {
        var (id, residents, barOwner, actions) = await host.Prepare(readyFor, async () =>
        {
            var walked = await Walk(host, readyFor);
            return (walked.Id, walked.Residents, walked.BarOwner, walked.Actions.ToArray());
        });
        var problem = new GivenProblem(host, id) { Residents = residents, BarOwner = barOwner };
        problem.Actions.AddRange(actions);
        return problem;
    }

    private static async Task<GivenProblem> Walk(TrackerHost host, Gate readyFor)
    {
        var problem = new GivenProblem(host, await host.OpenProblem());
        await problem.Save(SheetKind.Scanning, Sample.Scanning);
        if (readyFor == Gate.Analysis) return problem;

        host.Until(2026, 3, 9);
        await (await problem.Move(Stage.Analysis)).Ok();
        problem.Residents = await host.Attach(problem.Id, "Alder Street residents", "Affected");
        problem.BarOwner = await host.Attach(problem.Id, "Owner of the Blue Lantern", "PlaceManager");
        host.Until(2026, 3, 30);
        await problem.Save(SheetKind.Analysis,
            Sample.Analysis with { Consulted = [Sample.Analysis.Consulted[0] with { AttachmentId = problem.Residents }] });
        if (readyFor == Gate.Response) return problem;

        await (await problem.Move(Stage.Response)).Ok();
        await problem.Save(SheetKind.Response, Sample.Response);
        foreach (var action in Sample.PlannedActions) problem.Actions.Add(await problem.Add(action));
        if (readyFor == Gate.Start) return problem;

        host.Until(2026, 4, 15);
        await (await problem.StartResponse()).Ok();
        host.Until(2026, 5, 20);
        foreach (var (id, done) in problem.Actions.Zip(Sample.DoneActions)) await problem.Change(id, done);
        if (readyFor == Gate.Assessment) return problem;

        await (await problem.Move(Stage.Assessment)).Ok();
        host.Until(2026, 9, 10);
        await problem.Save(SheetKind.Assessment, Sample.Assessment with
        {
            Process = [.. Sample.Assessment.Process.Select((p, i) => p with { ActionId = problem.Actions[i] })],
        });
        return problem;
    }

    /// <summary>Sets the supervisor of every neighborhood, and the supervisor's commander.</summary>
    public static async Task AssignResponsibility(this TrackerHost host, bool supervisor = false, bool commander = false)
    {
        var ids = new
        {
            Supervisor = supervisor ? host.IdOf(Role.Supervisor) : (long?)null,
            Commander = commander ? host.IdOf(Role.Command) : (long?)null
        };
        await host.Query(db => db.Execute(
            "UPDATE Neighborhood SET SupervisorId = @Supervisor; UPDATE Person SET CommanderId = @Commander WHERE Id = @Supervisor",
            ids, default));
    }

    /// <summary>Moves the clock to 14:00 UTC of a day: 9 or 10 AM in New York.</summary>
    public static void Until(this TrackerHost host, int year, int month, int day) =>
        host.Time.SetUtcNow(new(year, month, day, 14, 0, 0, TimeSpan.Zero));

    /// <summary>Adds a stakeholder and attaches them.</summary>
    /// <returns>The attachment's id.</returns>
    public static async Task<long> Attach(this TrackerHost host, long problemId, string name, string role) =>
        await host.Query(db => db.Write(async () =>
    {
        var stakeholder = await db.Insert("INSERT INTO Stakeholder (Name, NameKey, Kind, CreatedAt) VALUES (@name, @Key, 'Other', @Now)",
            new { name, Key = name.ToUpperInvariant(), Now = host.Time.GetUtcNow() }, default);
        return await db.Insert(
            "INSERT INTO ProblemStakeholder (ProblemId, StakeholderId, Role, AttachedAt) VALUES (@problemId, @stakeholder, @role, @Now)",
            new { problemId, stakeholder, role, Now = host.Time.GetUtcNow() }, default);
    }, default));

    /// <summary>Returns the body of a response that must be successful.</summary>
    public static async Task<JsonElement> Ok(this HttpResponseMessage reply)
    {
        Assert.That(reply.IsSuccessStatusCode, Is.True, $"{(int)reply.StatusCode} {await reply.Content.ReadAsStringAsync()}");
        return await reply.Json();
    }
}

/// <summary>A problem under test, with its lead officer and a supervisor.</summary>
public sealed class GivenProblem(TrackerHost host, long id)
{
    public long Id => id;
    public string Url => $"/api/v1/problems/{id}";
    public long Residents { get; set; }
    public long BarOwner { get; set; }
    public List<long> Actions { get; } = [];

    public HttpClient Officer => host.SignIn(Role.Officer);
    public HttpClient Supervisor => host.SignIn(Role.Supervisor);

    public async Task<JsonElement> Read(HttpClient? by = null) => await (await (by ?? Supervisor).GetAsync(Url)).Ok();

    public async Task<int> Version() => (await Read()).GetProperty("version").GetInt32();

    public async Task<HttpResponseMessage> Move(Stage to, HttpClient? by = null, string? closingReason = null, string[]? overriding = null,
        long? relatedProblemId = null, int? version = null) =>
        await (by ?? Officer).IfMatch(version ?? await Version()).PostAsJsonAsync($"{Url}/stage", new
        {
            to = to.ToString(),
            note = "The team agrees.",
            closingReason,
            relatedProblemId,
            @override = overriding is null ? null : new { codes = overriding, reason = "Known from the neighboring case." },
        });

    public async Task<HttpResponseMessage> StartResponse(HttpClient? by = null, string[]? overriding = null) =>
        await (by ?? Supervisor).IfMatch(await Version()).PostAsJsonAsync($"{Url}/response/start", new
        {
            note = "Read and agreed.",
            @override = overriding is null ? null : new { codes = overriding, reason = "Urgent." },
        });

    public async Task<HttpResponseMessage> Extend(string dueOn, HttpClient? by = null, int? version = null, string reason = "Winter.") =>
        await (by ?? Supervisor).IfMatch(version ?? await Version()).PostAsJsonAsync($"{Url}/extension", new { dueOn, reason });

    public async Task<HttpResponseMessage> Hold(string untilOn, HttpClient? by = null, int? version = null, string reason = "Winter.") =>
        await (by ?? Supervisor).IfMatch(version ?? await Version()).PostAsJsonAsync($"{Url}/hold", new { untilOn, reason });

    public async Task<HttpResponseMessage> Resume(HttpClient? by = null, int? version = null, string note = "Spring.") =>
        await (by ?? Officer).IfMatch(version ?? await Version()).PostAsJsonAsync($"{Url}/resume", new { note });

    /// <summary>Sends a request, for example <c>new { kind = "Hold", untilOn = "2026-03-20", reason = "Winter." }</c>.</summary>
    public Task<HttpResponseMessage> Ask(object body, HttpClient? by = null) => (by ?? Officer).PostAsJsonAsync($"{Url}/requests", body);

    public async Task<HttpResponseMessage> TrySave(SheetKind kind, object sheet, HttpClient? by = null, int? version = null)
    {
        var client = by ?? Officer;
        var path = $"{Url}/{kind.ToString().ToLowerInvariant()}";
        var current = version
            ?? int.Parse((await client.GetAsync(path)).Headers.ETag!.Tag.Trim('"'), System.Globalization.CultureInfo.InvariantCulture);
        return await client.IfMatch(current).PutAsJsonAsync(path, sheet, Shared.Json.Options);
    }

    public async Task Save(SheetKind kind, object sheet) => await (await TrySave(kind, sheet)).Ok();

    public async Task<long> Add(ResponseAction action) => (await (await TryAdd(action)).Ok()).GetProperty("id").GetInt64();

    public Task<HttpResponseMessage> TryAdd(ResponseAction action, string? amendmentReason = null, HttpClient? by = null) =>
        (by ?? Officer).PostAsJsonAsync($"{Url}/actions", Body(action, amendmentReason));

    public async Task Change(long actionId, ResponseAction action) => await (await TryChange(actionId, action)).Ok();

    public async Task<HttpResponseMessage> TryChange(long actionId, ResponseAction action, string? amendmentReason = null)
    {
        var path = $"/api/v1/actions/{actionId}";
        var version = (await (await Officer.GetAsync(path)).Ok()).GetProperty("version").GetInt32();
        return await Officer.IfMatch(version).PutAsJsonAsync(path, Body(action, amendmentReason));
    }

    private object Body(ResponseAction action, string? amendmentReason) => new
    {
        description = action.Description,
        enforcement = action.Enforcement,
        urgentSafetyMeasure = action.UrgentSafetyMeasure,
        urgentSafetyReason = action.UrgentSafetyMeasure ? "People were hurt last weekend." : null,
        ownerId = action.OwnerId is null ? (long?)null : host.IdOf(Role.Officer),
        ownerAttachmentId = action.OwnerAttachmentId is null ? (long?)null : BarOwner,
        dueOn = action.DueOn,
        technique = action.Technique?.ToString(),
        side = action.Side?.ToString(),
        status = action.Status.ToString(),
        doneOn = action.DoneOn,
        droppedReason = action.DroppedReason,
        amendmentReason,
    };
}
