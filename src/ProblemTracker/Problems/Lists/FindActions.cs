using System.Globalization;
using System.Runtime.CompilerServices;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>In which order a list of actions comes.</summary>
public enum ActionSort
{
    /// <summary>Written down last first.</summary>
    Newest,
    /// <summary>Due first; actions without a date are left out.</summary>
    Due,
}

/// <summary>Actions of all the problems that the reader may see.</summary>
[Needs(Permission.ReadProblems)]
public sealed record FindActions(ActionFilter Filter, ActionSort Sort = ActionSort.Newest, string? After = null, int Size = Page.DefaultSize) : IQuery<Page<ActionRow>>;

/// <summary>The same actions, whole, for a file.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ExportActions(ActionFilter Filter) : IQuery<CsvFile>;

/// <summary>Dates are local days, first and last inclusive.</summary>
public sealed record ActionFilter
{
    /// <summary>Of this person in the department; 0 means nobody at all.</summary>
    public long? OwnerId { get; init; }
    public ActionOwner? OwnedBy { get; init; }
    /// <summary>Whether it is owned outside the police.</summary>
    public bool? Outside { get; init; }
    public ActionStatus? Status { get; init; }
    public DateOnly? DueFrom { get; init; }
    public DateOnly? DueTo { get; init; }
    /// <summary>True: done on its due date or before. False: done later. Both leave out what is not done or had no date.</summary>
    public bool? OnTime { get; init; }
    /// <summary>Whether it is late: planned in an open problem, due before today, not reported done, and not declined.</summary>
    public bool? Overdue { get; init; }
    /// <summary>Whether the owner outside the police declined it.</summary>
    public bool? Declined { get; init; }
    /// <summary>False: owned outside the police, and they never said whether they will.</summary>
    public bool? Answered { get; init; }
    /// <summary>Whether it has a due date.</summary>
    public bool? Dated { get; init; }
    /// <summary>When it was written down.</summary>
    public DateOnly? AgreedFrom { get; init; }
    public DateOnly? AgreedTo { get; init; }

    // Of the problem.
    public bool? Open { get; init; }
    public long? NeighborhoodId { get; init; }
    public string? CategoryCode { get; init; }
    /// <summary>0 means nobody.</summary>
    public long? LeadId { get; init; }
    public DateOnly? OpenedFrom { get; init; }
    public DateOnly? OpenedTo { get; init; }
}

public sealed record ActionRow
{
    public long Id { get; init; }
    public string Description { get; init; } = "";
    public ActionOwner OwnedBy { get; init; }
    public long? OwnerId { get; init; }
    /// <summary>Their name where they are of the department. Who it is outside, the problem's stakeholder list says to those who may know.</summary>
    public string? Owner { get; init; }
    public DateOnly? DueOn { get; init; }
    public bool IsOverdue { get; init; }
    public bool Interim { get; init; }
    public ActionStatus Status { get; init; }
    public DateOnly? DoneOn { get; init; }
    /// <summary>The owner outside says so; the team has still to confirm it.</summary>
    public DateOnly? ReportedDoneOn { get; init; }
    /// <summary>What the owner outside said to it; null for nothing yet, and for the department's own actions.</summary>
    public OwnerAnswer? OwnerAnswer { get; init; }
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public Stage Stage { get; init; }
}

internal sealed class FindActionsValidator : AbstractValidator<FindActions>
{
    private const string Backward = "The last day lies before the first. Swap them.";

    public FindActionsValidator()
    {
        RuleFor(q => q.Sort).IsInEnum();
        RuleFor(q => q.Filter.OwnerId).GreaterThanOrEqualTo(0).OverridePropertyName("ownerId").WithMessage("Give the id of a person, or 0 for actions that nobody owns.");
        RuleFor(q => q.Filter.DueTo).Must((q, last) => !(q.Filter.DueFrom > last)).OverridePropertyName("dueTo").WithMessage(Backward);
        RuleFor(q => q.Filter.AgreedTo).Must((q, last) => !(q.Filter.AgreedFrom > last)).OverridePropertyName("agreedTo").WithMessage(Backward);
        RuleFor(q => q.Filter.OpenedTo).Must((q, last) => !(q.Filter.OpenedFrom > last)).OverridePropertyName("openedTo").WithMessage(Backward);
        this.ProblemRules(q => (q.Filter.NeighborhoodId, q.Filter.CategoryCode, q.Filter.LeadId));
        this.PageRules(q => q.Size, q => q.After, parts: 2);
    }
}

internal sealed class FindActionsHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<FindActions, Page<ActionRow>>, IRequestHandler<ExportActions, CsvFile>
{
    private static readonly string[] Header = ["number", "title", "neighborhood", "stage", "action", "ownedBy", "owner", "due", "overdue", "status", "answer", "done", "reportedDone", "interim"];

    private const string From = "FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId";

    private const string Rows = $"""
        SELECT a.Id, a.Description, {ActionListSql.OwnedBy} AS OwnedBy, a.OwnerId, o.Name AS Owner, a.DueOn, a.Interim, a.Status, a.DoneOn, a.ReportedDoneOn, a.OwnerAnswer,
            a.ProblemId, p.Number, p.Title, n.Name AS Neighborhood, p.Stage
        {From} JOIN Neighborhood n ON n.Id = p.NeighborhoodId LEFT JOIN Person o ON o.Id = a.OwnerId
        """;

