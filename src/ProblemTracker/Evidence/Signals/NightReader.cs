using ProblemTracker.Incidents;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Evidence;

/// <summary>Reads a night's incidents and facilities.</summary>
internal sealed class NightReader(Db db)
{
    private sealed record Row
    {
        public long Id { get; init; }
        public DateOnly LocalDate { get; init; }
        public string CategoryCode { get; init; } = "";
        public long? NeighborhoodId { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public string? Address { get; init; }
        public string? SourceKey { get; init; }
    }

    private sealed record Organization
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public StakeholderKind Kind { get; init; }
        public string PostalAddress { get; init; } = "";
    }

    /// <summary>
    /// One pass over the incidents, in the order in which they are stored: the window and its earlier years are most of a department's
    /// data, and reading those by an index would fetch each row by itself. Incidents of which only the month is known are left out.
    /// </summary>
    /// <param name="last">The last day that can have all its incidents.</param>
    /// <returns>Null without incidents.</returns>
    public async Task<Night?> Read(DateOnly last, CancellationToken ct)
    {
        if (await IncidentSql.LastDay(db, last, ct) is not { } through) return null;
        var night = new Night(through);
        // Not joined, so that the incidents are still read in the order in which they are stored.
        var confidential = (await db.List<string>("SELECT c.Code FROM Category c WHERE c.Confidential = 1", null, ct)).ToHashSet();
        await foreach (var row in db.Stream<Row>($"""
            SELECT i.Id, i.LocalDate, i.CategoryCode, i.NeighborhoodId, i.Latitude, i.Longitude, i.Address,
                IIF(i.SourceNumber IS NULL, NULL, i.EventKey) AS SourceKey
            FROM Incident i
            WHERE i.LocalDate >= @First AND i.LocalDate <= @through AND i.TimePrecision <> 'Month' AND {IncidentSql.Visible}
            """, new { night.First, through }, ct))
            night.Add(row.Id, row.LocalDate, row.CategoryCode, row.NeighborhoodId, row.Latitude, row.Longitude, row.Address, row.SourceKey,
                confidential.Contains(row.CategoryCode));
        return night;
    }

    /// <summary>Whether there is any incident, also one of which only the month is known.</summary>
    public async Task<bool> HasIncidents(CancellationToken ct) => await db.Find<long?>($"""
        SELECT i.Id FROM Incident i WHERE {IncidentSql.Visible} ORDER BY i.Id {db.Dialect.First("@One")}
        """, new { One = 1 }, ct) is not null;

    /// <summary>Organizations whose address may be shown.</summary>
    public async Task<IReadOnlyList<Facility>> Facilities(CancellationToken ct) =>
        [.. (await db.List<Organization>($"""
            SELECT s.Id, s.Name, s.Kind, s.PostalAddress FROM Stakeholder s
            WHERE {StakeholderSql.Stands} AND {StakeholderSql.PublicAddress} ORDER BY s.Id
            """, new { StakeholderSql.Organizations }, ct))
            .Select(one => new Facility(one.Id, one.Name, one.Kind, PostalAddress.StreetOf(one.PostalAddress)))];
}
