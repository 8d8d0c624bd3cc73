using Dapper;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>All holds and extensions of a problem.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadGrantedTime(long ProblemId) : IQuery<GrantedTime>;

/// <param name="Extensions">Newest first.</param>
/// <param name="Holds">Newest first.</param>
public sealed record GrantedTime(IReadOnlyList<ExtensionDetails> Extensions, IReadOnlyList<HoldDetails> Holds);

internal sealed class ReadGrantedTimeHandler(Db db, Actor actor) : IRequestHandler<ReadGrantedTime, GrantedTime>
{
    public async Task<GrantedTime> Handle(ReadGrantedTime query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        return await db.Read([HoldSql.Extensions, HoldSql.Holds], query, async results =>
            new GrantedTime((await results.ReadAsync<ExtensionDetails>()).AsList(), (await results.ReadAsync<HoldDetails>()).AsList()), ct);
    }
}
