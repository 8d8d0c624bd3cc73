using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Incidents;

/// <summary>Links incidents to a problem as evidence: by id, or all that a filter finds. Existing links stay as they are.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record LinkIncidents(long ProblemId, IReadOnlyList<long>? IncidentIds = null, IncidentFilter? Filter = null)
    : ICommand<IncidentsLinked>
{
    /// <summary>Most incidents to link at once: a problem is a set of related events, not a city's whole year.</summary>
    public const int Most = 5000;
}

/// <param name="Added">Rows this command linked.</param>
/// <param name="Linked">Rows now linked to the problem.</param>
/// <param name="Events">Incidents in those rows: several rows of one incident count once.</param>
public sealed record IncidentsLinked(int Added, int Linked, int Events);

internal sealed class LinkIncidentsValidator : AbstractValidator<LinkIncidents>
{
    public LinkIncidentsValidator()
    {
        RuleFor(c => c.IncidentIds).Must((c, ids) => ids is null != c.Filter is null).WithMessage("Send either incidentIds or filter.");
        RuleFor(c => c.IncidentIds).Must(ids => ids is null or { Count: > 0 }).WithMessage("Choose at least one incident.")
            .Must(ids => ids is null or { Count: <= LinkIncidents.Most })
            .WithMessage($"You can link at most {LinkIncidents.Most:N0} incidents at once. Choose fewer.");
        RuleFor(c => c.Filter).Must(f => f is null or { IsEmpty: false })
            .WithMessage("The filter is empty. Filter by dates, category, neighborhood, words, point, area or problem.");
        this.FilterRules(c => c.Filter, "filter.");
    }
}

internal sealed class LinkIncidentsHandler(CaseFiles files, IncidentLinks links) : IRequestHandler<LinkIncidents, IncidentsLinked>
{
    public async Task<IncidentsLinked> Handle(LinkIncidents command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        var result = await links.Add(file, command.IncidentIds, command.Filter, ct);
        if (result.Added > 0) await files.Save(file, ct);
        return result;
    }
}

/// <summary>Links incidents to a problem whose case file was taken. Who took it saves it.</summary>
internal sealed class IncidentLinks(Db db, Actor actor)
{
    /// <summary>Ids per statement; SQL Server allows 2,100 parameters.</summary>
    private const int Slice = 900;

    private const string NotLinked = "NOT EXISTS (SELECT 1 FROM ProblemIncident k WHERE k.ProblemId = @Target AND k.IncidentId = i.Id)";

    /// <param name="ids">Null to link what the filter finds.</param>
    public async Task<IncidentsLinked> Add(CaseFile file, IReadOnlyList<long>? ids, IncidentFilter? filter, CancellationToken ct)
    {
        var problemId = file.Problem.Id;
        var before = await Linked(problemId, ct);
        if (ids is not null) await LinkIds(problemId, [.. ids.Distinct()], file.Now, ct);
        else await LinkFound(problemId, filter!, file.Now, ct);
        var after = await Linked(problemId, ct);
        var result = new IncidentsLinked(after.LinkedRows - before.LinkedRows, after.LinkedRows, after.Events);
        if (result.Added == 0) return result;
        file.LinkEvents(after.Events);
        file.Record("problem.incidents.linked", null,
            $"Linked {result.Added:N0} {(result.Added == 1 ? "incident" : "incidents")}.", new { Incidents = before.Events },
            new { Incidents = after.Events, IncidentIds = ids, Filter = filter });
        return result;
    }

    private async Task LinkIds(long problemId, IReadOnlyList<long> ids, DateTimeOffset now, CancellationToken ct)
    {
        var unknown = new List<long>();
        foreach (var slice in ids.Chunk(Slice))
            unknown.AddRange(slice.Except(
                await db.List<long>($"SELECT i.Id FROM Incident i WHERE i.Id IN @slice AND {IncidentSql.Visible}", new { slice }, ct)));
        if (unknown.Count > 0)
            throw new Invalid("incidentIds",
                $"There {(unknown.Count == 1 ? "is no incident with the id" : "are no incidents with the ids")} "
                    + $"{string.Join(", ", unknown.Take(20))}{(unknown.Count > 20 ? $" and {unknown.Count - 20} more" : "")}.");
        await Insert(problemId, ids, now, ct);
    }

    private async Task LinkFound(long problemId, IncidentFilter filter, DateTimeOffset now, CancellationToken ct)
    {
        await IncidentSql.MustSee(db, actor, filter, ct);
        if (filter.IsMeasured)
        {
            var found = new List<long>();
            await foreach (var (id, _) in IncidentSql.Within(db, filter, ct))
            {
                found.Add(id);
                MustNotBeTooMany(found.Count);
            }
            await Insert(problemId, found, now, ct);
            return;
        }
        var args = IncidentSql.Args(db.Dialect, filter);
        args.Add("Target", problemId);
        args.Add("LinkedBy", actor.PersonId);
        args.Add("Now", now);
        args.Add("CountTo", LinkIncidents.Most + 1);
        MustNotBeTooMany(await db.Single<int>(IncidentListSql.Count(db.Dialect, filter), args, ct));
        await db.Execute($"""
            INSERT INTO ProblemIncident (ProblemId, IncidentId, LinkedAt, LinkedBy)
            SELECT @Target, i.Id, @Now, @LinkedBy FROM {IncidentSql.Source(db.Dialect, filter)}
                {IncidentSql.Where(filter).When(true, NotLinked)}
            """, args, ct);
    }

    private async Task Insert(long problemId, IReadOnlyList<long> ids, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var slice in ids.Chunk(Slice))
            await db.Execute($"""
                INSERT INTO ProblemIncident (ProblemId, IncidentId, LinkedAt, LinkedBy)
                SELECT @Target, i.Id, @Now, @LinkedBy FROM Incident i WHERE i.Id IN @slice AND {NotLinked}
                """, new { Target = problemId, Now = now, LinkedBy = actor.PersonId, slice }, ct);
    }

    private static void MustNotBeTooMany(int count)
    {
        if (count > LinkIncidents.Most)
            throw new RuleBroken("incidents.tooMany",
                $"The filter finds more than {LinkIncidents.Most:N0} incidents. Narrow it by dates, category, neighborhood or place.",
                "filter");
    }

    private Task<Counts> Linked(long problemId, CancellationToken ct) => db.Single<Counts>("""
        SELECT COUNT(*) AS LinkedRows, COUNT(DISTINCT i.EventKey) AS Events FROM ProblemIncident l JOIN Incident i ON i.Id = l.IncidentId
        WHERE l.ProblemId = @problemId
        """, new { problemId }, ct);

    private sealed record Counts
    {
        public int LinkedRows { get; init; }
        public int Events { get; init; }
    }
}

internal static class LinkIncidentsEndpoint
{
    public sealed record Body(IReadOnlyList<long>? IncidentIds = null, IncidentFilter? Filter = null);

    public static void MapLinkIncidents(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/incidents", (long id, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new LinkIncidents(id, body.IncidentIds, body.Filter), ct))
        .WithName("LinkIncidents").WithSummary("Link incidents to a problem, by id or by filter");
}
