using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>What is entered about a walk over a site.</summary>
public record WalkFacts
{
    /// <summary>The site's name or address.</summary>
    public string? Site { get; init; }
    /// <summary>Now, or before a correction the time it has, by default.</summary>
    public DateTimeOffset? WalkedAt { get; init; }
    /// <summary>How many residents took part; their names are not stored.</summary>
    public int? Residents { get; init; }
    public string? Note { get; init; }
    /// <summary>An answer to each item of the checklist; in a correction, to each item that the walk has.</summary>
    public IReadOnlyList<WalkAnswer> Items { get; init; } = [];
}

/// <param name="Remark">What was seen, and where.</param>
public sealed record WalkAnswer(long ItemId, DisorderExtent? Extent = null, string? Remark = null);

/// <summary>Fills the site checklist after a walk with residents, as the actor's own.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record FillChecklist : WalkFacts, ICommand<WalkDetails>
{
    public FillChecklist(long problemId, WalkFacts facts) : base(facts) => ProblemId = problemId;

    public long ProblemId { get; }
}

internal abstract class WalkRules<T> : AbstractValidator<T> where T : WalkFacts
{
    /// <summary>Whatever is before it, is a mistake in the year.</summary>
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    protected WalkRules()
    {
        RuleFor(c => c.Site).NotEmpty().WithMessage("Enter the site’s name or address.").MaximumLength(ChecklistSql.LongestSite);
        RuleFor(c => c.WalkedAt).Must(at => at is null || at >= Earliest).WithMessage("Enter a time after 1999.");
        RuleFor(c => c.Residents).NotNull().WithMessage("Enter how many residents took part, 0 for none.")
            .InclusiveBetween(0, ChecklistSql.MostResidents).WithMessage("Enter 0 to 1,000 residents.");
        RuleFor(c => c.Note).MaximumLength(ChecklistSql.LongestNote);
        RuleFor(c => c.Items).Must(items => items.Count <= 200).WithMessage("Answer each item once.");
        RuleForEach(c => c.Items).ChildRules(item =>
        {
            item.RuleFor(i => i.Extent).NotNull().WithMessage("Choose an answer.").IsInEnum();
            item.RuleFor(i => i.Remark).MaximumLength(ChecklistSql.LongestRemark);
        });
    }
}

internal sealed class FillChecklistValidator : WalkRules<FillChecklist>;

internal sealed class FillChecklistHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<FillChecklist, WalkDetails>
{
    public async Task<WalkDetails> Handle(FillChecklist command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var items = (await ChecklistItemSql.List(db, ct)).Where(item => item.Active).Select(item => (item.Id!.Value, item.Name)).ToList();
        var answers = WalkAnswers.Of(command, items);
        var number = 1 + await db.Single<int>("SELECT COALESCE(MAX(k.Number), 0) FROM ChecklistWalk k WHERE k.ProblemId = @ProblemId",
            command, ct);
        if (number > ChecklistSql.MostWalks)
            throw new RuleBroken("checklist.many", $"A problem can have {ChecklistSql.MostWalks} walks. Correct an earlier one instead.",
                "items");
        var at = WalkAnswers.Time(command, file, file.Now);
        var id = await db.Insert("""
            INSERT INTO ChecklistWalk (ProblemId, Number, Site, WalkedAt, WalkedOn, Residents, Note, FilledBy, FilledAt)
            VALUES (@ProblemId, @number, @Site, @at, @On, @Residents, @Note, @PersonId, @Now)
            """, new
        {
            command.ProblemId,
            number,
            Site = command.Site!.Trim(),
            at,
            On = file.Calendar.DateOf(at),
            command.Residents,
            Note = WalkAnswers.Text(command.Note),
            actor.PersonId,
            file.Now,
        }, ct);
        await WalkAnswers.Write(db, id, answers, ct);
        var walk = await ChecklistSql.Walk(db, command.ProblemId, number, ct);
        file.CountAsWork();
        file.Record("checklist.filled", id, $"Filled the site checklist at {walk.Site}: score {walk.ScoreInWords}.", null,
            ChecklistSql.Facts(walk));
        await files.Save(file, ct);
        return walk;
    }
}

internal static class FillChecklistEndpoint
{
    public static void MapFillChecklist(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/checklists", async (long id, WalkFacts body, IMediator mediator, CancellationToken ct) =>
        {
            var walk = await mediator.Send(new FillChecklist(id, body), ct);
            return TypedResults.Created($"/api/v1/problems/{id}/checklists/{walk.Number}", walk);
        })
        .WithName("FillChecklist").WithSummary("Fill the site checklist of a problem after a walk with residents");
}
