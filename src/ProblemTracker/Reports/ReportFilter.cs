using System.Globalization;
using System.Linq.Expressions;
using FluentValidation;
using Microsoft.AspNetCore.Http.Extensions;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>What every report can be narrowed to. Each report says what its dates are the dates of.</summary>
/// <param name="From">First local day, inclusive.</param>
/// <param name="To">Last local day, inclusive.</param>
/// <param name="LeadId">0 means nobody.</param>
public sealed record ReportFilter(DateOnly? From = null, DateOnly? To = null, long? NeighborhoodId = null,
    string? CategoryCode = null, long? LeadId = null)
{
    public bool IsEmpty => this == new ReportFilter();

    /// <summary>The problems behind a report: a condition on <c>p</c> that looks at everything but the dates.</summary>
    internal Predicates Problems(Actor actor) => ProblemSql.Of(actor, NeighborhoodId, CategoryCode, LeadId);

    /// <summary>
    /// The parameters of <see cref="Problems"/>, and the moments between which the dates lie: <c>@FromAt</c> inclusive, <c>@ToAt</c>
    /// exclusive.
    /// </summary>
    internal ReportArgs Args(Actor actor, AgencyCalendar calendar) => new()
    {
        ActorId = actor.PersonId,
        NeighborhoodId = NeighborhoodId,
        CategoryCode = CategoryCode,
        LeadId = LeadId,
        From = From ?? DateOnly.MinValue,
        To = To ?? DateOnly.MaxValue,
        FromAt = From is { } from ? calendar.StartOf(from) : DateTimeOffset.MinValue,
        ToAt = To is { } to ? calendar.EndOf(to) : DateTimeOffset.MaxValue,
    };

    /// <summary>The address of a list in the API: the filter without its dates, and what the figure adds.</summary>
    /// <param name="path">Below <c>/api/v1</c>, with its slash.</param>
    /// <param name="more">Names and values; null leaves one out. They go before the filter's own.</param>
    internal string List(string path, params IEnumerable<(string Name, string? Value)> more)
    {
        var set = new Dictionary<string, string?>
        {
            ["neighborhoodId"] = NeighborhoodId?.ToString(CultureInfo.InvariantCulture),
            ["categoryCode"] = CategoryCode,
            ["leadId"] = LeadId?.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in more) set[name] = value;
        return $"/api/v1{path}{new QueryBuilder(set.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Key, f.Value!)))}";
    }

    internal static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Parameters of a report's statements.</summary>
internal record ReportArgs
{
    public long? ActorId { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    public long? LeadId { get; init; }
    public DateOnly From { get; init; }
    public DateOnly To { get; init; }
    public DateTimeOffset FromAt { get; init; }
    public DateTimeOffset ToAt { get; init; }
    public DateOnly Today { get; init; }
    public DateTimeOffset Now { get; init; }
    /// <summary>Closings before this moment are due to be looked at again.</summary>
    public DateTimeOffset FollowUpDueBefore { get; init; }
}

internal static class ReportFilterRules
{
    /// <summary>What is wrong with a report's filter, at the names that the address has.</summary>
    public static void ReportRules<T>(this AbstractValidator<T> validator, Expression<Func<T, ReportFilter>> filter)
    {
        var read = filter.Compile();
        validator.RuleFor(message => message).Custom((message, context) =>
        {
            var given = read(message);
            if (given.From > given.To) context.AddFailure("to", "The last day lies before the first. Swap them.");
        });
        validator.ProblemRules(message => read(message) is var given ? (given.NeighborhoodId, given.CategoryCode, given.LeadId) : default);
    }
}
