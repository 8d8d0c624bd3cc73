using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.AuditLog;

/// <summary>The addresses that get the audit log's last seal every morning.</summary>
[Needs(Permission.Administer)]
public sealed record ReadSealRecipients : IQuery<VersionedSetting<SealRecipients>>;

/// <summary>Sets the addresses that get the audit log's last seal every morning; none turns the email off.</summary>
[Needs(Permission.Administer)]
public sealed record ChangeSealRecipients(int Version, string Addresses) : ICommand<VersionedSetting<SealRecipients>>;

/// <param name="Addresses">Email addresses separated by commas; empty for none.</param>
public sealed record SealRecipients(string Addresses)
{
    public const int Most = 10;

    /// <summary>The addresses one by one.</summary>
    internal IReadOnlyList<string> Each() => Split(Addresses);

    internal static IReadOnlyList<string> Split(string? addresses) =>
        [.. (addresses ?? "").Split([',', ';', '\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.OrdinalIgnoreCase)];
}

internal sealed class ChangeSealRecipientsValidator : AbstractValidator<ChangeSealRecipients>
{
    private const int Longest = 254;

    public ChangeSealRecipientsValidator() => RuleFor(c => c.Addresses).Custom((addresses, context) =>
    {
        var each = SealRecipients.Split(addresses);
        if (each.Count > SealRecipients.Most) context.AddFailure($"Enter at most {SealRecipients.Most} addresses.");
        else if (each.FirstOrDefault(address => !IsAddress(address)) is { } wrong)
            context.AddFailure($"\"{wrong}\" is not an email address. Enter addresses such as records@city.example, separated by commas.");
    });

    private static bool IsAddress(string text) => text.Length <= Longest && TextRules.IsEmailAddress(text);
}

internal sealed class SealRecipientsHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<ReadSealRecipients, VersionedSetting<SealRecipients>>,
        IRequestHandler<ChangeSealRecipients, VersionedSetting<SealRecipients>>
{
    public async Task<VersionedSetting<SealRecipients>> Handle(ReadSealRecipients query, CancellationToken ct) =>
        new(await SettingSql.Version(db, SettingNames.SealRecipients, ct), await Stored(ct));

    public async Task<VersionedSetting<SealRecipients>> Handle(ChangeSealRecipients command, CancellationToken ct)
    {
        var (before, after) = (await Stored(ct), new SealRecipients(string.Join(", ", SealRecipients.Split(command.Addresses))));
        var version = await SettingSql.Replace(db, SettingNames.SealRecipients, after.Addresses, command.Version, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.SealRecipients, null, before, after, ct);
        return new(version, after);
    }

    private async Task<SealRecipients> Stored(CancellationToken ct) => new(await agency.Value(SettingNames.SealRecipients, ct) ?? "");
}

internal static class SealRecipientsEndpoints
{
    public static void MapReadSealRecipients(this RouteGroupBuilder settings) => settings
        .MapGet("/seal-recipients", async (IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ReadSealRecipients(), ct)).Result())
        .WithName("ReadSealRecipients").WithSummary("Read who gets the audit log's last seal by email every morning")
        .Produces<SealRecipients>();

    public static void MapChangeSealRecipients(this RouteGroupBuilder settings) => settings
        .MapPut("/seal-recipients", async (IfMatch version, SealRecipients body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ChangeSealRecipients(version, body.Addresses), ct)).Result())
        .WithName("ChangeSealRecipients").WithSummary("Set who gets the audit log's last seal by email every morning")
        .Produces<SealRecipients>();
}
