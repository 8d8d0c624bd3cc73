using MediatR;

namespace ProblemTracker.Search;

/// <summary>
/// The newest problems, stakeholders and concerns with words that are still being typed. Incidents are left out: they have no page of
/// their own.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed record SuggestText(string Q) : IQuery<TextSuggestions>
{
    public const int MostOfKind = 5;
}

public sealed record TextSuggestions(IReadOnlyList<TextSuggestion> Items);

/// <param name="About">A few words that tell it apart, such as a problem's stage and neighborhood.</param>
public sealed record TextSuggestion(FoundKind Kind, long Id, string Title, string? About);

internal sealed class SuggestTextHandler(IEnumerable<SearchedRecord> records, Actor actor) : IRequestHandler<SuggestText, TextSuggestions>
{
    public async Task<TextSuggestions> Handle(SuggestText query, CancellationToken ct)
    {
        var items = new List<TextSuggestion>();
        // What can't be searched for yet has no suggestions, and no error while someone types.
        if (TextQuery.Wrong(query.Q) is not null) return new(items);
        var sought = TextQuery.Parse(query.Q);
        foreach (var record in records.Where(record => record.Kind != FoundKind.Incident).OrderBy(record => record.Kind))
        {
            var newest = await record.Newest(actor, sought, null, SuggestText.MostOfKind, ct);
            if (newest.Count == 0) continue;
            var (found, _) = await record.Page(actor, new(query.Q, record.Kind, Size: SuggestText.MostOfKind), sought, newest, ct);
            items.AddRange(found.Select(row => new TextSuggestion(record.Kind, row.Id, row.Title, row.About)));
        }
        return new(items);
    }
}

internal static class SuggestTextEndpoint
{
    public static void MapSuggestText(this RouteGroupBuilder search) => search
        .MapGet("/suggestions", (string? q, IMediator mediator, CancellationToken ct) => mediator.Send(new SuggestText(q ?? ""), ct))
        .WithName("SuggestText").WithSummary("Suggest problems, stakeholders and concerns for words that are still being typed");
}
