using MediatR;
using ProblemTracker.Concerns;

namespace ProblemTracker.Pages.Engagement;

/// <summary>Model of <c>_HeardConcerns</c>: the concerns that came of a contact, for those who work on concerns.</summary>
/// <param name="Items">Null if the reader may not read concerns.</param>
public sealed record HeardConcerns(long EngagementId, IReadOnlyList<ConcernRow>? Items)
{
    public static async Task<HeardConcerns> Of(IMediator mediator, Actor actor, long engagementId, CancellationToken ct) =>
        new(engagementId, !actor.Might(Permission.WorkConcerns) ? null : (await mediator.Send(
            new ListConcerns { EngagementId = engagementId, Size = ProblemTracker.Shared.Page.LargestSize }, ct)).Items);
}
