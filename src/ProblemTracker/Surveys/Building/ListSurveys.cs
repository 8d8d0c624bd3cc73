using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Surveys;

/// <summary>Surveys of residents that the reader can view, newest first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListSurveys : IQuery<Page<SurveyRow>>, IPaged
{
    public long? NeighborhoodId { get; init; }
    public long? ProblemId { get; init; }
    /// <summary>Whether a wave can be answered today.</summary>
    public bool? Open { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }
}

/// <summary>The same surveys as a CSV file, without paging.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportSurveys(ListSurveys Filter) : IQuery<CsvFile>;

public sealed record SurveyRow
{
    public long Id { get; init; }
    public string Title { get; init; } = "";
    public string? Neighborhood { get; init; }
    public long? ProblemId { get; init; }
    public string? ProblemNumber { get; init; }
    public int Waves { get; init; }
    /// <summary>Waves that can be answered today.</summary>
    public int OpenWaves { get; init; }
    /// <summary>Answers to all waves.</summary>
    public int Answers { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The list of surveys: its filters, order and CSV file.</summary>
internal static class SurveyList
{
    private const string OpenWave = """
        EXISTS (SELECT 1 FROM SurveyWave w
            WHERE w.SurveyId = s.Id AND w.ClosedOn IS NULL AND w.OpensOn <= @Today AND w.ClosesOn >= @Today)
        """;

    public static readonly Filters<ListSurveys> Filters = new Filters<ListSurveys>()
        .Always(reader => SurveySql.VisibleTo(reader.Actor))
        .Is(q => q.NeighborhoodId, "s.NeighborhoodId = @NeighborhoodId")
        .Is(q => q.ProblemId, "s.ProblemId = @ProblemId", _ => "For one problem")
        .Flag(q => q.Open, OpenWave, $"NOT {OpenWave}");

    private static readonly ListOrder<SurveyRow> Newest = new(descending: true) { { "s.Id", row => row.Id } };

    public static readonly Listing<ListSurveys, SurveyRow> Listing = new()
    {
        Columns = """
            s.Id, s.Title, n.Name AS Neighborhood, s.ProblemId, p.Number AS ProblemNumber, s.CreatedAt,
            (SELECT COUNT(*) FROM SurveyWave x WHERE x.SurveyId = s.Id) AS Waves,
            (SELECT COUNT(*) FROM SurveyWave x
                WHERE x.SurveyId = s.Id AND x.ClosedOn IS NULL AND x.OpensOn <= @Today AND x.ClosesOn >= @Today) AS OpenWaves,
            (SELECT COUNT(*) FROM SurveyAnswer a JOIN SurveyWave x ON x.Id = a.WaveId WHERE x.SurveyId = s.Id) AS Answers
            """,
        From = "Survey s",
        Names = "LEFT JOIN Neighborhood n ON n.Id = s.NeighborhoodId LEFT JOIN Problem p ON p.Id = s.ProblemId",
        Filters = Filters,
        Order = _ => Newest,
        File = new("surveys", "s.Id")
        {
            { "title", row => row.Title },
            { "neighborhood", row => row.Neighborhood },
            { "problem", row => row.ProblemNumber },
            { "waves", row => row.Waves },
            { "openWaves", row => row.OpenWaves },
            { "answers", row => row.Answers },
            { "createdAt", row => row.CreatedAt },
        },
    };
}

internal sealed class ListSurveysHandler(ListReader lists)
    : IRequestHandler<ListSurveys, Page<SurveyRow>>, IRequestHandler<ExportSurveys, CsvFile>
{
    public Task<Page<SurveyRow>> Handle(ListSurveys query, CancellationToken ct) => lists.Page(SurveyList.Listing, query, ct);

    public Task<CsvFile> Handle(ExportSurveys query, CancellationToken ct) => lists.File(SurveyList.Listing, query.Filter, ct);
}

internal static class ListSurveysEndpoint
{
    public static void MapListSurveys(this RouteGroupBuilder surveys) => surveys
        .MapGet("/", ([AsParameters] ListSurveys query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListSurveys").WithSummary("List surveys of residents, newest first");
}
