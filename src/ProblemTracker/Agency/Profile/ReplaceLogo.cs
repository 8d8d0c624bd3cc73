using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Files;

namespace ProblemTracker.Agency;

/// <summary>Replaces the agency's logo. It is scaled down to <see cref="LongestSide"/> and stored without metadata.</summary>
/// <param name="Logo">The file; null if none was chosen.</param>
[Needs(Permission.Administer)]
public sealed record ReplaceLogo(PictureUpload? Logo) : ICommand<Done>
{
    /// <summary>Pixels: sharp at twice the size at which pages show it.</summary>
    public const int LongestSide = 480;
}

/// <summary>Removes the agency's logo.</summary>
[Needs(Permission.Administer)]
public sealed record RemoveLogo : ICommand<Done>;

internal sealed class ReplaceLogoValidator : AbstractValidator<ReplaceLogo>
{
    public ReplaceLogoValidator() => RuleFor(c => c.Logo).NotNull().WithMessage("Choose a picture.");
}

internal sealed class ReplaceLogoHandler(Db db, Actor actor, PictureConversions conversions, TimeProvider clock)
    : IPrepare<ReplaceLogo>, IRequestHandler<ReplaceLogo, Done>, IRequestHandler<RemoveLogo, Done>
{
    public Task Prepare(ReplaceLogo command, CancellationToken ct) => conversions.Convert(command.Logo!, actor.PersonId, ct, "logo");

    public async Task<Done> Handle(ReplaceLogo command, CancellationToken ct)
    {
        var picture = command.Logo!.Made!;
        var digest = Convert.ToHexStringLower(SHA256.HashData(picture.Jpeg))[..16];
        await db.Execute("DELETE FROM AgencyLogo", null, ct);
        await db.Execute("INSERT INTO AgencyLogo (Id, Content, Width, Height, Digest) VALUES (1, @Jpeg, @Width, @Height, @digest)",
            new { picture.Jpeg, picture.Width, picture.Height, digest }, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, "logo", null, null, new { digest }, ct);
        return Done.Instance;
    }

    public async Task<Done> Handle(RemoveLogo command, CancellationToken ct)
    {
        if (await db.Execute("DELETE FROM AgencyLogo", null, ct) > 0)
            await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, "logo", null, null, null, ct);
        return Done.Instance;
    }
}

internal static class ReplaceLogoEndpoint
{
    public static void MapReplaceLogo(this RouteGroupBuilder settings) => settings
        .MapPost("/agency/logo", async (HttpRequest request, IMediator mediator, CancellationToken ct) =>
        {
            using var content = new MemoryStream();
            await request.Body.CopyToAsync(content, ct);
            await mediator.Send(new ReplaceLogo(content.Length == 0 ? null : new(content.ToArray(), ReplaceLogo.LongestSide)), ct);
            return TypedResults.NoContent();
        })
        .WithMetadata(new RequestSizeLimitAttribute(PictureUpload.LargestRequest))
        .WithName("ReplaceLogo")
        .WithSummary("Replace the agency's logo; the body is the file itself: JPEG, PNG, WebP or HEIC, at most 10 MB");

    public static void MapRemoveLogo(this RouteGroupBuilder settings) => settings
        .MapDelete("/agency/logo", async (IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new RemoveLogo(), ct);
            return TypedResults.NoContent();
        })
        .WithName("RemoveLogo").WithSummary("Remove the agency's logo");
}
