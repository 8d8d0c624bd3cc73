namespace ProblemTracker.Incidents;

/// <summary>The fields that a column map can have, by what the rows of its file are.</summary>
internal static class MapFields
{
    /// <summary>Of a call for service, for one unit. Its number, type, address and place are fields of incidents too.</summary>
    public const string Created = "created", Priority = "priority", Unit = "unit", Dispatched = "dispatched", EnRoute = "enRoute",
        Arrived = "arrived", Cleared = "cleared", Disposition = "disposition", SelfInitiated = "selfInitiated";

    /// <summary>Of a shift of a unit.</summary>
    public const string Beat = "beat", Officer = "officer", From = "from", To = "to";

    private static readonly IReadOnlyList<string> OfIncidents =
    [
        IncidentMap.Number, IncidentMap.Occurred, IncidentMap.OccurredTo, IncidentMap.Category, IncidentMap.Address, IncidentMap.Latitude,
        IncidentMap.Longitude, IncidentMap.Place,
    ];

    private static readonly IReadOnlyList<string> OfCalls =
    [
        IncidentMap.Number, Created, IncidentMap.Category, Priority, IncidentMap.Address, IncidentMap.Latitude, IncidentMap.Longitude,
        IncidentMap.Place, Unit, Dispatched, EnRoute, Arrived, Cleared, Disposition, SelfInitiated,
    ];

    private static readonly IReadOnlyList<string> OfShifts = [Unit, Beat, Officer, From, To];

    /// <summary>Empty for files without columns.</summary>
    public static IReadOnlyList<string> Of(ImportKind kind) => kind switch
    {
        ImportKind.Incidents => OfIncidents,
        ImportKind.Calls => OfCalls,
        ImportKind.Shifts => OfShifts,
        _ => [],
    };

    /// <summary>Asks for the first required field that has no column; null if all have one.</summary>
    public static string? Missing(ImportKind kind, IReadOnlyDictionary<string, string> columns) => kind switch
    {
        ImportKind.Incidents when !columns.ContainsKey(IncidentMap.Occurred) => "Choose the column with the date and time of the incident.",
        ImportKind.Calls when !columns.ContainsKey(IncidentMap.Number) => "Choose the column with the number of the call.",
        ImportKind.Calls when !columns.ContainsKey(Created) => "Choose the column with the time at which the call was created.",
        ImportKind.Shifts when !columns.ContainsKey(Unit) => "Choose the column with the unit.",
        ImportKind.Shifts when !columns.ContainsKey(From) => "Choose the column with the begin of the shift.",
        ImportKind.Shifts when !columns.ContainsKey(To) => "Choose the column with the end of the shift.",
        _ => null,
    };
}
