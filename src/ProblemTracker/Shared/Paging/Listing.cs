using System.Collections;
using System.Globalization;
using Dapper;

namespace ProblemTracker.Shared;

/// <summary>
/// A list, declared once: what is read and counted, which filters it has, in which order it comes, and what a file of it holds.
/// <c>ListReader</c> reads it.
/// </summary>
internal sealed record Listing<TQuery, TRow>
{
    /// <summary>What is selected: the columns of <typeparamref name="TRow"/>.</summary>
    public required string Columns { get; init; }

    /// <summary>The tables that the conditions are about; the count reads no others.</summary>
    public required string From { get; init; }

    /// <summary>
    /// Joins for columns alone. They must be LEFT JOINs: at an inner one SQLite may begin with the smaller table and sort everything.
    /// </summary>
    public string Names { get; init; } = "";

    public required Filters<TQuery> Filters { get; init; }

    public required Func<TQuery, ListOrder<TRow>> Order { get; init; }

    /// <summary>What a row shows that depends on the day, for pages and files alike.</summary>
    public Func<TRow, Reader, TRow>? Shown { get; init; }

    /// <summary>Null where there is no file of it.</summary>
    public ListFile<TRow>? File { get; init; }

    public string Rows => $"SELECT {Columns} FROM {From} {Names}";
}

/// <summary>
/// The order of a list: one or two columns, all up or all down, the last of which is unique. A page begins after the values of the last row
/// before it, which its key holds.
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

    /// <summary>For ORDER BY.</summary>
    public string Sql => string.Join(", ", _columns.Select(column => descending ? $"{column.Sql} DESC" : column.Sql));

    /// <summary>The condition on rows beyond those of a key; its parameters are <c>@After0</c> and <c>@After1</c>.</summary>
    public string Beyond
    {
        get
        {
            var beyond = descending ? "<" : ">";
            // The first column by itself is what an index can go by.
            return _columns.Count == 1 ? $"{_columns[0].Sql} {beyond} @After0"
                : $"{_columns[0].Sql} {beyond}= @After0 AND ({_columns[0].Sql} {beyond} @After0 OR {_columns[1].Sql} {beyond} @After1)";
        }
    }

    public string KeyOf(TRow last) => PageKey.For([.. _columns.Select(column => column.Written(last))]);

    /// <summary>Whether it is a key of this order; no key is one too.</summary>
    public bool Takes(string? key) => string.IsNullOrEmpty(key) || ValuesOf(key) is not null;

    /// <summary>What the key of a query holds, column by column; null for the first page.</summary>
    /// <exception cref="Invalid">It is not a key of this order, or a page can't have that size.</exception>
    public IReadOnlyList<object>? Read(IPaged query)
    {
        var wrong = new Dictionary<string, string[]>();
        if (query.Size is < 1 or > Page.LargestSize) wrong["size"] = [PageKey.WrongSize];
        if (!Takes(query.After)) wrong["after"] = [PageKey.NotOurs];
        if (wrong.Count > 0) throw new Invalid(wrong);
        return string.IsNullOrEmpty(query.After) ? null : ValuesOf(query.After);
    }

    /// <summary>Adds the parameters of <see cref="Beyond"/>.</summary>
    /// <returns>False on the first page, which has nothing to be beyond.</returns>
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
/// A list as a file, a column a line. A cell may be text, a number, a day, an instant (its local day is written) or a bool (yes or no).
/// </summary>
/// <param name="name">The file is called after it and the day.</param>
/// <param name="orderBy">In which order the rows are written.</param>
internal sealed class ListFile<TRow>(string name, string orderBy) : IEnumerable
{
    private readonly List<(string Header, Func<TRow, object?> Cell)> _columns = [];

    public string OrderBy => orderBy;

    public IReadOnlyList<string> Header => [.. _columns.Select(column => column.Header)];

    public string FileName(DateOnly today) => string.Create(CultureInfo.InvariantCulture, $"{name}-{today:yyyy-MM-dd}.csv");

    public void Add(string header, Func<TRow, object?> cell) => _columns.Add((header, cell));

    /// <param name="dateOf">The local day of an instant.</param>
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
