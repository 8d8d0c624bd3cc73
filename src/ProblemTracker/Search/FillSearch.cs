using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Search;

/// <summary>
/// Makes found what was written without its words: what was there before there was a search, and what was loaded in bulk. What was looked
/// through is remembered, so that the next run looks at what came since. It works in steps, so that others go on writing.
/// </summary>
[Needs(Permission.Administer)]
public sealed record FillSearch : IRequest<SearchFilled>;

/// <param name="Added">Records that can be found now and could not before.</param>
public sealed record SearchFilled(int Added);

internal sealed class FillSearchHandler(Db db, IEnumerable<SearchedRecord> records) : IRequestHandler<FillSearch, SearchFilled>
{
    /// <summary>Few enough that one step keeps no other writer waiting.</summary>
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
