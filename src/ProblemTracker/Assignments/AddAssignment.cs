using FluentValidation;
using MediatR;
using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Assignments;

/// <summary>Assigns a person of the department to the community policing program or to a neighborhood, and tells them by email.</summary>
/// <param name="NeighborhoodId">Null for the program.</param>
/// <param name="To">Null while there is no end.</param>
[Needs(Permission.Administer)]
public sealed record AddAssignment(long PersonId, long? NeighborhoodId, DateOnly From, DateOnly? To = null)
    : ICommand<AssignmentRow>, IAssignmentDays;

internal sealed class AddAssignmentValidator : AbstractValidator<AddAssignment>
{
    public AddAssignmentValidator() => this.DayRules();
}

internal sealed class AddAssignmentHandler(Db db, Actor actor, AssignmentEmails emails, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<AddAssignment, AssignmentRow>
{
    public async Task<AssignmentRow> Handle(AddAssignment command, CancellationToken ct)
    {
        var account = await Account.Find(db, command.PersonId, ct)
            ?? throw new Invalid("personId", "There is no person with this ID. Look it up under People.");
        await AssignmentSql.Hold(db, command.PersonId, ct);
        if (!account.Active)
            throw new RuleBroken("person.inactive", AssignmentSql.NotInactive, "personId");
        if (command.NeighborhoodId is { } id && !await NeighborhoodSql.CanBeChosen(db, id, await agency.Today(ct), ct))
            throw new Invalid("neighborhoodId", "There is no such neighborhood, or it is retired. Choose another.");
        await AssignmentSql.MustBeFree(db, command.PersonId, command.NeighborhoodId, new(command.From, command.To), null, ct);
        var made = await AssignmentSql.Read(db, await db.Insert(AssignmentSql.Insert, command, ct), ct);
        await db.Execute([AssignmentSql.Added(actor, clock.GetUtcNow(), made)], ct);
        await emails.Tell(made, "New assignment", ct);
        return made;
    }
}

internal static class AddAssignmentEndpoint
{
    public static void MapAddAssignment(this RouteGroupBuilder assignments) => assignments
        .MapPost("/", async (AddAssignment body, IMediator mediator, CancellationToken ct) =>
        {
            var made = await mediator.Send(body, ct);
            return TypedResults.Created($"/api/v1/assignments?personId={made.PersonId}", made);
        })
        .WithName("AddAssignment").WithSummary("Assign a person to the community policing program or to a neighborhood");
}
