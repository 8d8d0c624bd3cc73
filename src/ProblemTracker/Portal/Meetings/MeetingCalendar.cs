using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace ProblemTracker.Portal;

/// <summary>Writes meetings as an iCalendar file (RFC 5545), with times in UTC. It names nobody.</summary>
internal sealed class MeetingCalendar(TrackerOptions options)
{
    /// <summary>How often programs should look for changes, as an ISO 8601 duration (RFC 7986).</summary>
    private const string Refresh = "PT1H";

    /// <param name="name">Of the calendar.</param>
    /// <returns>The same text, byte by byte, while the meetings are the same.</returns>
    public string Of(IReadOnlyList<PublicMeeting> meetings, string name)
    {
        var calendar = new Ical.Net.Calendar { ProductId = "-//ProblemTracker//Meetings//EN", Method = CalendarMethods.Publish };
        calendar.AddProperty("NAME", name);
        calendar.AddProperty("X-WR-CALNAME", name);
        var refresh = new CalendarProperty("REFRESH-INTERVAL", Refresh);
        refresh.AddParameter("VALUE", "DURATION");
        calendar.AddProperty(refresh);
        calendar.AddProperty("X-PUBLISHED-TTL", Refresh);
        foreach (var meeting in meetings)
            calendar.Events.Add(new CalendarEvent
            {
                Uid = $"meeting-{meeting.Id}@{new Uri(options.PublicUrl).Host}",
                DtStamp = Utc(meeting.ChangedAt),
                LastModified = Utc(meeting.ChangedAt),
                Start = Utc(meeting.StartsAt),
                End = Utc(meeting.EndsAt),
                Summary = meeting.Text.Title,
                Description = meeting.CancelReason ?? meeting.Text.Agenda,
                Location = meeting.Place,
                Url = new Uri(options.Address($"/city/meetings/{meeting.Id}?{Languages.Parameter}={Languages.Current.Name}")),
                // Every change makes a new version, so that programs replace what they have.
                Sequence = meeting.Version - 1,
                Status = meeting.IsCanceled ? EventStatus.Cancelled : EventStatus.Confirmed,
            });
        return new CalendarSerializer().SerializeToString(calendar) ?? "";
    }

    private static CalDateTime Utc(DateTimeOffset at) => new(at.UtcDateTime);
}
