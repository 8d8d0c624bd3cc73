using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>The actor's open work: the first page after signing in.</summary>
[Needs(Permission.SignedIn)]
public sealed record ReadMyDay : IQuery<MyDayProblems>
{
    /// <summary>How many days ahead count as due soon.</summary>
    public const int Soon = 7;
    /// <summary>Most rows in each list; a link leads to the rest.</summary>
    public const int Shown = 10;
    /// <summary>Of how many overdue problems a supervisor sees the requirements left: the longest overdue ones.</summary>
    public const int Explained = 30;
}

/// <param name="Leading">Open problems that the actor leads, by due date; as many as a page of a list can have.</param>
/// <param name="Actions">Open actions that the actor owns, by due date.</param>
/// <param name="ToConfirm">Actions in problems that the actor leads which an owner outside reported done.</param>
/// <param name="TeamWithoutLead">Open problems without a lead, with the actor on the team.</param>
/// <param name="Returned">The actor's requests that a supervisor returned in this stage and that nobody made again since.</param>
/// <param name="HandedOver">What the actor handed over or got until a day, the earliest day first.</param>
/// <param name="Oversight">For supervisors; null for everyone else.</param>
/// <param name="InAnalysis">For analysts: open problems in Analysis, by due date; null for everyone else.</param>
/// <param name="AllOverdue">For command staff: all overdue problems, longest overdue first; null for everyone else.</param>
public sealed record MyDayProblems(
    DateOnly Today, DayList<DayProblem> Leading, DayList<DayAction> Actions, IReadOnlyList<DayAction> ToConfirm,
    DayList<DayProblem> TeamWithoutLead, IReadOnlyList<RequestDetails> Returned, IReadOnlyList<HandoverDetails> HandedOver,
    Oversight? Oversight, DayList<DayProblem>? InAnalysis, DayList<DayProblem>? AllOverdue)
{
    /// <summary>Of the problems that the actor leads, those overdue.</summary>
    public IEnumerable<DayProblem> Overdue => Leading.Items.Where(problem => problem.IsOverdue);

    /// <summary>Of the problems that the actor leads, those due from today to <see cref="ReadMyDay.Soon"/> days ahead.</summary>
    public IEnumerable<DayProblem> DueSoon =>
        Leading.Items.Where(problem => problem.DueOn >= Today && problem.DueOn <= Today.AddDays(ReadMyDay.Soon));
}

/// <summary>The first rows of a list and the total, which is exact up to 1,000.</summary>
public sealed record DayList<T>(IReadOnlyList<T> Items, int Total)
{
    public static readonly DayList<T> Empty = new([], 0);

    public bool HasMore => Total > Items.Count;
}

/// <param name="OverdueByLead">Number of overdue problems by lead, highest first.</param>
/// <param name="WithoutLead">Open problems without a lead.</param>
/// <param name="ToStart">Problems in Response whose plan has not started. A supervisor other than the lead must start it.</param>
/// <param name="LeadHasLeft">Open problems whose lead's account was deactivated.</param>
public sealed record Oversight(
    IReadOnlyList<LeadOverdue> OverdueByLead, DayList<DayProblem> WithoutLead, DayList<DayProblem> ToStart,
    DayList<DayProblem> LeadHasLeft);

public sealed record LeadOverdue
{
    /// <summary>Null for problems without a lead.</summary>
    public long? LeadId { get; init; }
    public string? Lead { get; init; }
    public int Overdue { get; init; }
    /// <summary>Longest overdue first; not all of them if there are very many.</summary>
    public IReadOnlyList<DayProblem> Problems { get; init; } = [];
}

public sealed record DayProblem
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Neighborhood { get; init; } = "";
    public string? Lead { get; init; }
    public Stage Stage { get; init; }
    public Priority Priority { get; init; }
    public bool Confidential { get; init; }
    public DateOnly? DueOn { get; init; }
    public bool IsOverdue { get; init; }
    public long? LeadId { get; init; }
    public DateTimeOffset LastActivityAt { get; init; }
    /// <summary>Requirements left before the next gate; null where they were not read.</summary>
    public int? RequirementsLeft { get; init; }
}

public sealed record DayAction
{
    public long Id { get; init; }
    public string Description { get; init; } = "";
    public DateOnly? DueOn { get; init; }
    public bool UrgentSafetyMeasure { get; init; }
    public long ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
}

