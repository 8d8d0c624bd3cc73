using FluentValidation;
using MediatR;

namespace ProblemTracker.Reports;

/// <summary>
/// Quality of life by neighborhood: surveys, incidents per 1,000 residents, concerns and their answers, open problems. Each neighborhood is
/// compared only to its own past.
/// </summary>
/// <param name="NeighborhoodId">Null for all that exist today.</param>
[Needs(Permission.ReadProblems)]
public sealed record ReadQualityOfLife(long? NeighborhoodId = null) : IQuery<LifeReport>;

internal sealed class ReadQualityOfLifeValidator : AbstractValidator<ReadQualityOfLife>
{
    public const string Unknown = "There is no such neighborhood. Choose one.";

    public ReadQualityOfLifeValidator() => RuleFor(q => q.NeighborhoodId).GreaterThan(0).WithMessage(Unknown);
}

internal sealed class ReadQualityOfLifeHandler(LifeReader reader, Actor actor) : IRequestHandler<ReadQualityOfLife, LifeReport>
{
    public async Task<LifeReport> Handle(ReadQualityOfLife query, CancellationToken ct)
    {
        var life = await reader.Read(actor, query.NeighborhoodId, ct);
        return query.NeighborhoodId is null || life.Neighborhoods.Count > 0 ? life
            : throw new Invalid("neighborhoodId", ReadQualityOfLifeValidator.Unknown);
    }
}

internal static class ReadQualityOfLifeEndpoint
{
    public static void MapReadQualityOfLife(this RouteGroupBuilder reports)
    {
        reports.MapGet("/quality-of-life", (long? neighborhoodId, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ReadQualityOfLife(neighborhoodId), ct))
            .WithName("ReadQualityOfLife")
            .WithSummary("Read the quality of life by neighborhood: surveys, incidents, concerns, open problems");
        reports.MapGet("/quality-of-life.csv", async (long? neighborhoodId, IMediator mediator, CancellationToken ct) =>
            {
                var life = await mediator.Send(new ReadQualityOfLife(neighborhoodId), ct);
                return life.ToTable().File(life.Today);
            })
            .WithName("ReadQualityOfLifeAsCsv").WithSummary("Download the quality of life by neighborhood as CSV")
            .Produces<string>(200, "text/csv");
    }
}
