using ProblemTracker.Search;

namespace ProblemTracker.Incidents;

/// <summary>Incidents for search, in the order of their own list: by time of occurrence.</summary>
internal sealed class SearchedIncidents(Db db) : SearchedRecord(db, FoundKind.Incident, "i")
{
    protected override string VisibleTo(Actor actor) => IncidentSql.Visible;

    public override async Task<(IReadOnlyList<FoundRecord> Records, string? Next)> Page(
        Actor actor, FindText query, TextQuery sought, IReadOnlyList<long> newest, CancellationToken ct)
    {
        var filter = new IncidentFilter(Text: query.Q);
        var args = IncidentSql.Args(Db.Dialect, filter);
        args.Add("ActorId", actor.PersonId);
        var size = query.Size ?? FindText.DefaultSize;
        args.Add("Take", size + 1);
        var isFollowing = IncidentSql.NewestFirst.ReadInto(args, query);
        if (newest.Count == 0) return ([], null);
        var rows = await Db.List<IncidentRow>(IncidentListSql.Page(Db.Dialect, actor, filter, isFollowing), args, ct);
        var shown = rows.Take(size).ToList();
        return ([.. shown.Select(row => new FoundRecord(row.Id, row.Category, row.Neighborhood ?? "No neighborhood", row.OccurredFrom,
                IncidentTexts.Of(row.SourceNumber, row.Address, row.SourceCategory).Select(text => new RecordText("", text ?? ""))))],
            rows.Count > size ? IncidentSql.NewestFirst.KeyOf(shown[^1]) : null);
    }

    public override Task Keep(IReadOnlyList<long> ids, CancellationToken ct) => IncidentTexts.Add(Db, ids, ct);
}
