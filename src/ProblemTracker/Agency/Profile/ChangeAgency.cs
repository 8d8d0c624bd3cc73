using System.Text.Json;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>Sets the agency's name, phone and the sender of its emails. Null clears a field.</summary>
[Needs(Permission.Administer)]
public sealed record ChangeAgency(int Version, string? Name, string? Phone = null, string? SenderName = null, string? SenderAddress = null)
    : ICommand<VersionedSetting<AgencyProfile>>;

internal sealed class ChangeAgencyValidator : AbstractValidator<ChangeAgency>
{
    public ChangeAgencyValidator()
    {
        RuleFor(c => c.Name).NotEmpty().WithMessage("Enter the agency's name.").MaximumLength(100).Must(BeOneLine).WithMessage(OneLine);
        RuleFor(c => c.Phone).MaximumLength(50).Must(BeOneLine).WithMessage(OneLine);
        RuleFor(c => c.SenderName).MaximumLength(100).Must(BeOneLine).WithMessage(OneLine);
        RuleFor(c => c.SenderAddress).MaximumLength(254).EmailAddress()
            .WithMessage("Enter an email address, for example tracker@springfield.example.gov.");
    }

    private const string OneLine = "Enter one line.";

    private static bool BeOneLine(string? text) => text is null || !text.Any(char.IsControl);
}

internal sealed class ChangeAgencyHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ChangeAgency, VersionedSetting<AgencyProfile>>
{
    public async Task<VersionedSetting<AgencyProfile>> Handle(ChangeAgency command, CancellationToken ct)
    {
        var before = await AgencySql.Read(db, ct);
        var after = new AgencyProfile(Text(command.Name), Text(command.Phone), Text(command.SenderName), Text(command.SenderAddress));
        var version = await SettingSql.Replace(db, SettingNames.Agency, JsonSerializer.Serialize(after, Json.Options), command.Version, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.Agency, null, before, after, ct);
        return new(version, after);
    }

    private static string? Text(string? typed) => typed.IsBlank() ? null : typed.Trim();
}

internal static class ChangeAgencyEndpoint
{
    public static void MapChangeAgency(this RouteGroupBuilder settings) => settings
        .MapPut("/agency", async (IfMatch version, AgencyProfile body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ChangeAgency(version, body.Name, body.Phone, body.SenderName, body.SenderAddress), ct)).Result())
        .WithName("ChangeAgency").WithSummary("Set the agency's name, phone and the sender of its emails").Produces<AgencyProfile>();
}
