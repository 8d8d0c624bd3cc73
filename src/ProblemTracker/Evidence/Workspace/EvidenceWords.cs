using ProblemTracker.Incidents;

namespace ProblemTracker.Evidence;

/// <summary>What words say about a problem's set: its own number and its place.</summary>
internal sealed record ProblemWords
{
    public long Id { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
}

/// <summary>Says in words which incidents a filter finds.</summary>
internal sealed class EvidenceWords(Db db)
{
    /// <summary>Such as <c>Noise within 150 m of the problem</c>.</summary>
    public async Task<string> Of(ProblemWords problem, IncidentFilter filter, CancellationToken ct)
    {
        var category = filter.CategoryCode is not { } code ? null
            : await db.Find<string>("SELECT c.Name FROM Category c WHERE c.Code = @code", new { code }, ct) ?? code;
        var neighborhood = filter.NeighborhoodId is not > 0 ? null
            : await db.Find<string>("SELECT n.Name FROM Neighborhood n WHERE n.Id = @NeighborhoodId", filter, ct);
        string?[] parts =
        [
            category ?? (filter.ProblemId is null ? "Incidents" : "Incidents linked to this problem"),
            filter.ProblemId is not null && category is not null ? "linked to this problem" : null,
            filter.IsNear ? $"within {filter.Radius:0} m of {(filter.Latitude == problem.Latitude && filter.Longitude == problem.Longitude
                ? "the problem" : Night.PointOf(filter.Latitude!.Value, filter.Longitude!.Value))}" : null,
            filter.Area is null ? null : "inside an area",
            filter.NeighborhoodId is 0 ? "outside all neighborhoods" : neighborhood is null ? null : $"in {neighborhood}",
            filter.HasText ? $"with the words {filter.Text!.Trim()}" : null,
            string.IsNullOrWhiteSpace(filter.Address) ? null : $"at {filter.Address.Trim()}",
            filter.Weekday is { } day ? $"on {day}s" : null,
            filter.Hour is { } hour ? $"at {PanelWords.Hour(hour)}" : null,
            filter.ImportId is { } import ? $"of import {import}" : null,
        ];
        return string.Join(' ', parts.Where(part => part is not null));
    }
}
