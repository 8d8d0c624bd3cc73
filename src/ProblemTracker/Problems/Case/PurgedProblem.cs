namespace ProblemTracker.Problems;

/// <summary>What remains of a problem that was purged under the retention schedule.</summary>
public sealed record PurgedProblem
{
    public string Number { get; init; } = "";
    /// <summary>The local day.</summary>
    public DateOnly PurgedOn { get; init; }
    /// <summary>Number of the certificate.</summary>
    public long Certificate { get; init; }

}

/// <summary>The problems of which others were closed as duplicates.</summary>
internal static class OriginalSql
{
    /// <summary>A source of rows: id, number and title of the problems that the reader can view. Parameter: <c>@ActorId</c>.</summary>
    public static string Visible(Actor viewer) =>
        $"SELECT p.Id, p.Number, p.Title FROM Problem p WHERE {ProblemSql.VisibleTo(viewer)}";
}

/// <summary>A problem that was closed as a duplicate of another one, or of one that was closed as its duplicate, and so on.</summary>
public sealed record DuplicateProblem
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public DateTimeOffset? ClosedAt { get; init; }
    public int Notes { get; init; }
    /// <summary>The rows of incidents linked to it.</summary>
    public int LinkedIncidents { get; init; }
    /// <summary>Those of them that are not linked to the original.</summary>
    public int NotLinkedToOriginal { get; init; }
    /// <summary>The number of the duplicate of which it was closed as a duplicate; null if it was closed as one of the original.</summary>
    public string? ByWayOf { get; init; }

    /// <summary>Longer chains are cut, and so are more duplicates of one step.</summary>
    private const int MostSteps = 10, MostOfOneStep = 500;

    /// <summary>Selects the duplicates of <c>@ProblemId</c> that the reader can view. Parameter: <c>@ActorId</c>.</summary>
    internal static string Of(Actor viewer) => $"""
        SELECT {Columns} FROM Problem p
        WHERE p.RelatedProblemId = @ProblemId AND p.ClosingReason = 'Duplicate' AND {ProblemSql.VisibleTo(viewer)}
        ORDER BY p.Id
        """;

    /// <summary>
    /// Adds the duplicates of duplicates, step by step, as far as the reader can view all between. One recursive query would read all
    /// problems, and so would the list of ids without the inner query, since hardly any problem refers to another.
    /// </summary>
    /// <param name="db">Not asked if there are no duplicates.</param>
    /// <param name="viewer">The reader.</param>
    /// <param name="original">With its own duplicates.</param>
    /// <param name="ct">Cancels the read.</param>
    internal static async Task<ProblemHead> WithTheirs(Db db, Actor viewer, ProblemHead original, CancellationToken ct)
    {
        var all = original.Duplicates.ToList();
        // A ring, which an older version may have left, ends.
        HashSet<long> known = [original.Id, .. all.Select(duplicate => duplicate.Id)];
        for (var (step, last) = (1, original.Duplicates); step < MostSteps && last.Count > 0; step++)
        {
            var above = last.Take(MostOfOneStep).Select(duplicate => duplicate.Id);
            last = [.. (await db.List<DuplicateProblem>($"""
                SELECT {Columns}, (SELECT b.Number FROM Problem b WHERE b.Id = p.RelatedProblemId) AS ByWayOf FROM Problem p
                WHERE p.Id IN (SELECT d.Id FROM Problem d WHERE d.RelatedProblemId IN @above AND d.RelatedProblemId IS NOT NULL)
                    AND p.ClosingReason = 'Duplicate' AND {ProblemSql.VisibleTo(viewer)}
                ORDER BY p.Id
                """, new { ProblemId = original.Id, ActorId = viewer.PersonId, above }, ct)).Where(duplicate => known.Add(duplicate.Id))];
            all.AddRange(last);
        }
        return original with { Duplicates = all };
    }

    private const string Columns = """
        p.Id, p.Number, p.Title, p.ClosedAt, (SELECT COUNT(*) FROM ProblemNote n WHERE n.ProblemId = p.Id) AS Notes,
            (SELECT COUNT(*) FROM ProblemIncident i WHERE i.ProblemId = p.Id) AS LinkedIncidents,
            (SELECT COUNT(*) FROM ProblemIncident i WHERE i.ProblemId = p.Id AND NOT EXISTS (
                SELECT 1 FROM ProblemIncident k WHERE k.ProblemId = @ProblemId AND k.IncidentId = i.IncidentId)) AS NotLinkedToOriginal
        """;
}

/// <summary>The problem that another one refers to.</summary>
internal sealed record RelatedProblem
{
    /// <summary>Its number; null for a reader who can't view it.</summary>
    public string? Visible { get; init; }
    public string? Number { get; init; }
    public DateOnly? PurgedOn { get; init; }
    public long? Certificate { get; init; }

    /// <summary>What remains of it if it was purged.</summary>
    public PurgedProblem? Purged => Certificate is { } certificate
        ? new() { Number = Number ?? "", PurgedOn = PurgedOn!.Value, Certificate = certificate } : null;

    /// <summary>Selects the one that <c>@ProblemId</c> refers to. Parameter: <c>@ActorId</c>.</summary>
    public static string Of(Actor viewer) => $"""
        SELECT (SELECT p.Number FROM Problem p WHERE p.Id = x.RelatedProblemId AND {ProblemSql.VisibleTo(viewer)}) AS Visible,
            c.Label AS Number, c.PurgedOn, c.Id AS Certificate
        FROM Problem x LEFT JOIN PurgeCertificate c ON c.Kind = 'problem' AND c.SubjectId = x.RelatedProblemId WHERE x.Id = @ProblemId
        """;
}
