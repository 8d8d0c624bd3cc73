using ProblemTracker.Mail;

namespace ProblemTracker.Engagement;

/// <summary>Emails about commitments: people hear when somebody gives them one. They name no resident.</summary>
internal sealed class CommitmentEmails(Db db, Actor actor, TrackerClock clock, TrackerOptions options)
{
    public async Task Tell(CommitmentRow commitment, CancellationToken ct)
    {
        if (commitment.OwnerId == actor.PersonId) return;
        if (await db.Find<string>("SELECT w.Email FROM Person w WHERE w.Id = @OwnerId AND w.Active = 1 AND w.EmailChoice <> 'InAppOnly'",
            new { commitment.OwnerId }, ct) is not { } address) return;
        const string Subject = "You have a commitment to residents";
        var text = new EmailText(Subject,
        [
            new Paragraph($"{actor.Name} gave you this commitment, due {commitment.DueOn:MMMM d, yyyy}: “{commitment.Description}”"),
            new LinkParagraph("Open the commitment", $"{options.PublicUrl}/commitments/{commitment.Id}"),
        ]);
        await Outbox.Queue(db, clock, new($"commitment-given:{commitment.Id}.{commitment.Version}:{commitment.OwnerId}", address, Subject,
            text.Plain, text.Html)
        { PersonId = commitment.OwnerId }, ct);
    }
}
