using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Search;

/// <summary>
/// Indexes records that were saved without their words: those from before search existed, and bulk loads. Remembers the last record it
/// checked, so that the next run checks only newer ones. Works in small steps, so that other writers don't have to wait.
/// </summary>
[Needs(Permission.Administer)]
public sealed record FillSearch : IRequest<SearchFilled>;

/// <param name="Added">Records that search could not find before.</param>
public sealed record SearchFilled(int Added);

internal sealed class FillSearchHandler(Db db, IEnumerable<SearchedRecord> records) : IRequestHandler<FillSearch, SearchFilled>
{
    /// <summary>Records per transaction; few, so that no other writer has to wait.</summary>
    private const int Step = 100;

    public async Task<SearchFilled> Handle(FillSearch message, CancellationToken ct)
    {
        var added = 0;
        foreach (var record in records) added += await Fill(record, ct);
        return new(added);
    }

    private async Task<int> Fill(SearchedRecord record, CancellationToken ct)
    {
        var mark = SettingNames.SearchedTo(record.Kind.ToString());
        var after = long.TryParse(await db.Find<string>("SELECT Value FROM Setting WHERE Name = @mark", new { mark }, ct), out var known)
            ? known : 0;
        var end = await db.Single<long?>(record.LastId, null, ct) ?? 0;
        for (var added = 0; ;)
        {
            var ids = await db.List<long>($"{record.WithoutWords} {db.Dialect.First("@Step")}", new { after, Step }, ct);
            if (ids.Count == 0 && after >= end) return added;
            after = ids.Count == 0 ? end : ids[^1];
            added += ids.Count;
            await db.Write(async () =>
            {
                await record.Keep(ids, ct);
                await SettingSql.Put(db, mark, $"{after}", ct);
                return Done.Instance;
            }, ct);
        }
    }
}
