using System.Buffers.Text;
using System.Text;

namespace ProblemTracker.Shared;

/// <summary>One page of a list. The total is exact up to 1,000.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total, bool TotalIsCapped, string? Next) : IPage;

/// <summary>The part of a page that the Link header needs.</summary>
public interface IPage
{
    string? Next { get; }
}

public static class Page
{
    public const int CountedExactlyUpTo = 1000;
    public const int DefaultSize = 50;
    public const int LargestSize = 200;

    /// <summary>The same page with each row converted.</summary>
    public static Page<TShown> Select<T, TShown>(this Page<T> page, Func<T, TShown> shown) =>
        new([.. page.Items.Select(shown)], page.Total, page.TotalIsCapped, page.Next);

    /// <param name="rows">Contains one row more than <paramref name="size"/> if there is a next page.</param>
    /// <param name="counted">The row count, at most one more than <see cref="CountedExactlyUpTo"/>.</param>
    public static Page<T> Of<T>(IReadOnlyList<T> rows, int size, int counted, Func<T, string> keyOf) => new(
        rows.Count > size ? [.. rows.Take(size)] : rows,
        Math.Min(counted, CountedExactlyUpTo),
        counted > CountedExactlyUpTo,
        rows.Count > size ? keyOf(rows[size - 1]) : null);
}

/// <summary>A query for one page of a list.</summary>
public interface IPaged
{
    /// <summary>Where the page begins: the <c>next</c> of the previous page; null for the first page.</summary>
    string? After { get; }

    /// <summary>Rows per page, 1 to 200; null for the list's default.</summary>
    int? Size { get; }
}

/// <summary>Encodes where a page ends: the values that order its last row. Opaque to callers.</summary>
public static class PageKey
{
    /// <summary>The error message for an invalid key.</summary>
    public const string NotOurs = "This page of the list can't be found. Go back to the first page.";

    public static readonly string WrongSize = $"Choose a page size from 1 to {Page.LargestSize} rows.";

    public static string For(params ReadOnlySpan<string> parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', parts!)));

    /// <summary>The parts of a key; empty if it can't be decoded.</summary>
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
