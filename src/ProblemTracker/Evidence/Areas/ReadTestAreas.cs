using MediatR;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>
/// The areas in which a problem's test counts, as GeoJSON for a map: of the frozen plan, or of the draft before the start.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadTestAreas(long ProblemId) : IQuery<TestAreas>;

/// <summary>A GeoJSON FeatureCollection (RFC 7946).</summary>
/// <param name="Features">Empty without a test by counted incidents.</param>
public sealed record TestAreas(string Type, IReadOnlyList<TestAreaFeature> Features);

/// <param name="Geometry">A Polygon or MultiPolygon in WGS84, longitude first; circles by their corners.</param>
public sealed record TestAreaFeature(string Type, TestAreaProperties Properties, System.Text.Json.JsonElement Geometry);

/// <param name="SquareMeters">Of the area on the ground.</param>
public sealed record TestAreaProperties(TestCell Cell, string Name, double SquareMeters);

internal sealed class ReadTestAreasHandler(CaseFiles files) : IRequestHandler<ReadTestAreas, TestAreas>
{
    public async Task<TestAreas> Handle(ReadTestAreas query, CancellationToken ct)
    {
        var dossier = (await files.Read(query.ProblemId, ct)).Dossier;
        var test = (dossier.Plan?.Sheet ?? dossier.Response).Evaluation.Test;
        return new("FeatureCollection", test is null ? [] : [.. TestShape.Of(test).Select(shape => new TestAreaFeature("Feature",
            new(shape.Cell, Evaluator.NameOf(shape.Cell, test), Math.Round(shape.OnPlane.Area)), GeoJson.Element(shape.InDegrees)))]);
    }
}

internal static class ReadTestAreasEndpoint
{
    public static void MapReadTestAreas(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/areas", (long id, IMediator mediator, CancellationToken ct) => mediator.Send(new ReadTestAreas(id), ct))
        .WithName("ReadTestAreas").WithSummary("Read the areas of the test of a response as GeoJSON");
}
