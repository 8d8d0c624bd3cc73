using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Mail;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Assignments;

/// <summary>
/// Moves the assignments to a neighborhood that ends: each ends on its last day, and goes on in the given neighborhoods from the day
/// after. People who are assigned there already aren't assigned twice. All of it or nothing.
/// </summary>
/// <param name="ToIds">Where the people work from then on; empty to end the assignments.</param>
[Needs(Permission.Administer)]
public sealed record MoveAssignments(long NeighborhoodId, IReadOnlyList<long> ToIds) : ICommand<AssignmentsMoved>;

/// <param name="Ended">Assignments that end with the neighborhood.</param>
/// <param name="Added">Assignments to the given neighborhoods.</param>
public sealed record AssignmentsMoved(int Ended, int Added);

internal sealed class MoveAssignmentsHandler(Db db, Actor actor, AgencySettings agency, AssignmentEmails emails, TimeProvider clock)
    : IRequestHandler<MoveAssignments, AssignmentsMoved>
{
    public async Task<AssignmentsMoved> Handle(MoveAssignments command, CancellationToken ct)
    {
        var place = await NeighborhoodSql.Read(db, command.NeighborhoodId, await agency.Today(ct), ct);
        if (place.LastDay is not { } lastDay)
            throw new Conflict("neighborhood.current", $"{place.Name} has no last day. Give it one first.");
        foreach (var id in command.ToIds)
            if (id == place.Id || !await NeighborhoodSql.CanBeChosen(db, id, lastDay.AddDays(1), ct))
                throw new Invalid("toIds", "Choose neighborhoods that exist on the day after.");
        var (ended, added) = (0, 0);
        foreach (var before in await db.List<AssignmentRow>($"""
            SELECT {AssignmentSql.Columns} FROM Assignment a {AssignmentSql.Names}
            WHERE a.NeighborhoodId = @Id AND (a.ToOn IS NULL OR a.ToOn > @lastDay) ORDER BY a.PersonId, a.Id
            """, new { place.Id, lastDay }, ct))
        {
            await AssignmentSql.Hold(db, before.PersonId, ct);
            await End(before, lastDay, ct);
            ended++;
            var period = new DayRange(before.From > lastDay ? before.From : lastDay.AddDays(1), before.To);
            var others = await AssignmentSql.Of(db, [before.PersonId], ct);
            foreach (var id in command.ToIds.Where(id => !others.Any(other =>
                other.NeighborhoodId == id && period.Overlaps(new(other.From, other.To)))))
            {
                var made = await AssignmentSql.Read(db, await db.Insert(AssignmentSql.Insert,
                    new { before.PersonId, NeighborhoodId = id, period.From, period.To }, ct), ct);
                await db.Execute([AssignmentSql.Added(actor, clock.GetUtcNow(), made)], ct);
                await emails.Tell(made, "New assignment", ct);
                added++;
            }
        }
        return new(ended, added);
    }

    private async Task End(AssignmentRow before, DateOnly lastDay, CancellationToken ct)
    {
        var was = new { before.Id, before.NeighborhoodId, before.From, before.To };
        if (before.From > lastDay)
        {
            await db.Execute("DELETE FROM Assignment WHERE Id = @Id", before, ct);
            await db.Record(actor, clock.GetUtcNow(), "person.assignmentRemoved", null, before.PersonId, null, was, null, ct);
            return;
        }
        await db.Execute("UPDATE Assignment SET ToOn = @lastDay, Version = Version + 1 WHERE Id = @Id", new { lastDay, before.Id }, ct);
        await db.Record(actor, clock.GetUtcNow(), "person.assignmentChanged", null, before.PersonId, null, was,
            new { before.Id, before.NeighborhoodId, before.From, To = lastDay }, ct);
    }
}

/// <summary>Tells those who work in a neighborhood, and its supervisor, that it ends or goes on.</summary>
internal sealed class EndedNeighborhoodEmails(Db db, Actor actor, AgencySettings agency, TrackerClock clock, TrackerOptions options)
{
    private sealed record Reader
    {
        public long Id { get; init; }
        public string Email { get; init; } = "";
    }

    public async Task Tell(EndedNeighborhood ended, CancellationToken ct)
    {
        var today = await agency.Today(ct);
        var subject = ended.LastDay is { } lastDay ? $"{ended.Name} {(lastDay < today ? "ended" : "ends")} on {DateText.Date(lastDay)}"
            : $"{ended.Name} goes on";
        var text = new EmailText(subject,
        [
            new Paragraph(ended.LastDay is null ? $"The neighborhood {ended.Name} no longer has a last day."
                : $"{subject}. {Place(ended.Followers)}Problems and incidents until then stay in {ended.Name}."),
            new LinkParagraph("See who is assigned", $"{options.PublicUrl}/assignments?neighborhoodId={ended.Id}"),
        ]);
        foreach (var reader in await db.List<Reader>("""
            SELECT p.Id, p.Email FROM Person p
            WHERE p.Active = 1 AND p.Id <> @ActorId AND (p.Id = @SupervisorId OR EXISTS (
                SELECT 1 FROM Assignment a
                WHERE a.PersonId = p.Id AND a.NeighborhoodId = @NeighborhoodId AND (a.ToOn IS NULL OR a.ToOn >= @today)))
            ORDER BY p.Id
            """, new { ActorId = actor.PersonId ?? 0, SupervisorId = ended.SupervisorId ?? 0, NeighborhoodId = ended.Id, today }, ct))
            await Outbox.Queue(db, clock,
                new($"neighborhood:{ended.Id}:{Guid.NewGuid():N}", reader.Email, subject, text.Plain, text.Html)
                {
                    PersonId = reader.Id,
                }, ct);
    }

    private static string Place(IReadOnlyList<string> followers) => followers.Count == 0 ? ""
        : $"{string.Join(", ", followers)} {(followers.Count == 1 ? "takes" : "take")} its place. ";
}

internal static class MoveAssignmentsEndpoint
{
    /// <param name="ToIds">Where the people work from the day after; empty to end the assignments.</param>
    public sealed record Body(IReadOnlyList<long> ToIds);

    public static void MapMoveAssignments(this RouteGroupBuilder neighborhoods) => neighborhoods
        .MapPost("/{id:long}/assignments/move", (long id, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new MoveAssignments(id, body.ToIds), ct))
        .WithName("MoveAssignments").WithSummary("Move the assignments of a neighborhood that ends to those that take its place");
}