    public async Task<Page<ActionRow>> Handle(FindActions query, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var isByDate = query.Sort == ActionSort.Due;
        var where = ActionListSql.Matching(query.Filter, actor).When(isByDate, "a.DueOn IS NOT NULL");
        var key = PageKey.Parse(query.After, 2);
        var args = ActionListSql.Args(query.Filter, actor, await agency.Calendar(ct), today) with
        {
            Date = isByDate && key is not null && DateOnly.TryParse(key[0], CultureInfo.InvariantCulture, out var due) ? due : default,
            Id = PageKey.LastId(query.After, 2),
            Take = query.Size + 1,
        };
        var rows = await db.List<ActionRow>($"""
            {Rows} {where.When(key is not null, isByDate ? "(a.DueOn > @Date OR (a.DueOn = @Date AND a.Id > @Id))" : "a.Id < @Id")}
            ORDER BY {(isByDate ? "a.DueOn, a.Id" : "a.Id DESC")} {db.Dialect.First("@Take")}
            """, args, ct);
        var total = await db.Single<int>($"""
            SELECT COUNT(*) FROM (SELECT a.Id {From} {where} ORDER BY a.Id {db.Dialect.First("@CountTo")}) counted
            """, args, ct);
        return Page.Of([.. rows.Select(row => Shown(row, today))], query.Size, total, last => PageKey.For(isByDate ? $"{last.DueOn:yyyy-MM-dd}" : "", $"{last.Id}"));
    }

    public async Task<CsvFile> Handle(ExportActions query, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var args = ActionListSql.Args(query.Filter, actor, await agency.Calendar(ct), today);
        return new(string.Create(CultureInfo.InvariantCulture, $"actions-{today:yyyy-MM-dd}.csv"), Header, Written(query.Filter, args, today, ct));
    }

    private static ActionRow Shown(ActionRow row, DateOnly today) =>
        row with { IsOverdue = row.Stage != Stage.Closed && row.OwnerAnswer != OwnerAnswer.Declined && OwnerRules.IsOverdue(row.Status, row.DueOn, row.ReportedDoneOn, today) };

    private static string? Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async IAsyncEnumerable<IReadOnlyList<object?>> Written(ActionFilter filter, ActionListSql.ListArgs args, DateOnly today, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var read in db.Stream<ActionRow>($"{Rows} {ActionListSql.Matching(filter, actor)} ORDER BY a.Id", args, ct))
        {
            var row = Shown(read, today);
            yield return
            [
                row.Number, row.Title, row.Neighborhood, Wording.Of(row.Stage), row.Description, Wording.Of(row.OwnedBy), row.Owner, Day(row.DueOn),
                row.IsOverdue ? "yes" : "no", Wording.Of(row.Status), row.OwnerAnswer?.ToString(), Day(row.DoneOn), Day(row.ReportedDoneOn), row.Interim ? "yes" : "no",
            ];
        }
    }
}

internal static class FindActionsEndpoint
{
    /// <summary>The filter as it stands in a query string.</summary>
    public sealed record Query(
        long? OwnerId, QueryEnum<ActionOwner>? OwnedBy, bool? Outside, QueryEnum<ActionStatus>? Status, DateOnly? DueFrom, DateOnly? DueTo, bool? OnTime,
        bool? Overdue, bool? Declined, bool? Answered, bool? Dated, DateOnly? AgreedFrom, DateOnly? AgreedTo,
        bool? Open, long? NeighborhoodId, string? CategoryCode, long? LeadId, DateOnly? OpenedFrom, DateOnly? OpenedTo,
        QueryEnum<ActionSort>? Sort, string? After, int? Size);

    public static void MapFindActions(this RouteGroupBuilder actions) => actions
        .MapGet("/", ([AsParameters] Query q, IMediator mediator, CancellationToken ct) => mediator.Send(new FindActions(new()
        {
            OwnerId = q.OwnerId,
            OwnedBy = q.OwnedBy?.Value,
            Outside = q.Outside,
            Status = q.Status?.Value,
            DueFrom = q.DueFrom,
            DueTo = q.DueTo,
            OnTime = q.OnTime,
            Overdue = q.Overdue,
            Declined = q.Declined,
            Answered = q.Answered,
            Dated = q.Dated,
            AgreedFrom = q.AgreedFrom,
            AgreedTo = q.AgreedTo,
            Open = q.Open,
            NeighborhoodId = q.NeighborhoodId,
            CategoryCode = q.CategoryCode,
            LeadId = q.LeadId,
            OpenedFrom = q.OpenedFrom,
            OpenedTo = q.OpenedTo,
        }, q.Sort?.Value ?? ActionSort.Newest, q.After, q.Size ?? Page.DefaultSize), ct))
        .WithName("FindActions").WithSummary("Actions of all the problems you may see").ProducesValidationProblem().ProducesProblem(403);
}
