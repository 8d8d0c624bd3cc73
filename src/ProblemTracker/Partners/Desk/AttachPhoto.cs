using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Files;

namespace ProblemTracker.Partners;

/// <summary>
/// Attaches a photo to one of the partner's actions. The stored photo is scaled down, upright and without the camera's metadata.
/// </summary>
/// <param name="Photo">The file; null if none was chosen.</param>
[Needs(Permission.ActAsPartner)]
public sealed record AttachPhoto(long ActionId, PictureUpload? Photo, string? Caption = null) : ICommand<PhotoDetails>
{
    /// <summary>Maximum number of photos per action.</summary>
    public const int Most = 10;
}

internal sealed class AttachPhotoValidator : AbstractValidator<AttachPhoto>
{
    public AttachPhotoValidator()
    {
        RuleFor(c => c.Photo).NotNull().WithMessage("Choose a photo.");
        RuleFor(c => c.Caption).MaximumLength(200);
    }
}

internal sealed class AttachPhotoHandler(Db db, Actor actor, OwnerDesk desk, PictureConversions conversions, TimeProvider clock)
    : IPrepare<AttachPhoto>, IRequestHandler<AttachPhoto, PhotoDetails>
{
    public Task Prepare(AttachPhoto command, CancellationToken ct) => conversions.Convert(command.Photo!, actor.PersonId, ct);

    public async Task<PhotoDetails> Handle(AttachPhoto command, CancellationToken ct)
    {
        var taken = await desk.Take(command.ActionId, ct);
        desk.MustBeOpen(taken);
        var picture = command.Photo!.Made!;
        var row = new
        {
            command.ActionId,
            taken.Action.AttachmentId,
            actor.PersonId,
            Caption = string.IsNullOrWhiteSpace(command.Caption) ? null : command.Caption.Trim(),
            picture.Width,
            picture.Height,
            Content = picture.Jpeg,
            Now = clock.GetUtcNow(),
        };
        if (await db.Single<int>("SELECT COUNT(*) FROM ActionPhoto WHERE ActionId = @ActionId", row, ct) >= AttachPhoto.Most)
            throw new RuleBroken("action.photos", $"This action already has {AttachPhoto.Most} photos, the maximum.", "photo");
        var id = await db.Insert("""
            INSERT INTO ActionPhoto (ActionId, AttachmentId, PersonId, Caption, Width, Height, Content, At)
            VALUES (@ActionId, @AttachmentId, @PersonId, @Caption, @Width, @Height, @Content, @Now)
            """, row, ct);
        await desk.Record(taken, "action.photo", $"The owner attached a photo to an action: {taken.Action.Description}", null,
            new { PhotoId = id, picture.Width, picture.Height }, ct);
        return new()
        {
            Id = id,
            At = row.Now,
            Caption = row.Caption,
            Width = picture.Width,
            Height = picture.Height,
            WithPresentOwner = true
        };
    }
}

internal static class AttachPhotoEndpoint
{
    public static void MapAttachPhoto(this RouteGroupBuilder partner) => partner
        .MapPost("/actions/{id:long}/photos",
            async (long id, string? caption, HttpRequest request, IMediator mediator, CancellationToken ct) =>
        {
            using var content = new MemoryStream();
            await request.Body.CopyToAsync(content, ct);
            var photo = await mediator.Send(new AttachPhoto(id, content.Length == 0 ? null : new(content.ToArray()), caption), ct);
            return TypedResults.Created($"/api/v1/partner/actions/{id}/photos/{photo.Id}", photo);
        })
        .WithMetadata(new RequestSizeLimitAttribute(PictureUpload.LargestRequest))
        .WithName("AttachPhoto")
        .WithSummary("Attach a photo to one of your actions; the body is the file itself: JPEG, PNG, WebP or HEIC, at most 10 MB");
}
