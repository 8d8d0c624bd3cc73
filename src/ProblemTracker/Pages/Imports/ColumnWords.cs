using ProblemTracker.Incidents;

namespace ProblemTracker.Pages.Imports;

/// <summary>What the fields of a map are called on pages.</summary>
internal static class ColumnWords
{
    public static string Of(string field) => field switch
    {
        IncidentMap.Number => "Number",
        IncidentMap.Occurred => "When it happened",
        IncidentMap.OccurredTo => "Until when",
        IncidentMap.Category => "Category",
        IncidentMap.Address => "Address",
        IncidentMap.Latitude => "Latitude",
        IncidentMap.Longitude => "Longitude",
        _ => field,
    };
}
