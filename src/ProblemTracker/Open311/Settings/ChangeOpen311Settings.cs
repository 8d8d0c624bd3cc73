using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Open311;

/// <summary>Changes the settings of the Open311 server. A category that becomes private disappears with its requests at once.</summary>
[Needs(Permission.Administer)]
public sealed record ChangeOpen311Settings(int Version, string? JurisdictionId, string? Contact, IReadOnlyList<string> PrivateCategories)
    : ICommand<VersionedSetting<Open311Settings>>;

internal sealed class ChangeOpen311SettingsValidator : AbstractValidator<ChangeOpen311Settings>
{
    public ChangeOpen311SettingsValidator()
    {
        RuleFor(c => c.JurisdictionId).MaximumLength(100).Matches(@"^\s*[A-Za-z0-9._-]*\s*$")
            .WithMessage("Use letters, digits, dots and hyphens, such as harbor-city.example.");
        RuleFor(c => c.Contact).MaximumLength(254);
        RuleFor(c => c.PrivateCategories).Must(codes => codes is { Count: <= 500 })
            .WithMessage("Send the codes of at most 500 categories; an empty list for none.");
    }
}

internal sealed class ChangeOpen311SettingsHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ChangeOpen311Settings, VersionedSetting<Open311Settings>>
{
    public async Task<VersionedSetting<Open311Settings>> Handle(ChangeOpen311Settings command, CancellationToken ct)
    {
        var unknown = command.PrivateCategories.Except((await CategorySql.Read(db, ct)).Items.Select(category => category.Code)).ToList();
        if (unknown.Count > 0) throw new Invalid("privateCategories", $"There is no category with the code {unknown[0]}.");
        var before = await Open311Settings.Read(db, ct);
        var after = new Open311Settings([.. command.PrivateCategories.Distinct().Order(StringComparer.Ordinal)],
            Text(command.JurisdictionId), Text(command.Contact));
        var version = await SettingSql.Replace(db, SettingNames.Open311, JsonSerializer.Serialize(after, Json.Options),
            command.Version, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.Open311, null, Audited(before), Audited(after),
            ct);
        return new(version, after);
    }

    private static object Audited(Open311Settings settings) =>
        new { settings.PrivateCategories, Jurisdiction = settings.JurisdictionId, settings.Contact };

    private static string? Text(string? typed) => typed.IsBlank() ? null : typed.Trim();
}

internal static class ChangeOpen311SettingsEndpoint
{
    public static void MapChangeOpen311Settings(this RouteGroupBuilder settings) => settings
        .MapPut("/open311", async (IfMatch version, Open311Settings body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ChangeOpen311Settings(version, body.JurisdictionId, body.Contact, body.PrivateCategories), ct))
                .Result())
        .WithName("ChangeOpen311Settings").WithSummary("Change the settings of the Open311 server").Produces<Open311Settings>();
}
