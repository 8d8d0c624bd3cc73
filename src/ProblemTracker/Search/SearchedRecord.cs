using Dapper;

namespace ProblemTracker.Search;

/// <summary>One text of a record, such as a title, a field of a worksheet or a note.</summary>
/// <param name="Part">Where the text is from, as a label; blank if it needs none.</param>
internal sealed record RecordText(string Part, string Text);

/// <summary>A record that was found, with the texts that may contain the sentence to show.</summary>
internal sealed record FoundRecord(long Id, string Title, string? About, DateTimeOffset At, IEnumerable<RecordText> Parts)
{
    /// <summary>The problem of which this one was closed as a duplicate, if the reader can view it.</summary>
    public FoundOriginal? Original { get; init; }
}

/// <summary>
/// What search needs from one kind of record. Each capability registers its own; <c>db/…/0005_search.sql</c> creates the word tables.
/// </summary>
/// <param name="kind">The kind, which is also the name of the table.</param>
/// <param name="alias">The table's short name in <see cref="VisibleTo"/>.</param>
internal abstract class SearchedRecord(Db db, FoundKind kind, string alias)
{
    public FoundKind Kind => kind;

    protected Db Db => db;

    /// <summary>An SQL condition on the alias: which records the actor can view. Its parameter is <c>@ActorId</c>.</summary>
    protected abstract string VisibleTo(Actor actor);

    /// <summary>
    /// A SELECT of one column, Id, of records that are found by a number however it is written, such as a phone number; null if there are
    /// none. Its parameter is <c>@Numbered</c>.
    /// </summary>
    protected virtual (string Sql, string Numbered)? FoundByNumber(TextQuery sought) => null;

    /// <summary>One page of matches, and the key of the next page.</summary>
    /// <param name="newest">The result of <see cref="Newest"/>.</param>
    /// <exception cref="Invalid">The field <c>after</c> is not a key of this list.</exception>
    public abstract Task<(IReadOnlyList<FoundRecord> Records, string? Next)> Page(
        Actor actor, FindText query, TextQuery sought, IReadOnlyList<long> newest, CancellationToken ct);

    /// <summary>Writes the words of these records in the caller's transaction.</summary>
    public abstract Task Keep(IReadOnlyList<long> ids, CancellationToken ct);

    /// <summary>The ids after <c>@after</c> that have no words yet.</summary>
    public string WithoutWords => $"""
        SELECT {alias}.Id FROM {kind} {alias}
        WHERE {alias}.Id > @after AND NOT EXISTS (SELECT 1 FROM {kind}Text t WHERE t.{kind}Id = {alias}.Id) ORDER BY {alias}.Id
        """;

    public string LastId => $"SELECT MAX(Id) FROM {kind}";

    /// <summary>
    /// The ids that match and that the actor can view, latest first. Asked for as many as an exact total counts, one query both counts and
    /// lists.
    /// </summary>
    public async Task<IReadOnlyList<long>> Newest(Actor actor, TextQuery sought, long? before, int most, CancellationToken ct)
    {
        var args = new DynamicParameters(db.Dialect.FoundArgs(sought.Terms));
        args.Add("ActorId", actor.PersonId);
        args.Add("before", before);
        args.Add("most", most);
        var found = db.Dialect.Found(kind.ToString(), sought.Terms);
        if (FoundByNumber(sought) is var (numbers, numbered))
        {
            args.Add("Numbered", numbered);
            found = $"{found} UNION {numbers}";
        }
        var where = new Predicates($"{alias}.Id = f.Id AND {VisibleTo(actor)}").When(before is not null, "f.Id < @before");
        return await db.List<long>($"""
            SELECT f.Id FROM ({found}) f
            CROSS JOIN {kind} {alias} {where} ORDER BY f.Id DESC {db.Dialect.First("@most")}
            """, args, ct);
    }
}

/// <summary>A kind of record that is listed in the order of its ids, latest first.</summary>
internal abstract class SearchedById(Db db, FoundKind kind, string alias) : SearchedRecord(db, kind, alias)
{
    private static readonly ListOrder<long> Latest = new(descending: true) { { "f.Id", id => id } };

    /// <summary>Reads the records of a page, latest first.</summary>
    protected abstract Task<IReadOnlyList<FoundRecord>> Read(IReadOnlyList<long> ids, CancellationToken ct);

    public override async Task<(IReadOnlyList<FoundRecord> Records, string? Next)> Page(
        Actor actor, FindText query, TextQuery sought, IReadOnlyList<long> newest, CancellationToken ct)
    {
        var size = query.Size ?? FindText.DefaultSize;
        var after = Latest.Read(query) is [long last] ? last : (long?)null;
        IReadOnlyList<long> ids = after is null ? newest : [.. newest.SkipWhile(id => id >= after)];
        // The page goes beyond the ids that were counted.
        if (ids.Count <= size && newest.Count > Shared.Page.CountedExactlyUpTo) ids = await Newest(actor, sought, after, size + 1, ct);
        return ids.Count == 0 ? ([], null)
            : ids.Count > size ? (await Read([.. ids.Take(size)], ct), Latest.KeyOf(ids[size - 1]))
            : (await Read(ids, ct), null);
    }
}
