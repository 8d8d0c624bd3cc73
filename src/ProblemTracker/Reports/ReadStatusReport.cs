using System.Text.Json.Serialization;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.Extensions;
using ProblemTracker.Problems;
using ProblemTracker.Settings;

namespace ProblemTracker.Reports;

/// <summary>What is open, late and closed, by stage and neighborhood, among the problems that the actor may see.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadStatusReport(long? NeighborhoodId = null, string? CategoryCode = null) : IQuery<StatusReport>;

/// <param name="Today">The day that "overdue" is reckoned from, in the agency's time zone.</param>
/// <param name="Open">A row for each stage and neighborhood that has an open problem.</param>
/// <param name="ByStage">The same for each of the four stages, everywhere.</param>
/// <param name="All">All open problems.</param>
/// <param name="Closed">A row for each neighborhood that has a closed problem.</param>
public sealed record StatusReport(
    DateTimeOffset Now, DateOnly Today, IReadOnlyList<OpenRow> Open, IReadOnlyList<OpenRow> ByStage, OpenRow All,
    IReadOnlyList<ClosedRow> Closed, ClosedRow AllClosed, StatusDefinitions Definitions);

/// <summary>A number and the list behind it, which has exactly as many rows.</summary>
/// <param name="List">Address of the list in the API.</param>
public sealed record Figure(int Value, string List)
{
    /// <summary>The list's query string, for pages, which have a list of their own.</summary>
    [JsonIgnore]
    public string Query => List[List.IndexOf('?')..];
}

/// <param name="Stage">Null in the row for all stages.</param>
/// <param name="NeighborhoodId">Null in rows for all neighborhoods.</param>
/// <param name="MedianAgeDays">Median of the days since each was opened, to a tenth; null where none is open.</param>
public sealed record OpenRow(
    Stage? Stage, long? NeighborhoodId, string? Neighborhood, Figure Open, Figure Overdue, double? MedianAgeDays, Figure Overridden, Figure EnforcementOnly);

/// <param name="NeighborhoodId">Null in the row for all neighborhoods.</param>
public sealed record ClosedRow(
    long? NeighborhoodId, string? Neighborhood, Figure Closed, Figure Improved, Figure ImprovedWithoutTest,
    Figure PartlyImproved, Figure PartlyImprovedWithoutTest, Figure Overridden);

/// <summary>What each figure counts, to be shown beside it.</summary>
public sealed record StatusDefinitions
{
    public string Open { get; init; } = "Problems not closed.";
    public string Overdue { get; init; } = "Open problems whose stage was due before today, without those on hold.";
    public string MedianAgeDays { get; init; } = "Half of the open problems were opened longer ago than this many days, half more lately.";
    public string Overridden { get; init; } = "Problems that passed at least one gate because a supervisor waived what was missing.";
    public string EnforcementOnly { get; init; } = "Open problems whose plan has actions, all of them enforcement.";
    public string Improved { get; init; } = "Closed problems whose assessment says improved.";
    public string PartlyImproved { get; init; } = "Closed problems whose assessment says partly improved.";
    public string WithoutTest { get; init; } = "Of these, those where the test was not written down before the response began (no pre-set test).";
}

internal sealed class ReadStatusReportValidator : AbstractValidator<ReadStatusReport>
{
    public ReadStatusReportValidator() => RuleFor(q => q.CategoryCode).MaximumLength(50);
}

internal sealed class ReadStatusReportHandler(Db db, Actor actor, Agency agency, TimeProvider clock) : IRequestHandler<ReadStatusReport, StatusReport>
{
    private sealed record OpenCounts
    {
        public Stage? Stage { get; init; }
        public long? NeighborhoodId { get; init; }
        public string? Neighborhood { get; init; }
        public int OpenCount { get; init; }
        public int Overdue { get; init; }
        public double? MedianAge { get; init; }
        public int Overridden { get; init; }
        public int EnforcementOnly { get; init; }
    }

    private sealed record ClosedCounts
    {
        public long? NeighborhoodId { get; init; }
        public string? Neighborhood { get; init; }
        public int ClosedCount { get; init; }
        public int Improved { get; init; }
        public int ImprovedWithoutTest { get; init; }
        public int PartlyImproved { get; init; }
        public int PartlyImprovedWithoutTest { get; init; }
        public int Overridden { get; init; }
    }

