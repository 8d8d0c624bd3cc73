using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Accounts;

/// <summary>How people sign in.</summary>
public sealed record SignInSettings
{
    internal const string Name = "signIn";

    /// <summary>Days from the first sign-in without a second factor until one is required; 0 requires it at once.</summary>
    public int SecondFactorGraceDays { get; init; } = 7;

    internal static SignInSettings Parse(string? stored) =>
        stored is null ? new() : JsonSerializer.Deserialize<SignInSettings>(stored, Json.Options)!;

    internal static async Task<SignInSettings> Read(Db db, CancellationToken ct) =>
        Parse(await db.Find<string>("SELECT Value FROM Setting WHERE Name = @Name", new { Name }, ct));
}

/// <summary>How people sign in.</summary>
[Needs(Permission.Administer)]
public sealed record ReadSignInSettings : IQuery<VersionedSetting<SignInSettings>>;

internal sealed class ReadSignInSettingsHandler(Db db) : IRequestHandler<ReadSignInSettings, VersionedSetting<SignInSettings>>
{
    public async Task<VersionedSetting<SignInSettings>> Handle(ReadSignInSettings query, CancellationToken ct) =>
        new(await SettingSql.Version(db, SignInSettings.Name, ct), await SignInSettings.Read(db, ct));
}

/// <summary>Changes how people sign in.</summary>
[Needs(Permission.Administer)]
public sealed record ChangeSignInSettings(int Version, int SecondFactorGraceDays) : ICommand<VersionedSetting<SignInSettings>>;

internal sealed class ChangeSignInSettingsValidator : AbstractValidator<ChangeSignInSettings>
{
    public const int Longest = 90;

    public ChangeSignInSettingsValidator() => RuleFor(c => c.SecondFactorGraceDays).InclusiveBetween(0, Longest)
        .WithMessage($"Enter a whole number of days from 0 to {Longest}.");
}

internal sealed class ChangeSignInSettingsHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ChangeSignInSettings, VersionedSetting<SignInSettings>>
{
    public async Task<VersionedSetting<SignInSettings>> Handle(ChangeSignInSettings command, CancellationToken ct)
    {
        var before = await SignInSettings.Read(db, ct);
        var after = before with { SecondFactorGraceDays = command.SecondFactorGraceDays };
        var version = await SettingSql.Replace(db, SignInSettings.Name, JsonSerializer.Serialize(after, Json.Options), command.Version, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SignInSettings.Name, null, before, after, ct);
        return new(version, after);
    }
}

internal static class SignInSettingsEndpoint
{
    public sealed record Body(int SecondFactorGraceDays);

    public static void MapSignInSettings(this RouteGroupBuilder settings)
    {
        settings.MapGet("/sign-in", async (IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ReadSignInSettings(), ct)).Result())
            .WithName("ReadSignInSettings").WithSummary("Read how people sign in").Produces<SignInSettings>();
        settings.MapPut("/sign-in", async (IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(new ChangeSignInSettings(version, body.SecondFactorGraceDays), ct)).Result())
            .WithName("ChangeSignInSettings").WithSummary("Change how people sign in").Produces<SignInSettings>();
    }
}
