using ProblemTracker.Files;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Shared;

/// <summary>Model of <c>_FileInputs</c>: the camera on a phone, and a choice of files.</summary>
/// <param name="Id">Id of the choice; the camera's has an ending.</param>
/// <param name="Label">Of the choice.</param>
/// <param name="ErrorKey">Whose errors it shows.</param>
/// <param name="Megabytes">How large a file may be.</param>
/// <param name="PhotosOnly">Whether documents can't be added.</param>
public sealed record FileInputs(string Id, string Label, string ErrorKey, int Megabytes, bool PhotosOnly = false)
{
    public string Accept => PhotosOnly ? "image/*" : "image/*,.pdf,.docx,.xlsx,.pptx";

    /// <summary>The camera's label.</summary>
    public string Take { get; init; } = "Take a photo";

    public string Hint { get; init; } =
        $"Photos, PDF, Word, Excel or PowerPoint, up to {Megabytes} MB each. Place and time are removed from photos.";
}

/// <summary>Model of <c>_Gallery</c>.</summary>
/// <param name="Files">Photos are shown small, documents by their kind.</param>
/// <param name="Time">Gives an instant in words.</param>
public sealed record Gallery(IReadOnlyList<FileDetails> Files, Func<DateTimeOffset, string> Time)
{
    /// <summary>What a reader who can't see the photo hears.</summary>
    public string Alternative(FileDetails file) => file.Caption ?? $"{Wording.Of(file.Kind)} added {Time(file.AddedAt)}";
}

/// <summary>Reads the files of a form that was sent.</summary>
internal static class SentFiles
{
    /// <summary>One more than allowed is enough to refuse them.</summary>
    private const int MostPhotos = Partners.AttachPhoto.Most + 1;

    public static IReadOnlyList<FileUpload> Uploads(this HttpRequest request) =>
        request.HasFormContentType ? AddFilesEndpoint.Uploads(request.Form.Files) : [];

    public static async Task<IReadOnlyList<PictureUpload>> Photos(this HttpRequest request, CancellationToken ct)
    {
        List<PictureUpload> photos = [];
        if (!request.HasFormContentType) return photos;
        foreach (var file in request.Form.Files.Where(file => file.Length > 0).Take(MostPhotos))
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, ct);
            photos.Add(new(content.ToArray()));
        }
        return photos;
    }
}
