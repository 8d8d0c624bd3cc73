using FluentValidation;
using MediatR;

namespace ProblemTracker.Search;

/// <summary>
/// Finds problems, stakeholders, incidents and concerns by the words in them, newest first. Rows, counts and sentences include only what
/// the reader can view.
/// </summary>
/// <param name="Q">Words, and phrases in quotes; all must match. The last word may be the beginning of a word.</param>
/// <param name="Kind">Which kind to list; by default, the first kind with a match.</param>
[Needs(Permission.ReadProblems)]
public sealed record FindText(string Q, FoundKind? Kind = null, string? After = null, int? Size = null) : IQuery<TextFound>, IPaged
{
    public const int DefaultSize = 20;
}

public enum FoundKind { Problem, Stakeholder, Incident, Concern }

/// <param name="Kind">The kind of the items.</param>
/// <param name="Counts">The number of matches of every kind, each exact up to 1,000.</param>
public sealed record TextFound(FoundKind Kind, IReadOnlyList<FoundCount> Counts, IReadOnlyList<FoundItem> Items, int Total,
    bool TotalIsCapped, string? Next) : IPage;

public sealed record FoundCount(FoundKind Kind, int Total, bool TotalIsCapped);

/// <param name="Title">A problem's number and title, a stakeholder's name, or an incident's category.</param>
/// <param name="About">A few words that tell it apart, such as a problem's stage and neighborhood.</param>
/// <param name="At">When the problem was opened, the stakeholder entered, the incident happened, or the concern was received.</param>
/// <param name="Part">Where the sentence is from, such as Description, Scanning or Note; null if that needs no label.</param>
/// <param name="Sentence">The sentence with the most search terms, in runs of plain text.</param>
/// <param name="DuplicateOf">The problem of which this one was closed as a duplicate; null for others.</param>
public sealed record FoundItem(FoundKind Kind, long Id, string Title, string? About, DateTimeOffset At, string? Part,
    IReadOnlyList<ExcerptRun> Sentence, FoundOriginal? DuplicateOf = null);

/// <param name="Title">Number and title.</param>
public sealed record FoundOriginal(long Id, string Title);

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
        // The order of the listed kind checks later whether the key is one of its own.
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

    /// <summary>Picks the first of the sentences with the most terms.</summary>
    private static FoundItem Item(FoundKind kind, FoundRecord record, TextQuery sought)
    {
        var (best, where) = (Excerpt.Of("", sought), "");
        foreach (var part in record.Parts)
            if (Excerpt.Of(part.Text, sought) is var excerpt && excerpt.Terms > best.Terms) (best, where) = (excerpt, part.Part);
        return new(kind, record.Id, record.Title, record.About, record.At, where.Length > 0 ? where : null, best.Runs, record.Original);
    }
}

internal static class FindTextEndpoint
{
    public static void MapFindText(this RouteGroupBuilder search) => search
        .MapGet("/", (string? q, FoundKind? kind, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new FindText(q ?? "", kind, after, size), ct))
        .WithName("FindText").WithSummary("Search problems, stakeholders, incidents and concerns by word, newest first");
}