internal sealed class ReadMyDayHandler(Db db, Actor actor, AgencySettings agency, CaseFiles files, RequestReader requests)
    : IRequestHandler<ReadMyDay, MyDayProblems>
{
    public async Task<MyDayProblems> Handle(ReadMyDay query, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        if (!actor.Might(Permission.ReadProblems))
            return new(today, DayList<DayProblem>.Empty, DayList<DayAction>.Empty, [], DayList<DayProblem>.Empty, [], [],
                null, null, null);
        return new(today,
            await Problems("p.LeadId = @ActorId AND p.Stage <> 'Closed'", today, ct, Page.LargestSize),
            await Actions(ct),
            await ToConfirm(ct),
            await Problems(
                "p.LeadId IS NULL AND p.Stage <> 'Closed' AND EXISTS (SELECT 1 FROM ProblemMember t WHERE t.ProblemId = p.Id "
                    + "AND t.PersonId = @ActorId)", today, ct),
            await requests.ReturnedToActor(ct),
            await HandedOver(ct),
            actor.Roles.Contains(Role.Supervisor) ? await ReadOversight(today, ct) : null,
            actor.Roles.Contains(Role.Analyst) ? await Problems("p.Stage = 'Analysis'", today, ct) : null,
            actor.Roles.Contains(Role.Command) ? await Problems(ProblemSql.Overdue, today, ct) : null);
    }

    private async Task<Oversight> ReadOversight(DateOnly today, CancellationToken ct) => new(
        await OverdueByLead(today, ct),
        await Problems("p.LeadId IS NULL AND p.Stage <> 'Closed'", today, ct),
        await Problems("""
            p.Stage = 'Response' AND (p.LeadId IS NULL OR p.LeadId <> @ActorId)
                AND NOT EXISTS (SELECT 1 FROM FrozenPlan f WHERE f.ProblemId = p.Id AND f.Visit = p.Visit)
            """, today, ct),
        await Problems($"{ProblemSql.LeadHasLeft} AND p.Stage <> 'Closed'", today, ct));

    private async Task<IReadOnlyList<LeadOverdue>> OverdueByLead(DateOnly today, CancellationToken ct)
    {
        var leads = await db.List<LeadOverdue>($"""
            SELECT p.LeadId, l.Name AS Lead, COUNT(*) AS Overdue FROM Problem p LEFT JOIN Person l ON l.Id = p.LeadId
            WHERE {ProblemSql.Overdue} AND {ProblemSql.VisibleTo(actor)}
            GROUP BY p.LeadId, l.Name ORDER BY COUNT(*) DESC, l.Name
            """, new { Today = today, ActorId = actor.PersonId }, ct);
        var problems = leads.Count == 0 ? DayList<DayProblem>.Empty : await Problems(ProblemSql.Overdue, today, ct, Page.LargestSize);
        var explained = new List<DayProblem>();
        foreach (var problem in problems.Items)
            explained.Add(explained.Count < ReadMyDay.Explained
                ? problem with { RequirementsLeft = await RequirementsLeft(problem.Id, ct) } : problem);
        return [.. leads.Select(lead => lead with { Problems = [.. explained.Where(problem => problem.LeadId == lead.LeadId)] })];
    }

    private async Task<int> RequirementsLeft(long problemId, CancellationToken ct)
    {
        var file = await files.Read(problemId, ct);
        return Sara.NextGate(file.Problem.Stage, file.Dossier.Plan is not null) is { } gate
            ? Sara.ShortfallsBefore(gate, file.Dossier).Count : 0;
    }

    /// <param name="which">A condition on <c>p</c>. Must be constant: it goes into the SQL unescaped.</param>
    private async Task<DayList<DayProblem>> Problems(
        string which, DateOnly today, CancellationToken ct, int shown = ReadMyDay.Shown)
    {
        var args = new
        {
            ActorId = actor.PersonId,
            Today = today,
            Shown = shown,
            CountTo = Page.CountedExactlyUpTo + 1,
        };
        var rows = await db.List<DayProblem>($"""
            SELECT p.Id, p.Number, p.Title, n.Name AS Neighborhood, l.Name AS Lead, p.Stage, p.Priority, p.Confidential, p.DueOn,
                IIF({ProblemSql.Overdue}, 1, 0) AS IsOverdue, p.LeadId, p.LastActivityAt
            FROM Problem p JOIN Neighborhood n ON n.Id = p.NeighborhoodId LEFT JOIN Person l ON l.Id = p.LeadId
            WHERE {which} AND {ProblemSql.VisibleTo(actor)}
            ORDER BY p.DueOn, p.Id {db.Dialect.First("@Shown")}
            """, args, ct);
        return new(rows, rows.Count < shown ? rows.Count : await db.Single<int>($"""
            SELECT COUNT(*) FROM (SELECT p.Id FROM Problem p WHERE {which}
                AND {ProblemSql.VisibleTo(actor)} {db.Dialect.AtMost("@CountTo")}) counted
            """, args, ct));
    }

    private Task<IReadOnlyList<HandoverDetails>> HandedOver(CancellationToken ct) => db.List<HandoverDetails>($"""
        {TemporaryHandovers.Select} AND {TemporaryHandovers.OfActor} AND {ProblemSql.VisibleTo(actor)}
        ORDER BY h.ReturnOn, h.Id {db.Dialect.First("@Most")}
        """, new { ActorId = actor.PersonId, Most = Page.LargestSize }, ct);

    private Task<IReadOnlyList<DayAction>> ToConfirm(CancellationToken ct) => db.List<DayAction>($"""
        SELECT a.Id, a.Description, a.DueOn, a.UrgentSafetyMeasure, p.Id AS ProblemId, p.Number, p.Title
        FROM Problem p JOIN ProblemAction a ON a.ProblemId = p.Id
        WHERE p.LeadId = @ActorId AND p.Stage <> 'Closed' AND a.Status = 'Planned' AND a.ReportedDoneOn IS NOT NULL
            AND {ProblemSql.VisibleTo(actor)}
        ORDER BY a.ReportedDoneOn, a.Id {db.Dialect.First("@Most")}
        """, new { ActorId = actor.PersonId, Most = Page.LargestSize }, ct);

    private async Task<DayList<DayAction>> Actions(CancellationToken ct)
    {
        // No need to count the rest: one person has fewer open actions than this limit.
        var rows = await db.List<DayAction>($"""
            SELECT a.Id, a.Description, a.DueOn, a.UrgentSafetyMeasure, p.Id AS ProblemId, p.Number, p.Title
            FROM ProblemAction a JOIN Problem p ON p.Id = a.ProblemId
            WHERE a.OwnerId = @ActorId AND a.Status = 'Planned' AND p.Stage <> 'Closed' AND {ProblemSql.VisibleTo(actor)}
            ORDER BY IIF(a.DueOn IS NULL, 1, 0), a.DueOn, a.Id {db.Dialect.First("@Most")}
            """, new { ActorId = actor.PersonId, Most = Page.LargestSize }, ct);
        return new(rows, rows.Count);
    }
}
