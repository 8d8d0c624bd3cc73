using ProblemTracker.Mail;

namespace ProblemTracker.Assignments;

/// <summary>Tells people what others did to their assignments.</summary>
internal sealed class AssignmentEmails(Db db, Actor actor, TrackerClock clock, TrackerOptions options)
{
    /// <param name="assignment">The assignment as it is now, or was last.</param>
    /// <param name="what">What happened, such as "New assignment".</param>
    /// <param name="ct">Cancels the command.</param>
    public async Task Tell(AssignmentRow assignment, string what, CancellationToken ct)
    {
        if (assignment.PersonId == actor.PersonId) return;
        var subject = $"{what}: {assignment.Subject}";
        var text = new EmailText(subject,
        [
            new Paragraph($"{subject}, {assignment.Period}."),
            new LinkParagraph("See who is assigned", $"{options.PublicUrl}/assignments"),
        ]);
        await Outbox.Queue(db, clock,
            new($"assignment:{assignment.Id}:{Guid.NewGuid():N}", assignment.Email, subject, text.Plain, text.Html)
            {
                PersonId = assignment.PersonId,
            }, ct);
    }
}
