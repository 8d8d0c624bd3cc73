using Dapper;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>A problem's details and status, without worksheets, actions and stakeholders.</summary>
[Needs(Permission.ReadProblems)]
public sealed record ReadProblemHead(long ProblemId) : IQuery<ProblemHead>;

public record ProblemHead : IVersioned
{
    public long Id { get; init; }
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public string CategoryCode { get; init; } = "";
    public string Category { get; init; } = "";
    public long NeighborhoodId { get; init; }
    public string Neighborhood { get; init; } = "";
    /// <summary>False if the problem was opened before there were neighborhoods and nobody has chosen one since.</summary>
    public bool HasNeighborhood { get; init; }
    public string? Address { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public ProblemSource Source { get; init; }
    public Priority Priority { get; init; }
    public bool Confidential { get; init; }
    public PersonRef? Lead { get; init; }
    /// <summary>The lead's account was deactivated.</summary>
    public bool LeadHasLeft { get; init; }
    /// <summary>The neighborhood's supervisor, if they decide about this problem; null if any supervisor does.</summary>
    public string? Decider { get; init; }
    public IReadOnlyList<PersonRef> Team { get; init; } = [];
    /// <summary>What somebody has only until a day: the lead, or actions.</summary>
    public IReadOnlyList<HandoverDetails> HandedOver { get; init; } = [];
    public Stage Stage { get; init; }
    public DateTimeOffset StageSince { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateOnly? FirstDueOn { get; init; }
    /// <summary>Due before today and not on hold.</summary>
    public bool IsOverdue { get; init; }
    /// <summary>The day on which work resumes; null if the problem is not on hold.</summary>
    public DateOnly? OnHoldUntil { get; init; }
    /// <summary>The day on which the response started, in Response; null while it is planned.</summary>
    public DateOnly? RunningSince { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public PersonRef? OpenedBy { get; init; }
    public DateTimeOffset LastActivityAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public ClosingReason? ClosingReason { get; init; }
    public long? RelatedProblemId { get; init; }
    public string? RelatedProblem { get; init; }
    /// <summary>The related problem, if it was purged.</summary>
    public PurgedProblem? PurgedRelatedProblem { get; init; }
    /// <summary>The problems that were closed as duplicates of this one.</summary>
    public IReadOnlyList<DuplicateProblem> Duplicates { get; init; } = [];
    public int MovesBack { get; init; }
    public int Reopenings { get; init; }
    public Verdict? Verdict { get; init; }
    /// <summary>The verdict in words, with "no pre-set test" if it says improved without one.</summary>
    public string? VerdictText { get; init; }
    public bool PresetTest { get; init; }
    /// <summary>All planned actions are enforcement, which pages warn about.</summary>
    public bool EnforcementOnly { get; init; }
    /// <summary>All stages that this problem has been in, including the current one.</summary>
    public IReadOnlyList<Stage> Visited { get; init; } = [];
    /// <summary>Number of linked rows; one incident can have several.</summary>
    public int LinkedIncidents { get; init; }
    /// <summary>Number of linked incidents; rows of the same incident count once.</summary>
    public int LinkedEvents { get; init; }
    /// <summary>Number of linked concerns of residents.</summary>
    public int LinkedConcerns { get; init; }
    public Allowed Allowed { get; init; } = new(false, false, false, false, false, false, false);
    public int Version { get; init; }
}

internal sealed class ReadProblemHeadHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<ReadProblemHead, ProblemHead>
{
    public async Task<ProblemHead> Handle(ReadProblemHead query, CancellationToken ct) =>
        await ProblemHeads.Read(db, actor, await agency.Today(ct), query.ProblemId, ct);
}

/// <summary>Reads a <see cref="ProblemHead"/> in one round trip.</summary>
internal static class ProblemHeads
{
    private sealed record Names
    {
        public string Category { get; init; } = "";
        public string Neighborhood { get; init; } = "";
        public bool IsUnassigned { get; init; }
        public DateOnly? FirstDueOn { get; init; }
        public DateOnly? RunningSince { get; init; }
        public string? Lead { get; init; }
        public bool LeadHasLeft { get; init; }
        public string? OpenedBy { get; init; }
        public string? Decider { get; init; }
        public int LinkedIncidents { get; init; }
    }

    private const string NamesOf = """
        SELECT c.Name AS Category, n.Name AS Neighborhood, n.IsUnassigned, v.FirstDueOn, f.StartedOn AS RunningSince, l.Name AS Lead,
            o.Name AS OpenedBy, s.Name AS Decider, IIF(l.Active = 0, 1, 0) AS LeadHasLeft,
            (SELECT COUNT(*) FROM ProblemIncident i WHERE i.ProblemId = x.Id) AS LinkedIncidents
        FROM Problem x JOIN Category c ON c.Code = x.CategoryCode JOIN Neighborhood n ON n.Id = x.NeighborhoodId
        LEFT JOIN StageVisit v ON v.ProblemId = x.Id AND v.Visit = x.Visit
        LEFT JOIN FrozenPlan f ON f.ProblemId = x.Id AND f.Visit = x.Visit
        LEFT JOIN Person l ON l.Id = x.LeadId LEFT JOIN Person o ON o.Id = x.OpenedBy
        LEFT JOIN Person s ON s.Id = n.SupervisorId AND s.Active = 1 AND (x.LeadId IS NULL OR s.Id <> x.LeadId)
            AND s.Id IN (SELECT r.PersonId FROM PersonRole r WHERE r.Role = 'Supervisor')
        WHERE x.Id = @ProblemId
        """;

    private const string Team =
        "SELECT w.Id, w.Name FROM ProblemMember m JOIN Person w ON w.Id = m.PersonId WHERE m.ProblemId = @ProblemId";

    private const string Visited = "SELECT DISTINCT Stage FROM StageVisit WHERE ProblemId = @ProblemId";

    /// <exception cref="NotFound">It does not exist, or the actor can't view it.</exception>
    public static async Task<ProblemHead> Read(Db db, Actor actor, DateOnly today, long problemId, CancellationToken ct)
    {
        string[] statements =
        [
            $"SELECT {ProblemSql.Columns} FROM Problem p WHERE p.Id = @ProblemId AND {ProblemSql.VisibleTo(actor)}",
            NamesOf,
            Team,
            Visited,
            RelatedProblem.Of(actor),
            TemporaryHandovers.OfProblem,
            DuplicateProblem.Of(actor),
        ];
        var head = await db.Read(statements, new { ProblemId = problemId, ActorId = actor.PersonId }, async results =>
        {
            if (await results.ReadSingleOrDefaultAsync<ProblemRecord>() is not { } problem) return null;
            var (names, team) = (await results.ReadSingleAsync<Names>(), (await results.ReadAsync<PersonRef>()).AsList());
            Stage[] visited = [.. (await results.ReadAsync<string>()).Select(Enum.Parse<Stage>).Order()];
            var related = await results.ReadSingleAsync<RelatedProblem>();
            return Head(problem, names, team, visited, related, actor, today) with
            {
                HandedOver = (await results.ReadAsync<HandoverDetails>()).AsList(),
                Duplicates = (await results.ReadAsync<DuplicateProblem>()).AsList(),
            };
        }, ct);
        return await DuplicateProblem.WithTheirs(db, actor, head ?? throw await ProblemSql.Missing(db, actor, problemId, ct), ct);
    }

    private static ProblemHead Head(
        ProblemRecord problem, Names names, IReadOnlyList<PersonRef> team, IReadOnlyList<Stage> visited, RelatedProblem related,
        Actor actor, DateOnly today) => new()
        {
            Id = problem.Id,
            Number = problem.Number,
            Title = problem.Title,
            Description = problem.Description,
            CategoryCode = problem.CategoryCode,
            Category = names.Category,
            NeighborhoodId = problem.NeighborhoodId,
            Neighborhood = names.Neighborhood,
            HasNeighborhood = !names.IsUnassigned,
            Address = problem.Address,
            Latitude = problem.Latitude,
            Longitude = problem.Longitude,
            Source = problem.Source,
            Priority = problem.Priority,
            Confidential = problem.Confidential,
            Lead = problem.LeadId is { } lead ? new() { Id = lead, Name = names.Lead! } : null,
            LeadHasLeft = names.LeadHasLeft,
            Decider = names.Decider,
            Team = [.. team.OrderBy(p => p.Name, StringComparer.CurrentCulture)],
            Stage = problem.Stage,
            StageSince = problem.StageSince,
            DueOn = problem.DueOn,
            FirstDueOn = names.FirstDueOn,
            IsOverdue = Deadlines.IsOverdue(problem.DueOn, problem.OnHoldUntil, today),
            OnHoldUntil = Deadlines.IsOnHold(problem.OnHoldUntil, today) ? problem.OnHoldUntil : null,
            RunningSince = names.RunningSince,
            OpenedAt = problem.OpenedAt,
            OpenedBy = problem.OpenedBy is { } opener ? new() { Id = opener, Name = names.OpenedBy! } : null,
            LastActivityAt = problem.LastActivityAt,
            ClosedAt = problem.ClosedAt,
            ClosingReason = problem.ClosingReason,
            RelatedProblemId = related.Visible is null ? null : problem.RelatedProblemId,
            RelatedProblem = related.Visible,
            PurgedRelatedProblem = related.Purged,
            MovesBack = problem.MovesBack,
            Reopenings = problem.Reopenings,
            Verdict = problem.Verdict,
            VerdictText = problem.Verdict is { } verdict ? Verdicts.Describe(verdict, problem.PresetTest) : null,
            PresetTest = problem.PresetTest,
            EnforcementOnly = problem.EnforcementOnly,
            Visited = visited,
            LinkedIncidents = names.LinkedIncidents,
            LinkedEvents = problem.LinkedEvents,
            LinkedConcerns = problem.LinkedConcerns,
            Allowed = Allowed.To(actor, problem, team.Any(member => member.Id == actor.PersonId)),
            Version = problem.Version,
        };
}
