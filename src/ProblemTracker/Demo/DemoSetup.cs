namespace ProblemTracker.Demo;

/// <summary>Adds the demo's endpoints.</summary>
internal static class DemoSetup
{
    public static void MapDemo(this RouteGroupBuilder v1)
    {
        var demo = v1.MapGroup("/demo").WithTags("Demo").DemoOnly();
        demo.MapReadDemoClock();
        demo.MapMoveDemoClock();
    }
}
