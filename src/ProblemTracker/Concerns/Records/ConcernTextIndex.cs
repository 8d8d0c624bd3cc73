using ProblemTracker.Search;

namespace ProblemTracker.Concerns;

/// <summary>
/// The searchable text of a concern: what everyone at the intake desk reads of it. Name, email address and phone number of a reporter are
/// never part of it, since a result would tell those who may not name the reporter who it is.
/// </summary>
internal static class ConcernTextIndex
{
    private sealed record Row
    {
        public long Id { get; init; }
        public string Part { get; init; } = "";
        public string? Body { get; init; }
    }

    /// <summary>The texts of concerns, by id.</summary>
    public static async Task<ILookup<long, RecordText>> Texts(Db db, IReadOnlyList<long> ids, CancellationToken ct)
    {
        string[] statements =
        [
            "SELECT c.Id, 'Number' AS Part, c.Number AS Body FROM Concern c WHERE c.Id IN @ids",
            "SELECT c.Id, '' AS Part, c.Description AS Body FROM Concern c WHERE c.Id IN @ids",
            "SELECT c.Id, 'Location' AS Part, c.Address AS Body FROM Concern c WHERE c.Id IN @ids",
            "SELECT c.Id, 'Reason' AS Part, c.Reason AS Body FROM Concern c WHERE c.Id IN @ids",
            "SELECT m.ConcernId AS Id, 'Message' AS Part, m.Body FROM ConcernMessage m WHERE m.ConcernId IN @ids ORDER BY m.Id",
        ];
        return await db.Read(statements, new { ids }, async results =>
        {
            var rows = new List<Row>();
            for (var i = 0; i < statements.Length; i++) rows.AddRange(await results.ReadAsync<Row>());
            return rows.Where(row => !row.Body.IsBlank()).ToLookup(row => row.Id, row => new RecordText(row.Part, row.Body!));
        }, ct);
    }

    /// <summary>Updates the searchable text. Call it in every transaction that changes one of these texts.</summary>
    public static async Task Keep(Db db, IReadOnlyList<long> ids, CancellationToken ct)
    {
        var texts = await Texts(db, ids, ct);
        await db.Execute([.. ids.SelectMany(id =>
        {
            var row = new { Id = id, Words = TextWords.Of([.. texts[id].Select(text => text.Text)]) };
            return new PendingWrite[]
            {
                new("UPDATE ConcernText SET Words = @Words WHERE ConcernId = @Id", row),
                new("""
                    INSERT INTO ConcernText (ConcernId, Words)
                    SELECT @Id, @Words WHERE NOT EXISTS (SELECT 1 FROM ConcernText WHERE ConcernId = @Id)
                    """, row),
            };
        })], ct);
    }
}