    public async Task<StatusReport> Handle(ReadStatusReport query, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = await agency.Today(ct);
        var visible = new Predicates(ProblemSql.VisibleTo(actor))
            .When(query.NeighborhoodId is not null, "p.NeighborhoodId = @NeighborhoodId")
            .When(query.CategoryCode is not null, "p.CategoryCode = @CategoryCode");
        var args = new { query.NeighborhoodId, query.CategoryCode, ActorId = actor.PersonId, Now = now, Today = today };

        // A median does not add up, so each level is asked for by itself.
        var cells = await db.List<OpenCounts>($"{OpenBy("p.Stage, p.NeighborhoodId", "g.Stage, g.NeighborhoodId", visible)} ORDER BY n.Name, n.Id", args, ct);
        var stages = (await db.List<OpenCounts>(OpenBy("p.Stage", "g.Stage", visible), args, ct)).ToDictionary(s => s.Stage!.Value);
        var all = (await db.List<OpenCounts>(OpenBy("", "", visible), args, ct)).SingleOrDefault() ?? new();
        var closed = await db.List<ClosedCounts>($"""
            SELECT p.NeighborhoodId, n.Name AS Neighborhood, COUNT(*) AS ClosedCount,
                SUM(IIF(p.Verdict = 'Improved', 1, 0)) AS Improved,
                SUM(IIF(p.Verdict = 'Improved' AND p.PresetTest = 0, 1, 0)) AS ImprovedWithoutTest,
                SUM(IIF(p.Verdict = 'PartlyImproved', 1, 0)) AS PartlyImproved,
                SUM(IIF(p.Verdict = 'PartlyImproved' AND p.PresetTest = 0, 1, 0)) AS PartlyImprovedWithoutTest,
                SUM(IIF(p.Overrides > 0, 1, 0)) AS Overridden
            FROM Problem p JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            {visible.When(true, "p.Stage = 'Closed'")}
            GROUP BY p.NeighborhoodId, n.Name ORDER BY n.Name, p.NeighborhoodId
            """, args, ct);

        return new(now, today,
            [.. cells.OrderBy(c => c.Stage).Select(c => Row(c, query))],
            [.. Enum.GetValues<Stage>().Where(s => s != Stage.Closed).Select(s => Row(stages.GetValueOrDefault(s) ?? new() { Stage = s }, query))],
            Row(all, query),
            [.. closed.Select(c => Row(c, query))],
            Row(Sum(closed), query),
            new());
    }

    /// <param name="by">Constant column names of <c>p</c>; none for one row of everything.</param>
    /// <param name="of">The same columns of the derived table <c>g</c>.</param>
    private string OpenBy(string by, string of, Predicates visible)
    {
        var isByPlace = by.Contains("NeighborhoodId", StringComparison.Ordinal);
        var partition = by.Length == 0 ? "" : $"PARTITION BY {by}";
        var columns = by.Length == 0 ? "" : $"{by}, ";
        var grouped = of.Length == 0 ? "" : $"{of}, ";
        var name = isByPlace ? ", n.Name, n.Id" : "";
        return $"""
            SELECT {grouped}{(isByPlace ? "n.Name AS Neighborhood, " : "")}COUNT(*) AS OpenCount, SUM(g.IsOverdue) AS Overdue, SUM(g.IsOverridden) AS Overridden,
                SUM(g.IsEnforcementOnly) AS EnforcementOnly,
                AVG(CASE WHEN g.Place IN ((g.Among + 1) / 2, (g.Among + 2) / 2) THEN g.Age END) AS MedianAge
            FROM (
                SELECT {columns}IIF({ProblemSql.Overdue}, 1, 0) AS IsOverdue, IIF(p.Overrides > 0, 1, 0) AS IsOverridden, IIF(p.EnforcementOnly = 1, 1, 0) AS IsEnforcementOnly,
                    {db.Dialect.DaysBetween("p.OpenedAt", "@Now")} AS Age,
                    ROW_NUMBER() OVER ({partition} ORDER BY p.OpenedAt, p.Id) AS Place, COUNT(*) OVER ({partition}) AS Among
                FROM Problem p
                {visible.When(true, "p.Stage IN ('Scanning', 'Analysis', 'Response', 'Assessment')")}
            ) g
            {(isByPlace ? "JOIN Neighborhood n ON n.Id = g.NeighborhoodId" : "")}
            {(of.Length == 0 ? "" : $"GROUP BY {of}{name}")}
            """;
    }

