using System.Buffers.Text;
using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Surveys;

/// <summary>Adds a wave: one round of a survey in one area, before or after the response.</summary>
/// <param name="Population">
/// People who live in the area. If it is null, a wave in the response area of a neighborhood's survey keeps the neighborhood's population
/// of that day.
/// </param>
[Needs(Permission.WorkSurveys)]
public sealed record AddWave(long SurveyId, SurveyPhase? Phase, SurveyArea? Area, string Place, int? Population, DateOnly? OpensOn,
    DateOnly? ClosesOn) : ICommand<WaveAdded>;

public sealed record WaveAdded(long Id);

internal sealed class AddWaveValidator : AbstractValidator<AddWave>
{
    public AddWaveValidator()
    {
        RuleFor(c => c.Phase).NotNull().WithMessage("Choose before or after.").IsInEnum();
        RuleFor(c => c.Area).NotNull().WithMessage("Choose response area or control area.").IsInEnum();
        RuleFor(c => c.Place).NotEmpty().WithMessage("Enter where people are asked, such as the streets.").MaximumLength(200);
        RuleFor(c => c.Population).GreaterThan(0).WithMessage("Enter a number above zero, or leave it blank.");
        RuleFor(c => c.OpensOn).NotNull().WithMessage("Enter the first day.");
        RuleFor(c => c.ClosesOn).NotNull().WithMessage("Enter the last day.").Must((c, last) => !(last < c.OpensOn))
            .WithMessage("The last day is before the first. Swap them.");
    }
}

internal sealed class AddWaveHandler(Db db, SurveyWork work, AgencySettings agency) : IRequestHandler<AddWave, WaveAdded>
{
    /// <summary>Waves of one survey.</summary>
    private const int Most = 40;

    public async Task<WaveAdded> Handle(AddWave command, CancellationToken ct)
    {
        var survey = await work.Take(command.SurveyId, ct);
        if (command.ClosesOn < await agency.Today(ct)) throw new Invalid("closesOn", "The last day is over. Enter today or a later day.");
        if (await db.Single<int>("SELECT COUNT(*) FROM SurveyWave w WHERE w.SurveyId = @SurveyId", new { command.SurveyId }, ct) >= Most)
            throw new RuleBroken("survey.waves", $"A survey has at most {Most} waves. Create another survey.", "phase");
        var id = await db.Insert("""
            INSERT INTO SurveyWave (SurveyId, Phase, Area, Place, Population, OpensOn, ClosesOn, PosterToken)
            VALUES (@SurveyId, @Phase, @Area, @Place, @Population, @OpensOn, @ClosesOn, @PosterToken)
            """, new
        {
            command.SurveyId,
            Phase = command.Phase.ToString(),
            Area = command.Area.ToString(),
            Place = command.Place.Trim(),
            Population = command.Population ?? await Residents(command, survey, ct),
            command.OpensOn,
            command.ClosesOn,
            PosterToken = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
        }, ct);
        await work.Record(survey, "survey.wave.added",
            $"Added a wave to the survey \"{survey.Title}\": {Wording.Of(command.Phase!).ToLowerInvariant()}, {command.Place.Trim()}.",
            new { Place = command.Place.Trim(), command.OpensOn, command.ClosesOn }, ct);
        return new(id);
    }

    /// <summary>
    /// How many people live in the survey's neighborhood. The area of a problem is only a part of it; a control area can be elsewhere.
    /// </summary>
    private async Task<int?> Residents(AddWave command, TakenSurvey survey, CancellationToken ct) =>
        survey.ProblemId is not null || command.Area != SurveyArea.Response ? null : await db.Find<int?>("""
            SELECT n.Population FROM Survey s JOIN Neighborhood n ON n.Id = s.NeighborhoodId WHERE s.Id = @SurveyId AND n.Population > 0
            """, new { command.SurveyId }, ct);
}

internal static class AddWaveEndpoint
{
    public sealed record Body(SurveyPhase? Phase, SurveyArea? Area, string Place, DateOnly? OpensOn, DateOnly? ClosesOn,
        int? Population = null);

    public static void MapAddWave(this RouteGroupBuilder surveys) => surveys
        .MapPost("/{id:long}/waves", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new AddWave(id, body.Phase, body.Area, body.Place, body.Population, body.OpensOn, body.ClosesOn), ct);
            return await mediator.Send(new ReadSurvey(id), ct);
        })
        .WithName("AddWave").WithSummary("Add a wave to a survey");
}
