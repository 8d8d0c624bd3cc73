using MediatR;

namespace ProblemTracker.Surveys;

/// <summary>Whether answers were written since the log of an embedded database, which shows what came together, was emptied.</summary>
internal sealed class AnswerTraces
{
    // True at the start, since an earlier process may have left some.
    public bool AreLeft { get; set; } = true;

    /// <summary>Notes that this transaction leaves some, once it is committed.</summary>
    public void AreLeftBy(Db db) => db.AfterCommit(() =>
    {
        AreLeft = true;
        return Task.CompletedTask;
    });
}

/// <summary>Empties the log of an embedded database after answers. While a reader uses it, the next run tries again.</summary>
[Needs(Permission.Administer)]
public sealed record EraseAnswerTraces : IRequest<Done>;

internal sealed class EraseAnswerTracesHandler(AnswerTraces traces, DatabaseSettings database) : IRequestHandler<EraseAnswerTraces, Done>
{
    public async Task<Done> Handle(EraseAnswerTraces command, CancellationToken ct)
    {
        if (!traces.AreLeft) return Done.Instance;
        // First, so that an answer in the meantime is not forgotten.
        traces.AreLeft = false;
        if (!await database.Dialect.EmptyLog(database.ConnectionString, ct)) traces.AreLeft = true;
        return Done.Instance;
    }
}
