using System.Collections.Immutable;
using System.Text.RegularExpressions;
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

/// <summary>The worklist: matching problems the actor may see. Days are local, first and last inclusive.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListProblems : IQuery<Page<ProblemRow>>, IPaged, IProblemFilter
{
    public Stage? Stage { get; init; }
    /// <summary>True leaves the closed ones out, false shows those alone.</summary>
    public bool? Open { get; init; }
    /// <summary>True: due before today and not on hold.</summary>
    public bool? Overdue { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    public Priority? Priority { get; init; }
    /// <summary>Of this lead; 0 means nobody leads it.</summary>
    public long? LeadId { get; init; }
    /// <summary>This person is on the team.</summary>
    public long? MemberId { get; init; }
    public bool? Overridden { get; init; }
    public bool? EnforcementOnly { get; init; }
    public Verdict? Verdict { get; init; }
    /// <summary>Whether the test was written down before the response began.</summary>
    public bool? PresetTest { get; init; }
    /// <summary>A number, or words in the title, the description, the worksheets or the notes; see <see cref="TextQuery"/>.</summary>
    public string? Text { get; init; }
    /// <summary>Whether it is on hold today.</summary>
    public bool? OnHold { get; init; }
    /// <summary>False: the lead's account was switched off.</summary>
    public bool? LeadActive { get; init; }
    /// <summary>True: the reader was told of it because it is late, as one of those above the lead.</summary>
    public bool? Escalated { get; init; }
    public ProblemSort? Sort { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }

    // What the figures of reports lead to.
    public DateOnly? OpenedFrom { get; init; }
    public DateOnly? OpenedTo { get; init; }
    /// <summary>Of the present closing; a problem that was reopened is not closed.</summary>
    public DateOnly? ClosedFrom { get; init; }
    public DateOnly? ClosedTo { get; init; }
    public DateOnly? DueFrom { get; init; }
    public DateOnly? DueTo { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    /// <summary>What was found when the present closing was looked at again.</summary>
    public FollowUpFinding? FollowUp { get; init; }
    /// <summary>A gate was passed although this was missing: the code of a shortfall.</summary>
    public string? OverriddenCode { get; init; }
    /// <summary>An action of the plan, not dropped, uses it.</summary>
    public Technique? Technique { get; init; }
    /// <summary>Whether an action, not dropped, is owned outside the police.</summary>
    public bool? OutsideAction { get; init; }
    /// <summary>Whether the team scored all four stages.</summary>
    public bool? Scored { get; init; }
    /// <summary>Who answers for the neighborhood; 0 means nobody.</summary>
    public long? SupervisorId { get; init; }
    /// <summary>How high the ladder of the present due date has climbed.</summary>
    public EscalationLevel? EscalationLevel { get; init; }
    public bool? Returned { get; init; }
    public bool? Reopened { get; init; }
    /// <summary>Whether somebody above the lead was told that it is late, and it still is by the same date.</summary>
    public bool? WasEscalated { get; init; }
    /// <summary>The same, and told on this local day or later.</summary>
    public DateOnly? EscalatedFrom { get; init; }
    /// <summary>And no later than on this day; with <see cref="EscalatedFrom"/>.</summary>
    public DateOnly? EscalatedTo { get; init; }
    /// <summary>Looked at again after closing on this local day or later; with <see cref="FollowUp"/>.</summary>
    public DateOnly? CheckedFrom { get; init; }
    public DateOnly? CheckedTo { get; init; }
    /// <summary>Whether its assessment has a verdict.</summary>
    public bool? Judged { get; init; }
    /// <summary>Whether the verdict is improved; false also where there is none.</summary>
    public bool? Improved { get; init; }
    /// <summary>Whether it was ever in Response.</summary>
    public bool? Responded { get; init; }
    /// <summary>This gate was passed although something was missing.</summary>
    public Gate? OverriddenGate { get; init; }
    /// <summary>Where the present closing stands to being looked at again.</summary>
    public FollowUpStep? FollowUpStep { get; init; }
}

/// <summary>The list of problems, whole, for a file: the same filters, the same rows.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportProblems(ListProblems Filter) : IQuery<CsvFile>;

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

/// <summary>The list of problems: its filters, its orders, its file.</summary>
internal static partial class ProblemList
{
    private const string EscalatedAbove =
        "x.ProblemId = p.Id AND x.Visit = p.Visit AND x.DueOn = p.DueOn AND x.Rung IN ('Escalated', 'EscalatedToCommand', "
            + "'EscalateByHand')";

    private const string OfThisClosing = "d.ProblemId = p.Id AND d.Visit = p.Visit";

    /// <summary>The present closing was looked at again.</summary>
    private const string LookedAtAgain = $"EXISTS (SELECT 1 FROM DurabilityCheck d WHERE {OfThisClosing})";

    public static readonly Filters<ListProblems> Filters = new Filters<ListProblems>()
        .Flag(q => q.Open, "p.Stage <> 'Closed'", "p.Stage = 'Closed'")
        .Is(q => q.Stage, "p.Stage = @Stage")
        .Flag(q => q.Overdue, ProblemSql.Overdue, ProblemSql.NotOverdue)
        .Is(q => q.Priority, "p.Priority = @Priority")
        .Is(q => q.Text, (text, reader) => Says(text, reader.Dialect), (text, reader) => SaysArgs(text, reader.Dialect))
        .Is(q => q.Sort, sort => sort is ProblemSort.Due ? "p.DueOn IS NOT NULL" : null)
        .OfProblem()
        .Is(q => q.MemberId, _ => "EXISTS (SELECT 1 FROM ProblemMember t WHERE t.ProblemId = p.Id AND t.PersonId = @MemberId)",
            (id, actor) => id == actor.PersonId ? "I am on the team" : "One person is on the team")
        .Flag(q => q.Overridden, "p.Overrides > 0", null, "With an override")
        .Flag(q => q.EnforcementOnly, "p.EnforcementOnly = 1", null, "Enforcement only")
        .Is(q => q.Verdict, "p.Verdict = @Verdict", verdict => $"Verdict: {Wording.Of(verdict)}")
        .Flag(q => q.OnHold, "p.HeldUntil > @Today", "(p.HeldUntil IS NULL OR p.HeldUntil <= @Today)", "On hold", "Not on hold")
        .Flag(q => q.Escalated, ProblemSql.EscalatedToActor, null, "Escalated to you")
        .Flag(q => q.LeadActive, "p.LeadId IN (SELECT w.Id FROM Person w WHERE w.Active = 1)", ProblemSql.LeadHasLeft,
            "Led by somebody active", "The lead has left")
        .Flag(q => q.PresetTest, "p.PresetTest = 1", "p.PresetTest = 0", "With a pre-set test", "No pre-set test")
        .Instants(q => q.OpenedFrom, q => q.OpenedTo, "p.OpenedAt", "Opened")
        .Instants(q => q.ClosedFrom, q => q.ClosedTo, "p.ClosedAt", "Closed")
        .Days(q => q.DueFrom, q => q.DueTo, "p.DueOn", "Due")
        .Is(q => q.ClosingReason, "p.ClosingReason = @ClosingReason", reason => $"Closed because: {Lower(reason)}")
        .Is(q => q.FollowUp,
            $"p.Stage = 'Closed' AND EXISTS (SELECT 1 FROM DurabilityCheck d WHERE {OfThisClosing} AND d.Finding = @FollowUp)",
            found => $"Looked at again after closing: {Lower(found)}")
        .Is(q => q.OverriddenCode,
            "p.Id IN (SELECT o.ProblemId FROM WaivedCode w JOIN GateOverride o ON o.Id = w.GateOverrideId WHERE w.Code = @OverriddenCode)",
            code => $"Requirement overridden: {Requirements.InWords(code)}")
        .Is(q => q.Technique,
            "p.Id IN (SELECT a.ProblemId FROM ProblemAction a WHERE a.Technique = @Technique AND a.Interim = 0 AND a.Status <> 'Dropped')",
            technique => $"An action to {Lower(technique)}")
        .Flag(q => q.OutsideAction, ProblemSql.OutsideAction, $"NOT {ProblemSql.OutsideAction}",
            "With an action outside the police", "No action outside the police")
        .Flag(q => q.Scored, ProblemSql.Scored, $"NOT {ProblemSql.Scored}", "Scored by its team", "Not scored by its team")
        .Is(q => q.SupervisorId,
            id => id == 0 ? "p.NeighborhoodId IN (SELECT h.Id FROM Neighborhood h WHERE h.SupervisorId IS NULL)" : ProblemSql.SupervisedBy,
            id => id == 0 ? "Nobody supervises its neighborhood" : "One supervisor's neighborhoods")
        .Add(new([("EscalationLevel", q => q.EscalationLevel)],
            (q, _) => q.EscalationLevel is null ? null : $"p.DueOn IS NOT NULL AND {ProblemSql.HighestEscalationLevel} = @EscalationLevel",
            (q, _) => q.EscalationLevel is { } level ? [new("EscalationLevel", (int)level)] : [],
            (q, _) => q.EscalationLevel is { } level ? $"Reminders: {Lower(level)}" : null))
        .Flag(q => q.Returned, "p.Returns > 0", "p.Returns = 0", "Was moved back", "Was never moved back")
        .Flag(q => q.WasEscalated, ProblemSql.WasEscalated, $"NOT {ProblemSql.WasEscalated}", "Escalated", "Not escalated")
        .Instants(q => q.EscalatedFrom, q => q.EscalatedTo, (_, hasLast) =>
            $"EXISTS (SELECT 1 FROM Nudge x WHERE {EscalatedAbove} AND x.RaisedAt >= "
                + $"@EscalatedFrom{(hasLast ? " AND x.RaisedAt < @EscalatedTo" : "")})",
            "Escalated")
        .Instants(q => q.CheckedFrom, q => q.CheckedTo, (hasFirst, hasLast) =>
            $"EXISTS (SELECT 1 FROM DurabilityCheck d WHERE {OfThisClosing}"
                + $"{(hasFirst ? " AND d.CheckedAt >= @CheckedFrom" : "")}{(hasLast ? " AND d.CheckedAt < @CheckedTo" : "")})",
            "Looked at again")
        .Flag(q => q.Judged, "p.Verdict IS NOT NULL", "p.Verdict IS NULL", "With a verdict", "Without a verdict")
        .Flag(q => q.Improved, "p.Verdict = 'Improved'", "(p.Verdict IS NULL OR p.Verdict <> 'Improved')", "Improved", "Not improved")
        .Flag(q => q.Reopened, "p.Reopenings > 0", "p.Reopenings = 0", "Was reopened", "Was never reopened")
        .Flag(q => q.Responded, ProblemSql.Responded, $"NOT {ProblemSql.Responded}", "Was in Response", "Was never in Response")
        .Is(q => q.OverriddenGate, "EXISTS (SELECT 1 FROM GateOverride g WHERE g.ProblemId = p.Id AND g.Gate = @OverriddenGate)",
            gate => $"Override before: {Lower(gate)}")
        .Add(new([("FollowUpStep", q => q.FollowUpStep)],
            (q, _) => q.FollowUpStep switch
            {
                FollowUpStep.LookedAt => $"p.Stage = 'Closed' AND {LookedAtAgain}",
                FollowUpStep.Waiting => $"{ProblemSql.CanHold} AND p.ClosedAt < @FollowUpDueBefore AND NOT {LookedAtAgain}",
                FollowUpStep.NotYetDue => $"{ProblemSql.CanHold} AND p.ClosedAt >= @FollowUpDueBefore AND NOT {LookedAtAgain}",
                _ => null,
            },
            // Closings before this moment are due to be looked at again.
            (_, reader) => [new("FollowUpDueBefore", reader.EndOf(FollowUp.LastClosingDue(reader.Today)))],
            (q, _) => q.FollowUpStep is { } step ? $"Whether it held: {Lower(step)}" : null));

    private static readonly ListOrder<ProblemRow> LongestInStage =
        new(descending: false) { { "p.StageSince", row => row.StageSince }, { "p.Id", row => row.Id } };
    private static readonly ListOrder<ProblemRow> Newest = new(descending: true) { { "p.Id", row => row.Id } };
    private static readonly ListOrder<ProblemRow> DueFirst =
        new(descending: false) { { "p.DueOn", row => row.DueOn!.Value }, { "p.Id", row => row.Id } };

    public static readonly Listing<ListProblems, ProblemRow> Listing = new()
    {
        Columns = """
            p.Id, p.Number, p.Title, p.NeighborhoodId, n.Name AS Neighborhood, p.CategoryCode, c.Name AS Category, p.Stage,
            p.StageSince, p.OpenedAt, p.DueOn, p.HeldUntil, p.Priority, p.Confidential, p.LeadId, l.Name AS Lead, IIF(l.Active = 0, 1, 0) AS LeadHasLeft,
            p.ClosingReason, p.Verdict, p.PresetTest, p.EnforcementOnly, p.Overrides
            """,
        From = "Problem p",
        Names = """
            LEFT JOIN Neighborhood n ON n.Id = p.NeighborhoodId
            LEFT JOIN Category c ON c.Code = p.CategoryCode
            LEFT JOIN Person l ON l.Id = p.LeadId
            """,
        Filters = Filters,
        Order = query => query.Sort switch { ProblemSort.Newest => Newest, ProblemSort.Due => DueFirst, _ => LongestInStage },
        Shown = (row, reader) => row with
        {
            IsOverdue = Deadlines.IsOverdue(row.DueOn, row.HeldUntil, reader.Today),
            HeldUntil = Deadlines.IsOnHold(row.HeldUntil, reader.Today) ? row.HeldUntil : null,
            VerdictText = row.Verdict is { } verdict ? Verdicts.Describe(verdict, row.PresetTest) : null,
        },
        File = new("problems", "p.Id")
        {
            { "number", row => row.Number },
            { "title", row => row.Title },
            { "category", row => row.Category },
            { "neighborhood", row => row.Neighborhood },
            { "stage", row => Wording.Of(row.Stage) },
            { "priority", row => Wording.Of(row.Priority) },
            { "confidential", row => row.Confidential },
            { "lead", row => row.Lead },
            { "opened", row => row.OpenedAt },
            { "due", row => row.DueOn },
            { "overdue", row => row.IsOverdue },
            { "heldUntil", row => row.HeldUntil },
            { "closingReason", row => row.ClosingReason is { } reason ? Wording.Of(reason) : null },
            { "verdict", row => row.VerdictText },
            { "overrides", row => row.Overrides },
            { "enforcementOnly", row => row.EnforcementOnly },
        },
    };

    private static string Lower(Enum value) => Wording.Of(value).ToLowerInvariant();

    /// <summary>
    /// A whole number names one problem; else words are looked for, and what has none, such as a sign, at the beginning of titles.
    /// </summary>
    private static string Says(string text, Dialect dialect) =>
        WholeNumber().IsMatch(text) ? "p.Number = @Text"
        : TextQuery.Parse(text) is { IsEmpty: false } words ? $"p.Id IN ({dialect.Found("Problem", words.Terms)})"
        : dialect.StartsWith("p.TitleKey", "@Text");

    private static IEnumerable<KeyValuePair<string, object>> SaysArgs(string text, Dialect dialect) =>
        (TextQuery.Parse(text) is { IsEmpty: false } words ? dialect.FoundArgs(words.Terms) : ImmutableDictionary<string, object>.Empty)
        .Append(new("Text", SearchKey.Of(text)));

    [GeneratedRegex(@"^\s*P-\d{4}-\d{4,}\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex WholeNumber();
}

internal sealed class ListProblemsValidator : AbstractValidator<ListProblems>
{
    private const string Backward = "The last day lies before the first. Swap them.";

    public ListProblemsValidator()
    {
        RuleFor(q => q.Text).MaximumLength(100)
            .Must(text => TextQuery.Parse(text).Terms.Count <= TextQuery.MostTerms)
            .WithMessage($"Type at most {TextQuery.MostTerms} words or phrases.");
        RuleFor(q => q.Verdict).IsInEnum();
        RuleFor(q => q.Sort).IsInEnum();
        RuleFor(q => q.OpenedTo).Must((q, last) => !(q.OpenedFrom > last)).WithMessage(Backward);
        RuleFor(q => q.ClosedTo).Must((q, last) => !(q.ClosedFrom > last)).WithMessage(Backward);
        RuleFor(q => q.DueTo).Must((q, last) => !(q.DueFrom > last)).WithMessage(Backward);
        RuleFor(q => q.SupervisorId).GreaterThanOrEqualTo(0).WithMessage("Give the id of a person, or 0 where nobody supervises.");
        RuleFor(q => q.EscalatedTo).Must((q, last) => !(q.EscalatedFrom > last)).WithMessage(Backward);
        RuleFor(q => q.EscalatedTo).Null().When(q => q.EscalatedFrom is null).WithMessage("Give the first day too, as escalatedFrom.");
        RuleFor(q => q.CheckedTo).Must((q, last) => !(q.CheckedFrom > last)).WithMessage(Backward);
        RuleFor(q => q.CheckedFrom).Null().When(q => q.FollowUp is null).WithMessage("Choose a follow-up finding too (followUp).");
        RuleFor(q => q.CheckedTo).Null().When(q => q.FollowUp is null).WithMessage("Choose a follow-up finding too (followUp).");
        this.ProblemRules();
        RuleFor(q => q.OverriddenCode).Must(code => code is null || Sara.Codes.Contains(code))
            .WithMessage("There is no shortfall with this code.");
    }
}

internal sealed class ListProblemsHandler(ListReader lists)
    : IRequestHandler<ListProblems, Page<ProblemRow>>, IRequestHandler<ExportProblems, CsvFile>
{
    public Task<Page<ProblemRow>> Handle(ListProblems query, CancellationToken ct) => lists.Page(ProblemList.Listing, query, ct);

    public Task<CsvFile> Handle(ExportProblems query, CancellationToken ct) => lists.File(ProblemList.Listing, query.Filter, ct);
}

internal static class ListProblemsEndpoint
{
    public static void MapListProblems(this RouteGroupBuilder problems) => problems
        .MapGet("/", ([AsParameters] ListProblems query, IMediator mediator, CancellationToken ct) => mediator.Send(query, ct))
        .WithName("ListProblems").WithSummary("List the problems you may see");
}
