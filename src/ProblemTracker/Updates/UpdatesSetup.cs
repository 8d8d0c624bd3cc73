namespace ProblemTracker.Updates;

/// <summary>Registers the endpoints of updates.</summary>
internal static class UpdatesSetup
{
    public static void MapUpdates(this RouteGroupBuilder v1)
    {
        var updates = v1.MapGroup("/updates").WithTags("Updates");
        updates.MapListMyUpdates();
        updates.MapSeeUpdates();
        updates.MapMyUpdateWays();
    }
}
