using System.Globalization;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Search;

namespace ProblemTracker.Problems;

/// <summary>Opens a problem in Scanning. The opener joins the team; a lead is given or there is none.</summary>
[Needs(Permission.OpenProblems)]
public sealed record OpenProblem(
    string Title, string Description, string CategoryCode, IdentifiedBy IdentifiedBy, Priority Priority, bool Confidential,
    long? NeighborhoodId = null, string? Address = null, double? Latitude = null, double? Longitude = null, long? LeadId = null) : ICommand<ProblemOpened>;

public sealed record ProblemOpened(long Id, string Number, long NeighborhoodId, DateOnly? DueOn, int Version) : IVersioned;

internal sealed class OpenProblemValidator : AbstractValidator<OpenProblem>
{
    public OpenProblemValidator()
    {
        RuleFor(c => c.Title).NotEmpty().WithMessage("Give the problem a title.").MaximumLength(200);
        RuleFor(c => c.Description).NotEmpty().WithMessage("Say in a sentence or two what keeps happening.").MaximumLength(4000);
        RuleFor(c => c.CategoryCode).NotEmpty().WithMessage("Choose a category.").MaximumLength(50);
        RuleFor(c => c.IdentifiedBy).IsInEnum();
        RuleFor(c => c.Priority).IsInEnum();
        RuleFor(c => c.Address).MaximumLength(300);
        this.PlaceRules(c => c.Latitude, c => c.Longitude);
    }
}

internal sealed class OpenProblemHandler(Db db, Actor actor, AgencySettings agency, Dossiers dossiers, NeighborhoodMap map, TimeProvider clock)
    : IRequestHandler<OpenProblem, ProblemOpened>
{
    public async Task<ProblemOpened> Handle(OpenProblem command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await Places.MustBeCategory(db, command.CategoryCode, ct);
        var neighborhoodId = await Places.Neighborhood(db, map, command.NeighborhoodId, command.Latitude, command.Longitude, ct);
        if (command.LeadId is { } leadId) await Teams.MustBeAbleToLead(db, leadId, "leadId", ct);

        var number = await NextNumber((await agency.Calendar(ct)).DateOf(now).Year, ct);
        var id = await db.Insert("""
            INSERT INTO Problem (Number, Title, TitleKey, Description, CategoryCode, NeighborhoodId, Address, Latitude, Longitude, IdentifiedBy, Priority,
                Confidential, LeadId, Stage, Visit, StageSince, OpenedAt, OpenedBy, TouchedAt, LastActivityAt)
            VALUES (@Number, @Title, @TitleKey, @Description, @CategoryCode, @NeighborhoodId, @Address, @Latitude, @Longitude, @IdentifiedBy, @Priority,
                @Confidential, @LeadId, 'Scanning', 1, @Now, @Now, @OpenedBy, @Now, @Now)
            """, new
        {
            Number = number,
            Title = command.Title.Trim(),
            TitleKey = SearchKey.Of(command.Title),
            Description = command.Description.Trim(),
            command.CategoryCode,
            NeighborhoodId = neighborhoodId,
            Address = string.IsNullOrWhiteSpace(command.Address) ? null : command.Address.Trim(),
            command.Latitude,
            command.Longitude,
            IdentifiedBy = command.IdentifiedBy.ToString(),
            Priority = command.Priority.ToString(),
            command.Confidential,
            command.LeadId,
            OpenedBy = actor.PersonId,
            Now = now,
        }, ct);
        await db.Execute("INSERT INTO StageVisit (ProblemId, Visit, Stage, EnteredAt) VALUES (@id, 1, 'Scanning', @now)", new { id, now }, ct);
        foreach (var member in new[] { actor.PersonId, command.LeadId }.OfType<long>().Distinct())
            await Teams.Join(db, id, member, now, ct);
        await ProblemTexts.Keep(db, id, ct);
        await db.Record(actor, now, "problem.opened", id, id, $"Opened as {number}.", null, command, ct);
        var dueOn = await dossiers.Settle(id, isActivity: true, ct);
        return new(id, number, neighborhoodId, dueOn, 1);
    }

    private async Task<string> NextNumber(int year, CancellationToken ct)
    {
        await db.Execute("""
            INSERT INTO NumberSeries (ForYear, LastNumber) SELECT @year, 0 WHERE NOT EXISTS (SELECT 1 FROM NumberSeries WHERE ForYear = @year)
            """, new { year }, ct);
        await db.Execute("UPDATE NumberSeries SET LastNumber = LastNumber + 1 WHERE ForYear = @year", new { year }, ct);
        var last = await db.Single<int>("SELECT LastNumber FROM NumberSeries WHERE ForYear = @year", new { year }, ct);
        return string.Create(CultureInfo.InvariantCulture, $"P-{year:0000}-{last:0000}");
    }
}

internal static class OpenProblemEndpoint
{
    public static void MapOpenProblem(this RouteGroupBuilder problems) => problems
        .MapPost("/", async (OpenProblem body, IMediator mediator, CancellationToken ct) =>
        {
            var opened = await mediator.Send(body, ct);
            return TypedResults.Created($"/api/v1/problems/{opened.Id}", opened);
        })
        .WithName("OpenProblem").WithSummary("Open a problem")
        .ProducesValidationProblem().ProducesProblem(403).ProducesProblem(409).ProducesProblem(422);
}
