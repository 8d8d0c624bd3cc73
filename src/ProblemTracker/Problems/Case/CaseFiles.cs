using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Takes, reads, opens and saves case files.</summary>
internal sealed class CaseFiles(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
{
    /// <summary>
    /// Takes a problem to change it. Touching the row first locks it, so the evidence read here can't change under a gate.
    /// </summary>
    /// <exception cref="NotFound">It does not exist, or not for the actor.</exception>
    /// <exception cref="Forbidden">The actor may not do this to this problem.</exception>
    public async Task<CaseFile> Take(long problemId, Permission needed, CancellationToken ct)
    {
        var file = await Read(problemId, actor, actor, toChange: true, ct);
        file.Demand(needed);
        return file;
    }

    /// <summary>Takes a problem whether or not the actor sees it: the command has a rule of its own for who may do this.</summary>
    /// <param name="by">Under whom it goes into the record.</param>
    /// <exception cref="NotFound">It does not exist.</exception>
    public Task<CaseFile> TakeUnseen(long problemId, Actor by, CancellationToken ct) =>
        Read(problemId, Actor.System(by.Origin), by, toChange: true, ct);

    /// <summary>Reads a problem without changing it.</summary>
    /// <exception cref="NotFound">It does not exist, or not for the actor.</exception>
    public Task<CaseFile> Read(long problemId, CancellationToken ct) => Read(problemId, actor, actor, toChange: false, ct);

    /// <summary>Opens a new problem in Scanning.</summary>
    public async Task<CaseFile> Open(ProblemRecord problem, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var today = calendar.DateOf(problem.OpenedAt);
        var dossier = new Dossier { LeadId = problem.LeadId, Visit = problem.Visit, Today = today, EnteredOn = today };
        problem = problem with { DueOn = Deadlines.DueOn(dossier, calendar.Deadlines, calendar.Holidays) };
        problem = problem with { Id = await db.Insert(ProblemColumns.Insert, ProblemColumns.Row(problem), ct) };
        return new(actor, problem.OpenedAt, calendar, new(problem, dossier, new Dictionary<SheetKind, int>(), [], [], IsNew: true));
    }

    /// <summary>
    /// Saves a file, once, when every step is done: its rows, the problem's row with what is derived from the dossier, the requests that
    /// its steps end, the words by which it is found, and its records.
    /// </summary>
    public async Task Save(CaseFile file, CancellationToken ct)
    {
        if (file.Grants is { } grants) Requests.EndThose(file, await Requests.Waiting(db, file.Problem.Id, ct), grants);
        var notes = file.TextsChanged && !file.IsNew
            ? await db.List<string>("SELECT Body FROM ProblemNote WHERE ProblemId = @Id ORDER BY Id DESC", new { file.Problem.Id }, ct)
            : [];
        await db.Execute(file.Writes(notes), ct);
    }

    private async Task<CaseFile> Read(long problemId, Actor viewer, Actor by, bool toChange, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var args = new { ProblemId = problemId, ActorId = viewer.PersonId, Now = now };
        var reading = CaseReader.Statements(viewer);
        var rows = await db.Read(toChange ? [Touch(viewer), .. reading] : reading, args, CaseReader.Rows.Of, ct) ?? throw new NotFound();
        // After the row was locked, or deadlines that were changed meanwhile would not count.
        var calendar = await agency.Calendar(ct);
        return new(by, now, calendar, rows.Facts(now, calendar));
    }

    private static string Touch(Actor viewer) => $"""
        UPDATE Problem SET TouchedAt = @Now
        WHERE Id IN (SELECT p.Id FROM Problem p WHERE p.Id = @ProblemId AND {ProblemSql.VisibleTo(viewer)})
        """;
}
