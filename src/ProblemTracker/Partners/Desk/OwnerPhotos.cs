using FluentValidation;
using Microsoft.Extensions.Localization;
using ProblemTracker.Files;

namespace ProblemTracker.Partners;

/// <summary>A message with photos from an action's owner, by account or by link.</summary>
public interface IOwnerPhotos
{
    IReadOnlyList<PictureUpload>? Photos { get; }
}

/// <summary>Converts the photos of owners outside the department and writes their rows, whether they came by account or by link.</summary>
internal sealed class OwnerPhotos(
    Db db, Actor actor, PictureConversions conversions, TimeProvider clock, IStringLocalizer<OwnerTexts> words)
{
    /// <summary>Before the transaction, for the signed-in partner.</summary>
    public Task Convert(IOwnerPhotos message, CancellationToken ct) => Convert(message.Photos, actor.PersonId ?? 0, ct);

    /// <summary>Before the transaction, for the holder of a link. An unknown link costs nothing.</summary>
    /// <exception cref="NotFound">The link is unknown or no longer works.</exception>
    public async Task ConvertByLink(string token, IOwnerPhotos message, CancellationToken ct)
    {
        if (message.Photos is not { Count: > 0 }) return;
        var link = await OwnerLinks.Find(db, token, clock.GetUtcNow(), ct) ?? throw new NotFound();
        await Convert(message.Photos, -link.Id, ct);
    }

    private async Task Convert(IReadOnlyList<PictureUpload>? photos, long owner, CancellationToken ct)
    {
        foreach (var photo in photos ?? [])
            if (await conversions.Run(owner, () => photo.Fault, ct) is { } fault) throw new Invalid("photo", InWords(fault));
    }

    /// <exception cref="RuleBroken">The action would have more than <see cref="AttachPhoto.Most"/> photos.</exception>
    public async Task<IReadOnlyList<PhotoDetails>> Insert(
        TakenAction taken, IReadOnlyList<PictureUpload> photos, string? caption, CancellationToken ct)
    {
        var row = new
        {
            ActionId = taken.Action.Id,
            taken.Action.AttachmentId,
            taken.File.Actor.PersonId,
            Caption = string.IsNullOrWhiteSpace(caption) ? null : caption.Trim(),
            taken.File.Now,
        };
        if (await db.Single<int>("SELECT COUNT(*) FROM ActionPhoto WHERE ActionId = @ActionId", row, ct) + photos.Count > AttachPhoto.Most)
            throw new RuleBroken("action.photos", words["Photos.Most", AttachPhoto.Most], "photo");
        List<PhotoDetails> added = [];
        foreach (var picture in photos.Select(photo => photo.Made!))
        {
            var id = await db.Insert("""
                INSERT INTO ActionPhoto (ActionId, AttachmentId, PersonId, Caption, Width, Height, Content, At)
                VALUES (@ActionId, @AttachmentId, @PersonId, @Caption, @Width, @Height, @Jpeg, @Now)
                """, new
            {
                row.ActionId,
                row.AttachmentId,
                row.PersonId,
                row.Caption,
                picture.Width,
                picture.Height,
                picture.Jpeg,
                row.Now,
            }, ct);
            added.Add(new()
            {
                Id = id,
                At = row.Now,
                Caption = row.Caption,
                Width = picture.Width,
                Height = picture.Height,
                WithPresentOwner = true,
            });
        }
        return added;
    }

    /// <summary>A fault of a picture, in the owner's language.</summary>
    private string InWords(string fault) => fault switch
    {
        PictureUpload.NoPicture => words["Photo.NoPicture"],
        PictureUpload.TooLarge => words["Photo.TooLarge"],
        PictureUpload.TooManyPixels => words["Photo.TooManyPixels"],
        _ => words["Photo.CutOff"],
    };

    /// <summary><c>a photo</c>, <c>2 photos</c></summary>
    public static string Count(int photos) => photos == 1 ? "a photo" : $"{photos} photos";
}

internal static class OwnerPhotoRules
{
    public static void PhotoRules<T>(this AbstractValidator<T> validator, IStringLocalizer<OwnerTexts> words) where T : IOwnerPhotos =>
        validator.RuleFor(c => c.Photos).Must(photos => photos!.Count <= AttachPhoto.Most).OverridePropertyName("photo")
            .When(c => c.Photos is not null).WithMessage(_ => words["Photos.Most", AttachPhoto.Most]);
}
