using System.Globalization;
using MediatR;

namespace ProblemTracker.Reports;

/// <summary>What every report offers besides its figures: the same numbers as one table, for files.</summary>
public interface IReport
{
    /// <summary>The day the report was made, in the agency's time zone.</summary>
    DateOnly Today { get; }

    /// <summary>The report as one table. Cells that don't apply to a row are blank.</summary>
    ReportTable ToTable();
}

/// <param name="Name">As in the report's address; the file's name starts with it.</param>
/// <param name="Rows">Read while they are written out, since there may be many.</param>
public sealed record ReportTable(string Name, IReadOnlyList<string> Header, IAsyncEnumerable<IReadOnlyList<object?>> Rows)
{
    public ReportTable(string name, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
        : this(name, header, rows.ToAsyncEnumerable())
    {
    }

    /// <summary>As a CSV file with the report's date in its name.</summary>
    public CsvFile File(DateOnly today) => new(string.Create(CultureInfo.InvariantCulture, $"{Name}-{today:yyyy-MM-dd}.csv"), Header, Rows);
}

internal static class ReportEndpoints
{
    /// <summary>The filter as given in a query string.</summary>
    public sealed record Query(DateOnly? From, DateOnly? To, long? NeighborhoodId, string? CategoryCode, long? LeadId)
    {
        public ReportFilter Filter => new(From, To, NeighborhoodId, CategoryCode, LeadId);
    }

    /// <summary>Maps a report as JSON, or as CSV if requested by <c>Accept</c> or by <c>.csv</c> after its name.</summary>
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
            .WithName($"Read{title}Report")
            .WithSummary($"Read the {name} report: {char.ToLowerInvariant(summary[0])}{summary[1..]} (CSV with Accept: text/csv)")
            .Produces<T>().Produces<string>(200, "text/csv");
        reports.MapGet($"/{name}.csv", async ([AsParameters] Query query, IMediator mediator, CancellationToken ct) =>
            {
                var report = await mediator.Send(message(query.Filter), ct);
                return report.ToTable().File(report.Today);
            })
            .WithName($"Read{title}ReportAsCsv").WithSummary($"Download the {name} report as CSV")
            .Produces<string>(200, "text/csv");
    }

    private static bool WantsCsv(HttpRequest request) =>
        request.GetTypedHeaders().Accept
            .Any(type => type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);
}
