namespace ProblemTracker.Calendars;

/// <summary>Registers the services of Calendars.</summary>
internal static class CalendarsSetup
{
    public static IServiceCollection AddCalendars(this IServiceCollection services) => services.AddSingleton<CalendarText>();
}
