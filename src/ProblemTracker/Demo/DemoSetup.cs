namespace ProblemTracker.Demo;

/// <summary>What Demo adds to the program: endpoints.</summary>
internal static class DemoSetup
{
    public static void MapDemo(this RouteGroupBuilder v1)
    {
        var demo = v1.MapGroup("/demo").WithTags("Demo").DemoOnly();
        demo.MapReadDemoClock();
        demo.MapMoveDemoClock();
    }
}
