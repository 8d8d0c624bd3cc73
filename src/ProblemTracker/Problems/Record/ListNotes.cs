using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>A problem's notes, the latest first.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListNotes(long ProblemId, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<NoteAnswer>>;

internal sealed class ListNotesValidator : AbstractValidator<ListNotes>
{
    public ListNotesValidator() => this.PageRules(q => q.Size, q => q.After, parts: 1);
}

internal sealed class ListNotesHandler(Db db, Actor actor) : IRequestHandler<ListNotes, Page<NoteAnswer>>
{
    public async Task<Page<NoteAnswer>> Handle(ListNotes query, CancellationToken ct)
    {
        await ProblemSql.MustSee(db, actor, query.ProblemId, ct);
        var where = new Predicates("n.ProblemId = @ProblemId");
        var args = new { query.ProblemId, Id = PageKey.LastId(query.After, 1), Take = query.Size + 1, CountTo = Page.CountedExactlyUpTo + 1 };
        var rows = await db.List<NoteAnswer>(
            $"{NoteSql.Select} {where.When(args.Id is not null, "n.Id < @Id")} ORDER BY n.Id DESC {db.Dialect.First("@Take")}", args, ct);
        var total = await db.Single<int>(
            $"SELECT COUNT(*) FROM (SELECT n.Id FROM ProblemNote n {where} ORDER BY n.Id {db.Dialect.First("@CountTo")}) counted", args, ct);
        return Page.Of(rows, query.Size, total, last => PageKey.For($"{last.Id}"));
    }
}

internal static class ListNotesEndpoint
{
    public static void MapListNotes(this RouteGroupBuilder problems) => problems
        .MapGet("/{id:long}/notes", (long id, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListNotes(id, after, size ?? Page.DefaultSize), ct))
        .WithName("ListNotes").WithSummary("A problem's notes, the latest first").ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404);
}
