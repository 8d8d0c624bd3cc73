using System.Globalization;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Search;

namespace ProblemTracker.Problems;

/// <summary>In which order a list of problems comes.</summary>
public enum ProblemSort
{
    /// <summary>Longest in their stage first.</summary>
    StageSince,
    /// <summary>Opened last first.</summary>
    Newest,
    /// <summary>Due first; problems without a due date (the closed ones) are left out.</summary>
    Due,
}

/// <summary>The worklist: matching problems the actor may see.</summary>
/// <param name="Open">True leaves the closed ones out, false shows those alone.</param>
/// <param name="Overdue">True: due before today and not on hold.</param>
/// <param name="LeadId">Of this lead; 0 means nobody leads it.</param>
/// <param name="MemberId">This person is on the team.</param>
/// <param name="Held">Whether it is on hold today.</param>
/// <param name="LeadActive">False: the lead's account was switched off.</param>
/// <param name="Escalated">True: the reader was told of it because it is late, as one of those above the lead.</param>
/// <param name="PresetTest">Whether the test was written down before the response began.</param>
/// <param name="Text">A number, or words in the title, the description, the worksheets or the notes; see <see cref="TextQuery"/>.</param>
[Needs(Permission.ReadProblems)]
public sealed record ListProblems(
    Stage? Stage = null, bool? Open = null, bool? Overdue = null, long? NeighborhoodId = null, string? CategoryCode = null, Priority? Priority = null,
    long? LeadId = null, long? MemberId = null, bool? Overridden = null, bool? EnforcementOnly = null,
    Verdict? Verdict = null, bool? PresetTest = null, string? Text = null, bool? Held = null, bool? LeadActive = null, bool? Escalated = null,
    ProblemSort Sort = ProblemSort.StageSince, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<ProblemRow>>
{
    // What the figures of reports lead to. Dates are local days, first and last inclusive.
    public DateOnly? OpenedFrom { get; init; }
    public DateOnly? OpenedTo { get; init; }
    /// <summary>Of the present closing; a problem that was reopened is not closed.</summary>
    public DateOnly? ClosedFrom { get; init; }
    public DateOnly? ClosedTo { get; init; }
    public DateOnly? DueFrom { get; init; }
    public DateOnly? DueTo { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    /// <summary>What was found when the present closing was looked at again.</summary>
    public DurabilityFinding? Durability { get; init; }
    /// <summary>A gate was passed although this was missing: the code of a shortfall.</summary>
    public string? WaivedCode { get; init; }
    /// <summary>An action of the plan, not dropped, uses it.</summary>
    public Technique? Technique { get; init; }
    /// <summary>Whether an action, not dropped, is owned outside the police.</summary>
    public bool? OutsideAction { get; init; }
    /// <summary>Whether the team scored all four stages.</summary>
    public bool? Scored { get; init; }
    /// <summary>Who answers for the neighborhood; 0 means nobody.</summary>
    public long? SupervisorId { get; init; }
    /// <summary>How high the ladder of the present due date has climbed.</summary>
    public LateRung? Rung { get; init; }
    public bool? Returned { get; init; }
    public bool? Reopened { get; init; }
    /// <summary>Whether somebody above the lead was told that it is late, and it still is by the same date.</summary>
    public bool? WasEscalated { get; init; }
    /// <summary>The same, and told on this local day or later.</summary>
    public DateOnly? EscalatedFrom { get; init; }
    /// <summary>And no later than on this day; with <see cref="EscalatedFrom"/>.</summary>
    public DateOnly? EscalatedTo { get; init; }
    /// <summary>Looked at again after closing on this local day or later; with <see cref="Durability"/>.</summary>
    public DateOnly? CheckedFrom { get; init; }
    public DateOnly? CheckedTo { get; init; }
    /// <summary>Whether its assessment has a verdict.</summary>
    public bool? Judged { get; init; }
    /// <summary>Whether the verdict is improved; false also where there is none.</summary>
    public bool? Improved { get; init; }
    /// <summary>Whether it was ever in Response.</summary>
    public bool? Responded { get; init; }
    /// <summary>This gate was passed although something was missing.</summary>
    public Gate? WaivedGate { get; init; }
    /// <summary>Where the present closing stands to being looked at again.</summary>
    public DurabilityStep? DurabilityStep { get; init; }
}

public sealed record ProblemRow
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public long NeighborhoodId { get; init; }
    public string Neighborhood { get; init; } = "";
    public string CategoryCode { get; init; } = "";
    public string Category { get; init; } = "";
    public Stage Stage { get; init; }
    public DateTimeOffset StageSince { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public DateOnly? DueOn { get; init; }
    public bool IsOverdue { get; init; }
    /// <summary>The first day on which work goes on; null where it is not on hold.</summary>
    public DateOnly? HeldUntil { get; init; }
    public Priority Priority { get; init; }
    public bool Confidential { get; init; }
    public long? LeadId { get; init; }
    public string? Lead { get; init; }
    /// <summary>The lead's account was switched off.</summary>
    public bool LeadHasLeft { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    public Verdict? Verdict { get; init; }
    /// <summary>The verdict in words, with "no pre-set test" where it says improved without one.</summary>
    public string? VerdictText { get; init; }
    public bool PresetTest { get; init; }
    public bool EnforcementOnly { get; init; }
    /// <summary>Gates passed by an override.</summary>
    public int Overrides { get; init; }
}

internal sealed class ListProblemsValidator : AbstractValidator<ListProblems>
{
    private const string Backward = "The last day lies before the first. Swap them.";

    public ListProblemsValidator()
    {
        RuleFor(q => q.Size).InclusiveBetween(1, Page.LargestSize).WithMessage($"A page has 1 to {Page.LargestSize} rows.");
        RuleFor(q => q.After).Must(key => PageKey.IsWellFormed(key, 2)).WithMessage("This page link is not one of ours.");
        RuleFor(q => q.Text).MaximumLength(100)
            .Must(text => TextQuery.Parse(text).Terms.Count <= TextQuery.MostTerms).WithMessage($"Type at most {TextQuery.MostTerms} words or phrases.");
        RuleFor(q => q.Verdict).IsInEnum();
        RuleFor(q => q.Sort).IsInEnum();
        RuleFor(q => q.OpenedTo).Must((q, last) => !(q.OpenedFrom > last)).WithMessage(Backward);
        RuleFor(q => q.ClosedTo).Must((q, last) => !(q.ClosedFrom > last)).WithMessage(Backward);
        RuleFor(q => q.DueTo).Must((q, last) => !(q.DueFrom > last)).WithMessage(Backward);
        RuleFor(q => q.SupervisorId).GreaterThanOrEqualTo(0).WithMessage("Give the id of a person, or 0 where nobody supervises.");
        RuleFor(q => q.EscalatedTo).Must((q, last) => !(q.EscalatedFrom > last)).WithMessage(Backward);
        RuleFor(q => q.EscalatedTo).Null().When(q => q.EscalatedFrom is null).WithMessage("Give the first day too, as escalatedFrom.");
        RuleFor(q => q.CheckedTo).Must((q, last) => !(q.CheckedFrom > last)).WithMessage(Backward);
        RuleFor(q => q.CheckedFrom).Null().When(q => q.Durability is null).WithMessage("Say what was found, as durability.");
        RuleFor(q => q.CheckedTo).Null().When(q => q.Durability is null).WithMessage("Say what was found, as durability.");
        this.ProblemRules(q => (q.NeighborhoodId, q.CategoryCode, q.LeadId));
        RuleFor(q => q.WaivedCode).Must(code => code is null || Sara.Codes.Contains(code)).WithMessage("There is no shortfall with this code.");
    }
}

internal sealed class ListProblemsHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ListProblems, Page<ProblemRow>>
{
    public async Task<Page<ProblemRow>> Handle(ListProblems query, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var where = ProblemSql.Matching(query, actor, db.Dialect);
        var key = PageKey.Parse(query.After, 2);
        var (order, beyond) = query.Sort switch
        {
            ProblemSort.Newest => ("p.Id DESC", "p.Id < @Id"),
            ProblemSort.Due => ("p.DueOn, p.Id", "(p.DueOn > @Date OR (p.DueOn = @Date AND p.Id > @Id))"),
            _ => ("p.StageSince, p.Id", "(p.StageSince > @Instant OR (p.StageSince = @Instant AND p.Id > @Id))"),
        };
        var args = (ProblemSql.Args(query, actor, await agency.Calendar(ct), today) with
        {
            Id = key is null ? 0 : long.Parse(key[^1], CultureInfo.InvariantCulture),
            Instant = query.Sort == ProblemSort.StageSince && key is not null && DateTimeOffset.TryParse(key[0], CultureInfo.InvariantCulture, out var since) ? since : default,
            Date = query.Sort == ProblemSort.Due && key is not null && DateOnly.TryParse(key[0], CultureInfo.InvariantCulture, out var due) ? due : default,
            Take = query.Size + 1,
            CountTo = Page.CountedExactlyUpTo + 1,
        }).With(query, db.Dialect);

        var rows = await db.List<ProblemRow>($"""
            {ProblemSql.Rows}
            {where.When(key is not null, beyond)}
            ORDER BY {order} {db.Dialect.First("@Take")}
            """, args, ct);
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (SELECT p.Id FROM Problem p {where} ORDER BY p.Id {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        var shown = rows.Select(r => r with
        {
            IsOverdue = Deadlines.IsOverdue(r.DueOn, r.HeldUntil, today),
            HeldUntil = Deadlines.IsHeld(r.HeldUntil, today) ? r.HeldUntil : null,
            VerdictText = r.Verdict is { } verdict ? Verdicts.Describe(verdict, r.PresetTest) : null,
        }).ToList();
        return Page.Of(shown, query.Size, total, last => query.Sort switch
        {
            ProblemSort.Newest => PageKey.For("", $"{last.Id}"),
            ProblemSort.Due => PageKey.For($"{last.DueOn:yyyy-MM-dd}", $"{last.Id}"),
            _ => PageKey.For(last.StageSince.ToString("O", CultureInfo.InvariantCulture), $"{last.Id}"),
        });
    }
}

internal static class ListProblemsEndpoint
{
    /// <summary>The message as it stands in a query string.</summary>
    public sealed record Query(
        QueryEnum<Stage>? Stage, bool? Open, bool? Overdue, long? NeighborhoodId, string? CategoryCode, QueryEnum<Priority>? Priority,
        long? LeadId, long? MemberId, bool? Overridden, bool? EnforcementOnly, QueryEnum<Verdict>? Verdict, bool? PresetTest, string? Text,
        bool? Held, bool? LeadActive, bool? Escalated, QueryEnum<ProblemSort>? Sort, string? After, int? Size,
        DateOnly? OpenedFrom, DateOnly? OpenedTo, DateOnly? ClosedFrom, DateOnly? ClosedTo, DateOnly? DueFrom, DateOnly? DueTo,
        QueryEnum<ClosingReason>? ClosingReason, QueryEnum<DurabilityFinding>? Durability, string? WaivedCode, QueryEnum<Technique>? Technique,
        bool? OutsideAction, bool? Scored, long? SupervisorId, QueryEnum<LateRung>? Rung, bool? Returned, bool? Reopened, bool? WasEscalated, DateOnly? EscalatedFrom, DateOnly? EscalatedTo, DateOnly? CheckedFrom, DateOnly? CheckedTo, bool? Judged,
        bool? Improved, bool? Responded, QueryEnum<Gate>? WaivedGate, QueryEnum<DurabilityStep>? DurabilityStep);

    public static void MapListProblems(this RouteGroupBuilder problems) => problems
        .MapGet("/", ([AsParameters] Query q, IMediator mediator, CancellationToken ct) => mediator.Send(new ListProblems(
            q.Stage?.Value, q.Open, q.Overdue, q.NeighborhoodId, q.CategoryCode, q.Priority?.Value, q.LeadId, q.MemberId, q.Overridden,
            q.EnforcementOnly, q.Verdict?.Value, q.PresetTest, q.Text, q.Held, q.LeadActive, q.Escalated, q.Sort?.Value ?? ProblemSort.StageSince, q.After, q.Size ?? Page.DefaultSize)
        {
            OpenedFrom = q.OpenedFrom,
            OpenedTo = q.OpenedTo,
            ClosedFrom = q.ClosedFrom,
            ClosedTo = q.ClosedTo,
            DueFrom = q.DueFrom,
            DueTo = q.DueTo,
            ClosingReason = q.ClosingReason?.Value,
            Durability = q.Durability?.Value,
            WaivedCode = q.WaivedCode,
            Technique = q.Technique?.Value,
            OutsideAction = q.OutsideAction,
            Scored = q.Scored,
            SupervisorId = q.SupervisorId,
            Rung = q.Rung?.Value,
            Returned = q.Returned,
            Reopened = q.Reopened,
            WasEscalated = q.WasEscalated,
            EscalatedFrom = q.EscalatedFrom,
            EscalatedTo = q.EscalatedTo,
            CheckedFrom = q.CheckedFrom,
            CheckedTo = q.CheckedTo,
            Judged = q.Judged,
            Improved = q.Improved,
            Responded = q.Responded,
            WaivedGate = q.WaivedGate?.Value,
            DurabilityStep = q.DurabilityStep?.Value,
        }, ct))
        .WithName("ListProblems").WithSummary("List the problems you may see").ProducesValidationProblem();
}