    private static OpenRow Row(OpenCounts counts, ReadStatusReport query)
    {
        var place = counts.NeighborhoodId ?? query.NeighborhoodId;
        Figure Behind(int value, params (string Name, string Value)[] more) =>
            new(value, List([("stage", counts.Stage?.ToString()), ("open", "true"), ("neighborhoodId", place is null ? null : $"{place}"), ("categoryCode", query.CategoryCode), .. more]));
        return new(counts.Stage, counts.NeighborhoodId, counts.Neighborhood,
            Behind(counts.OpenCount), Behind(counts.Overdue, ("overdue", "true")), counts.MedianAge is { } age ? Math.Round(age, 1) : null,
            Behind(counts.Overridden, ("overridden", "true")), Behind(counts.EnforcementOnly, ("enforcementOnly", "true")));
    }

    private static ClosedRow Row(ClosedCounts counts, ReadStatusReport query)
    {
        var place = counts.NeighborhoodId ?? query.NeighborhoodId;
        Figure Behind(int value, params (string Name, string Value)[] more) =>
            new(value, List([("stage", "Closed"), ("neighborhoodId", place is null ? null : $"{place}"), ("categoryCode", query.CategoryCode), .. more]));
        return new(counts.NeighborhoodId, counts.Neighborhood, Behind(counts.ClosedCount),
            Behind(counts.Improved, ("verdict", "Improved")), Behind(counts.ImprovedWithoutTest, ("verdict", "Improved"), ("presetTest", "false")),
            Behind(counts.PartlyImproved, ("verdict", "PartlyImproved")), Behind(counts.PartlyImprovedWithoutTest, ("verdict", "PartlyImproved"), ("presetTest", "false")),
            Behind(counts.Overridden, ("overridden", "true")));
    }

    private static ClosedCounts Sum(IReadOnlyList<ClosedCounts> rows) => new()
    {
        ClosedCount = rows.Sum(r => r.ClosedCount),
        Improved = rows.Sum(r => r.Improved),
        ImprovedWithoutTest = rows.Sum(r => r.ImprovedWithoutTest),
        PartlyImproved = rows.Sum(r => r.PartlyImproved),
        PartlyImprovedWithoutTest = rows.Sum(r => r.PartlyImprovedWithoutTest),
        Overridden = rows.Sum(r => r.Overridden),
    };

    private static string List(IEnumerable<(string Name, string? Value)> filters) =>
        $"/api/v1/problems{new QueryBuilder(filters.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Name, f.Value!)))}";
}

internal static class ReadStatusReportEndpoint
{
    public static void MapReadStatusReport(this RouteGroupBuilder reports)
    {
        reports.MapGet("/status", async Task<IResult> (long? neighborhoodId, string? categoryCode, HttpRequest request, IMediator mediator, CancellationToken ct) =>
            {
                var report = await mediator.Send(new ReadStatusReport(neighborhoodId, categoryCode), ct);
                return WantsCsv(request) ? StatusCsv.File(report) : TypedResults.Ok(report);
            })
            .WithName("ReadStatusReport").WithSummary("What is open, overdue and closed, by stage and neighborhood; as CSV with Accept: text/csv")
            .Produces<StatusReport>().Produces<string>(200, "text/csv").ProducesValidationProblem().ProducesProblem(403);
        reports.MapGet("/status.csv", async (long? neighborhoodId, string? categoryCode, IMediator mediator, CancellationToken ct) =>
                StatusCsv.File(await mediator.Send(new ReadStatusReport(neighborhoodId, categoryCode), ct)))
            .WithName("ReadStatusReportAsCsv").WithSummary("The status report as CSV")
            .Produces<string>(200, "text/csv").ProducesValidationProblem().ProducesProblem(403);
    }

    private static bool WantsCsv(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);
}
