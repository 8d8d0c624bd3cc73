using ProblemTracker.Mail;

namespace ProblemTracker.Portal;

/// <summary>Emails about bulletins: supervisors hear that one waits, its writer what was decided.</summary>
internal sealed class BulletinEmails(Db db, Actor actor, TrackerClock clock, TrackerOptions options)
{
    private sealed record Recipient
    {
        public long Id { get; init; }
        public string Email { get; init; } = "";
    }

    /// <summary>Asks the neighborhood's supervisor to approve it, or all supervisors if that one can't.</summary>
    public async Task Ask(BulletinDetails bulletin, CancellationToken ct)
    {
        var supervisors = await db.List<Recipient>("""
            SELECT w.Id, w.Email FROM Person w JOIN PersonRole r ON r.PersonId = w.Id AND r.Role = 'Supervisor'
            WHERE w.Active = 1 AND w.EmailChoice <> 'InAppOnly' AND w.Id <> @WriterId AND (
                w.Id IN (SELECT n.SupervisorId FROM Neighborhood n WHERE n.Id = @NeighborhoodId)
                OR NOT EXISTS (
                    SELECT 1 FROM Neighborhood n JOIN Person s ON s.Id = n.SupervisorId
                    WHERE n.Id = @NeighborhoodId AND s.Active = 1 AND s.Id <> @WriterId))
            ORDER BY w.Id
            """, new { bulletin.WriterId, bulletin.NeighborhoodId }, ct);
        foreach (var supervisor in supervisors)
            await Queue(bulletin, supervisor, "A bulletin for residents waits for a supervisor", "Read it and decide",
                $"bulletin-waiting:{bulletin.Id}.{bulletin.Version}:{supervisor.Id}", ct);
    }

    /// <summary>Tells its writer what someone else decided.</summary>
    public async Task Tell(BulletinDetails bulletin, CancellationToken ct)
    {
        if (bulletin.WriterId == actor.PersonId) return;
        if (await db.Find<Recipient>("SELECT w.Id, w.Email FROM Person w WHERE w.Id = @WriterId AND w.Active = 1 "
            + "AND w.EmailChoice <> 'InAppOnly'", new { bulletin.WriterId }, ct) is not { } writer) return;
        await Queue(bulletin, writer, $"Your bulletin for residents was {Wording.Of(bulletin.Status).ToLowerInvariant()}",
            "Open the bulletin", $"bulletin-decided:{bulletin.Id}.{bulletin.Version}:{writer.Id}", ct);
    }

    private async Task Queue(BulletinDetails bulletin, Recipient to, string subject, string open, string key, CancellationToken ct)
    {
        var text = new EmailText(subject,
        [
            new Paragraph($"{bulletin.Texts[0].Title}, {bulletin.Neighborhood ?? "whole city"}."),
            .. bulletin.Reason is { } reason ? [new Paragraph(reason)] : Array.Empty<EmailPart>(),
            new LinkParagraph(open, $"{options.PublicUrl}/bulletins/{bulletin.Id}"),
        ]);
        await Outbox.Queue(db, clock, new(key, to.Email, subject, text.Plain, text.Html) { PersonId = to.Id }, ct);
    }
}
