namespace ProblemTracker.Demo;

/// <summary>Where open cases stand today: waiting requests and decided ones.</summary>
internal static class CaseEndings
{
    public static Task HoldWaits(CaseStory c) => c.Story.Ask(1, c.Lead(1), RequestKind.Hold,
        "The owner is overseas until the end of next month, and we can't plan anything without him.", untilOn: c.City.Day(-30));

    public static Task MoreTimeWaits(CaseStory c) => c.Story.Ask(5, c.Lead(5), RequestKind.Extension,
        "The waiting area can't be moved until the new bus schedule starts.", dueOn: c.City.Day(-60));

    public static Task ClosingWaits(CaseStory c) => c.Story.Ask(2, c.Lead(2), RequestKind.Closing,
        "Traffic engineering has this on its own list for spring. We would both be doing the same work.",
        closing: ClosingReason.ReferredElsewhere);

    public static async Task IsOnHold(CaseStory c)
    {
        var request = await c.Story.Ask(9, c.Lead(9), RequestKind.Hold,
            "The wall is being rebuilt through the end of next month. The light and the hedge have to wait for it.",
            untilOn: c.City.Day(-25));
        await c.Story.Approve(8, c.Case.Supervisor, request, "Agreed. Check on the place once a week anyway.");
    }

    public static async Task HasMoreTime(CaseStory c)
    {
        var request = await c.Story.Ask(12, c.Lead(12), RequestKind.Extension,
            "The second survey at the stop is due at the end of next week.", dueOn: c.City.Day(-25));
        await c.Story.Approve(11, c.Case.Supervisor, request, "Better late than wrong.");
    }

    public static async Task MoreTimeGranted(CaseStory c)
    {
        var request = await c.Story.Ask(8, c.Lead(8), RequestKind.Extension,
            "The delivery companies send their claims lists on the first. Without them, the analysis rests on one source.",
            dueOn: c.City.Day(-25));
        await c.Story.Approve(7, c.Case.Supervisor, request, "Fine, but not again.");
    }

    public static async Task HoldReturned(CaseStory c)
    {
        var request = await c.Story.Ask(3, c.Lead(3), RequestKind.Hold, "The person who told us is away for a few weeks.",
            untilOn: c.City.Day(-40));
        await c.Story.Refuse(2, c.Case.Supervisor, request,
            "There's enough to go on without her. Talk to the landlord first, and come back if that leads nowhere.");
    }

    public static async Task RequestWithdrawn(CaseStory c)
    {
        var request = await c.Story.Ask(3, c.Lead(3), RequestKind.Hold, "No reports for a week.", untilOn: c.City.Day(-20));
        await c.Story.Withdraw(2, c.Lead(2), request);
    }
}
