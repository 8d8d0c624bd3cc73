using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Portal;

/// <summary>What is published of a problem; without texts if nothing was yet.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadPublication(long ProblemId) : IQuery<PublicationDetails>;

public sealed record PublicationDetails : IVersioned
{
    /// <summary>What residents read, in each language.</summary>
    public IReadOnlyList<PublicText> Texts { get; init; } = [];
    /// <summary>The objective whose values are shown; null for none.</summary>
    public string? ObjectiveKey { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    /// <summary>When it was taken off the public site; null if it was not.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }
    public string? ChangedBy { get; init; }
    /// <summary>0 before the first publication.</summary>
    public int Version { get; init; }

    public bool IsPublished => PublishedAt is not null && WithdrawnAt is null;
}

internal sealed class ReadPublicationHandler(Db db, Actor actor) : IRequestHandler<ReadPublication, PublicationDetails>
{
    public async Task<PublicationDetails> Handle(ReadPublication query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        return await PublicationSql.Read(db, query.ProblemId, ct);
    }
}

/// <summary>SQL about <c>u</c> (Publication) of <c>p</c> (Problem) that the slices share.</summary>
internal static class PublicationSql
{
    /// <summary>
    /// What anyone may read: the one rule of the public site. Of what turned out to be none there is nothing to say that was done.
    /// </summary>
    public const string IsPublic = """
        u.WithdrawnAt IS NULL AND p.Confidential = 0
        AND (p.Stage <> 'Closed' OR COALESCE(p.ClosingReason, '') NOT IN ('Duplicate', 'NotAProblem'))
        """;

    private sealed record Row
    {
        public string Texts { get; init; } = "";
        public string? ObjectiveKey { get; init; }
        public DateTimeOffset PublishedAt { get; init; }
        public DateTimeOffset? WithdrawnAt { get; init; }
        public string? ChangedBy { get; init; }
        public int Version { get; init; }
    }

    public static async Task<PublicationDetails> Read(Db db, long problemId, CancellationToken ct) =>
        await db.Find<Row>("""
            SELECT u.Texts, u.ObjectiveKey, u.PublishedAt, u.WithdrawnAt, w.Name AS ChangedBy, u.Version
            FROM Publication u LEFT JOIN Person w ON w.Id = u.ChangedBy WHERE u.ProblemId = @problemId
            """, new { problemId }, ct) is not { } row ? new() : new()
        {
            Texts = PublicTexts.Read<PublicText>(row.Texts),
            ObjectiveKey = row.ObjectiveKey,
            PublishedAt = row.PublishedAt,
            WithdrawnAt = row.WithdrawnAt,
            ChangedBy = row.ChangedBy,
            Version = row.Version,
        };

    /// <summary>The publication of a locked problem before a change of this version; null before the first.</summary>
    /// <exception cref="Stale">Someone else changed it first.</exception>
    public static async Task<PublicationDetails?> At(Db db, long problemId, int version, CancellationToken ct)
    {
        var now = await Read(db, problemId, ct);
        if (now.Version != version) throw new Stale(now.Version);
        return now.Version == 0 ? null : now;
    }
}

internal static class ReadPublicationEndpoint
{
    public static void MapReadPublication(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/publication", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadPublication(id), ct))
        .WithName("ReadPublication").WithSummary("Read what residents can read of a problem on the public site");
}
