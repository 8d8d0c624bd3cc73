using Dapper;
using FluentValidation;
using MediatR;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;
using ProblemTracker.Stakeholders;

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
public sealed record TextFound(FoundKind Kind, IReadOnlyList<FoundCount> Counts, IReadOnlyList<FoundItem> Items, int Total, bool TotalIsCapped, string? Next) : IPage;

public sealed record FoundCount(FoundKind Kind, int Total, bool TotalIsCapped);

/// <param name="Title">A problem's number and title, a name, a category of incidents.</param>
/// <param name="About">What else tells it from others, in a few words.</param>
/// <param name="At">When it was opened, entered or happened.</param>
/// <param name="Part">Where the sentence stands, such as Description, Scanning or Note; null where it needs no saying.</param>
/// <param name="Sentence">The sentence that holds most of what was looked for, in runs of plain text.</param>
public sealed record FoundItem(FoundKind Kind, long Id, string Title, string? About, DateTimeOffset At, string? Part, IReadOnlyList<ExcerptRun> Sentence);

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
        RuleFor(q => q.After).Must(key => FindTextHandler.Latest.Takes(key) || IncidentSql.NewestFirst.Takes(key))
            .WithMessage(PageKey.NotOurs);
    }
}

internal sealed class FindTextHandler(Db db, Actor actor) : IRequestHandler<FindText, TextFound>
{
    public static readonly ListOrder<long> Latest = new(descending: true) { { "f.Id", id => id } };

    public async Task<TextFound> Handle(FindText query, CancellationToken ct)
    {
        var sought = TextQuery.Parse(query.Q);
        var newest = new Dictionary<FoundKind, IReadOnlyList<long>>();
        foreach (var each in Enum.GetValues<FoundKind>()) newest[each] = await Newest(each, sought, null, Page.CountedExactlyUpTo + 1, ct);
        var kind = query.Kind ?? newest.FirstOrDefault(n => n.Value.Count > 0, newest.First()).Key;
        var counts = newest.Select(n => new FoundCount(n.Key, Math.Min(n.Value.Count, Page.CountedExactlyUpTo), n.Value.Count > Page.CountedExactlyUpTo)).ToList();
        var (items, next) = newest[kind].Count == 0 ? ([], null) : kind switch
        {
            FoundKind.Problem => await Problems(query, sought, newest[kind], ct),
            FoundKind.Stakeholder => await Entries(query, sought, newest[kind], ct),
            _ => await Incidents(query, sought, ct),
        };
        var total = counts.Single(c => c.Kind == kind);
        return new(kind, counts, items, total.Total, total.TotalIsCapped, next);
    }

    /// <summary>The keys of what is found and exists for the reader, the latest first: as many as a total is exact, so that it is counted and listed at once.</summary>
    private async Task<IReadOnlyList<long>> Newest(FoundKind kind, TextQuery sought, long? before, int most, CancellationToken ct)
    {
        var args = new DynamicParameters(db.Dialect.FoundArgs(sought));
        args.Add("ActorId", actor.PersonId);
        args.Add("before", before);
        args.Add("most", most);
        var (table, condition) = kind switch
        {
            FoundKind.Problem => ("Problem p", $"p.Id = f.Id AND {ProblemSql.VisibleTo(actor)}"),
            FoundKind.Stakeholder => ("Stakeholder s", $"s.Id = f.Id AND {StakeholderSql.Stands}"),
            _ => ("Incident i", $"i.Id = f.Id AND {IncidentSql.Visible}"),
        };
        var where = new Predicates(condition).When(before is not null, "f.Id < @before");
        return await db.List<long>($"SELECT f.Id FROM ({db.Dialect.Found(kind.ToString(), sought)}) f CROSS JOIN {table} {where} ORDER BY f.Id DESC {db.Dialect.First("@most")}", args, ct);
    }

    /// <summary>The keys of one page, and that of the next.</summary>
    private async Task<(IReadOnlyList<long> Ids, string? Next)> PageOf(FindText query, FoundKind kind, TextQuery sought, IReadOnlyList<long> newest, CancellationToken ct)
    {
        var size = query.Size ?? FindText.DefaultSize;
        var after = Latest.Read(query) is [long last] ? last : (long?)null;
        IReadOnlyList<long> ids = after is null ? newest : [.. newest.SkipWhile(id => id >= after)];
        // Beyond what was counted.
        if (ids.Count <= size && newest.Count > Page.CountedExactlyUpTo) ids = await Newest(kind, sought, after, size + 1, ct);
        return ids.Count > size ? ([.. ids.Take(size)], Latest.KeyOf(ids[size - 1])) : (ids, null);
    }

