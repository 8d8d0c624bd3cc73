using System.Globalization;
using System.Linq.Expressions;
using Dapper;

namespace ProblemTracker.Shared;

/// <summary>The context that a list's conditions need: the actor, the database dialect and the agency's calendar.</summary>
/// <param name="StartOf">The first moment of a local day.</param>
/// <param name="EndOf">The first moment after a local day.</param>
public sealed record Reader(
    Actor Actor, Dialect Dialect, DateOnly Today, Func<DateOnly, DateTimeOffset> StartOf, Func<DateOnly, DateTimeOffset> EndOf);

/// <summary>One row of a filter table.</summary>
/// <param name="Fields">The query's fields for this filter, each with its value; null if not set.</param>
/// <param name="Sql">The condition; null if the filter is not in use.</param>
/// <param name="Args">Parameters in addition to those of the fields, which have the fields' names.</param>
/// <param name="Words">A description of the filter, for one that only a link can set; null for a filter that the form shows.</param>
public sealed record Filter<TQuery>(
    IReadOnlyList<(string Name, Func<TQuery, object?> Value)> Fields,
    Func<TQuery, Reader, string?> Sql,
    Func<TQuery, Reader, IEnumerable<KeyValuePair<string, object>>>? Args = null,
    Func<TQuery, Actor, string?>? Words = null);

/// <summary>
/// The filter table of a list. Each row defines a filter: its SQL condition, parameters, query string fields, and a description if only a
/// link can set it. Conditions can use <c>@ActorId</c>, <c>@Today</c> and a parameter with the field's name.
/// </summary>
public sealed class Filters<TQuery>
{
    private readonly List<Filter<TQuery>> _rows = [];

    /// <summary>A condition on every row of the list.</summary>
    public Filters<TQuery> Always(string sql) => Always(_ => sql);

    /// <summary>A condition on every row of the list that depends on the reader.</summary>
    public Filters<TQuery> Always(Func<Reader, string> sql) => Add(new([], (_, reader) => sql(reader)));

    /// <summary>A filter with the same condition for every value.</summary>
    public Filters<TQuery> Is<T>(Expression<Func<TQuery, T?>> field, string sql, Func<T, string?>? words = null) where T : struct =>
        Is(field, _ => sql, words);

    /// <summary>A filter with a condition for each value; null if a value adds no condition.</summary>
    public Filters<TQuery> Is<T>(Expression<Func<TQuery, T?>> field, Func<T, string?> sql, Func<T, string?>? words = null)
        where T : struct => Is(field, sql, words is null ? null : (value, _) => words(value));

    /// <summary>The same, with a description that depends on the reader.</summary>
    public Filters<TQuery> Is<T>(Expression<Func<TQuery, T?>> field, Func<T, string?> sql, Func<T, Actor, string?>? words) where T : struct
    {
        var (name, read) = (Name(field.Body), field.Compile());
        return Add(new([(name, q => read(q))], (q, _) => read(q) is { } value ? sql(value) : null,
            Words: words is null ? null : (q, actor) => read(q) is { } value ? words(value, actor) : null));
    }

    /// <summary>A text filter; blank means not set.</summary>
    public Filters<TQuery> Is(Expression<Func<TQuery, string?>> field, string sql, Func<string, string?>? words = null) =>
        Is(field, (_, _) => sql, null, words);

    /// <summary>A text filter with its own condition and parameters; blank means not set.</summary>
    public Filters<TQuery> Is(
        Expression<Func<TQuery, string?>> field, Func<string, Reader, string> sql,
        Func<string, Reader, IEnumerable<KeyValuePair<string, object>>>? args, Func<string, string?>? words = null)
    {
        var (name, read) = (Name(field.Body), field.Compile());
        string? Value(TQuery query) => read(query) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
        return Add(new([(name, Value)],
            (q, reader) => Value(q) is { } text ? sql(text, reader) : null,
            args is null ? null : (q, reader) => Value(q) is { } text ? args(text, reader) : [],
            words is null ? null : (q, _) => Value(q) is { } text ? words(text) : null));
    }

    /// <summary>A yes/no filter.</summary>
    /// <param name="no">The condition for no; null if no adds no condition.</param>
    public Filters<TQuery> Flag(
        Expression<Func<TQuery, bool?>> field, string yes, string? no, string? yesInWords = null, string? noInWords = null)
    {
        Func<bool, string?>? words = yesInWords is null && noInWords is null ? null : flag => flag ? yesInWords : noInWords;
        return Is(field, flag => flag ? yes : no, words);
    }

    /// <summary>A range of local days, inclusive, on a column of instants.</summary>
    /// <param name="words">What happened in that period; null if the form has fields for both days.</param>
    public Filters<TQuery> Instants(
        Expression<Func<TQuery, DateOnly?>> from, Expression<Func<TQuery, DateOnly?>> to, string column, string? words = null) =>
        Instants(from, to, (first, last) => Range(column, Name(from.Body), first, "<", Name(to.Body), last), words);

