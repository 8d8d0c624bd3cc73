using ProblemTracker.Mail;

namespace ProblemTracker.Engagement;

/// <summary>
/// Emails about commitments: people hear when somebody gives them one, and what came of one that they recorded. They name no resident.
/// </summary>
internal sealed class CommitmentEmails(Db db, Actor actor, TrackerClock clock, TrackerOptions options)
{
    /// <summary>Tells its owner that it is theirs.</summary>
    public Task Tell(CommitmentRow commitment, CancellationToken ct) => Queue(commitment, commitment.OwnerId,
        $"commitment-given:{commitment.Id}.{commitment.Version}:{commitment.OwnerId}", "You have a commitment to residents",
        $"{actor.Name} gave you this commitment, due {commitment.DueOn:MMMM d, yyyy}: “{commitment.Description}”", ct);

    /// <summary>Tells who recorded it what came of it.</summary>
    public Task TellKept(CommitmentRow commitment, CancellationToken ct) => Queue(commitment, commitment.GivenById,
        $"commitment-kept:{commitment.Id}", "A commitment to residents is done",
        $"{actor.Name} marked this commitment as done: “{commitment.Description}”. What came of it: {commitment.Outcome}", ct);

    private async Task Queue(CommitmentRow commitment, long personId, string key, string subject, string sentence, CancellationToken ct)
    {
        if (personId == actor.PersonId) return;
        if (await db.Find<string>("SELECT w.Email FROM Person w WHERE w.Id = @personId AND w.Active = 1 AND w.EmailChoice <> 'InAppOnly'",
            new { personId }, ct) is not { } address) return;
        var text = new EmailText(subject,
        [
            new Paragraph(sentence),
            new LinkParagraph("Open the commitment", $"{options.PublicUrl}/commitments/{commitment.Id}"),
        ]);
        await Outbox.Queue(db, clock, new(key, address, subject, text.Plain, text.Html) { PersonId = personId }, ct);
    }
}
