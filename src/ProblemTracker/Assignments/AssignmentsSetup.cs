using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Assignments;

/// <summary>Registers the services and endpoints of Assignments.</summary>
internal static class AssignmentsSetup
{
    public static IServiceCollection AddAssignments(this IServiceCollection services)
    {
        services.AddScoped<AssignmentEmails>();
        services.AddScoped<AssignmentListReader>();
        services.AddScoped<EndedAssignments>();
        services.AddScoped<EndedNeighborhoodEmails>();
        services.AddScoped<NeighborhoodEnded>(p => p.GetRequiredService<EndedNeighborhoodEmails>().Tell);
        services.AddScoped<PersonDeactivated>(p => p.GetRequiredService<EndedAssignments>().Of);
        return services;
    }

    public static void MapAssignments(this RouteGroupBuilder v1)
    {
        var assignments = v1.MapGroup("/assignments").WithTags("Assignments");
        assignments.MapListAssignments();
        assignments.MapAddAssignment();
        assignments.MapAddAssignments();
        assignments.MapChangeAssignment();
        assignments.MapRemoveAssignment();
        v1.MapPublicName();
        v1.MapGroup("/neighborhoods").WithTags("Neighborhoods").MapMoveAssignments();
    }
}

/// <summary>
/// Ends the assignments of somebody who can no longer sign in, as of that day, so that no list and no public page names them. Those that
/// have not begun are removed.
/// </summary>
internal sealed class EndedAssignments(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
{
    public async Task Of(long personId, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var open = await db.List<AssignmentRow>($"""
            SELECT {AssignmentSql.Columns} FROM Assignment a {AssignmentSql.Names}
            WHERE a.PersonId = @personId AND (a.ToOn IS NULL OR a.ToOn > @today) ORDER BY a.Id
            """, new { personId, today }, ct);
        foreach (var assignment in open)
        {
            var before = new { assignment.Id, assignment.NeighborhoodId, assignment.From, assignment.To };
            if (assignment.From > today)
            {
                await db.Execute("DELETE FROM Assignment WHERE Id = @Id", assignment, ct);
                await db.Record(actor, clock.GetUtcNow(), "person.assignmentRemoved", null, personId, null, before, null, ct);
                continue;
            }
            await db.Execute("UPDATE Assignment SET ToOn = @today, Version = Version + 1 WHERE Id = @Id", new { today, assignment.Id }, ct);
            await db.Record(actor, clock.GetUtcNow(), "person.assignmentChanged", null, personId, null, before,
                new { assignment.Id, assignment.NeighborhoodId, assignment.From, To = today }, ct);
        }
    }
}
