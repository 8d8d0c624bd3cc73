namespace ProblemTracker.Demo;

/// <summary>How open cases stand today: what was asked of a supervisor and waits, and what was decided.</summary>
internal static class CaseEndings
{
    public static Task HoldWaits(CaseStory c) => c.Story.Ask(1, c.Lead(1), ApprovalKind.Hold,
        "The owner is abroad until the end of next month, and without his word nothing can be planned.", untilOn: c.City.Day(-30));

    public static Task MoreTimeWaits(CaseStory c) => c.Story.Ask(5, c.Lead(5), ApprovalKind.Extension,
        "The place where people wait can only be moved when the new timetable begins.", dueOn: c.City.Day(-60));

    public static Task ClosingWaits(CaseStory c) => c.Story.Ask(2, c.Lead(2), ApprovalKind.Closing,
        "Traffic engineering has it on its own list for the spring; two of us would do the same work.",
        closing: ClosingReason.ReferredElsewhere);

    public static async Task IsOnHold(CaseStory c)
    {
        var request = await c.Story.Ask(9, c.Lead(9), ApprovalKind.Hold,
            "The wall is being rebuilt until the end of next month; lamp and hedge have to wait for it.", untilOn: c.City.Day(-25));
        await c.Story.Approve(8, c.Case.Supervisor, request, "Agreed. Look in on the place once a week all the same.");
    }

    public static async Task HasMoreTime(CaseStory c)
    {
        var request = await c.Story.Ask(12, c.Lead(12), ApprovalKind.Extension,
            "The second survey at the stop is promised for the end of next week.", dueOn: c.City.Day(-25));
        await c.Story.Approve(11, c.Case.Supervisor, request, "Better late and right.");
    }

    public static async Task MoreTimeGranted(CaseStory c)
    {
        var request = await c.Story.Ask(8, c.Lead(8), ApprovalKind.Extension,
            "The parcel services send their lists of claims on the first; without them the analysis has one leg.", dueOn: c.City.Day(-25));
        await c.Story.Approve(7, c.Case.Supervisor, request, "Fine, but not again.");
    }

    public static async Task HoldReturned(CaseStory c)
    {
        var request = await c.Story.Ask(3, c.Lead(3), ApprovalKind.Hold, "The person who told us is away for some weeks.",
            untilOn: c.City.Day(-40));
        await c.Story.Refuse(2, c.Case.Supervisor, request,
            "There is enough to go on without her: ask the landlord first. Come back if that leads nowhere.");
    }

    public static async Task RequestWithdrawn(CaseStory c)
    {
        var request = await c.Story.Ask(3, c.Lead(3), ApprovalKind.Hold, "No report for a week.", untilOn: c.City.Day(-20));
        await c.Story.Withdraw(2, c.Lead(2), request);
    }
}
