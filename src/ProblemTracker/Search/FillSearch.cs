using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Search;

/// <summary>
/// Makes found what was written without its words: what was there before there was a search, and what was loaded in bulk. What was looked
/// through is remembered, so that the next run looks at what came since. It works in steps, so that others go on writing.
/// </summary>
[Needs(Permission.Administer)]
public sealed record FillSearch : IRequest<SearchFilled>;

/// <param name="Added">Records that can be found now and could not before.</param>
public sealed record SearchFilled(int Added);

internal sealed class FillSearchHandler(Db db) : IRequestHandler<FillSearch, SearchFilled>
{
    /// <summary>Few enough that one step keeps no other writer waiting.</summary>
    private const int Step = 100;

    public async Task<SearchFilled> Handle(FillSearch message, CancellationToken ct) => new(
        await Fill("Problem", Problems, LastProblem, ids => ProblemTexts.Keep(db, ids, ct), ct)
        + await Fill("Stakeholder", Entries, LastEntry, ids => KeepEntries(ids, ct), ct)
        + await Fill("Incident", Incidents, LastIncident, ids => IncidentTexts.Add(db, ids, ct), ct));

    private const string Problems = "SELECT p.Id FROM Problem p WHERE p.Id > @after AND NOT EXISTS (SELECT 1 FROM ProblemText t WHERE t.ProblemId = p.Id) ORDER BY p.Id";
    private const string Entries = "SELECT s.Id FROM Stakeholder s WHERE s.Id > @after AND NOT EXISTS (SELECT 1 FROM StakeholderText t WHERE t.StakeholderId = s.Id) ORDER BY s.Id";
    private const string Incidents = "SELECT i.Id FROM Incident i WHERE i.Id > @after AND NOT EXISTS (SELECT 1 FROM IncidentText t WHERE t.IncidentId = i.Id) ORDER BY i.Id";

    private const string LastProblem = "SELECT MAX(Id) FROM Problem";
    private const string LastEntry = "SELECT MAX(Id) FROM Stakeholder";
    private const string LastIncident = "SELECT MAX(Id) FROM Incident";

    /// <param name="lacking">Ids without text, after one.</param>
    private async Task<int> Fill(string record, string lacking, string last, Func<IReadOnlyList<long>, Task> keep, CancellationToken ct)
    {
        var mark = SettingNames.SearchedTo(record);
        var after = long.TryParse(await db.Find<string>("SELECT Value FROM Setting WHERE Name = @mark", new { mark }, ct), out var known) ? known : 0;
        var end = await db.Single<long?>(last, null, ct) ?? 0;
        for (var added = 0; ;)
        {
            var ids = await db.List<long>($"{lacking} {db.Dialect.First("@Step")}", new { after, Step }, ct);
            if (ids.Count == 0 && after >= end) return added;
            after = ids.Count == 0 ? end : ids[^1];
            added += ids.Count;
            await db.Write(async () =>
            {
                await keep(ids);
                await SettingSql.Put(db, mark, $"{after}", ct);
                return Done.Instance;
            }, ct);
        }
    }

    private async Task KeepEntries(IReadOnlyList<long> ids, CancellationToken ct)
    {
        foreach (var entry in await db.List<StakeholderAnswer>($"SELECT {StakeholderSql.Columns} FROM Stakeholder s WHERE s.Id IN @ids", new { ids }, ct))
            await StakeholderTexts.Keep(db, entry, ct);
    }
}
