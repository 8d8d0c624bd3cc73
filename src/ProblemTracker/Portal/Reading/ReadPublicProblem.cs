using MediatR;

namespace ProblemTracker.Portal;

/// <summary>What residents can read of a published problem.</summary>
[AllowEveryone]
public sealed record ReadPublicProblem(string Number) : IQuery<PublicProblem>
{
    /// <summary>Characters of a number that a problem could have.</summary>
    public const int LongestNumber = 40;
}

public sealed record PublicProblem
{
    public string Number { get; init; } = "";
    public Stage Stage { get; init; }
    public string CategoryCode { get; init; } = "";
    public long NeighborhoodId { get; init; }
    public string Neighborhood { get; init; } = "";
    /// <summary>Of a closed problem; null if there is none.</summary>
    public Verdict? Verdict { get; init; }
    public DateTimeOffset ChangedAt { get; init; }
    /// <summary>In the language of the request, or else another.</summary>
    public PublicText Text { get; init; } = new();
    /// <summary>About where it is; null if the team gave no point.</summary>
    public PublicPoint? At { get; init; }
    /// <summary>How many concerns of residents are part of it; null if there are too few to say.</summary>
    public int? Concerns { get; init; }
    /// <summary>The chosen objective before and after; null if there is none or it is not measured yet.</summary>
    public PublicFigure? Figure { get; init; }
}

/// <param name="Before">Null if it is too small to show.</param>
/// <param name="After">Null if it is too small to show.</param>
public sealed record PublicFigure(double? Before, double? After);

internal sealed class ReadPublicProblemHandler(Db db) : IRequestHandler<ReadPublicProblem, PublicProblem>
{
    private sealed record Texts
    {
        public string Json { get; init; } = "";
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public int Concerns { get; init; }
    }

    private sealed record Values
    {
        public MeasureKind? Kind { get; init; }
        public double BaselineValue { get; init; }
        public double AfterValue { get; init; }
    }

    public async Task<PublicProblem> Handle(ReadPublicProblem query, CancellationToken ct)
    {
        if (query.Number.Length > ReadPublicProblem.LongestNumber) throw new NotFound();
        string[] statements =
        [
            $"""
            SELECT p.Number, p.Stage, p.CategoryCode, p.NeighborhoodId, n.Name AS Neighborhood,
                p.Verdict, u.ChangedAt
            FROM Neighborhood n JOIN Problem p ON p.NeighborhoodId = n.Id JOIN Publication u ON u.ProblemId = p.Id
            WHERE p.Number = @Number AND {PublicationSql.IsPublic}
            """,
            $"""
            SELECT u.Texts AS Json, p.Latitude, p.Longitude, (SELECT COUNT(*) FROM Concern c WHERE c.ProblemId = p.Id)
                + (SELECT COUNT(*) FROM Concern m JOIN Concern c ON c.Id = m.MergedIntoId WHERE c.ProblemId = p.Id) AS Concerns
            FROM Publication u JOIN Problem p ON p.Id = u.ProblemId WHERE p.Number = @Number AND {PublicationSql.IsPublic}
            """,
            $"""
            SELECT o.Kind, o.BaselineValue, o.AfterValue FROM ProblemObjective o
            JOIN Publication u ON u.ProblemId = o.ProblemId AND u.ObjectiveKey = o.ObjectiveKey JOIN Problem p ON p.Id = u.ProblemId
            WHERE p.Number = @Number AND {PublicationSql.IsPublic} AND o.BaselineValue IS NOT NULL AND o.AfterValue IS NOT NULL
            """,
        ];
        return await db.Read(statements, new { query.Number }, async results =>
        {
            var problem = await results.ReadSingleOrDefaultAsync<PublicProblem>() ?? throw new NotFound();
            var texts = await results.ReadSingleAsync<Texts>();
            var values = await results.ReadSingleOrDefaultAsync<Values>();
            return problem with
            {
                // The verdict stands once the team closed the problem with it.
                Verdict = problem.Stage == Stage.Closed ? problem.Verdict : null,
                Text = PublicTexts.Read<PublicText>(texts.Json).Chosen(),
                At = PublicPoint.Of(texts.Latitude, texts.Longitude),
                Concerns = PublicFigures.Shown(texts.Concerns),
                Figure = values is null ? null : new(PublicFigures.Shown(values.Kind, values.BaselineValue),
                    PublicFigures.Shown(values.Kind, values.AfterValue)),
            };
        }, ct);
    }
}
