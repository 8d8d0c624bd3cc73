using FluentValidation;
using MediatR;
using ProblemTracker.Files;

namespace ProblemTracker.Assignments;

/// <summary>Says what <see cref="AddAssignments"/> would do with each line of a list.</summary>
/// <param name="List">CSV with the columns email, neighborhood, from, to and, if names are to be set, publicName.</param>
[Needs(Permission.Administer)]
public sealed record PreviewAssignments(string List) : IQuery<AssignmentListResult>, ICsvList;

/// <summary>
/// Adds the assignments of a list that are not on file, sets the public names that it gives, and tells the people by email. Lines with
/// errors are left out and named.
/// </summary>
/// <param name="List">CSV with the columns email, neighborhood, from, to and, if names are to be set, publicName.</param>
[Needs(Permission.Administer)]
public sealed record AddAssignments(string List) : ICommand<AssignmentListResult>, ICsvList;

internal sealed class PreviewAssignmentsValidator : AbstractValidator<PreviewAssignments>
{
    public PreviewAssignmentsValidator() => this.ListRules();
}

internal sealed class AddAssignmentsValidator : AbstractValidator<AddAssignments>
{
    public AddAssignmentsValidator() => this.ListRules();
}

internal sealed class PreviewAssignmentsHandler(AssignmentListReader reader) : IRequestHandler<PreviewAssignments, AssignmentListResult>
{
    public Task<AssignmentListResult> Handle(PreviewAssignments query, CancellationToken ct) => reader.Read(query.List, holds: false, ct);
}

internal sealed class AddAssignmentsHandler(AssignmentListReader reader, Db db, Actor actor, AssignmentEmails emails, TimeProvider clock)
    : IRequestHandler<AddAssignments, AssignmentListResult>
{
    public async Task<AssignmentListResult> Handle(AddAssignments command, CancellationToken ct)
    {
        var result = await reader.Read(command.List, holds: true, ct);
        var now = clock.GetUtcNow();
        await db.Execute(result.Lines.Where(line => line.NewPublicName is not null).SelectMany(line => new[]
        {
            new PendingWrite("UPDATE Person SET PublicName = @NewPublicName, Version = Version + 1 WHERE Id = @PersonId",
                new { line.NewPublicName, line.PersonId }),
            AssignmentSql.Named(actor, now, line.PersonId, line.OldPublicName, line.NewPublicName),
        }), ct);
        var added = result.Lines.Where(line => line.Outcome == ListLineOutcome.Added).ToList();
        await db.Execute(added.Select(line => new PendingWrite(AssignmentSql.Insert,
            new { line.PersonId, line.NeighborhoodId, line.From, line.To })), ct);
        // The new rows by what identifies them: nobody can be assigned to the same twice from the same day.
        var made = (await AssignmentSql.Of(db, added.Select(line => line.PersonId), ct))
            .ToDictionary(row => (row.PersonId, row.NeighborhoodId, row.From));
        var rows = added.Select(line => made[(line.PersonId, line.NeighborhoodId, line.From!.Value)]).ToList();
        await db.Execute(rows.Select(row => AssignmentSql.Added(actor, now, row)), ct);
        foreach (var row in rows) await emails.Tell(row, "New assignment", ct);
        return result;
    }
}

internal static class AddAssignmentsEndpoints
{
    public static void MapAddAssignments(this RouteGroupBuilder assignments)
    {
        assignments.MapPost("/list/preview", (PreviewAssignments body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
            .WithName("PreviewAssignments").WithSummary("Preview a CSV list of assignments");
        assignments.MapPost("/list", (AddAssignments body, IMediator mediator, CancellationToken ct) => mediator.Send(body, ct))
            .WithName("AddAssignments").WithSummary("Add assignments from a CSV list");
    }
}
