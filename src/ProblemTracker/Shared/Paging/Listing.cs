using System.Collections;
using System.Globalization;
using Dapper;

namespace ProblemTracker.Shared;

/// <summary>
/// Declares a list once: its columns, tables, filters, order and CSV file. <c>ListReader</c> reads it.
/// </summary>
internal sealed record Listing<TQuery, TRow>
{
    /// <summary>The selected columns, which fill <typeparamref name="TRow"/>.</summary>
    public required string Columns { get; init; }

    /// <summary>The tables that the conditions use; the count reads only these.</summary>
    public required string From { get; init; }

    /// <summary>
    /// Joins needed only for columns. They must be LEFT JOINs: for an inner join, SQLite may start at the smaller table and sort all rows.
    /// </summary>
    public string Names { get; init; } = "";

    public required Filters<TQuery> Filters { get; init; }

    public required Func<TQuery, ListOrder<TRow>> Order { get; init; }

    /// <summary>Fills in a row's values that depend on the day or the reader, for both pages and files.</summary>
    public Func<TRow, Reader, TRow>? Shown { get; init; }

    /// <summary>Null if the list has no CSV file.</summary>
    public ListFile<TRow>? File { get; init; }

    public string Rows => $"SELECT {Columns} FROM {From} {Names}";
}

/// <summary>
/// The order of a list: one or two columns, all ascending or all descending, the last of which is unique. A page's key contains the values
/// of the previous page's last row, and the page begins after them.
/// <code>new ListOrder&lt;MoveRow&gt;(descending: true) { { "m.MovedAt", row => row.MovedAt }, { "m.Id", row => row.Id } }</code>
/// </summary>
internal sealed class ListOrder<TRow>(bool descending) : IEnumerable
{
    private sealed record Column(string Sql, Func<TRow, string> Written, Func<string, object?> Read);

    private readonly List<Column> _columns = [];

    public void Add(string column, Func<TRow, long> of) => _columns.Add(new(column,
        row => of(row).ToString(CultureInfo.InvariantCulture),
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null));

    public void Add(string column, Func<TRow, string> of) => _columns.Add(new(column, of, text => text));

    public void Add(string column, Func<TRow, DateOnly> of) => _columns.Add(new(column,
        row => of(row).ToString("O", CultureInfo.InvariantCulture),
        text => DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null));

    public void Add(string column, Func<TRow, DateTimeOffset> of) => _columns.Add(new(column,
        row => of(row).ToString("O", CultureInfo.InvariantCulture),
        text => DateTimeOffset.TryParseExact(text, "O", null, DateTimeStyles.RoundtripKind, out var at) ? at : null));

    /// <summary>The columns for ORDER BY.</summary>
    public string Sql => string.Join(", ", _columns.Select(column => descending ? $"{column.Sql} DESC" : column.Sql));

    /// <summary>The condition for rows after a key's; its parameters are <c>@After0</c> and <c>@After1</c>.</summary>
    public string Beyond
    {
        get
        {
            var beyond = descending ? "<" : ">";
            // The separate condition on the first column lets the database use an index.
            return _columns.Count == 1 ? $"{_columns[0].Sql} {beyond} @After0"
                : $"{_columns[0].Sql} {beyond}= @After0 AND ({_columns[0].Sql} {beyond} @After0 OR {_columns[1].Sql} {beyond} @After1)";
        }
    }

    public string KeyOf(TRow last) => PageKey.For([.. _columns.Select(column => column.Written(last))]);

    /// <summary>Whether the key belongs to this order. A null or empty key does.</summary>
    public bool Takes(string? key) => string.IsNullOrEmpty(key) || ValuesOf(key) is not null;

    /// <summary>The values of a query's key, column by column; null for the first page.</summary>
    /// <exception cref="Invalid">The key is not of this order, or the size is out of range.</exception>
    public IReadOnlyList<object>? Read(IPaged query)
    {
        var wrong = new Dictionary<string, string[]>();
        if (query.Size is < 1 or > Page.LargestSize) wrong["size"] = [PageKey.WrongSize];
        if (!Takes(query.After)) wrong["after"] = [PageKey.NotOurs];
        if (wrong.Count > 0) throw new Invalid(wrong);
        return string.IsNullOrEmpty(query.After) ? null : ValuesOf(query.After);
    }

    /// <summary>Adds the parameters of <see cref="Beyond"/>.</summary>
    /// <returns>False on the first page, which has no key.</returns>
    /// <exception cref="Invalid">See <see cref="Read"/>.</exception>
    public bool ReadInto(DynamicParameters args, IPaged query)
    {
        if (Read(query) is not { } values) return false;
        for (var i = 0; i < values.Count; i++) args.Add($"After{i}", values[i]);
        return true;
    }

    private List<object>? ValuesOf(string key)
    {
        var parts = PageKey.Parse(key);
        if (parts.Count != _columns.Count) return null;
        var values = _columns.Zip(parts, (column, part) => column.Read(part)).OfType<object>().ToList();
        return values.Count == parts.Count ? values : null;
    }

    IEnumerator IEnumerable.GetEnumerator() => _columns.GetEnumerator();
}

/// <summary>
/// The columns of a list's CSV file. A cell can be text, a number, a day, an instant (written as its local day) or a bool (yes or no).
/// </summary>
/// <param name="name">The file name's beginning; the day follows.</param>
/// <param name="orderBy">The order of the rows, for ORDER BY.</param>
internal sealed class ListFile<TRow>(string name, string orderBy) : IEnumerable
{
    private readonly List<(string Header, Func<TRow, object?> Cell)> _columns = [];

    public string OrderBy => orderBy;

    public IReadOnlyList<string> Header => [.. _columns.Select(column => column.Header)];

    public string FileName(DateOnly today) => string.Create(CultureInfo.InvariantCulture, $"{name}-{today:yyyy-MM-dd}.csv");

    public void Add(string header, Func<TRow, object?> cell) => _columns.Add((header, cell));

    /// <param name="dateOf">Returns the local day of an instant.</param>
    public IReadOnlyList<object?> Cells(TRow row, Func<DateTimeOffset, DateOnly> dateOf) =>
        [.. _columns.Select(column => Written(column.Cell(row), dateOf))];

    private static object? Written(object? value, Func<DateTimeOffset, DateOnly> dateOf) => value switch
    {
        bool flag => flag ? "yes" : "no",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset at => dateOf(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => value,
    };

    IEnumerator IEnumerable.GetEnumerator() => _columns.GetEnumerator();
}
