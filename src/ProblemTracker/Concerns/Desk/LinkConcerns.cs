using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Concerns;

/// <summary>
/// Makes open concerns part of a problem, each as an event that residents told of. Those that are part of it already stay as they are.
/// </summary>
[Needs(Permission.WorkProblems)]
public sealed record LinkConcerns(long ProblemId, IReadOnlyList<long> ConcernIds) : ICommand<ConcernsLinked>
{
    /// <summary>Most concerns to link at once.</summary>
    public const int Most = 200;
}

/// <param name="Added">Concerns this command linked.</param>
/// <param name="Linked">Concerns now linked to the problem.</param>
public sealed record ConcernsLinked(int Added, int Linked);

internal sealed class LinkConcernsValidator : AbstractValidator<LinkConcerns>
{
    public LinkConcernsValidator() => RuleFor(c => c.ConcernIds).Must(ids => ids is { Count: > 0 })
        .WithMessage("Choose at least one concern.").Must(ids => ids is not { Count: > LinkConcerns.Most })
        .WithMessage($"You can link at most {LinkConcerns.Most} concerns at once. Choose fewer.");
}

internal sealed class LinkConcernsHandler(Db db, Actor actor, CaseFiles files, ConcernLinks links)
    : IRequestHandler<LinkConcerns, ConcernsLinked>
{
    public async Task<ConcernsLinked> Handle(LinkConcerns command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        var added = (await ConcernSql.Lock(db, actor, [.. command.ConcernIds.Distinct()], file.Now, ct))
            .Where(concern => concern.ProblemId != command.ProblemId).ToList();
        if (added.Find(concern => !concern.IsOpen) is { } decided)
            throw new RuleBroken("concern.decided", $"{decided.Number} is already decided. Leave it out.", "concernIds");
        await db.Execute(added.SelectMany(concern => new[]
        {
            ConcernSql.Decide(concern.Id, ConcernStatus.Linked, actor, file.Now, null, command.ProblemId),
            // Filed under the problem, so that only those who may view it read which one it is.
            Audit.Entry(actor, file.Now, "concern.linked", command.ProblemId, concern.Id, null, null, null),
        }), ct);
        await RepeatSql.Settle(db, actor, [.. added.Select(concern => concern.Id)], command.ProblemId, file.Now, ct);
        var linked = await db.Single<int>("SELECT COUNT(*) FROM Concern WHERE ProblemId = @ProblemId", new { command.ProblemId }, ct);
        if (added.Count > 0)
        {
            file.LinkConcerns(linked);
            file.Record("problem.concerns.linked", null,
                $"Linked {added.Count:N0} {(added.Count == 1 ? "concern" : "concerns")} of residents: "
                    + $"{string.Join(", ", added.Select(concern => concern.Number))}.", null, new { command.ConcernIds });
            await files.Save(file, ct);
        }
        await links.Tell(added, "Email.Decided", ct);
        return new(added.Count, linked);
    }
}

internal static class LinkConcernsEndpoint
{
    public sealed record Body(IReadOnlyList<long> ConcernIds);

    public static void MapLinkConcerns(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/concerns", (long id, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new LinkConcerns(id, body.ConcernIds), ct))
        .WithName("LinkConcerns").WithSummary("Make residents' concerns part of a problem");
}
