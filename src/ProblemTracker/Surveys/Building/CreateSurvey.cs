using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Surveys;

/// <summary>Begins a survey with the starting set of questions, for a neighborhood or for one problem.</summary>
[Needs(Permission.WorkSurveys)]
public sealed record CreateSurvey(string Title, long? NeighborhoodId = null, long? ProblemId = null) : ICommand<SurveyCreated>;

public sealed record SurveyCreated(long Id);

internal sealed class CreateSurveyValidator : AbstractValidator<CreateSurvey>
{
    public CreateSurveyValidator()
    {
        RuleFor(c => c.Title).NotEmpty().WithMessage("Enter a title. Residents read it.").MaximumLength(200);
        RuleFor(c => c.NeighborhoodId).Must((c, id) => (id is null) != (c.ProblemId is null))
            .WithMessage("Choose a neighborhood or a problem, not both.");
    }
}

internal sealed class CreateSurveyHandler(Db db, Actor actor, SurveyWork work, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<CreateSurvey, SurveyCreated>
{
    public async Task<SurveyCreated> Handle(CreateSurvey command, CancellationToken ct)
    {
        var file = await work.TakeProblem(command.ProblemId, ct);
        var neighborhoodId = file?.Problem.NeighborhoodId ?? command.NeighborhoodId;
        if (file is null && !await Exists(command.NeighborhoodId, ct))
            throw new Invalid("neighborhoodId", "There is no such neighborhood. Choose one.");
        var title = command.Title.Trim();
        var id = await db.Insert("""
            INSERT INTO Survey (Title, NeighborhoodId, ProblemId, Questions, CreatedAt, CreatedBy)
            VALUES (@title, @neighborhoodId, @ProblemId, @Questions, @Now, @PersonId)
            """, new
        {
            title,
            neighborhoodId,
            command.ProblemId,
            Questions = SurveySql.Text(SurveyTexts.StartingSet()),
            Now = clock.GetUtcNow(),
            actor.PersonId,
        }, ct);
        await work.Record(new() { Id = id, Title = title, ProblemId = command.ProblemId, File = file }, "survey.created",
            $"Created the survey \"{title}\".", new { title }, ct);
        return new(id);
    }

    private async Task<bool> Exists(long? neighborhoodId, CancellationToken ct) => await db.Find<long?>(
        $"SELECT n.Id FROM Neighborhood n WHERE n.Id = @neighborhoodId AND n.IsUnassigned = 0 AND {NeighborhoodSql.IsCurrent}",
        new { neighborhoodId, today = await agency.Today(ct) }, ct) is not null;
}

internal static class CreateSurveyEndpoint
{
    public static void MapCreateSurvey(this RouteGroupBuilder surveys) => surveys
        .MapPost("/", async (CreateSurvey body, IMediator mediator, CancellationToken ct) =>
        {
            var created = await mediator.Send(body, ct);
            return TypedResults.Created($"/api/v1/surveys/{created.Id}", await mediator.Send(new ReadSurvey(created.Id), ct));
        })
        .WithName("CreateSurvey").WithSummary("Begin a survey with the starting set of questions");
}
