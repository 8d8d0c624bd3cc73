using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Maps;

/// <summary>Sets the tiles below maps and the unit of distances.</summary>
[Needs(Permission.Administer)]
public sealed record ChangeMapSettings(int Version, string? TileAddress, string? TileAttribution, DistanceUnit Unit)
    : ICommand<VersionedSetting<MapSettings>>;

internal sealed class ChangeMapSettingsValidator : AbstractValidator<ChangeMapSettings>
{
    private const string WrongAddress =
        "Enter an https address with {z}, {x} and {y}, such as https://tiles.example.gov/{z}/{x}/{y}.png. Enter one server instead of {s}.";

    public ChangeMapSettingsValidator()
    {
        RuleFor(c => c.TileAddress).MaximumLength(500).Must(BeATileAddress).WithMessage(WrongAddress);
        RuleFor(c => c.TileAttribution).MaximumLength(200);
        RuleFor(c => c.TileAttribution).NotEmpty().When(c => !string.IsNullOrWhiteSpace(c.TileAddress))
            .WithMessage("Enter the credit that the owner of the tiles asks for, such as © OpenStreetMap contributors.");
        RuleFor(c => c.Unit).IsInEnum();
    }

    // The server's name goes into a header, so nothing but the path and the query may have braces.
    private static bool BeATileAddress(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return true;
        var bare = text.Trim();
        foreach (var part in new[] { "{z}", "{x}", "{y}" })
        {
            if (!bare.Contains(part, StringComparison.Ordinal)) return false;
            bare = bare.Replace(part, "0", StringComparison.Ordinal);
        }
        return !bare.Contains('{', StringComparison.Ordinal) && !bare.Contains('}', StringComparison.Ordinal)
            && Uri.TryCreate(bare, UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0
            && text.Trim().StartsWith($"{address.GetLeftPart(UriPartial.Authority)}/", StringComparison.OrdinalIgnoreCase);
    }
}

internal sealed class ChangeMapSettingsHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ChangeMapSettings, VersionedSetting<MapSettings>>
{
    public async Task<VersionedSetting<MapSettings>> Handle(ChangeMapSettings command, CancellationToken ct)
    {
        var before = (await MapSql.Settings(db, ct)).Value;
        var address = Text(command.TileAddress);
        var after = new MapSettings(address, address is null ? null : Text(command.TileAttribution), command.Unit);
        var version = await SettingSql.Replace(db, SettingNames.Map, JsonSerializer.Serialize(after, Json.Options), command.Version, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.Map, null, before, after, ct);
        return new(version, after);
    }

    private static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}

internal static class ChangeMapSettingsEndpoint
{
    public static void MapChangeMapSettings(this RouteGroupBuilder settings) => settings
        .MapPut("/map", async (IfMatch version, MapSettings body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ChangeMapSettings(version, body.TileAddress, body.TileAttribution, body.Unit), ct)).Result())
        .WithName("ChangeMapSettings").WithSummary("Set the tile server of maps and the unit of distances").Produces<MapSettings>();
}
