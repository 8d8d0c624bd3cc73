namespace ProblemTracker.Incidents;

/// <summary>An incident that an import gave other content.</summary>
public sealed record UpdatedIncident(long IncidentId, string? Number, IReadOnlyList<ContentChange> Changes);

/// <summary>The contents that incidents had, one after the other.</summary>
internal static class IncidentVersions
{
    /// <summary>The content before a change; the present one has no change.</summary>
    internal sealed record Version : IIncidentContent
    {
        public long IncidentId { get; init; }
        /// <summary>Null for the present content.</summary>
        public long? ChangeId { get; init; }
        /// <summary>The import that replaced this content.</summary>
        public long? ImportRunId { get; init; }
        public string? SourceNumber { get; init; }
        public DateTimeOffset OccurredFrom { get; init; }
        public DateTimeOffset OccurredTo { get; init; }
        public string TimePrecision { get; init; } = "";
        public string CategoryCode { get; init; } = "";
        public string? SourceCategory { get; init; }
        public double? Latitude { get; init; }
        public double? Longitude { get; init; }
        public string? Address { get; init; }
    }

    /// <summary>What each import changed, oldest first: the content before it, and what the next content differs in.</summary>
    public static async Task<IReadOnlyList<(Version Before, IReadOnlyList<ContentChange> Changes)>> Read(Db db, IReadOnlyList<long> ids,
        TimeZoneInfo agency, CancellationToken ct)
    {
        const string content = "i.SourceNumber, c.OccurredFrom, c.OccurredTo, c.TimePrecision, c.CategoryCode, c.SourceCategory, "
            + "c.Latitude, c.Longitude, c.Address";
        var versions = (await db.List<Version>($"""
            SELECT c.IncidentId, c.Id AS ChangeId, c.ImportRunId, {content}
            FROM IncidentChange c JOIN Incident i ON i.Id = c.IncidentId WHERE c.IncidentId IN @ids ORDER BY c.IncidentId, c.Id
            """, new { ids }, ct)).ToLookup(version => version.IncidentId);
        var present = (await db.List<Version>($"""
            SELECT c.Id AS IncidentId, {content} FROM Incident c JOIN Incident i ON i.Id = c.Id WHERE c.Id IN @ids
            """, new { ids }, ct)).ToDictionary(version => version.IncidentId);
        return [.. from id in ids
            where present.ContainsKey(id)
            let all = versions[id].Append(present[id]).ToList()
            from pair in all.Zip(all.Skip(1))
            select (pair.First, (IReadOnlyList<ContentChange>)[.. ContentChange.Of(pair.First, pair.Second, agency)])];
    }

    /// <summary>The first incidents that an import changed.</summary>
    public static async Task<IReadOnlyList<UpdatedIncident>> Of(Db db, long importId, int most, TimeZoneInfo agency,
        CancellationToken ct)
    {
        var ids = await db.List<long>(
            $"SELECT IncidentId FROM IncidentChange WHERE ImportRunId = @importId ORDER BY Id {db.Dialect.First("@most")}",
            new { importId, most }, ct);
        return [.. (await Read(db, ids, agency, ct)).Where(v => v.Before.ImportRunId == importId)
            .Select(v => new UpdatedIncident(v.Before.IncidentId, v.Before.SourceNumber, v.Changes))];
    }
}
