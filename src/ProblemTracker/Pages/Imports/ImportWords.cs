using ProblemTracker.Incidents;

namespace ProblemTracker.Pages.Imports;

/// <summary>Labels of the states of an import, and of what its times mean.</summary>
internal static class ImportWords
{
    public static string Of(SourceClock clock) => clock switch
    {
        SourceClock.Utc => "UTC",
        SourceClock.Offset => "The offset in the text counts",
        _ => "Local times of a time zone",
    };

    public static string Of(ImportState state) => state switch
    {
        ImportState.Uploaded => "Not started",
        ImportState.Clearing => "Cleaning up",
        _ => state.ToString(),
    };
}
