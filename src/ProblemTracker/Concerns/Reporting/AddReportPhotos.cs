using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Files;

namespace ProblemTracker.Concerns;

/// <summary>The fourth step: photos. They are encoded anew, without the camera's metadata, and read by the department alone.</summary>
[AllowEveryone]
public sealed record AddReportPhotos(string Key, IReadOnlyList<PictureUpload>? Photos) : ICommand<Done>, IReportStep
{
    /// <summary>Most photos of one report.</summary>
    public const int Most = 5;
}

/// <summary>Takes a photo out of a report again.</summary>
[AllowEveryone]
public sealed record RemoveReportPhoto(string Key, long PhotoId) : ICommand<Done>, IReportStep;

internal sealed class AddReportPhotosValidator : ReportStepRules<AddReportPhotos>
{
    public AddReportPhotosValidator(IStringLocalizer<ConcernTexts> words) =>
        RuleFor(c => c.Photos).Must(photos => photos is null or { Count: <= AddReportPhotos.Most }).OverridePropertyName("photo")
            .WithMessage(_ => words["Photos.Most", AddReportPhotos.Most]);
}

internal sealed class RemoveReportPhotoValidator : ReportStepRules<RemoveReportPhoto>;

internal sealed class AddReportPhotosHandler(
    Db db, PictureConversions conversions, TimeProvider clock, IStringLocalizer<ConcernTexts> words)
    : IPrepare<AddReportPhotos>, IRequestHandler<AddReportPhotos, Done>, IRequestHandler<RemoveReportPhoto, Done>
{
    public async Task Prepare(AddReportPhotos command, CancellationToken ct)
    {
        // One at a time for each writer.
        var writer = -1L - (uint)command.Key.GetHashCode(StringComparison.Ordinal);
        foreach (var photo in command.Photos ?? [])
            if (await conversions.Run(writer, () => photo.Fault, ct) is { } fault) throw new Invalid("photo", InWords(fault));
    }

    public async Task<Done> Handle(AddReportPhotos command, CancellationToken ct)
    {
        if (command.Photos is not { Count: > 0 } photos) return Done.Instance;
        var now = clock.GetUtcNow();
        var draftId = await ConcernDrafts.Change(db, command.Key, now, report => report, ct);
        var there = await db.Single<int>("SELECT COUNT(*) FROM ConcernPhoto WHERE DraftId = @draftId", new { draftId }, ct);
        if (there + photos.Count > AddReportPhotos.Most)
            throw new RuleBroken("concern.photos", words["Photos.Most", AddReportPhotos.Most], "photo");
        foreach (var picture in photos.Select(photo => photo.Made!))
            await db.Execute("""
                INSERT INTO ConcernPhoto (DraftId, AddedAt, Width, Height, Content) VALUES (@draftId, @now, @Width, @Height, @Jpeg)
                """, new { draftId, now, picture.Width, picture.Height, picture.Jpeg }, ct);
        return Done.Instance;
    }

    public async Task<Done> Handle(RemoveReportPhoto command, CancellationToken ct)
    {
        if (await ConcernDrafts.Find(db, command.Key, ct) is { } draft)
            await db.Execute("DELETE FROM ConcernPhoto WHERE Id = @PhotoId AND DraftId = @Id", new { command.PhotoId, draft.Id }, ct);
        return Done.Instance;
    }

    /// <summary>A fault of a picture, in the writer's language.</summary>
    private string InWords(string fault) => fault switch
    {
        PictureUpload.NoPicture => words["Photo.NoPicture"],
        PictureUpload.TooLarge => words["Photo.TooLarge"],
        PictureUpload.TooManyPixels => words["Photo.TooManyPixels"],
        _ => words["Photo.CutOff"],
    };
}
