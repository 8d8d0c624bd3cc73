using System.Globalization;
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
public sealed record FindText(string Q, FoundKind? Kind = null, string? After = null, int Size = FindText.DefaultSize) : IQuery<TextFound>
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
        RuleFor(q => q.Size).InclusiveBetween(1, Page.LargestSize).WithMessage($"A page has 1 to {Page.LargestSize} rows.");
        RuleFor(q => q.After).Must(key => PageKey.IsWellFormed(key, 1) || PageKey.IsWellFormed(key, 2)).WithMessage("This page link is not one of ours.");
    }
}

internal sealed class FindTextHandler(Db db, Actor actor) : IRequestHandler<FindText, TextFound>
{
    private const string OfProblems = "p.Id = f.Id";
    private const string OfEntries = $"s.Id = f.Id AND {StakeholderSql.Stands}";

    public async Task<TextFound> Handle(FindText query, CancellationToken ct)
    {
        var sought = TextQuery.Parse(query.Q);
        var counts = new List<FoundCount>();
        foreach (var each in Enum.GetValues<FoundKind>())
        {
            var counted = await Count(each, sought, query.Q, ct);
            counts.Add(new(each, Math.Min(counted, Page.CountedExactlyUpTo), counted > Page.CountedExactlyUpTo));
        }
        var kind = query.Kind ?? counts.Find(c => c.Total > 0)?.Kind ?? FoundKind.Problem;
        var total = counts.Single(c => c.Kind == kind);
        var (items, next) = total.Total == 0 ? ([], null) : kind switch
        {
            FoundKind.Problem => await Problems(query, sought, ct),
            FoundKind.Stakeholder => await Entries(query, sought, ct),
            _ => await Incidents(query, sought, ct),
        };
        return new(kind, counts, items, total.Total, total.TotalIsCapped, next);
    }

