using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Search;

namespace ProblemTracker.Problems;

/// <summary>The order of a list of problems.</summary>
public enum ProblemSort
{
    /// <summary>Longest in their stage first.</summary>
    StageSince,
    /// <summary>Most recently opened first.</summary>
    Newest,
    /// <summary>By due date, earliest first. Leaves out closed problems, which have none.</summary>
    Due,
}

/// <summary>The list of matching problems that the actor can view. Dates are local days, both ends inclusive.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ListProblems : IQuery<Page<ProblemRow>>, IPaged, IProblemFilter
{
    public Stage? Stage { get; init; }
    /// <summary>True: open problems only. False: closed problems only.</summary>
    public bool? Open { get; init; }
    /// <summary>True: due before today and not on hold.</summary>
    public bool? Overdue { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    public Priority? Priority { get; init; }
    /// <summary>Id of the lead; 0 for problems without a lead.</summary>
    public long? LeadId { get; init; }
    /// <summary>Id of a person on the team.</summary>
    public long? MemberId { get; init; }
    public bool? Overridden { get; init; }
    public bool? EnforcementOnly { get; init; }
    public Verdict? Verdict { get; init; }
    /// <summary>Whether the test was set before the response started.</summary>
    public bool? PresetTest { get; init; }
    /// <summary>Whether the verdict was computed, differs from what was computed, or was typed.</summary>
    public VerdictOrigin? VerdictOrigin { get; init; }
    /// <summary>A problem number, or words in the title, description, worksheets or notes.</summary>
    public string? Text { get; init; }
    /// <summary>Whether it is on hold today.</summary>
    public bool? OnHold { get; init; }
    /// <summary>Whether the lead's account is active. Leaves out problems without a lead.</summary>
    public bool? LeadActive { get; init; }
    /// <summary>True: the problem was escalated to the reader and is still overdue.</summary>
    public bool? Escalated { get; init; }
    public ProblemSort? Sort { get; init; }
    public string? After { get; init; }
    public int? Size { get; init; }

    // Filters that the figures in reports link to.
    public DateOnly? OpenedFrom { get; init; }
    public DateOnly? OpenedTo { get; init; }
    /// <summary>First local day of the current closing. A reopened problem is not closed.</summary>
    public DateOnly? ClosedFrom { get; init; }
    public DateOnly? ClosedTo { get; init; }
    public DateOnly? DueFrom { get; init; }
    public DateOnly? DueTo { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    /// <summary>Finding of the six-month follow-up on the current closing.</summary>
    public FollowUpFinding? FollowUp { get; init; }
    /// <summary>Code of a shortfall that was overridden at some gate.</summary>
    public string? OverriddenCode { get; init; }
    /// <summary>Technique of a planned or completed action; urgent safety measures don't count.</summary>
    public Technique? Technique { get; init; }
    /// <summary>Whether an action that is not dropped is owned outside the department.</summary>
    public bool? OutsideAction { get; init; }
    /// <summary>Whether the team scored all four stages.</summary>
    public bool? Scored { get; init; }
    /// <summary>Id of the neighborhood's supervisor; 0 for neighborhoods without one.</summary>
    public long? SupervisorId { get; init; }
    /// <summary>The highest reminder or escalation sent for the current due date.</summary>
    public EscalationLevel? EscalationLevel { get; init; }
    public bool? MovedBack { get; init; }
    public bool? Reopened { get; init; }
    /// <summary>Whether it was escalated for its current due date.</summary>
    public bool? WasEscalated { get; init; }
    /// <summary>Escalated for its current due date, on this local day or later.</summary>
    public DateOnly? EscalatedFrom { get; init; }
    /// <summary>Last local day of the escalation; only with <c>escalatedFrom</c>.</summary>
    public DateOnly? EscalatedTo { get; init; }
    /// <summary>First local day on which the follow-up was recorded; only with <c>followUp</c>.</summary>
    public DateOnly? FollowUpFrom { get; init; }
    public DateOnly? FollowUpTo { get; init; }
    /// <summary>Whether it has a verdict.</summary>
    public bool? HasVerdict { get; init; }
    /// <summary>Whether the verdict is Improved; false includes problems without a verdict.</summary>
    public bool? Improved { get; init; }
    /// <summary>Whether it has been in Response.</summary>
    public bool? Responded { get; init; }
    /// <summary>A gate that was passed by an override.</summary>
    public Gate? OverriddenGate { get; init; }
    /// <summary>Status of the six-month follow-up on the current closing.</summary>
    public FollowUpStep? FollowUpStep { get; init; }
}

/// <summary>The same problems as a CSV file, without paging.</summary>
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
    /// <summary>The day on which work resumes; null if the problem is not on hold.</summary>
    public DateOnly? OnHoldUntil { get; init; }
    public Priority Priority { get; init; }
    public bool Confidential { get; init; }
    public long? LeadId { get; init; }
    public string? Lead { get; init; }
    /// <summary>The lead's account was deactivated.</summary>
    public bool LeadHasLeft { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    public Verdict? Verdict { get; init; }
    /// <summary>The verdict in words, with "no pre-set test" if it says improved without one.</summary>
    public string? VerdictText { get; init; }
    public bool PresetTest { get; init; }
    public bool EnforcementOnly { get; init; }
    /// <summary>Number of gates passed by an override.</summary>
    public int Overrides { get; init; }
    /// <summary>For changing it, alone or with others.</summary>
    public int Version { get; init; }
}

/// <summary>The list of problems: its filters, orders and CSV file.</summary>
internal static partial class ProblemList
{
    private const string EscalatedAbove =
        "x.ProblemId = p.Id AND x.Visit = p.Visit AND x.DueOn = p.DueOn "
            + "AND x.Kind IN ('EscalatedToSupervisor', 'EscalatedToCommander', 'SupervisorAskedToEscalate')";

    private const string OfThisClosing = "d.ProblemId = p.Id AND d.Visit = p.Visit";

    /// <summary>A follow-up on the current closing is on record.</summary>
    private const string HasFollowUp = $"EXISTS (SELECT 1 FROM DurabilityCheck d WHERE {OfThisClosing})";

    private const string ByRule = "(SELECT t.Verdict FROM PlanTest t WHERE t.ProblemId = p.Id AND t.IsFinal = 1)";

    public static readonly Filters<ListProblems> Filters = new Filters<ListProblems>()
        .Flag(q => q.Open, "p.Stage <> 'Closed'", "p.Stage = 'Closed'")
        .Is(q => q.Stage, "p.Stage = @Stage")
        .Flag(q => q.Overdue, ProblemSql.Overdue, ProblemSql.NotOverdue)
        .Is(q => q.Priority, "p.Priority = @Priority")
        .Is(q => q.Text, (text, reader) => Says(text, reader.Dialect), (text, reader) => SaysArgs(text, reader.Dialect))
        .Is(q => q.Sort, sort => sort is ProblemSort.Due ? "p.DueOn IS NOT NULL" : null)
        .OfProblem()
        .Is(q => q.MemberId, _ => "EXISTS (SELECT 1 FROM ProblemMember t WHERE t.ProblemId = p.Id AND t.PersonId = @MemberId)",
            (id, actor) => id == actor.PersonId ? "You are on the team" : "A specific person is on the team")
        .Flag(q => q.Overridden, "p.Overrides > 0", null, "With an override")
        .Flag(q => q.EnforcementOnly, "p.EnforcementOnly = 1", null, "Enforcement only")
        .Is(q => q.Verdict, "p.Verdict = @Verdict", verdict => $"Verdict: {Wording.Of(verdict)}")
        .Flag(q => q.OnHold, "p.OnHoldUntil > @Today", "(p.OnHoldUntil IS NULL OR p.OnHoldUntil <= @Today)", "On hold", "Not on hold")
        .Flag(q => q.Escalated, ProblemSql.EscalatedToActor, null, "Escalated to you")
        .Flag(q => q.LeadActive, "p.LeadId IN (SELECT w.Id FROM Person w WHERE w.Active = 1)", ProblemSql.LeadHasLeft,
            "Lead is active", "Lead has left")
        .Is(q => q.VerdictOrigin, origin => origin switch
            {
                Domain.VerdictOrigin.AsComputed => $"p.Verdict = {ByRule}",
                Domain.VerdictOrigin.Differs => $"p.Verdict <> {ByRule}",
                _ => $"p.Verdict IS NOT NULL AND {ByRule} IS NULL",
            }, origin => $"Verdict: {Lower(origin)}")
        .Flag(q => q.PresetTest, "p.PresetTest = 1", "p.PresetTest = 0", "With a pre-set test", "No pre-set test")
        .Instants(q => q.OpenedFrom, q => q.OpenedTo, "p.OpenedAt", "Opened")
        .Instants(q => q.ClosedFrom, q => q.ClosedTo, "p.ClosedAt", "Closed")
        .Days(q => q.DueFrom, q => q.DueTo, "p.DueOn", "Due")
        .Is(q => q.ClosingReason, "p.ClosingReason = @ClosingReason", reason => $"Closing reason: {Lower(reason)}")
        .Is(q => q.FollowUp,
            $"p.Stage = 'Closed' AND EXISTS (SELECT 1 FROM DurabilityCheck d WHERE {OfThisClosing} AND d.Finding = @FollowUp)",
            found => $"Six-month follow-up: {Lower(found)}")
        .Is(q => q.OverriddenCode,
            "p.Id IN (SELECT o.ProblemId FROM WaivedCode w JOIN GateOverride o ON o.Id = w.GateOverrideId WHERE w.Code = @OverriddenCode)",
            code => $"Requirement overridden: {Requirements.InWords(code)}")
        .Is(q => q.Technique,
            "p.Id IN (SELECT a.ProblemId FROM ProblemAction a WHERE a.Technique = @Technique AND a.UrgentSafetyMeasure = 0 "
            + "AND a.Status <> 'Dropped')",
            technique => $"Technique: {Lower(technique)}")
        .Flag(q => q.OutsideAction, ProblemSql.OutsideAction, $"NOT {ProblemSql.OutsideAction}",
            "With an action owned outside the department", "No action owned outside the department")
        .Flag(q => q.Scored, ProblemSql.Scored, $"NOT {ProblemSql.Scored}", "Scored by the team", "Not scored by the team")
        .Is(q => q.SupervisorId,
            id => id == 0 ? "p.NeighborhoodId IN (SELECT h.Id FROM Neighborhood h WHERE h.SupervisorId IS NULL)" : ProblemSql.SupervisedBy,
            id => id == 0 ? "Neighborhood without a supervisor" : "One supervisor's neighborhoods")
        .Add(new([("EscalationLevel", q => q.EscalationLevel)],
            (q, _) => q.EscalationLevel is null ? null : $"p.DueOn IS NOT NULL AND {ProblemSql.HighestEscalationLevel} = @EscalationLevel",
            (q, _) => q.EscalationLevel is { } level ? [new("EscalationLevel", (int)level)] : [],
            (q, _) => q.EscalationLevel is { } level ? $"Reminders: {Lower(level)}" : null))
        .Flag(q => q.MovedBack, "p.MovesBack > 0", "p.MovesBack = 0", "Moved back", "Never moved back")
        .Flag(q => q.WasEscalated, ProblemSql.WasEscalated, $"NOT {ProblemSql.WasEscalated}", "Escalated", "Not escalated")
        .Instants(q => q.EscalatedFrom, q => q.EscalatedTo, (_, hasLast) =>
            $"EXISTS (SELECT 1 FROM Nudge x WHERE {EscalatedAbove} AND x.RaisedAt >= "
                + $"@EscalatedFrom{(hasLast ? " AND x.RaisedAt < @EscalatedTo" : "")})",
            "Escalated")
        .Instants(q => q.FollowUpFrom, q => q.FollowUpTo, (hasFirst, hasLast) =>
            $"EXISTS (SELECT 1 FROM DurabilityCheck d WHERE {OfThisClosing}"
                + $"{(hasFirst ? " AND d.CheckedAt >= @FollowUpFrom" : "")}{(hasLast ? " AND d.CheckedAt < @FollowUpTo" : "")})",
            "Follow-up recorded")
        .Flag(q => q.HasVerdict, "p.Verdict IS NOT NULL", "p.Verdict IS NULL", "With a verdict", "Without a verdict")
        .Flag(q => q.Improved, "p.Verdict = 'Improved'", "(p.Verdict IS NULL OR p.Verdict <> 'Improved')", "Improved", "Not improved")
        .Flag(q => q.Reopened, "p.Reopenings > 0", "p.Reopenings = 0", "Reopened", "Never reopened")
        .Flag(q => q.Responded, ProblemSql.Responded, $"NOT {ProblemSql.Responded}", "Has been in Response", "Never in Response")
        .Is(q => q.OverriddenGate, "EXISTS (SELECT 1 FROM GateOverride g WHERE g.ProblemId = p.Id AND g.Gate = @OverriddenGate)",
            gate => $"Override before: {Lower(gate)}")
        .Add(new([("FollowUpStep", q => q.FollowUpStep)],
            (q, _) => q.FollowUpStep switch
            {
                FollowUpStep.Recorded => $"p.Stage = 'Closed' AND {HasFollowUp}",
                FollowUpStep.Waiting => $"{ProblemSql.NeedsFollowUp} AND p.ClosedAt < @FollowUpDueBefore AND NOT {HasFollowUp}",
                FollowUpStep.NotYetDue => $"{ProblemSql.NeedsFollowUp} AND p.ClosedAt >= @FollowUpDueBefore AND NOT {HasFollowUp}",
                _ => null,
            },
            // Follow-ups on closings before this moment are due.
            (_, reader) => [new("FollowUpDueBefore", reader.EndOf(FollowUp.LastClosingDue(reader.Today)))],
            (q, _) => q.FollowUpStep is { } step ? Wording.Of(step) : null));

    private static readonly ListOrder<ProblemRow> LongestInStage =
        new(descending: false) { { "p.StageSince", row => row.StageSince }, { "p.Id", row => row.Id } };
    private static readonly ListOrder<ProblemRow> Newest = new(descending: true) { { "p.Id", row => row.Id } };
    private static readonly ListOrder<ProblemRow> DueFirst =
        new(descending: false) { { "p.DueOn", row => row.DueOn!.Value }, { "p.Id", row => row.Id } };

    public const string Columns = """
        p.Id, p.Number, p.Title, p.NeighborhoodId, n.Name AS Neighborhood, p.CategoryCode, c.Name AS Category, p.Stage,
        p.StageSince, p.OpenedAt, p.DueOn, p.OnHoldUntil, p.Priority, p.Confidential, p.LeadId, l.Name AS Lead,
        IIF(l.Active = 0, 1, 0) AS LeadHasLeft, p.ClosingReason, p.Verdict, p.PresetTest, p.EnforcementOnly, p.Overrides,
        p.Version
        """;

    public const string From = "Problem p";

    public const string Names = """
        LEFT JOIN Neighborhood n ON n.Id = p.NeighborhoodId
        LEFT JOIN Category c ON c.Code = p.CategoryCode
        LEFT JOIN Person l ON l.Id = p.LeadId
        """;

    public static readonly Listing<ListProblems, ProblemRow> Listing = new()
    {
        Columns = Columns,
        From = From,
        Names = Names,
        Filters = Filters,
        Order = query => query.Sort switch { ProblemSort.Newest => Newest, ProblemSort.Due => DueFirst, _ => LongestInStage },
        Shown = (row, reader) => row with
        {
            IsOverdue = Deadlines.IsOverdue(row.DueOn, row.OnHoldUntil, reader.Today),
            OnHoldUntil = Deadlines.IsOnHold(row.OnHoldUntil, reader.Today) ? row.OnHoldUntil : null,
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
            { "openedAt", row => row.OpenedAt },
            { "dueOn", row => row.DueOn },
            { "isOverdue", row => row.IsOverdue },
            { "onHoldUntil", row => row.OnHoldUntil },
            { "closingReason", row => row.ClosingReason is { } reason ? Wording.Of(reason) : null },
            { "verdict", row => row.VerdictText },
            { "overrides", row => row.Overrides },
            { "enforcementOnly", row => row.EnforcementOnly },
        },
    };

    private static string Lower(Enum value) => Wording.Of(value).ToLowerInvariant();

    /// <summary>
    /// A complete problem number finds that problem. Other text is searched for its words; text without words, such as a symbol, is matched
    /// with the beginning of titles.
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
    private const string Backward = "The last day is before the first. Swap them.";

    public ListProblemsValidator()
    {
        RuleFor(q => q.Text).MaximumLength(100)
            .Must(text => TextQuery.Parse(text).Terms.Count <= TextQuery.MostTerms)
            .WithMessage($"Search for at most {TextQuery.MostTerms} words or phrases.");
        RuleFor(q => q.Verdict).IsInEnum();
        RuleFor(q => q.Sort).IsInEnum();
        RuleFor(q => q.OpenedTo).Must((q, last) => !(q.OpenedFrom > last)).WithMessage(Backward);
        RuleFor(q => q.ClosedTo).Must((q, last) => !(q.ClosedFrom > last)).WithMessage(Backward);
        RuleFor(q => q.DueTo).Must((q, last) => !(q.DueFrom > last)).WithMessage(Backward);
        RuleFor(q => q.SupervisorId).GreaterThanOrEqualTo(0).WithMessage("Give a supervisor's id, or 0 for neighborhoods without one.");
        RuleFor(q => q.EscalatedTo).Must((q, last) => !(q.EscalatedFrom > last)).WithMessage(Backward);
        RuleFor(q => q.EscalatedTo).Null().When(q => q.EscalatedFrom is null).WithMessage("Give the first day too (escalatedFrom).");
        RuleFor(q => q.FollowUpTo).Must((q, last) => !(q.FollowUpFrom > last)).WithMessage(Backward);
        RuleFor(q => q.FollowUpFrom).Null().When(q => q.FollowUp is null).WithMessage("Choose a follow-up finding too (followUp).");
        RuleFor(q => q.FollowUpTo).Null().When(q => q.FollowUp is null).WithMessage("Choose a follow-up finding too (followUp).");
        this.ProblemRules();
        RuleFor(q => q.OverriddenCode).Must(code => code is null || Sara.Codes.Contains(code))
            .WithMessage("No requirement has this code.");
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
        .WithName("ListProblems").WithSummary("List the problems that you can view");
}
