using ProblemTracker.Agency;
using ProblemTracker.Mail;

namespace ProblemTracker.Engagement;

/// <summary>
/// Emails about what somebody did to another person's work with residents: a commitment given to them, what came of one that they
/// recorded, and a meeting of theirs that was canceled or changed. They name no resident.
/// </summary>
internal sealed class EngagementEmails(Db db, Actor actor, AgencySettings agency, TrackerClock clock, TrackerOptions options)
{
    /// <summary>Tells the owner of a commitment that it is theirs.</summary>
    public Task TellGiven(CommitmentRow commitment, CancellationToken ct) => Queue(commitment.OwnerId,
        $"commitment-given:{commitment.Id}.{commitment.Version}:{commitment.OwnerId}", "You have a commitment to residents",
        $"{actor.Name} gave you this commitment, due {commitment.DueOn:MMMM d, yyyy}: “{commitment.Description}”",
        Link(commitment), ct);

    /// <summary>Tells who recorded a commitment what came of it.</summary>
    public Task TellKept(CommitmentRow commitment, CancellationToken ct) => Queue(commitment.GivenById,
        $"commitment-kept:{commitment.Id}", "A commitment to residents is done",
        $"{actor.Name} marked this commitment as done: “{commitment.Description}”. What came of it: {commitment.Outcome}",
        Link(commitment), ct);

    /// <summary>Tells who planned a meeting that somebody else canceled it.</summary>
    public async Task TellCanceled(MeetingRow meeting, CancellationToken ct) => await Queue(meeting.PersonId,
        Key("canceled", meeting), "A meeting that you planned is canceled",
        $"{actor.Name} canceled “{meeting.Title}” of {await Start(meeting, ct)}. The reason: {meeting.CancelReason}",
        Link(meeting), ct);

    /// <summary>Tells who planned a meeting that somebody else changed it.</summary>
    public async Task TellChanged(MeetingRow meeting, CancellationToken ct) => await Queue(meeting.PersonId,
        Key("changed", meeting), "A meeting that you planned is changed",
        $"{actor.Name} changed “{meeting.Title}”. It starts {await Start(meeting, ct)} at {meeting.Place}.",
        Link(meeting), ct);

    private async Task<string> Start(MeetingRow meeting, CancellationToken ct) =>
        DateText.Time(TimeZoneInfo.ConvertTime(meeting.StartsAt, (await agency.Calendar(ct)).Zone));

    private static string Key(string what, MeetingRow meeting) => $"meeting:{meeting.Id}.{meeting.Version}:{what}";

    private LinkParagraph Link(CommitmentRow commitment) => new("Open the commitment", $"{options.PublicUrl}/commitments/{commitment.Id}");

    private LinkParagraph Link(MeetingRow meeting) => new("Open the meeting", $"{options.PublicUrl}/meetings/{meeting.Id}");

    private async Task Queue(long personId, string key, string subject, string sentence, LinkParagraph link, CancellationToken ct)
    {
        if (personId == actor.PersonId) return;
        if (await db.Find<string>("SELECT w.Email FROM Person w WHERE w.Id = @personId AND w.Active = 1 AND w.EmailChoice <> 'InAppOnly'",
            new { personId }, ct) is not { } address) return;
        var text = new EmailText(subject, [new Paragraph(sentence), link]);
        await Outbox.Queue(db, clock, new(key, address, subject, text.Plain, text.Html) { PersonId = personId }, ct);
    }
}
