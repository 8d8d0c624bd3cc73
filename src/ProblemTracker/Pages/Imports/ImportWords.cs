using ProblemTracker.Incidents;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Pages.Imports;

/// <summary>Labels of an import: its states, what its times mean, and the fields of its column map.</summary>
internal static class ImportWords
{
    public static string OfField(string field) => field switch
    {
        IncidentMap.Number => "Number",
        IncidentMap.Occurred => "Date and time",
        IncidentMap.OccurredTo => "End date and time",
        IncidentMap.Category => "Category",
        IncidentMap.Address => "Address",
        IncidentMap.Latitude => "Latitude",
        IncidentMap.Longitude => "Longitude",
        IncidentMap.Place => "Place",
        MapFields.Created => "Created",
        MapFields.EnRoute => "En route",
        MapFields.SelfInitiated => "Begun by the officer",
        _ => $"{char.ToUpperInvariant(field[0])}{field[1..]}",
    };

    public static string Of(SourceClock clock) => clock switch
    {
        SourceClock.Utc => "UTC",
        SourceClock.Offset => "Local times with their offset, such as -05:00",
        _ => "Local times of a time zone",
    };

    /// <summary>What the times of a file mean; counted seconds are always UTC.</summary>
    public static SourceClock ClockOf(IncidentMap map) =>
        map.DateFormat is DateFormat.Unix or DateFormat.UnixMilliseconds ? SourceClock.Utc : map.Clock;

    public static string Of(UpdateRule rule) => rule switch
    {
        UpdateRule.Update => "Update the incident",
        UpdateRule.Add => "Add another incident",
        _ => "Only list the row in the result",
    };

    /// <summary>What would become of rows whose number was imported before with other content.</summary>
    public static string OfChanged(UpdateRule? rule) => rule switch
    {
        UpdateRule.Update => "would update an incident",
        UpdateRule.Report => "would only be listed",
        _ => "known with other content",
    };

    public static string Of(CoordinateFix fix) => fix switch
    {
        CoordinateFix.Swap => "Latitude and longitude are swapped",
        CoordinateFix.NegateLongitude => "The longitudes get the other sign",
        CoordinateFix.NegateLatitude => "The latitudes get the other sign",
        _ => "Latitude and longitude are swapped, and the longitudes get the other sign",
    };

    public static string Of(ImportState state) => state switch
    {
        ImportState.Uploaded => "Not started",
        ImportState.Clearing => "Cleaning up",
        _ => state.ToString(),
    };
}
