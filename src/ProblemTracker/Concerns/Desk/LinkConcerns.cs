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
        List<TakenConcern> added = [];
        // In one order, so that two commands can't wait for each other.
        foreach (var id in command.ConcernIds.Distinct().Order())
        {
            var concern = await Take(id, file.Now, ct);
            if (concern.ProblemId == command.ProblemId) continue;
            if (!concern.IsOpen)
                throw new RuleBroken("concern.decided", $"{concern.Number} is already decided. Leave it out.", "concernIds");
            added.Add(concern);
        }
        await db.Execute(added.SelectMany(concern => new[]
        {
            ConcernSql.Decide(concern.Id, ConcernStatus.Linked, actor, file.Now, null, command.ProblemId),
            Audit.Entry(actor, file.Now, "concern.linked", null, concern.Id, null, null, new { command.ProblemId }),
        }), ct);
        var linked = await db.Single<int>("SELECT COUNT(*) FROM Concern WHERE ProblemId = @ProblemId", new { command.ProblemId }, ct);
        if (added.Count > 0)
        {
            file.LinkConcerns(linked);
            file.Record("problem.concerns.linked", null,
                $"Linked {added.Count:N0} {(added.Count == 1 ? "concern" : "concerns")} of residents: "
                    + $"{string.Join(", ", added.Select(concern => concern.Number))}.", null, new { command.ConcernIds });
            await files.Save(file, ct);
        }
        foreach (var concern in added) await links.Tell(concern, "Email.Decided", ct);
        return new(added.Count, linked);
    }

    private async Task<TakenConcern> Take(long id, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await ConcernSql.Lock(db, id, now, ct);
        }
        catch (NotFound)
        {
            throw new Invalid("concernIds", $"There is no concern with the id {id}.");
        }
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
