namespace ProblemTracker.Problems;

/// <summary>A note on a problem.</summary>
public sealed record NoteDetails
{
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    public long? PersonId { get; init; }
    /// <summary>The writer's name, or "System".</summary>
    public string Who { get; init; } = "";
    public string Text { get; init; } = "";
    /// <summary>How many photos and documents belong to it.</summary>
    public int Files { get; init; }
}

internal static class NoteSql
{
    private static readonly ListOrder<NoteDetails> Latest = new(descending: true) { { "n.Id", row => row.Id } };

    public static readonly Listing<ListNotes, NoteDetails> Listing = new()
    {
        Columns = "n.Id, n.At, n.PersonId, COALESCE(w.Name, 'System') AS Who, n.Body AS Text, "
            + "(SELECT COUNT(*) FROM ProblemFile f WHERE f.NoteId = n.Id) AS Files",
        From = "ProblemNote n",
        Names = "LEFT JOIN Person w ON w.Id = n.PersonId",
        Filters = new Filters<ListNotes>().Is(q => (long?)q.ProblemId, "n.ProblemId = @ProblemId"),
        Order = _ => Latest,
    };
}
