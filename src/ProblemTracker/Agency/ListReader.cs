using System.Runtime.CompilerServices;

namespace ProblemTracker.Agency;

/// <summary>Reads a <see cref="Listing{TQuery,TRow}"/> for the current actor, on the agency's calendar.</summary>
internal sealed class ListReader(Db db, Actor actor, AgencySettings agency)
{
    /// <summary>Reads one page and the total.</summary>
    /// <exception cref="Invalid">The query's <c>after</c> is not a key of the list's order, or its <c>size</c> is out of range.</exception>
    public async Task<Page<TRow>> Page<TQuery, TRow>(Listing<TQuery, TRow> list, TQuery query, CancellationToken ct) where TQuery : IPaged
    {
        var order = list.Order(query);
        var size = query.Size ?? Shared.Page.DefaultSize;
        var reader = await Reader(ct);
        var (where, args) = list.Filters.Matching(query, reader);
        var isFollowing = order.ReadInto(args, query);
        args.Add("Take", size + 1);
        args.Add("CountTo", Shared.Page.CountedExactlyUpTo + 1);
        var rows = await db.List<TRow>($"""
            {list.Rows} {where.When(isFollowing, order.Beyond)}
            ORDER BY {order.Sql} {db.Dialect.First("@Take")}
            """, args, ct);
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (SELECT 1 AS One FROM {list.From} {where} {db.Dialect.AtMost("@CountTo")}) counted
            """, args, ct);
        if (list.Shown is { } shown) rows = [.. rows.Select(row => shown(row, reader))];
        return Shared.Page.Of(rows, size, total, order.KeyOf);
    }

    /// <summary>Returns the whole list as a CSV file.</summary>
    public async Task<CsvFile> File<TQuery, TRow>(Listing<TQuery, TRow> list, TQuery query, CancellationToken ct)
    {
        var file = list.File ?? throw new InvalidOperationException("This list has no file.");
        return new(file.FileName(await agency.Today(ct)), file.Header, Cells(list, file, query, ct))
        {
            ProblemId = (query as IOfOneProblem)?.ProblemId,
        };
    }

    public async Task<Reader> Reader(CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        return new(actor, db.Dialect, await agency.Today(ct), calendar.StartOf, calendar.EndOf);
    }

    private async IAsyncEnumerable<IReadOnlyList<object?>> Cells<TQuery, TRow>(
        Listing<TQuery, TRow> list, ListFile<TRow> file, TQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        var calendar = await agency.Calendar(ct);
        var reader = await Reader(ct);
        var (where, args) = list.Filters.Matching(query, reader);
        await foreach (var row in db.Stream<TRow>($"{list.Rows} {where} ORDER BY {file.OrderBy}", args, ct))
            yield return file.Cells(list.Shown is { } shown ? shown(row, reader) : row, calendar.DateOf);
    }
}
