using System.Globalization;
using MediatR;

namespace ProblemTracker.Reports;

/// <summary>What every report is besides its figures: a table of the same numbers, for files.</summary>
public interface IReport
{
    /// <summary>The day on which it was drawn up, in the agency's time zone.</summary>
    DateOnly Today { get; }

    /// <summary>The report as one table. What does not apply to a row is blank.</summary>
    ReportTable ToTable();
}

/// <param name="Name">As in the address; also begins the file's name.</param>
/// <param name="Rows">Of a long table read while they are written out.</param>
public sealed record ReportTable(string Name, IReadOnlyList<string> Header, IAsyncEnumerable<IReadOnlyList<object?>> Rows)
{
    public ReportTable(string name, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
        : this(name, header, rows.ToAsyncEnumerable())
    {
    }

    /// <summary>As a file under the report's date.</summary>
    public CsvFile File(DateOnly today) => new(string.Create(CultureInfo.InvariantCulture, $"{Name}-{today:yyyy-MM-dd}.csv"), Header, Rows);
}

internal static class ReportEndpoints
{
    /// <summary>The filter as it stands in a query string.</summary>
    public sealed record Query(DateOnly? From, DateOnly? To, long? NeighborhoodId, string? CategoryCode, long? LeadId)
    {
        public ReportFilter Filter => new(From, To, NeighborhoodId, CategoryCode, LeadId);
    }

    /// <summary>Maps a report by its name, as JSON or (by <c>Accept</c>, or with <c>.csv</c> behind the name) as CSV.</summary>
    public static void MapReport<T>(this RouteGroupBuilder reports, string name, string summary, Func<ReportFilter, IQuery<T>> message)
        where T : IReport
    {
        var title = char.ToUpperInvariant(name[0]) + name[1..];
        reports.MapGet($"/{name}",
            async Task<IResult> ([AsParameters] Query query, HttpRequest request, IMediator mediator, CancellationToken ct) =>
            {
                var report = await mediator.Send(message(query.Filter), ct);
                return WantsCsv(request) ? (IResult)report.ToTable().File(report.Today) : TypedResults.Ok(report);
            })
            .WithName($"Read{title}Report").WithSummary($"{summary}; as CSV with Accept: text/csv")
            .Produces<T>().Produces<string>(200, "text/csv");
        reports.MapGet($"/{name}.csv", async ([AsParameters] Query query, IMediator mediator, CancellationToken ct) =>
            {
                var report = await mediator.Send(message(query.Filter), ct);
                return report.ToTable().File(report.Today);
            })
            .WithName($"Read{title}ReportAsCsv").WithSummary($"The {name} report as CSV")
            .Produces<string>(200, "text/csv");
    }

    private static bool WantsCsv(HttpRequest request) =>
        request.GetTypedHeaders()
            .Accept.Any(type => type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);
}
