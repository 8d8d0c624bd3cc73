using ProblemTracker.Evidence;
using ProblemTracker.Problems;

namespace ProblemTracker.Demo;

/// <summary>
/// What a supervisor decided this morning about the night's signals: one belongs to an open problem, and those where a problem about the
/// same was closed can wait. The others are left for who looks at the demo.
/// </summary>
internal static class SignalStory
{
    /// <summary>Meters from a signal's place to that of a problem about it.</summary>
    private const double Near = 150;

    private const int DaysToWait = 60;

    public static async Task Decide(DemoCity city, CancellationToken ct)
    {
        var open = await city.Send(DemoCity.Supervisor, new ListSignals { State = SignalState.Open, Size = Page.LargestSize }, ct);
        var isLinked = false;
        foreach (var signal in open.Items.Where(signal => signal is { Kind: SignalKind.HotSpot, CategoryCode: not null }))
        {
            var similar = await city.Send(DemoCity.Supervisor,
                new FindSimilar(signal.CategoryCode, Latitude: signal.Latitude, Longitude: signal.Longitude), ct);
            if (!isLinked && similar.FirstOrDefault(one => one is { Stage: Stage.Analysis, Distance: < Near }) is { } problem)
            {
                await city.Send(DemoCity.Supervisor, new LinkSignal(signal.Id, signal.Version, problem.Id), ct);
                isLinked = true;
            }
            else if (similar.Count == 0 && await Closed(city, signal, ct) is { } number)
            {
                await city.Send(DemoCity.Supervisor, new DismissSignal(signal.Id, signal.Version, city.Day(-DaysToWait),
                    $"{number} about the same was closed, and its six-month follow-up looks at these incidents."), ct);
            }
        }
    }

    /// <summary>The number of a closed problem of the signal's category in its neighborhood.</summary>
    private static async Task<string?> Closed(DemoCity city, SignalLine signal, CancellationToken ct)
    {
        var closed = await city.Send(DemoCity.Supervisor, new ListProblems
        {
            CategoryCode = signal.CategoryCode,
            NeighborhoodId = signal.NeighborhoodId,
            Stage = Stage.Closed,
            Size = 1,
        }, ct);
        return closed.Items is [var one, ..] ? one.Number : null;
    }
}
