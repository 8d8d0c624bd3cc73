using System.Globalization;
using ProblemTracker.Search;

namespace ProblemTracker.Incidents;

/// <summary>Incidents as search finds them: in the order of their own list, by when they happened.</summary>
internal sealed class SearchedIncidents(Db db) : SearchedRecord(db)
{
    public override FoundKind Kind => FoundKind.Incident;

    protected override string Table => "Incident i";

    protected override string VisibleTo(Actor actor) => IncidentSql.Visible;

    protected override Task<IReadOnlyList<FoundRecord>> Read(IReadOnlyList<long> ids, CancellationToken ct) =>
        throw new NotSupportedException("Incidents are paged along their own index.");

    public override async Task<(IReadOnlyList<FoundRecord> Records, string? Next)> Page(
        Actor actor, FindText query, TextQuery sought, IReadOnlyList<long> newest, CancellationToken ct)
    {
        var filter = new IncidentFilter(Text: query.Q);
        var args = IncidentSql.Args(Db.Dialect, filter);
        args.Add("ActorId", actor.PersonId);
        args.Add("Take", query.Size + 1);
        var key = PageKey.Parse(query.After, 2);
        if (key is not null && DateTimeOffset.TryParse(key[0], CultureInfo.InvariantCulture, out var at))
        {
            args.Add("AfterAt", at);
            args.Add("AfterId", long.Parse(key[1], CultureInfo.InvariantCulture));
        }
        else key = null;
        var rows = await Db.List<IncidentRow>(ListIncidentsHandler.PageSql(Db.Dialect, actor, filter, key is not null), args, ct);
        var shown = rows.Take(query.Size).ToList();
        return ([.. shown.Select(row => new FoundRecord(row.Id, row.Category, row.Neighborhood ?? "No neighborhood", row.OccurredFrom,
                IncidentTexts.Of(row.SourceNumber, row.Address, row.SourceCategory).Select(text => new RecordText("", text ?? ""))))],
            rows.Count > query.Size ? ListIncidentsHandler.KeyOf(shown[^1]) : null);
    }

    public override Task Keep(IReadOnlyList<long> ids, CancellationToken ct) => IncidentTexts.Add(Db, ids, ct);
}