    /// <summary>The same for a condition that is not a simple range.</summary>
    /// <param name="sql">Makes the condition; its arguments say whether the first and the last day are set.</param>
    public Filters<TQuery> Instants(
        Expression<Func<TQuery, DateOnly?>> from, Expression<Func<TQuery, DateOnly?>> to,
        Func<bool, bool, string?> sql, string? words = null)
    {
        var (first, last, readFirst, readLast) = (Name(from.Body), Name(to.Body), from.Compile(), to.Compile());
        return Add(Days(from, to, sql, words) with { Args = Moments });

        IEnumerable<KeyValuePair<string, object>> Moments(TQuery query, Reader reader)
        {
            if (readFirst(query) is { } day) yield return new(first, reader.StartOf(day));
            if (readLast(query) is { } end) yield return new(last, reader.EndOf(end));
        }
    }

    /// <summary>A range of local days, inclusive, on a column of days.</summary>
    public Filters<TQuery> Days(
        Expression<Func<TQuery, DateOnly?>> from, Expression<Func<TQuery, DateOnly?>> to, string column, string? words = null) =>
        Add(Days(from, to, (first, last) => Range(column, Name(from.Body), first, "<=", Name(to.Body), last), words));

    public Filters<TQuery> Add(Filter<TQuery> filter)
    {
        _rows.Add(filter);
        return this;
    }

    /// <summary>The conditions in use and all their parameters.</summary>
    public (Predicates Where, DynamicParameters Args) Matching(TQuery query, Reader reader)
    {
        var where = new Predicates("1 = 1");
        var args = new DynamicParameters(new { ActorId = reader.Actor.PersonId, reader.Today });
        foreach (var row in _rows)
        {
            if (row.Sql(query, reader) is { } sql) where = where.When(true, sql);
            foreach (var (name, read) in row.Fields)
                if (read(query) is { } value) args.Add(name, value is Enum ? value.ToString() : value);
            // Add these after the fields, since an instant replaces the day with the same parameter name.
            foreach (var (name, value) in row.Args?.Invoke(query, reader) ?? []) args.Add(name, value);
        }
        return (where, args);
    }

    /// <summary>The filters that are set, as query string fields.</summary>
    public IEnumerable<KeyValuePair<string, string>> Address(TQuery query) => Set(_rows, query);

    /// <summary>The query string fields that only a link can set, which a form has to resend as hidden fields.</summary>
    public IEnumerable<KeyValuePair<string, string>> SetByLink(TQuery query) => Set(_rows.Where(row => row.Words is not null), query);

    /// <summary>The names of the fields that only a link can set; fields of one filter stand together.</summary>
    public IEnumerable<IReadOnlyList<string>> FieldsSetByLink() =>
        _rows.Where(row => row.Words is not null).Select(row => row.Fields.Select(field => FieldPath.Of(field.Name)).ToList());

    /// <summary>Descriptions of the filters that only a link can set.</summary>
    public IEnumerable<string> Words(TQuery query, Actor actor) => _rows.Select(row => row.Words?.Invoke(query, actor)).OfType<string>();

    private static Filter<TQuery> Days(
        Expression<Func<TQuery, DateOnly?>> from, Expression<Func<TQuery, DateOnly?>> to, Func<bool, bool, string?> sql, string? words)
    {
        var (readFirst, readLast) = (from.Compile(), to.Compile());
        return new([(Name(from.Body), q => readFirst(q)), (Name(to.Body), q => readLast(q))],
            (q, _) => readFirst(q) is null && readLast(q) is null ? null : sql(readFirst(q) is not null, readLast(q) is not null),
            Words: words is null ? null : (q, _) => InWords(readFirst(q), readLast(q)));

        string? InWords(DateOnly? first, DateOnly? last) =>
            Wording.Of(new Period { From = first, To = last }) is { } days ? $"{words} {days}" : null;
    }

    private static string Range(string column, string from, bool hasFirst, string before, string to, bool hasLast) =>
        hasFirst && hasLast ? $"{column} >= @{from} AND {column} {before} @{to}" : hasFirst ? $"{column} >= @{from}"
            : $"{column} {before} @{to}";

    private static IEnumerable<KeyValuePair<string, string>> Set(IEnumerable<Filter<TQuery>> rows, TQuery query) =>
        from row in rows
        from field in row.Fields
        let value = field.Value(query)
        where value is not null
        select KeyValuePair.Create(FieldPath.Of(field.Name), Text(value));

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(Expression field) => field switch
    {
        MemberExpression member => member.Member.Name,
        UnaryExpression { NodeType: ExpressionType.Convert } widened => Name(widened.Operand),
        _ => throw new ArgumentException($"{field} is not a field of the query.", nameof(field)),
    };
}
