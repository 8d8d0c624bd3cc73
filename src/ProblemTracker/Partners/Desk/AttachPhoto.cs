using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ProblemTracker.Files;

namespace ProblemTracker.Partners;

/// <summary>
/// Attaches photos to one of the partner's actions. A stored photo is scaled down, upright and without the camera's metadata.
/// </summary>
/// <param name="Photos">The files; empty if none was chosen.</param>
/// <param name="Caption">Of each of them.</param>
[Needs(Permission.ActAsPartner)]
public sealed record AttachPhoto(long ActionId, IReadOnlyList<PictureUpload>? Photos, string? Caption = null)
    : ICommand<PhotosAttached>, IPhotoMessage
{
    /// <summary>Maximum number of photos per action.</summary>
    public const int Most = 10;

    /// <summary>Bytes of one form with several photos.</summary>
    public const long LargestForm = 110L * 1024 * 1024;
}

public sealed record PhotosAttached(IReadOnlyList<PhotoDetails> Photos);

/// <summary>A message that only adds photos.</summary>
public interface IPhotoMessage : IOwnerPhotos
{
    string? Caption { get; }
}

internal abstract class PhotoMessageRules<T> : AbstractValidator<T> where T : IPhotoMessage
{
    protected PhotoMessageRules(IStringLocalizer<OwnerTexts> words)
    {
        RuleFor(c => c.Photos).NotEmpty().OverridePropertyName("photo").WithMessage(_ => words["Photos.Needed"]);
        this.PhotoRules(words);
        RuleFor(c => c.Caption).MaximumLength(200);
    }
}

internal sealed class AttachPhotoValidator(IStringLocalizer<OwnerTexts> words) : PhotoMessageRules<AttachPhoto>(words);

internal sealed class AttachPhotoHandler(OwnerDesk desk, OwnerPhotos photos)
    : IPrepare<AttachPhoto>, IRequestHandler<AttachPhoto, PhotosAttached>
{
    public Task Prepare(AttachPhoto command, CancellationToken ct) => photos.Convert(command, ct);

    public async Task<PhotosAttached> Handle(AttachPhoto command, CancellationToken ct) =>
        new(await desk.Attach(await desk.Take(command.ActionId, ct), command.Photos!, command.Caption, ct));
}

internal static class AttachPhotoEndpoint
{
    public static void MapAttachPhoto(this RouteGroupBuilder partner) => partner
        .MapPost("/actions/{id:long}/photos",
            async (long id, string? caption, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        {
            using var content = new MemoryStream();
            await request.Body.CopyToAsync(content, ct);
            var message = new AttachPhoto(id, content.Length == 0 ? [] : [new(content.ToArray())], caption);
            var photo = (await mediator.Send(message, ct)).Photos[0];
            return TypedResults.Created($"/api/v1/partner/actions/{id}/photos/{photo.Id}", photo);
        })
        .WithMetadata(new RequestSizeLimitAttribute(PictureUpload.LargestRequest))
        .WithName("AttachPhoto")
        .WithSummary("Attach a photo to one of your actions; the body is the file itself: JPEG, PNG, WebP or HEIC, at most 10 MB");
}
