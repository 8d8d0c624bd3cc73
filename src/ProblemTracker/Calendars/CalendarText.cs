using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using ProblemTracker.Agency;

namespace ProblemTracker.Calendars;

/// <summary>Writes due dates as an iCalendar file (RFC 5545): an all-day event each, which does not make the day busy.</summary>
internal sealed class CalendarText(TrackerOptions options)
{
    /// <summary>How often programs should look for changes, as an ISO 8601 duration (RFC 7986).</summary>
    private const string Refresh = "PT1H";

    /// <param name="today">The timestamp of all events. A calendar without changes stays the same for a day, byte by byte.</param>
    public string Of(IReadOnlyList<DueDate> dates, AgencyProfile agency, DateOnly today)
    {
        var name = agency.Name is { } ours ? $"Due dates, {ours}" : "Due dates";
        var calendar = new Ical.Net.Calendar { ProductId = "-//ProblemTracker//Due dates//EN", Method = CalendarMethods.Publish };
        calendar.AddProperty("NAME", name);
        calendar.AddProperty("X-WR-CALNAME", name);
        var refresh = new CalendarProperty("REFRESH-INTERVAL", Refresh);
        refresh.AddParameter("VALUE", "DURATION");
        calendar.AddProperty(refresh);
        calendar.AddProperty("X-PUBLISHED-TTL", Refresh);
        foreach (var due in dates.OrderBy(due => due.On).ThenBy(due => due.Uid, StringComparer.Ordinal))
            calendar.Events.Add(new CalendarEvent
            {
                Uid = $"{due.Uid}@{new Uri(options.PublicUrl).Host}",
                DtStamp = new CalDateTime(today.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)),
                Start = new CalDateTime(due.On),
                Summary = due.What,
                Url = new Uri(options.PublicUrl + due.Path),
                Class = "PRIVATE",
                Transparency = TransparencyType.Transparent,
            });
        return new CalendarSerializer().SerializeToString(calendar) ?? "";
    }
}
