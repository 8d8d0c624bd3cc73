using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Incidents;

/// <summary>
/// Tells the leads of problems that an import changed incidents linked to them: evidence that they collected now says something else.
/// Each problem gets one line in its timeline, and its lead one update.
/// </summary>
internal sealed class LinkedIncidentNotices(Db db, Actor actor, CaseFiles files, AgencySettings agency)
{
    private const string Event = "problem.incidents.updated";

    /// <summary>Ids per statement; SQL Server allows 2,100 parameters.</summary>
    private const int IdsAtOnce = 500;

    private sealed record Link
    {
        public long ProblemId { get; init; }
        public long IncidentId { get; init; }
        public string EventKey { get; init; } = "";
        /// <summary>Whether a later import changed the incident again.</summary>
        public bool IsReplaced { get; init; }
    }

    /// <summary>Tells of the changes that an import made.</summary>
    /// <param name="runId">The import, in the transaction that finishes it.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task Changed(long runId, CancellationToken ct)
    {
        if (await Links(runId, ct) is not { Count: > 0 } links) return;
        var zone = (await agency.Calendar(ct)).Zone;
        var fields = new Dictionary<long, IReadOnlyList<string>>();
        foreach (var ids in links.Select(link => link.IncidentId).Distinct().Chunk(IdsAtOnce))
            foreach (var (before, changes) in await IncidentVersions.Read(db, ids, zone, ct))
                if (before.ImportRunId == runId) fields[before.IncidentId] = [.. changes.Select(change => change.Field)];
        await Tell(runId, links, (file, incidents, changed) =>
        {
            var counts = changed.SelectMany(link => fields.GetValueOrDefault(link.IncidentId) ?? []).CountBy(field => field)
                .OrderByDescending(field => field.Value).Select(field => $"{field.Key.ToLowerInvariant()} ({field.Value:N0})");
            return $"The import of {file} changed {incidents}: {string.Join(", ", counts)}.";
        }, ct);
    }

    /// <summary>Tells that the changes which an import made, and no later one replaced, are taken back.</summary>
    /// <param name="runId">The import, in the transaction that begins to undo it.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task Undone(long runId, CancellationToken ct) => await Tell(runId,
        [.. (await Links(runId, ct)).Where(link => !link.IsReplaced)],
        (file, incidents, _) => $"The import of {file} was undone: {incidents} got the earlier content back.", ct);

    private Task<IReadOnlyList<Link>> Links(long runId, CancellationToken ct) => db.List<Link>("""
        SELECT l.ProblemId, l.IncidentId, i.EventKey, CASE WHEN EXISTS (
            SELECT 1 FROM IncidentChange n WHERE n.IncidentId = c.IncidentId AND n.Id > c.Id) THEN 1 ELSE 0 END AS IsReplaced
        FROM IncidentChange c JOIN ProblemIncident l ON l.IncidentId = c.IncidentId JOIN Incident i ON i.Id = c.IncidentId
        WHERE c.ImportRunId = @runId ORDER BY l.ProblemId, l.IncidentId
        """, new { runId }, ct);

    /// <param name="runId">The import.</param>
    /// <param name="links">The changed incidents, by problem.</param>
    /// <param name="sentence">Of the file's name, how many incidents changed, and which.</param>
    /// <param name="ct">Ends the work.</param>
    private async Task Tell(long runId, IReadOnlyList<Link> links, Func<string, string, IReadOnlyList<Link>, string> sentence,
        CancellationToken ct)
    {
        if (links.Count == 0) return;
        var name = await db.Single<string>("SELECT FileName FROM ImportRun WHERE Id = @runId", new { runId }, ct);
        foreach (var ofProblem in links.GroupBy(link => link.ProblemId))
        {
            var file = await files.TakeUnseen(ofProblem.Key, actor, ct);
            var (changed, linked) = (ofProblem.Select(link => link.EventKey).Distinct().Count(), file.Dossier.LinkedEvents);
            var incidents = linked == 1 ? "the linked incident" : $"{changed:N0} of {linked:N0} linked incidents";
            file.Record(Event, null, sentence(name, incidents, [.. ofProblem]), null, new { ImportId = runId, Incidents = changed });
            file.Tell(UpdateKind.NoteWritten, file.Problem.LeadId);
            await files.Save(file, ct);
        }
    }
}
