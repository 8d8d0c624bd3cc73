using System.Text.Json;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>
/// Turns the public site on or off, and sets how fast concerns are answered, when they are repeat complaints and what other services of
/// the city handle. Concerns keep the days they were given.
/// </summary>
[Needs(Permission.Administer)]
public sealed record ChangePublicSite(int Version, bool IsOn, string? CityServices, int AcknowledgeDays, int DecideDays,
    int RepeatConcerns = 3, int RepeatMonths = 6, IReadOnlyList<CityTopic>? CityTopics = null) : ICommand<VersionedSetting<PublicSite>>;

internal sealed class ChangePublicSiteValidator : AbstractValidator<ChangePublicSite>
{
    private const int Longest = 60;

    public ChangePublicSiteValidator()
    {
        RuleFor(c => c.CityServices).MaximumLength(50).Must(text => text is null || !text.Any(char.IsControl))
            .WithMessage("Enter one line, such as 311 or 555-0100.")
            .Must(text => text.IsBlank() || TextRules.IsPhone(text)).WithMessage("Enter a phone number, such as 311 or 555-0100.");
        RuleFor(c => c.AcknowledgeDays).InclusiveBetween(1, Longest)
            .WithMessage($"Enter a whole number of working days from 1 to {Longest}.");
        RuleFor(c => c.DecideDays).InclusiveBetween(1, Longest).WithMessage($"Enter a whole number of working days from 1 to {Longest}.")
            .GreaterThanOrEqualTo(c => c.AcknowledgeDays).WithMessage("Allow at least as many days to decide as to acknowledge.");
        RuleFor(c => c.RepeatConcerns).InclusiveBetween(2, 20).WithMessage("Enter a whole number of concerns from 2 to 20.");
        RuleFor(c => c.RepeatMonths).InclusiveBetween(1, 24).WithMessage("Enter a whole number of months from 1 to 24.");
        RuleFor(c => c.CityTopics).Must(topics => topics is not { Count: > CityTopic.Most })
            .WithMessage($"The list can have at most {CityTopic.Most} topics.").Must(NameEachOnce)
            .WithMessage("This name is in the list twice. Change one.");
        RuleForEach(c => c.CityTopics).NotNull().SetValidator(new CityTopicRules());
        RuleFor(c => c.CityTopics).Custom((topics, context) =>
        {
            foreach (var (at, topic) in (topics ?? []).Index())
                if (topic is { } one && one.Phone.IsBlank() && one.Link.IsBlank())
                    context.AddFailure($"cityTopics[{at}].phone",
                        "Enter a phone number or a web address, so that residents know where to turn.");
        }).When(c => c.CityServices.IsBlank());
    }

    private static bool NameEachOnce(IReadOnlyList<CityTopic>? topics) => topics is null
        || topics.Where(topic => topic is not null).GroupBy(topic => SearchKey.Of(topic.Name)).All(same => same.Count() == 1);
}

internal sealed class ChangePublicSiteHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ChangePublicSite, VersionedSetting<PublicSite>>
{
    public async Task<VersionedSetting<PublicSite>> Handle(ChangePublicSite command, CancellationToken ct)
    {
        var before = await PublicSiteSql.Read(db, ct);
        var after = new PublicSite(command.IsOn, command.CityServices.IsBlank() ? null : command.CityServices.Trim(),
            command.AcknowledgeDays, command.DecideDays, command.RepeatConcerns, command.RepeatMonths,
            command.CityTopics is { Count: > 0 } topics ? [.. topics.Select(topic => topic.Trimmed())] : null);
        var version = await SettingSql.Replace(db, SettingNames.PublicSite, JsonSerializer.Serialize(after, Json.Options),
            command.Version, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.PublicSite, null, before, after, ct);
        return new(version, after);
    }
}

internal static class ChangePublicSiteEndpoint
{
    public static void MapChangePublicSite(this RouteGroupBuilder settings) => settings
        .MapPut("/public-site", async (IfMatch version, PublicSite body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(
                new ChangePublicSite(version, body.IsOn, body.CityServices, body.AcknowledgeDays, body.DecideDays, body.RepeatConcerns,
                    body.RepeatMonths, body.CityTopics), ct)).Result())
        .WithName("ChangePublicSite").WithSummary("Turn the public site on or off, and set how fast concerns are answered")
        .Produces<PublicSite>();
}
