using System.Diagnostics;
using MediatR;

namespace ProblemTracker.Shared;

/// <summary>Step 0: measures how long a message takes and how it ends, with a span of its name. Its content is never recorded.</summary>
internal sealed class Measure<TMessage, TResult>(DatabaseSettings database) : IPipelineBehavior<TMessage, TResult>
    where TMessage : IRequest<TResult>
{
    private static readonly KeyValuePair<string, object?> Message = new("message", typeof(TMessage).Name);

    private static readonly bool IsUntraceable = typeof(TMessage).IsDefined(typeof(UntraceableAttribute), inherit: false);

    public async Task<TResult> Handle(TMessage request, CancellationToken ct, RequestHandlerDelegate<TResult> next)
    {
        using var span = IsUntraceable ? null : Telemetry.Spans.StartActivity(typeof(TMessage).Name);
        var began = TimeProvider.System.GetTimestamp();
        var outcome = "failed";
        try
        {
            var result = await next();
            outcome = "done";
            return result;
        }
        catch (Exception error)
        {
            outcome = error switch
            {
                OperationCanceledException => "canceled",
                Unavailable => "unavailable",
                TrackerException => "refused",
                _ => Unavailable.Of(error, database.Dialect) is null ? "failed" : "unavailable",
            };
            if (outcome is "failed" or "unavailable")
                span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error.GetType().FullName);
            throw;
        }
        finally
        {
            span?.SetTag("outcome", outcome);
            Telemetry.Messages.Record(TimeProvider.System.GetElapsedTime(began).TotalSeconds, Message, new("outcome", outcome));
        }
    }
}
