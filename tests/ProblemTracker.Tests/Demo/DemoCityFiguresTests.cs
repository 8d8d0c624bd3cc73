using ProblemTracker.Domain;
using ProblemTracker.Tests.Reports;

namespace ProblemTracker.Tests.Demo;

/// <summary>Recounts each report's figures for the demo city from its rows.</summary>
internal static class DemoCityFigures
{
    public static readonly object[][] Readings =
    [
        [Role.Supervisor, ""], [Role.Command, ""], [Role.Officer, "?from=2025-04-01&to=2025-12-31"], [Role.Supervisor, "?neighborhoodId=2"],
        [Role.Command, "?categoryCode=noise"],
    ];

    public static Task<TrackerHost> Build() => Task.FromResult(new TrackerHost(demo: true));
}

public sealed class StatusOfTheDemoCityTests : StatusRecount
{
    public static new readonly object[][] Readings = DemoCityFigures.Readings;

    private protected override Task<TrackerHost> Build() => DemoCityFigures.Build();
}

public sealed class OverdueInTheDemoCityTests : OverdueRecount
{
    public static new readonly object[][] Readings = DemoCityFigures.Readings;

    private protected override Task<TrackerHost> Build() => DemoCityFigures.Build();
}

public sealed class FlowOfTheDemoCityTests : FlowRecount
{
    public static new readonly object[][] Readings = DemoCityFigures.Readings;

    private protected override Task<TrackerHost> Build() => DemoCityFigures.Build();
}

public sealed class WorkloadOfTheDemoCityTests : WorkloadRecount
{
    public static new readonly object[][] Readings = DemoCityFigures.Readings;

    private protected override Task<TrackerHost> Build() => DemoCityFigures.Build();
}

public sealed class OutcomesOfTheDemoCityTests : OutcomesRecount
{
    public static new readonly object[][] Readings = DemoCityFigures.Readings;

    private protected override Task<TrackerHost> Build() => DemoCityFigures.Build();
}

public sealed class ParticipationInTheDemoCityTests : ParticipationRecount
{
    public static new readonly object[][] Readings = DemoCityFigures.Readings;

    private protected override Task<TrackerHost> Build() => DemoCityFigures.Build();
}

public sealed class QualityOfTheDemoCityTests : QualityRecount
{
    public static new readonly object[][] Readings = DemoCityFigures.Readings;

    private protected override Task<TrackerHost> Build() => DemoCityFigures.Build();
}
