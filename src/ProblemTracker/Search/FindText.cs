using FluentValidation;
using MediatR;

namespace ProblemTracker.Search;

/// <summary>
/// Problems, stakeholders and incidents by the words in them, newest first; of each only what exists for the reader, in rows, numbers and
/// sentences alike.
/// </summary>
/// <param name="Q">Words, and phrases in quotes: all must be there. The last word may be the beginning of one.</param>
/// <param name="Kind">Which to list; without it, the first kind of which there is something.</param>
[Needs(Permission.ReadProblems)]
public sealed record FindText(string Q, FoundKind? Kind = null, string? After = null, int? Size = null) : IQuery<TextFound>, IPaged
{
    public const int DefaultSize = 20;
}

public enum FoundKind { Problem, Stakeholder, Incident }

/// <param name="Kind">Of which kind the items are.</param>
/// <param name="Counts">How many there are of every kind, each exact up to 1,000.</param>
public sealed record TextFound(FoundKind Kind, IReadOnlyList<FoundCount> Counts, IReadOnlyList<FoundItem> Items, int Total,
    bool TotalIsCapped, string? Next) : IPage;

public sealed record FoundCount(FoundKind Kind, int Total, bool TotalIsCapped);

/// <param name="Title">A problem's number and title, a name, a category of incidents.</param>
/// <param name="About">What else tells it from others, in a few words.</param>
/// <param name="At">When it was opened, entered or happened.</param>
/// <param name="Part">Where the sentence stands, such as Description, Scanning or Note; null where it needs no saying.</param>
/// <param name="Sentence">The sentence that holds most of what was looked for, in runs of plain text.</param>
public sealed record FoundItem(FoundKind Kind, long Id, string Title, string? About, DateTimeOffset At, string? Part,
    IReadOnlyList<ExcerptRun> Sentence);

internal sealed class FindTextValidator : AbstractValidator<FindText>
{
    public FindTextValidator()
    {
        RuleFor(q => q.Q).Custom((text, context) =>
        {
            if (TextQuery.Wrong(text) is { } wrong) context.AddFailure(wrong);
        });
        RuleFor(q => q.Kind).IsInEnum();
        RuleFor(q => q.Size).InclusiveBetween(1, Page.LargestSize).WithMessage(PageKey.WrongSize);
        // Whether it is a key of the kind that is listed, that kind's own order decides.
        RuleFor(q => q.After).Must(key => string.IsNullOrEmpty(key) || (PageKey.Parse(key) is [.., var id] && long.TryParse(id, out _)))
            .WithMessage(PageKey.NotOurs);
    }
}

internal sealed class FindTextHandler(IEnumerable<SearchedRecord> records, Actor actor) : IRequestHandler<FindText, TextFound>
{
    public async Task<TextFound> Handle(FindText query, CancellationToken ct)
    {
        var sought = TextQuery.Parse(query.Q);
        var newest = new SortedDictionary<FoundKind, IReadOnlyList<long>>();
        foreach (var record in records) newest[record.Kind] = await record.Newest(actor, sought, null, Page.CountedExactlyUpTo + 1, ct);
        var kind = query.Kind ?? newest.FirstOrDefault(n => n.Value.Count > 0, newest.First()).Key;
        var counts = newest.Select(n => new FoundCount(n.Key, Math.Min(n.Value.Count, Page.CountedExactlyUpTo),
            n.Value.Count > Page.CountedExactlyUpTo)).ToList();
        var (found, next) = await records.Single(record => record.Kind == kind).Page(actor, query, sought, newest[kind], ct);
        var total = counts.Single(c => c.Kind == kind);
        return new(kind, counts, [.. found.Select(record => Item(kind, record, sought))], total.Total, total.TotalIsCapped, next);
    }

    /// <summary>The sentence with most of the terms; of several the one that a reader meets first.</summary>
    private static FoundItem Item(FoundKind kind, FoundRecord record, TextQuery sought)
    {
        var (best, where) = (Excerpt.Of("", sought), "");
        foreach (var part in record.Parts)
            if (Excerpt.Of(part.Text, sought) is var excerpt && excerpt.Terms > best.Terms) (best, where) = (excerpt, part.Part);
        return new(kind, record.Id, record.Title, record.About, record.At, where.Length > 0 ? where : null, best.Runs);
    }
}

internal static class FindTextEndpoint
{
    public static void MapFindText(this RouteGroupBuilder search) => search
        .MapGet("/", (string? q, FoundKind? kind, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new FindText(q ?? "", kind, after, size), ct))
        .WithName("FindText").WithSummary("Problems, stakeholders and incidents by the words in them, newest first");
}
