using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ProblemTracker.Data;

/// <summary>
/// What the program measures about itself, for OpenTelemetry and <c>/metrics</c>. Tags are names of messages, jobs and routes from the
/// source; never paths, ids, texts or people. Without a listener, measuring costs next to nothing.
/// </summary>
public static class Telemetry
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "ProblemTracker";

    public static readonly Meter Meter = new(Name);
    public static readonly ActivitySource Spans = new(Name);

    /// <summary>Seconds; tags <c>message</c> and <c>outcome</c>: done, refused, unavailable, canceled or failed.</summary>
    public static readonly Histogram<double> Messages = Meter.CreateHistogram<double>("tracker.message.duration", "s",
        "How long messages (commands and queries) took");

    /// <summary>Tags <c>job</c> and <c>outcome</c>: done, canceled or failed.</summary>
    public static readonly Counter<long> Jobs = Meter.CreateCounter<long>("tracker.job.runs", "{run}", "Runs of recurring jobs");

    /// <summary>Seconds; tag <c>outcome</c>: entered or gave_up.</summary>
    public static readonly Histogram<double> WriterWait = Meter.CreateHistogram<double>("tracker.writer.wait", "s",
        "How long commands waited for their turn to write");
}