    private sealed record ProblemHit
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public string Title { get; init; } = "";
        public Stage Stage { get; init; }
        public DateTimeOffset OpenedAt { get; init; }
        public string Neighborhood { get; init; } = "";
    }

    private async Task<(IReadOnlyList<FoundItem>, string?)> Problems(FindText query, TextQuery sought, IReadOnlyList<long> newest, CancellationToken ct)
    {
        var (ids, next) = await PageOf(query, FoundKind.Problem, sought, newest, ct);
        var rows = await db.List<ProblemHit>("""
            SELECT p.Id, p.Number, p.Title, p.Stage, p.OpenedAt, n.Name AS Neighborhood
            FROM Problem p JOIN Neighborhood n ON n.Id = p.NeighborhoodId WHERE p.Id IN @ids ORDER BY p.Id DESC
            """, new { ids }, ct);
        var texts = await ProblemTexts.Read(db, ids, ct);
        return ([.. rows.Select(row => Item(FoundKind.Problem, row.Id, $"{row.Number} {row.Title}", $"{Wording.Of(row.Stage)}, {row.Neighborhood}", row.OpenedAt, texts[row.Id], sought))], next);
    }

    private sealed record Entered
    {
        public long Id { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
    }

    private async Task<(IReadOnlyList<FoundItem>, string?)> Entries(FindText query, TextQuery sought, IReadOnlyList<long> newest, CancellationToken ct)
    {
        var (ids, next) = await PageOf(query, FoundKind.Stakeholder, sought, newest, ct);
        var rows = await db.List<StakeholderAnswer>($"SELECT {StakeholderSql.Columns} FROM Stakeholder s WHERE s.Id IN @ids ORDER BY s.Id DESC", new { ids }, ct);
        var entered = (await db.List<Entered>("SELECT s.Id, s.CreatedAt FROM Stakeholder s WHERE s.Id IN @ids", new { ids }, ct)).ToDictionary(row => row.Id, row => row.CreatedAt);
        return ([.. rows.Select(row => Item(FoundKind.Stakeholder, row.Id, row.Name, Wording.Of(row.Kind), entered[row.Id],
            [.. StakeholderTexts.Of(row).Select((text, i) => new ProblemTextPart(i == 0 ? "Name" : "", text ?? ""))], sought))], next);
    }

    private async Task<(IReadOnlyList<FoundItem>, string?)> Incidents(FindText query, TextQuery sought, CancellationToken ct)
    {
        var filter = new IncidentFilter(Text: query.Q);
        var args = IncidentSql.Args(db.Dialect, filter);
        args.Add("ActorId", actor.PersonId);
        var size = query.Size ?? FindText.DefaultSize;
        args.Add("Take", size + 1);
        var isFollowing = IncidentSql.NewestFirst.ReadInto(args, query);
        var rows = await db.List<IncidentRow>(ListIncidentsHandler.PageSql(db.Dialect, actor, filter, isFollowing), args, ct);
        var shown = rows.Take(size).ToList();
        return ([.. shown.Select(row => Item(FoundKind.Incident, row.Id, row.Category, row.Neighborhood ?? "No neighborhood", row.OccurredFrom,
            [.. IncidentTexts.Of(row.SourceNumber, row.Address, row.SourceCategory).Select(text => new ProblemTextPart("", text ?? ""))], sought))],
            rows.Count > size ? IncidentSql.NewestFirst.KeyOf(shown[^1]) : null);
    }

    /// <summary>The sentence with most of the terms; of several the one that a reader meets first.</summary>
    private static FoundItem Item(FoundKind kind, long id, string title, string? about, DateTimeOffset at, IEnumerable<ProblemTextPart> parts, TextQuery sought)
    {
        var (best, where) = (Excerpt.Of("", sought), "");
        foreach (var part in parts)
            if (Excerpt.Of(part.Text, sought) is var excerpt && excerpt.Terms > best.Terms) (best, where) = (excerpt, part.Part);
        return new(kind, id, title, about, at, where.Length > 0 ? where : null, best.Runs);
    }
}

internal static class FindTextEndpoint
{
    public static void MapFindText(this RouteGroupBuilder search) => search
        .MapGet("/", (string? q, FoundKind? kind, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new FindText(q ?? "", kind, after, size), ct))
        .WithName("FindText").WithSummary("Problems, stakeholders and incidents by the words in them, newest first").ProducesValidationProblem().ProducesProblem(403);
}
