namespace ProblemTracker.Problems;

/// <summary>The columns of Problem that commands change, and how to write them.</summary>
internal static class ProblemColumns
{
    private sealed record Column(string Name, Func<ProblemRecord, object?> Value);

    private static readonly Column[] Changing =
    [
        new("Title", p => p.Title),
        new("TitleKey", p => SearchKey.Of(p.Title)),
        new("Description", p => p.Description),
        new("CategoryCode", p => p.CategoryCode),
        new("NeighborhoodId", p => p.NeighborhoodId),
        new("Address", p => p.Address),
        new("Latitude", p => p.Latitude),
        new("Longitude", p => p.Longitude),
        new("Source", p => p.Source.ToString()),
        new("Priority", p => p.Priority.ToString()),
        new("Confidential", p => p.Confidential),
        new("LeadId", p => p.LeadId),
        new("Stage", p => p.Stage.ToString()),
        new("Visit", p => p.Visit),
        new("StageSince", p => p.StageSince),
        new("DueOn", p => p.DueOn),
        new("OnHoldUntil", p => p.OnHoldUntil),
        new("LastActivityAt", p => p.LastActivityAt),
        new("ClosedAt", p => p.ClosedAt),
        new("ClosingReason", p => p.ClosingReason?.ToString()),
        new("RelatedProblemId", p => p.RelatedProblemId),
        new("Verdict", p => p.Verdict?.ToString()),
        new("PresetTest", p => p.PresetTest),
        new("EnforcementOnly", p => p.EnforcementOnly),
        new("Overrides", p => p.Overrides),
        new("MovesBack", p => p.MovesBack),
        new("Reopenings", p => p.Reopenings),
        new("PublicTitle", p => p.PublicTitle),
        new("PartnerSummary", p => p.PartnerSummary),
        new("OpenToPartners", p => p.OpenToPartners),
        new("ScanningScore", p => p.ScanningScore),
        new("AnalysisScore", p => p.AnalysisScore),
        new("ResponseScore", p => p.ResponseScore),
        new("AssessmentScore", p => p.AssessmentScore),
        new("Version", p => p.Version),
    ];

    /// <summary>
    /// Updates only changed columns, since SQLite rewrites every index on a column that the statement names. Resets LookOn, so that the
    /// ladder checks the problem at its next run.
    /// </summary>
    public static PendingWrite Change(ProblemRecord before, ProblemRecord after)
    {
        var changed = Changing.Where(column => !Equals(column.Value(before), column.Value(after))).ToList();
        var args = changed.ToDictionary(column => column.Name, column => column.Value(after));
        args["Id"] = after.Id;
        var settings = string.Concat(changed.Select(column => $"{column.Name} = @{column.Name}, "));
        return new($"UPDATE Problem SET {settings}LookOn = '1900-01-01' WHERE Id = @Id", args);
    }

    public const string Insert = """
        INSERT INTO Problem (Number, Title, TitleKey, Description, CategoryCode, NeighborhoodId, Address, Latitude, Longitude,
            Source, Priority, Confidential, LeadId, Stage, Visit, StageSince, DueOn, OpenedAt, OpenedBy, TouchedAt, LastActivityAt)
        VALUES (@Number, @Title, @TitleKey, @Description, @CategoryCode, @NeighborhoodId, @Address, @Latitude, @Longitude,
            @Source, @Priority, @Confidential, @LeadId, @Stage, @Visit, @StageSince, @DueOn,
            @OpenedAt, @OpenedBy, @OpenedAt, @OpenedAt)
        """;

    /// <summary>The parameters of <see cref="Insert"/>.</summary>
    public static object Row(ProblemRecord problem) => new
    {
        problem.Number,
        problem.Title,
        TitleKey = SearchKey.Of(problem.Title),
        problem.Description,
        problem.CategoryCode,
        problem.NeighborhoodId,
        problem.Address,
        problem.Latitude,
        problem.Longitude,
        Source = problem.Source.ToString(),
        Priority = problem.Priority.ToString(),
        problem.Confidential,
        problem.LeadId,
        Stage = problem.Stage.ToString(),
        problem.Visit,
        problem.StageSince,
        problem.DueOn,
        problem.OpenedAt,
        problem.OpenedBy,
    };
}
