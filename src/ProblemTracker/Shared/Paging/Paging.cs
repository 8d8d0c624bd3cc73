using System.Buffers.Text;
using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using FluentValidation;

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

    /// <param name="rows">One row more than <paramref name="size"/> if there is a next page.</param>
    /// <param name="counted">Rows counted, at most one more than <see cref="CountedExactlyUpTo"/>.</param>
    public static Page<T> Of<T>(IReadOnlyList<T> rows, int size, int counted, Func<T, string> keyOf) => new(
        rows.Count > size ? [.. rows.Take(size)] : rows,
        Math.Min(counted, CountedExactlyUpTo),
        counted > CountedExactlyUpTo,
        rows.Count > size ? keyOf(rows[size - 1]) : null);
}

/// <summary>Where a page left off: the sort value and id of its last row, opaque to the caller.</summary>
public static class PageKey
{
    public static string For(params ReadOnlySpan<string> parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('\n', parts!)));

    /// <summary>The parts of a key; null for no key or for one that is not ours.</summary>
    public static string[]? Parse(string? key, int parts)
    {
        if (string.IsNullOrEmpty(key)) return null;
        try
        {
            var split = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(key)).Split('\n');
            return split.Length == parts && long.TryParse(split[^1], out _) ? split : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The id that ends a key; null for no key.</summary>
    public static long? LastId(string? key, int parts) =>
        Parse(key, parts) is { } split ? long.Parse(split[^1], CultureInfo.InvariantCulture) : null;

    public static bool IsWellFormed(string? key, int parts) => string.IsNullOrEmpty(key) || Parse(key, parts) is not null;
}

internal static class PageRule
{
    /// <summary>What every list asks of <c>size</c> and <c>after</c>.</summary>
    /// <param name="parts">How many parts the list's <see cref="PageKey"/> has.</param>
    public static void PageRules<T>(this AbstractValidator<T> validator, Expression<Func<T, int>> size, Expression<Func<T, string?>> after, int parts)
    {
        validator.RuleFor(size).InclusiveBetween(1, Page.LargestSize).WithMessage($"A page has 1 to {Page.LargestSize} rows.");
        validator.RuleFor(after).Must(key => PageKey.IsWellFormed(key, parts)).WithMessage("This page link is not one of ours.");
    }
}
