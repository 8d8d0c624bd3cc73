using ProblemTracker.Incidents;

namespace ProblemTracker.Pages.Imports;

/// <summary>Labels of the states of an import.</summary>
internal static class ImportWords
{
    public static string Of(ImportState state) => state switch
    {
        ImportState.Uploaded => "Not started",
        ImportState.Clearing => "Cleaning up",
        _ => state.ToString(),
    };
}
