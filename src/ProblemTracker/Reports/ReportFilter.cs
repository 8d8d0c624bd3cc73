using System.Globalization;
using System.Linq.Expressions;
using FluentValidation;
using Microsoft.AspNetCore.Http.Extensions;
using ProblemTracker.Agency;
using ProblemTracker.Problems;

namespace ProblemTracker.Reports;

/// <summary>What every report can be filtered by. Each report says which dates the filter applies to.</summary>
/// <param name="From">First local day, inclusive.</param>
/// <param name="To">Last local day, inclusive.</param>
/// <param name="LeadId">0 means problems without a lead officer.</param>
public sealed record ReportFilter(DateOnly? From = null, DateOnly? To = null, long? NeighborhoodId = null,
    string? CategoryCode = null, long? LeadId = null)
{
    public bool IsEmpty => this == new ReportFilter();

    /// <summary>The problems behind a report: a condition on <c>p</c> for everything except the dates.</summary>
    internal Predicates Problems(Actor actor) => ProblemSql.Of(actor, NeighborhoodId, CategoryCode, LeadId);

    /// <summary>
    /// The parameters of <see cref="Problems"/>, and the dates as instants: <c>@FromAt</c> inclusive, <c>@ToAt</c> exclusive.
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

    /// <summary>The address of a list in the API: the filter without its dates, plus what the figure adds.</summary>
    /// <param name="path">Below <c>/api/v1</c>, starting with a slash.</param>
    /// <param name="more">Names and values, which replace the filter's own. A null value removes the name.</param>
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

/// <summary>The parameters of a report's SQL statements.</summary>
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
    /// <summary>A problem closed before this moment is due for its follow-up.</summary>
    public DateTimeOffset FollowUpDueBefore { get; init; }
}

internal static class ReportFilterRules
{
    /// <summary>Validates a report's filter and reports errors under the names used in the address.</summary>
    public static void ReportRules<T>(this AbstractValidator<T> validator, Expression<Func<T, ReportFilter>> filter)
    {
        var read = filter.Compile();
        validator.RuleFor(message => message).Custom((message, context) =>
        {
            var given = read(message);
            if (given.From > given.To) context.AddFailure("to", "The last day is before the first. Swap them.");
        });
        validator.ProblemRules(message => read(message) is var given ? (given.NeighborhoodId, given.CategoryCode, given.LeadId) : default);
    }
}
