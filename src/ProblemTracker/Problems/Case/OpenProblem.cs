using System.Globalization;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Problems;

/// <summary>Opens a problem in Scanning. The person who opens it joins the team, and so does the lead, if one is given.</summary>
[Needs(Permission.OpenProblems)]
public sealed record OpenProblem(
    string Title, string Description, string CategoryCode, ProblemSource Source, Priority Priority, bool Confidential,
    long? NeighborhoodId = null, string? Address = null, double? Latitude = null, double? Longitude = null, long? LeadId = null)
        : ICommand<ProblemOpened>;

public sealed record ProblemOpened(long Id, string Number, long NeighborhoodId, DateOnly? DueOn, int Version) : IVersioned;

internal sealed class OpenProblemValidator : AbstractValidator<OpenProblem>
{
    public OpenProblemValidator()
    {
        RuleFor(c => c.Title).NotEmpty().WithMessage("Give the problem a title.").MaximumLength(200);
        RuleFor(c => c.Description).NotEmpty().WithMessage("Describe in a sentence or two what keeps happening.").MaximumLength(4000);
        RuleFor(c => c.CategoryCode).NotEmpty().WithMessage("Choose a category.").MaximumLength(50);
        RuleFor(c => c.Source).IsInEnum();
        RuleFor(c => c.Priority).IsInEnum();
        RuleFor(c => c.Address).MaximumLength(300);
        this.PlaceRules(c => c.Latitude, c => c.Longitude);
    }
}

internal sealed class OpenProblemHandler(
    Db db, Actor actor, AgencySettings agency, CaseFiles files, NeighborhoodMap map, TimeProvider clock)
    : IRequestHandler<OpenProblem, ProblemOpened>
{
    public async Task<ProblemOpened> Handle(OpenProblem command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = (await agency.Calendar(ct)).DateOf(now);
        await Places.MustBeCategory(db, command.CategoryCode, ct);
        var neighborhoodId = await Places.Neighborhood(db, map, today, command.NeighborhoodId, command.Address, command.Latitude,
            command.Longitude, ct);
        if (command.LeadId is { } leadId) await Teams.MustBeAbleToLead(db, leadId, "leadId", ct);

        var number = await NextNumber(today.Year, ct);
        var file = await files.Open(new()
        {
            Number = number,
            Title = command.Title.Trim(),
            Description = command.Description.Trim(),
            CategoryCode = command.CategoryCode,
            NeighborhoodId = neighborhoodId,
            Address = command.Address.IsBlank() ? null : command.Address.Trim(),
            Latitude = command.Latitude,
            Longitude = command.Longitude,
            Source = command.Source,
            Priority = command.Priority,
            Confidential = command.Confidential,
            LeadId = command.LeadId,
            Stage = Stage.Scanning,
            Visit = 1,
            Version = 1,
            StageSince = now,
            OpenedAt = now,
            OpenedBy = actor.PersonId,
            LastActivityAt = now,
        }, ct);
        file.Join([.. new[] { actor.PersonId, command.LeadId }.OfType<long>()]);
        file.Record("problem.opened", null, $"Opened as {number}.", null, command);
        file.Tell(UpdateKind.Assigned, command.LeadId);
        await files.Save(file, ct);
        return new(file.Problem.Id, number, neighborhoodId, file.DueOn, file.Problem.Version);
    }

    private async Task<string> NextNumber(int year, CancellationToken ct)
    {
        string[] statements =
        [
            """
            INSERT INTO NumberSeries (ForYear, LastNumber)
            SELECT @year, 0 WHERE NOT EXISTS (SELECT 1 FROM NumberSeries WHERE ForYear = @year)
            """,
            "UPDATE NumberSeries SET LastNumber = LastNumber + 1 WHERE ForYear = @year",
            "SELECT LastNumber FROM NumberSeries WHERE ForYear = @year",
        ];
        var last = await db.Read(statements, new { year }, results => results.ReadSingleAsync<int>(), ct);
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
        .WithName("OpenProblem").WithSummary("Open a problem");
}
