using System.Globalization;
using FluentValidation;
using MediatR;
using ProblemTracker.Problems;
using ProblemTracker.Settings;

namespace ProblemTracker.Nudges;

/// <summary>The actor's own nudges, newest first; those about problems that are not theirs to see any more are left out.</summary>
/// <param name="Seen">False: only the new ones.</param>
[Needs(Permission.SignedIn)]
public sealed record ListMyNudges(bool? Seen = null, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<NudgeRow>>;

public sealed record NudgeRow
{
    public long Id { get; init; }
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public Stage Stage { get; init; }
    /// <summary>The due date that was missed.</summary>
    public DateOnly DueOn { get; init; }
    /// <summary>Days from the missed date to today.</summary>
    public int DaysOver { get; init; }
    /// <summary>The problem is still in that visit to its stage, with that due date.</summary>
    public bool StillStands { get; init; }
    public DateTimeOffset RaisedAt { get; init; }
    public DateTimeOffset? SeenAt { get; init; }
}

internal sealed class ListMyNudgesValidator : AbstractValidator<ListMyNudges>
{
    public ListMyNudgesValidator()
    {
        RuleFor(q => q.Size).InclusiveBetween(1, Page.LargestSize).WithMessage($"A page has 1 to {Page.LargestSize} rows.");
        RuleFor(q => q.After).Must(key => PageKey.IsWellFormed(key, 1)).WithMessage("This page link is not one of ours.");
    }
}

internal sealed class ListMyNudgesHandler(Db db, Actor actor, Agency agency) : IRequestHandler<ListMyNudges, Page<NudgeRow>>
{
    public async Task<Page<NudgeRow>> Handle(ListMyNudges query, CancellationToken ct)
    {
        if (!actor.Might(Permission.ReadProblems)) return Page.Of<NudgeRow>([], query.Size, 0, _ => "");
        var today = await agency.Today(ct);
        var key = PageKey.Parse(query.After, 1);
        var where = new Predicates($"r.PersonId = @ActorId AND {ProblemSql.VisibleTo(actor)}")
            .When(query.Seen is true, "r.SeenAt IS NOT NULL")
            .When(query.Seen is false, "r.SeenAt IS NULL");
        var args = new
        {
            ActorId = actor.PersonId,
            Id = key is null ? 0 : long.Parse(key[0], CultureInfo.InvariantCulture),
            Take = query.Size + 1,
            CountTo = Page.CountedExactlyUpTo + 1,
        };
        var rows = await db.List<NudgeRow>($"""
            SELECT n.Id, n.ProblemId, p.Number, p.Title, p.Stage, n.DueOn, n.RaisedAt, r.SeenAt,
                IIF(p.Visit = n.Visit AND p.DueOn = n.DueOn, 1, 0) AS StillStands
            FROM NudgeRecipient r
            JOIN Nudge n ON n.Id = r.NudgeId
            JOIN Problem p ON p.Id = n.ProblemId
            {where.When(key is not null, "r.NudgeId < @Id")}
            ORDER BY r.NudgeId DESC {db.Dialect.First("@Take")}
            """, args, ct);
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (
                SELECT r.NudgeId FROM NudgeRecipient r JOIN Nudge n ON n.Id = r.NudgeId JOIN Problem p ON p.Id = n.ProblemId
                {where} ORDER BY r.NudgeId {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        var shown = rows.Select(r => r with { DaysOver = today.DayNumber - r.DueOn.DayNumber }).ToList();
        return Page.Of(shown, query.Size, total, last => PageKey.For($"{last.Id}"));
    }
}

internal static class ListMyNudgesEndpoint
{
    public static void MapListMyNudges(this RouteGroupBuilder nudges) => nudges
        .MapGet("/", (bool? seen, string? after, int? size, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ListMyNudges(seen, after, size ?? Page.DefaultSize), ct))
        .WithName("ListMyNudges").WithSummary("Your own nudges, newest first").ProducesValidationProblem();
}
