using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Surveys;

/// <summary>
/// The results of a survey's closed waves. Waves that can still be answered have none: read before and after one answer, they would give
/// it away.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadSurveyResults(long SurveyId) : IQuery<SurveyResults>;

/// <summary>The figures of the results as a CSV file, each with its number of people; never single answers.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportSurveyResults(long SurveyId) : IQuery<CsvFile>;

/// <param name="Waves">In the order they were added.</param>
/// <param name="Comparisons">Changes from the last closed wave before to the last closed wave after.</param>
public sealed record SurveyResults(long SurveyId, string Title, IReadOnlyList<WaveResults> Waves,
    IReadOnlyList<SurveyComparison> Comparisons)
{
    public SurveyDefinitions Definitions { get; init; } = new();
}

public sealed record WaveResults
{
    public long WaveId { get; init; }
    public SurveyPhase Phase { get; init; }
    public SurveyArea Area { get; init; }
    public string Place { get; init; } = "";
    /// <summary>People who live there; null if not known.</summary>
    public int? Population { get; init; }
    public DateOnly OpensOn { get; init; }
    public DateOnly ClosesOn { get; init; }
    public DateOnly? ClosedOn { get; init; }
    /// <summary>Answers that were sent.</summary>
    public int Answers { get; init; }
    public IReadOnlyList<ReachedBy> Reached { get; init; } = [];
    /// <summary>Components, each followed by its questions; empty until the wave is closed.</summary>
    public IReadOnlyList<SurveyFigure> Figures { get; init; } = [];
    /// <summary>Components by how people were reached; empty until the wave is closed.</summary>
    public IReadOnlyList<SurveyFigure> FiguresByMode { get; init; } = [];
}

/// <param name="Invited">Slips printed, or times that someone began.</param>
/// <param name="Percent">Answers out of those invited, 0 to 100; null if nobody was, and for posters, whose readers are unknown.</param>
/// <param name="Low">The 95% confidence interval.</param>
public sealed record ReachedBy(SurveyMode Mode, int Invited, int Answers, double? Percent, double? Low, double? High);

internal sealed class ReadSurveyResultsHandler(SurveyResultReader results, AgencySettings agency)
    : IRequestHandler<ReadSurveyResults, SurveyResults>, IRequestHandler<ExportSurveyResults, CsvFile>
{
    private sealed record Line(WaveResults Wave, SurveyFigure Figure);

    private static readonly ListFile<Line> File = new("survey-results", "")
    {
        { "phase", row => Wording.Of(row.Wave.Phase) },
        { "area", row => Wording.Of(row.Wave.Area) },
        { "place", row => row.Wave.Place },
        { "opensOn", row => row.Wave.OpensOn },
        { "closedOn", row => row.Wave.ClosedOn },
        { "reachedBy", row => row.Figure.Mode is { } mode ? Wording.Of(mode) : "All" },
        { "component", row => Wording.Of(row.Figure.Component) },
        { "question", row => row.Figure.Question },
        { "people", row => row.Figure.People },
        { "skipped", row => row.Figure.Skipped },
        { "topTwoPercent", row => row.Figure.TopTwoPercent },
        { "topTwoLow", row => row.Figure.TopTwoLow },
        { "topTwoHigh", row => row.Figure.TopTwoHigh },
        { "mean", row => row.Figure.Mean },
        { "meanLow", row => row.Figure.MeanLow },
        { "meanHigh", row => row.Figure.MeanHigh },
        { "alpha", row => row.Figure.Alpha },
    };

    public async Task<SurveyResults> Handle(ReadSurveyResults query, CancellationToken ct) =>
        (await results.Read(query.SurveyId, ct)).Results;

    public async Task<CsvFile> Handle(ExportSurveyResults query, CancellationToken ct)
    {
        var (found, problemId) = await results.Read(query.SurveyId, ct);
        var calendar = await agency.Calendar(ct);
        var rows = from wave in found.Waves
                   from figure in wave.Figures.Concat(wave.FiguresByMode)
                   select File.Cells(new(wave, figure), calendar.DateOf);
        return new(File.FileName(await agency.Today(ct)), File.Header, rows.ToAsyncEnumerable()) { ProblemId = problemId };
    }

}

internal static class ReadSurveyResultsEndpoint
{
    public static void MapReadSurveyResults(this RouteGroupBuilder surveys) => surveys
        .MapGet("/{id:long}/results", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadSurveyResults(id), ct))
        .WithName("ReadSurveyResults").WithSummary("Read the results of a survey's closed waves");
}
