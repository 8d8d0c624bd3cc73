using System.Text.Json;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// Takes back the last decision on a problem, within a minute, by the person who made it: a move, a start, an extension or a hold. The
/// problem is as it was before, as if that minute had not been: same due date, same counts in reports. The decision and its undo stay in
/// the change history, a frozen plan stays on record as withdrawn, and a request that was approved waits again.
/// </summary>
[Needs(Permission.WorkProblems)]
public sealed record UndoDecision(long ProblemId, int Version) : ICommand<DecisionUndone>;

public sealed record DecisionUndone(long ProblemId, Stage Stage, DateOnly? DueOn, int Version) : IVersioned;

internal sealed class UndoDecisionHandler(Db db, Actor actor, CaseFiles files, LastDecisions decisions)
    : IRequestHandler<UndoDecision, DecisionUndone>
{
    public async Task<DecisionUndone> Handle(UndoDecision command, CancellationToken ct)
    {
        var before = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        var last = await decisions.Find(before, actor, ct);
        before.MustBeAt(command.Version);
        var former = last.Move is { } move ? await decisions.Former(before, move, last, ct) : null;
        // A line may have been read on My day, which marks nothing, so everyone who had one hears of the undo in its place.
        var heard = await db.List<long>("SELECT DISTINCT u.PersonId FROM PersonUpdate u WHERE u.EntryId IN @Entries", last, ct);
        await db.Execute(DecisionRows.TakenBack(before, last), ct);

        // Taken again, since the rules read what is left of the rows.
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        if (former is not null) file.ReturnFrom(last.Move!, former);
        else file.TakeBack(endsHold: last.Event == "problem.held");
        if (last.Overridden) file.TakeBackOverride();
        var undone = JsonSerializer.Deserialize<JsonElement>(last.AfterJson, Json.Options);
        file.Record(UndoRules.Undone, null, $"Undone: {last.Summary}", undone, new { file.Problem.Stage, file.DueOn });
        file.Tell(UpdateKind.Moved, heard.Select(person => (long?)person));
        await files.Save(file, ct);
        return new(command.ProblemId, file.Problem.Stage, file.DueOn, file.Problem.Version);
    }
}

internal static class UndoDecisionEndpoint
{
    public static void MapUndoDecision(this RouteGroupBuilder problems) => problems
        .MapPost("/{id:long}/undo", (long id, IfMatch version, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new UndoDecision(id, version), ct))
        .WithName("UndoDecision")
        .WithSummary("Within a minute, take back your own last decision on a problem; send the problem's version in If-Match");
}
