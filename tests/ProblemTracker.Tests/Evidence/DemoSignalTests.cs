using ProblemTracker.Domain;
using ProblemTracker.Evidence;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Evidence;

/// <summary>The patterns that are planted in the demo city are found by its first night.</summary>
public sealed class DemoSignalTests
{
    [TestCase("racing", "Meridian Avenue")]
    [TestCase("theft-from-vehicle", "Heron Trail lot")]
    [TestCase("burglary", "Pippin Street")]
    [TestCase(null, "Quay steps")]
    public async Task Planted_pattern_is_found(string? category, string place)
    {
        using var host = new TrackerHost(demo: true);

        var found = (await host.Send(new ListSignals { Size = 200 })).Items;

        Assert.That(found.Where(signal => signal.CategoryCode == category
                && signal.Place?.Contains(place, StringComparison.Ordinal) is true),
            Is.Not.Empty, string.Join('\n', found.Select(signal => $"{signal.Kind} {signal.State} {signal.Strength} {signal.Sentence}")));
    }

    [Test]
    public async Task Signals_of_the_demo_city_are_few_and_their_lists_have_what_they_counted()
    {
        using var host = new TrackerHost(demo: true);
        var found = (await host.Send(new ListSignals { Size = 200 })).Items;

        TestContext.Out.WriteLine(string.Join('\n', found.Select(line => $"{line.Kind} {line.State} {line.Strength} {line.Sentence}")));
        Assert.That(found, Has.Count.InRange(4, 80));
        Assert.That(found.Select(line => line.ToDay).Distinct(), Is.EqualTo(new[] { new DateOnly(2026, 3, 1) }), "They are of last night.");
        foreach (var line in found.Where(line => line.Kind is not SignalKind.NearRepeat))
        {
            var signal = await host.Send(new ReadSignal(line.Id));
            var listed = await host.Send(new ProblemTracker.Incidents.CountIncidents(signal.Filter));
            Assert.That(listed.Incidents, Is.EqualTo(signal.Observed), signal.Sentence);
            Assert.That(signal.Details.Weeks.TakeLast(SignalRules.Weeks).Sum(), Is.EqualTo(signal.Observed), signal.Sentence);
        }
    }
}
