using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// Makes an action of each alternative that was chosen for the plan and has none yet. Owner, due date and technique are added to each.
/// </summary>
[Needs(Permission.WorkProblems)]
public sealed record MakeActions(long ProblemId) : ICommand<ActionsMade>;

public sealed record ActionsMade(IReadOnlyList<long> ActionIds);

internal sealed class MakeActionsHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<MakeActions, ActionsMade>
{
    private const int LongestDescription = 1000;

    public async Task<ActionsMade> Handle(MakeActions command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        if (file.Dossier.Plan is { } plan)
            throw new RuleBroken("response.frozen",
                $"The plan was frozen when the response started on {plan.StartedOn:MMMM d, yyyy}. Add each action with a reason instead.",
                "response");
        var made = (await db.List<string>("""
            SELECT AlternativeKey FROM ProblemAction WHERE ProblemId = @ProblemId AND AlternativeKey IS NOT NULL
            """, command, ct)).ToHashSet();
        var ids = new List<long>();
        foreach (var option in file.Dossier.Response.Alternatives.Where(option =>
            option is { Chosen: true, Description.Length: > 0 and <= LongestDescription, Key: { } key } && !made.Contains(key)))
        {
            var id = await db.Insert("""
                INSERT INTO ProblemAction (ProblemId, Description, Enforcement, UrgentSafetyMeasure, Status, CreatedAt, CreatedBy,
                    AlternativeKey)
                VALUES (@ProblemId, @Description, @Enforcement, 0, 'Planned', @Now, @PersonId, @Key)
                """, new { command.ProblemId, option.Description, option.Enforcement, file.Now, actor.PersonId, option.Key }, ct);
            var after = (await ActionSql.Find(db, id, ct))!;
            file.TakeOver(after.AsFact());
            file.Record("action.added", id, $"Added an action: {after.Description}", null, after);
            ids.Add(id);
        }
        await files.Save(file, ct);
        return new(ids);
    }
}

internal static class MakeActionsEndpoint
{
    public static void MapMakeActions(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/actions/from-alternatives", (long id, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new MakeActions(id), ct))
        .WithName("MakeActions").WithSummary("Make an action of each chosen alternative that has none yet");
}
