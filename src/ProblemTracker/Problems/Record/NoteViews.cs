using System.Reflection;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// After a query that reads one problem, or a part of one, notes the view: of the message's <c>ProblemId</c>, or of the result's. So no
/// query can forget it. A list that only filters by a problem has a nullable one and does not count.
/// </summary>
internal sealed class NoteViews<TMessage, TResult>(Actor actor, Accesses accesses) : IPipelineBehavior<TMessage, TResult>
    where TMessage : IRequest<TResult>
{
    private static readonly PropertyInfo? OfMessage = ProblemId(typeof(TMessage)), OfResult = ProblemId(typeof(TResult));

    public async Task<TResult> Handle(TMessage request, CancellationToken ct, RequestHandlerDelegate<TResult> next)
    {
        var result = await next();
        if (request is IQuery<TResult> && (OfMessage?.GetValue(request) ?? OfResult?.GetValue(result)) is long problemId)
            accesses.OfProblem(actor, problemId);
        return result;
    }

    private static PropertyInfo? ProblemId(Type type) =>
        type.GetProperty("ProblemId") is { } property && property.PropertyType == typeof(long) ? property : null;
}
