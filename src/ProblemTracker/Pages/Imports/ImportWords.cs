using ProblemTracker.Incidents;

namespace ProblemTracker.Pages.Imports;

/// <summary>How a reader is told where an import stands.</summary>
internal static class ImportWords
{
    public static string Of(ImportState state) => state switch
    {
        ImportState.Uploaded => "Not started",
        ImportState.Queued => "Waits in line",
        ImportState.Running => "Running",
        ImportState.Clearing => "Being cleared",
        ImportState.Canceling => "Being canceled",
        ImportState.Undoing => "Being undone",
        _ => state.ToString(),
    };
}
