using ProblemTracker.Search;

namespace ProblemTracker.Incidents;

/// <summary>The searchable text of an incident: number, address and the source's category.</summary>
internal static class IncidentTexts
{
    private sealed record Row
    {
        public long Id { get; init; }
        public string? SourceNumber { get; init; }
        public string? SourceCategory { get; init; }
        public string? Address { get; init; }
    }

    /// <summary>Adds the text of these incidents if it is missing; the importer keeps it up to date.</summary>
    public static async Task Add(Db db, IReadOnlyList<long> ids, CancellationToken ct)
    {
        var rows = await db.List<Row>("SELECT Id, SourceNumber, SourceCategory, Address FROM Incident WHERE Id IN @ids", new { ids }, ct);
        await db.Execute("""
            INSERT INTO IncidentText (IncidentId, Words) SELECT @Id, @Words WHERE NOT EXISTS (SELECT 1 FROM IncidentText
            WHERE IncidentId = @Id)
            """, rows.Select(row => new { row.Id, Words = TextWords.Of(Of(row.SourceNumber, row.Address, row.SourceCategory)) }), ct);
    }

    /// <summary>Adds the words of incidents just inserted.</summary>
    public static Task Add(Db db, IEnumerable<(long Id, string Words)> inserted, CancellationToken ct) =>
        db.Insert("IncidentText", ["IncidentId", "Words"], inserted.Select(i => new object?[] { i.Id, i.Words }), ct);

    public static string WordsOf(NewIncident row) => TextWords.Of(Of(row.SourceNumber, row.Address, row.SourceCategory));

    public static IReadOnlyList<string?> Of(string? number, string? address, string? sourceCategory) => [address, sourceCategory, number];
}
