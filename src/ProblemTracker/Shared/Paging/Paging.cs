using System.Buffers.Text;
using System.Text;

namespace ProblemTracker.Shared;

/// <summary>One page of a list. The total is exact up to <see cref="Page.CountedExactlyUpTo"/>.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total, bool TotalIsCapped, string? Next) : IPage;

/// <summary>What the Link header needs of a page.</summary>
public interface IPage
{
    string? Next { get; }
}

public static class Page
{
    public const int CountedExactlyUpTo = 1000;
    public const int DefaultSize = 50;
    public const int LargestSize = 200;

    /// <summary>The same page with its rows made into others.</summary>
    public static Page<TShown> Select<T, TShown>(this Page<T> page, Func<T, TShown> shown) =>
        new([.. page.Items.Select(shown)], page.Total, page.TotalIsCapped, page.Next);

    /// <param name="rows">One row more than <paramref name="size"/> if there is a next page.</param>
    /// <param name="counted">Rows counted, at most one more than <see cref="CountedExactlyUpTo"/>.</param>
    public static Page<T> Of<T>(IReadOnlyList<T> rows, int size, int counted, Func<T, string> keyOf) => new(
        rows.Count > size ? [.. rows.Take(size)] : rows,
        Math.Min(counted, CountedExactlyUpTo),
        counted > CountedExactlyUpTo,
        rows.Count > size ? keyOf(rows[size - 1]) : null);
}

/// <summary>A query for one page of a list.</summary>
public interface IPaged
{
    /// <summary>Where the page begins: the <c>next</c> of the page before it; null for the first.</summary>
    string? After { get; }

    /// <summary>Rows, 1 to <see cref="Page.LargestSize"/>; null for the list's usual number.</summary>
    int? Size { get; }
}

/// <summary>Where a page left off: the values that order its last row, opaque to the caller.</summary>
public static class PageKey
{
    /// <summary>What is said of a key that somebody made by hand.</summary>
    public const string NotOurs = "This page link doesn't work. Open the first page of the list and go on from there.";

    public static readonly string WrongSize = $"A page has 1 to {Page.LargestSize} rows.";

    public static string For(params ReadOnlySpan<string> parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', parts!)));

    /// <summary>The parts of a key; none if it is not one of ours.</summary>
    public static IReadOnlyList<string> Parse(string key)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(key)).Split('\n');
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
