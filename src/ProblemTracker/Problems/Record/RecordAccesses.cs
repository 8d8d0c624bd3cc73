using System.Text.Json;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>
/// Writes accesses to the audit log: every export, every print of a confidential problem, and views of confidential problems once per
/// person, problem, way and local day. A page is opened dozens of times in a day's work, and the question asked of an audit is who looked
/// at a case on which day.
/// </summary>
[Needs(Permission.Administer)]
public sealed record RecordAccesses(IReadOnlyList<Access> Accesses) : ICommand<Done>;

internal sealed class RecordAccessesHandler(Db db, AgencySettings agency) : IRequestHandler<RecordAccesses, Done>
{
    private sealed record Known
    {
        public long Id { get; init; }
        public bool Confidential { get; init; }
    }

    public async Task<Done> Handle(RecordAccesses command, CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        // The filter of an export may name a problem that does not exist.
        var problems = (await db.List<Known>("SELECT p.Id, p.Confidential FROM Problem p WHERE p.Id IN @ids",
            new { ids = command.Accesses.Select(access => access.ProblemId).OfType<long>().Distinct().ToList() }, ct))
            .ToDictionary(problem => problem.Id, problem => problem.Confidential);
        foreach (var access in command.Accesses)
        {
            long? problemId = access.ProblemId is { } id && problems.ContainsKey(id) ? id : null;
            if (access.Event != Access.Exported && !(problemId is { } read && problems[read])) continue;
            if (access.Event == Access.Viewed && await IsRecorded(access, calendar, ct)) continue;
            await db.Record(access.Actor, access.At, access.Event, problemId, null, null, null, access.After, ct);
        }
        return Done.Instance;
    }

    private async Task<bool> IsRecorded(Access access, AgencyCalendar calendar, CancellationToken ct)
    {
        var by = access.Actor.PersonId is null ? "e.PersonId IS NULL" : "e.PersonId = @PersonId";
        var day = calendar.DateOf(access.At);
        return await db.Single<int>($"""
            SELECT COUNT(*) FROM AuditEntry e
            WHERE e.ProblemId = @ProblemId AND {by} AND e.Event = @Event AND e.AfterJson = @After AND e.At >= @From AND e.At < @To
            """, new
        {
            access.ProblemId,
            access.Actor.PersonId,
            access.Event,
            After = JsonSerializer.Serialize(access.After, Json.Options),
            From = calendar.StartOf(day),
            To = calendar.EndOf(day),
        }, ct) > 0;
    }
}
