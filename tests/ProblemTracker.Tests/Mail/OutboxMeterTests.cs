using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Domain;
using ProblemTracker.Mail;

namespace ProblemTracker.Tests.Mail;

/// <summary>Numbers of the outbox for metrics. How they leave the server: see TelemetryTests.</summary>
public sealed class OutboxMeterTests
{
    [Test]
    public async Task Waiting_and_parked_emails_are_counted_with_the_oldest_ones_age()
    {
        using var host = new TrackerHost();
        var before = Measured(host);
        var id = host.IdOf(Role.Officer);
        await host.Send(new ProblemTracker.Accounts.SendPasswordLink(id));
        await host.Send(new ProblemTracker.Accounts.SendPasswordLink(host.IdOf(Role.Analyst)));
        await host.Query(db => db.Execute("UPDATE Outbox SET ParkedAt = CreatedAt WHERE PersonId = @id", new { id }, default));
        host.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.That(before, Is.EqualTo("oldest_age 0, parked 0, waiting 0"));
        Assert.That(Measured(host), Is.EqualTo("oldest_age 120, parked 1, waiting 1"));
    }

    private static string Measured(TrackerHost host)
    {
        const string prefix = "tracker.outbox.";
        var found = new SortedDictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        // Other hosts of this process measure too; only what this meter makes counts.
        var mine = new List<Instrument>();
        listener.InstrumentPublished = (instrument, _) => mine.Add(instrument);
        listener.Start();
        mine.Clear();
        _ = new OutboxMeter(host.Services.GetRequiredService<IServiceScopeFactory>());
        foreach (var instrument in mine.Where(i => i.Meter == Telemetry.Meter && i.Name.StartsWith(prefix, StringComparison.Ordinal)))
            listener.EnableMeasurementEvents(instrument);
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => found[instrument.Name[prefix.Length..]] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => found[instrument.Name[prefix.Length..]] = value);
        listener.RecordObservableInstruments();
        return string.Join(", ", found.Select(pair => $"{pair.Key} {pair.Value:0}"));
    }
}
