using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Takes, reads, opens and saves case files.</summary>
internal sealed class CaseFiles(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
{
    /// <summary>By problem: whose requests were approved just now. The command that carries them out takes the file next.</summary>
    private readonly Dictionary<long, IReadOnlyCollection<long>> _granted = [];

    /// <summary>Takes a problem to change it. Locks its row first, so that the facts its gates check can't change meanwhile.</summary>
    /// <exception cref="NotFound">It does not exist, or the actor can't view it.</exception>
    /// <exception cref="Forbidden">The actor may not do this to this problem.</exception>
    public async Task<CaseFile> Take(long problemId, Permission needed, CancellationToken ct)
    {
        var file = await Read(problemId, actor, actor, toChange: true, ct);
        file.Demand(needed);
        return file;
    }

    /// <summary>Takes a problem whether or not the actor can view it. The command must check permissions itself.</summary>
    /// <param name="by">The actor under whom the changes are recorded.</param>
    /// <exception cref="NotFound">It does not exist.</exception>
    public Task<CaseFile> TakeUnseen(long problemId, Actor by, CancellationToken ct) =>
        Read(problemId, Actor.System(by.Origin), by, toChange: true, ct);

    /// <summary>Reads a problem without changing it.</summary>
    /// <exception cref="NotFound">It does not exist, or the actor can't view it.</exception>
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
    /// Saves a file once, after all steps: the rows of its steps, the problem's row with its derived columns, the requests that its steps
    /// end, its words in the search index, and its audit entries.
    /// </summary>
    public async Task Save(CaseFile file, CancellationToken ct)
    {
        if (file.Grants is { } grants) Requests.EndThose(file, await Requests.Waiting(db, file.Problem.Id, ct), grants);
        var notes = file.TextsChanged && !file.IsNew
            ? await db.List<string>("SELECT Body FROM ProblemNote WHERE ProblemId = @Id ORDER BY Id DESC", new { file.Problem.Id }, ct)
            : [];
        await db.Execute(file.Writes(notes), ct);
        if (file.Granted.Count > 0) _granted[file.Problem.Id] = file.Granted;
    }

    private async Task<CaseFile> Read(long problemId, Actor viewer, Actor by, bool toChange, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var args = new { ProblemId = problemId, ActorId = viewer.PersonId, Now = now };
        var reading = CaseReader.Statements(viewer);
        var rows = await db.Read(toChange ? [Touch(viewer), .. reading] : reading, args, CaseReader.Rows.Of, ct)
            ?? throw await ProblemSql.Missing(db, viewer, problemId, ct);
        // Read after the row is locked, so that a change to the deadlines meanwhile isn't missed.
        var calendar = await agency.Calendar(ct);
        _granted.Remove(problemId, out var granted);
        return new(by, now, calendar, rows.Facts(now, calendar), granted);
    }

    private static string Touch(Actor viewer) => $"""
        UPDATE Problem SET TouchedAt = @Now
        WHERE Id IN (SELECT p.Id FROM Problem p WHERE p.Id = @ProblemId AND {ProblemSql.VisibleTo(viewer)})
        """;
}
