using ProblemTracker.Files;

namespace ProblemTracker.PublicRecords;

/// <summary>The pictures whose release was decided, from the problem's files and from the owners of its actions.</summary>
internal static class ReleasePictures
{
    private sealed record Owned
    {
        public long Id { get; init; }
        public byte[] Jpeg { get; init; } = [];
    }

    /// <exception cref="RuleBroken"><c>records.metadata</c>: a picture says where or by whom it was taken.</exception>
    public static async Task<IReadOnlyList<ReleasedPicture>> Of(
        IReadOnlyList<ReviewedField> fields, Db db, StoredFiles stored, CancellationToken ct)
    {
        var released = fields.Where(f => f.Field.Kind == FieldKind.Picture && f.Decision is { Choice: FieldChoice.Release })
            .Select(f => (f.Place, f.Field.Key, Picture: f.Field.Picture!)).ToList();
        List<ReleasedPicture> pictures = [];
        foreach (var (place, key, picture) in released)
        {
            var jpeg = await Read(picture, db, stored, ct);
            if (Jpeg.Metadata(jpeg) is { } metadata)
                throw new RuleBroken("records.metadata", $"Picture {picture.FileId ?? picture.PhotoId} has {metadata}, which can say where "
                    + "and by whom it was taken. Withhold the picture.", key);
            pictures.Add(new(picture.FileId is { } file ? $"problem-{place}-photo-{file}.jpg"
                : $"problem-{place}-picture-{picture.PhotoId}.jpg", jpeg));
        }
        return pictures;
    }

    private static async Task<byte[]> Read(PictureRef picture, Db db, StoredFiles stored, CancellationToken ct) =>
        picture.FileId is { } id
            ? await stored.Read(await db.Single<string>("SELECT f.StoredAs FROM ProblemFile f WHERE f.Id = @id", new { id }, ct), ct)
            : (await db.Single<Owned>("SELECT f.Id, f.Content AS Jpeg FROM ActionPhoto f WHERE f.Id = @PhotoId",
                new { picture.PhotoId }, ct)).Jpeg;
}