    private Task<int> Count(FoundKind kind, TextQuery sought, string text, CancellationToken ct)
    {
        var args = Args(sought);
        args.Add("CountTo", Page.CountedExactlyUpTo + 1);
        var found = db.Dialect.Found(kind.ToString(), sought);
        var first = db.Dialect.First("@CountTo");
        switch (kind)
        {
            case FoundKind.Problem:
                return db.Single<int>($"""
                    SELECT COUNT(*) FROM (SELECT f.Id FROM ({found}) f CROSS JOIN Problem p WHERE {OfProblems} AND {ProblemSql.VisibleTo(actor)} ORDER BY f.Id DESC {first}) counted
                    """, args, ct);
            case FoundKind.Stakeholder:
                return db.Single<int>($"""
                    SELECT COUNT(*) FROM (SELECT f.Id FROM ({found}) f CROSS JOIN Stakeholder s WHERE {OfEntries} ORDER BY f.Id DESC {first}) counted
                    """, args, ct);
            default:
                return db.Single<int>($"""
                    SELECT COUNT(*) FROM (SELECT f.Id FROM ({found}) f CROSS JOIN Incident i WHERE i.Id = f.Id AND {IncidentSql.Visible} ORDER BY f.Id DESC {first}) counted
                    """, args, ct);
        }
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

    private async Task<(IReadOnlyList<FoundItem>, string?)> Problems(FindText query, TextQuery sought, CancellationToken ct)
    {
        var where = new Predicates(OfProblems).When(true, ProblemSql.VisibleTo(actor)).When(query.After is not null, "f.Id < @Id");
        var rows = await db.List<ProblemHit>($"""
            SELECT p.Id, p.Number, p.Title, p.Stage, p.OpenedAt, n.Name AS Neighborhood
            FROM ({db.Dialect.Found(nameof(FoundKind.Problem), sought)}) f CROSS JOIN Problem p JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            {where} ORDER BY f.Id DESC {db.Dialect.First("@Take")}
            """, PageArgs(query, sought), ct);
        var shown = rows.Take(query.Size).ToList();
        var texts = await ProblemTexts.Read(db, [.. shown.Select(row => row.Id)], ct);
        return ([.. shown.Select(row => Item(FoundKind.Problem, row.Id, $"{row.Number} {row.Title}", $"{Wording.Of(row.Stage)}, {row.Neighborhood}", row.OpenedAt, texts[row.Id], sought))],
            rows.Count > query.Size ? PageKey.For($"{shown[^1].Id}") : null);
    }

    private sealed record EntryHit
    {
        public DateTimeOffset CreatedAt { get; init; }
        public long EntryId { get; init; }
    }

    private async Task<(IReadOnlyList<FoundItem>, string?)> Entries(FindText query, TextQuery sought, CancellationToken ct)
    {
        var where = new Predicates(OfEntries).When(query.After is not null, "f.Id < @Id");
        var found = db.Dialect.Found(nameof(FoundKind.Stakeholder), sought);
        var rows = await db.List<StakeholderAnswer>($"SELECT {StakeholderSql.Columns} FROM ({found}) f CROSS JOIN Stakeholder s {where} ORDER BY f.Id DESC {db.Dialect.First("@Take")}",
            PageArgs(query, sought), ct);
        var shown = rows.Take(query.Size).ToList();
        var entered = (await db.List<EntryHit>("SELECT s.Id AS EntryId, s.CreatedAt FROM Stakeholder s WHERE s.Id IN @ids", new { ids = shown.Select(row => row.Id) }, ct))
            .ToDictionary(row => row.EntryId, row => row.CreatedAt);
        return ([.. shown.Select(row => Item(FoundKind.Stakeholder, row.Id, row.Name, Wording.Of(row.Kind), entered[row.Id],
            [.. StakeholderTexts.Of(row).Select((text, i) => new ProblemTextPart(i == 0 ? "Name" : "", text ?? ""))], sought))],
            rows.Count > query.Size ? PageKey.For($"{shown[^1].Id}") : null);
    }

    private async Task<(IReadOnlyList<FoundItem>, string?)> Incidents(FindText query, TextQuery sought, CancellationToken ct)
    {
        var filter = new IncidentFilter(Text: query.Q);
        var args = PageArgs(query, sought);
        var key = PageKey.Parse(query.After, 2);
        if (key is not null && DateTimeOffset.TryParse(key[0], CultureInfo.InvariantCulture, out var at))
        {
            args.Add("AfterAt", at);
            args.Add("AfterId", long.Parse(key[1], CultureInfo.InvariantCulture));
        }
        else key = null;
        var rows = await db.List<IncidentRow>(ListIncidentsHandler.PageSql(db.Dialect, actor, filter, key is not null), args, ct);
        var shown = rows.Take(query.Size).ToList();
        return ([.. shown.Select(row => Item(FoundKind.Incident, row.Id, row.Category, row.Neighborhood ?? "No neighborhood", row.OccurredFrom,
            [.. IncidentTexts.Of(row.SourceNumber, row.Address, row.SourceCategory).Select(text => new ProblemTextPart("", text ?? ""))], sought))],
            rows.Count > query.Size ? ListIncidentsHandler.KeyOf(shown[^1]) : null);
    }

    /// <summary>The sentence with most of the terms; of several the one that a reader meets first.</summary>
    private static FoundItem Item(FoundKind kind, long id, string title, string? about, DateTimeOffset at, IEnumerable<ProblemTextPart> parts, TextQuery sought)
    {
        var (best, where) = (Excerpt.Of("", sought), "");
        foreach (var part in parts)
            if (Excerpt.Of(part.Text, sought) is var excerpt && excerpt.Terms > best.Terms) (best, where) = (excerpt, part.Part);
        return new(kind, id, title, about, at, where.Length > 0 ? where : null, best.Runs);
    }

    private DynamicParameters PageArgs(FindText query, TextQuery sought)
    {
        var args = Args(sought);
        args.Add("Id", PageKey.LastId(query.After, 1));
        args.Add("Take", query.Size + 1);
        return args;
    }

    private DynamicParameters Args(TextQuery sought)
    {
        var args = new DynamicParameters(db.Dialect.FoundArgs(sought));
        args.Add("ActorId", actor.PersonId);
        return args;
    }
}

internal static class FindTextEndpoint
{
    public static void MapFindText(this RouteGroupBuilder search) => search
        .MapGet("/", (string? q, QueryEnum<FoundKind>? kind, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new FindText(q ?? "", kind?.Value, after, size ?? FindText.DefaultSize), ct))
        .WithName("FindText").WithSummary("Problems, stakeholders and incidents by the words in them, newest first").ProducesValidationProblem().ProducesProblem(403);
}
