using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>When a meeting is, in the resident's language and by the agency's clock.</summary>
internal static class MeetingWords
{
    public static string When(IStringLocalizer<PortalTexts> words, PublicMeeting meeting, AgencyDay day)
    {
        var (start, end) = (day.Local(meeting.StartsAt), day.Local(meeting.EndsAt));
        return start.Date == end.Date
            ? words["Meeting.From", DateText.LongDateIn(Languages.Current, day.DateOf(start)), Clock(start), Clock(end)]
            : words["Meeting.Through", DateText.TimeIn(Languages.Current, start), DateText.TimeIn(Languages.Current, end)];
    }

    private static string Clock(DateTimeOffset at) => DateText.ClockIn(Languages.Current, at);
}
