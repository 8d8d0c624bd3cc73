using FluentValidation;
using MediatR;

namespace ProblemTracker.Concerns;

/// <summary>
/// Enters a concern that a resident told of by phone, at the counter or on patrol, by the same rules as a report of the public site.
/// </summary>
/// <param name="Channel">How the department heard of it.</param>
/// <param name="HappenedOn">The last local day on which it happened.</param>
/// <param name="MayCall">The reporter allows calls.</param>
/// <param name="MayAnswer">The reporter allows emails about it; they confirm the address by a link first.</param>
/// <param name="MayAttach">The reporter allows to be asked to help as a stakeholder.</param>
/// <param name="Language">The code of the reporter's language; null for English.</param>
[Needs(Permission.WorkConcerns)]
public record EnterConcern(ConcernChannel? Channel, string? CategoryCode, string? Description, string? Address = null,
    long? NeighborhoodId = null, double? Latitude = null, double? Longitude = null, Frequency? Frequency = null,
    DateOnly? HappenedOn = null, string? TimesOfDay = null, string? Name = null, string? Email = null, string? Phone = null,
    bool MayCall = false, bool MayAnswer = false, bool MayAttach = false, string? Language = null) : ICommand<ConcernEntered>
{
    internal ConcernReport Report => new()
    {
        CategoryCode = CategoryCode,
        Description = Description,
        Address = Address,
        NeighborhoodId = NeighborhoodId,
        Latitude = Latitude,
        Longitude = Longitude,
        Frequency = Frequency,
        HappenedOn = HappenedOn,
        TimesOfDay = TimesOfDay,
        Name = Name,
        Email = Email,
        Phone = Phone,
        MayCall = MayCall,
        MayAnswer = MayAnswer,
        MayAttach = MayAttach,
    };
}

public sealed record ConcernEntered(long Id, string Number);

internal sealed class EnterConcernValidator : AbstractValidator<EnterConcern>
{
    /// <summary>The rules of the steps of the public site don't concern the key of a writer.</summary>
    private const string Key = "-";

    public EnterConcernValidator(IValidator<SayWhat> what, IValidator<SayWhere> where, IValidator<SayWhen> when, IValidator<SayWho> who)
    {
        RuleFor(c => c.Channel).NotNull().WithMessage("Choose how you heard of it.").IsInEnum();
        RuleFor(c => c.Language).MaximumLength(10)
            .Must(code => code is null || Languages.All.Any(language => language.Name == code))
            .WithMessage("Choose a language of the list.");
        RuleFor(c => c).Custom((c, context) =>
        {
            foreach (var failure in new[]
            {
                what.Validate(new SayWhat(Key, c.CategoryCode, c.Description)),
                where.Validate(new SayWhere(Key, c.Address, c.NeighborhoodId, c.Latitude, c.Longitude)),
                when.Validate(new SayWhen(Key, c.Frequency, c.HappenedOn, c.TimesOfDay)),
                who.Validate(new SayWho(Key, c.Name, c.Email, c.Phone, c.MayCall, c.MayAnswer, c.MayAttach)),
            }.SelectMany(step => step.Errors)) context.AddFailure(failure);
        });
    }
}

internal sealed class EnterConcernHandler(Actor actor, ConcernIntake intake) : IRequestHandler<EnterConcern, ConcernEntered>
{
    public async Task<ConcernEntered> Handle(EnterConcern command, CancellationToken ct)
    {
        var received = await intake.Receive(command.Report, new(actor) { Channel = command.Channel, Language = command.Language }, ct);
        return new(received.Id, received.Number);
    }
}

internal static class EnterConcernEndpoint
{
    public static void MapEnterConcern(this RouteGroupBuilder concerns) => concerns
        .MapPost("/", async (EnterConcern body, IMediator mediator, CancellationToken ct) =>
        {
            var entered = await mediator.Send(body, ct);
            return TypedResults.Created($"/api/v1/concerns/{entered.Id}", entered);
        })
        .WithName("EnterConcern").WithSummary("Enter a concern that a resident told of by phone, at the counter or on patrol");
}
