using ProblemTracker.Incidents;

namespace ProblemTracker.Pages.Imports;

/// <summary>Labels of the fields of a column map.</summary>
internal static class ColumnWords
{
    public static string Of(string field) => field switch
    {
        IncidentMap.Number => "Incident number",
        IncidentMap.Occurred => "Date and time",
        IncidentMap.OccurredTo => "End date and time",
        IncidentMap.Category => "Category",
        IncidentMap.Address => "Address",
        IncidentMap.Latitude => "Latitude",
        IncidentMap.Longitude => "Longitude",
        IncidentMap.Place => "Place",
        _ => field,
    };
}
