using System.Collections.Concurrent;
using MediatR;

namespace ProblemTracker.Tests;

/// <summary>The types of all messages that fixtures sent to the product, by whatever route.</summary>
public static class SentMessages
{
    private static readonly ConcurrentDictionary<Type, bool> Seen = new();

    public static IReadOnlySet<Type> All => Seen.Keys.ToHashSet();

    /// <summary>Records each message that passes through the pipeline.</summary>
    public sealed class Noting<TMessage, TResult> : IPipelineBehavior<TMessage, TResult> where TMessage : IRequest<TResult>
    {
        public Task<TResult> Handle(TMessage request, CancellationToken cancellationToken, RequestHandlerDelegate<TResult> next)
        {
            Seen.TryAdd(typeof(TMessage), true);
            return next();
        }
    }
}
