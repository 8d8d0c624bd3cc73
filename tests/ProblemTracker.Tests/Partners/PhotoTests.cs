using ImageMagick;
using ProblemTracker.Files;
using ProblemTracker.Partners;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Partners;

public sealed class PhotoTests
{
    internal static byte[] Png(uint width = 40, uint height = 20) => Make(MagickFormat.Png, width, height);

    internal static byte[] Make(MagickFormat format, uint width = 40, uint height = 20, Action<MagickImage>? with = null)
    {
        using var image = new MagickImage(MagickColors.SteelBlue, width, height) { Format = format };
        with?.Invoke(image);
        return image.ToByteArray();
    }

    [TestCase(MagickFormat.Jpeg)]
    [TestCase(MagickFormat.Png)]
    [TestCase(MagickFormat.WebP)]
    public void Every_supported_format_becomes_a_JPEG(MagickFormat format)
    {
        var made = new PictureUpload(Make(format)).Made!;

        using var kept = new MagickImage(made.Jpeg);
        Assert.That((kept.Format, kept.Width, kept.Height), Is.EqualTo((MagickFormat.Jpeg, 40u, 20u)));
        Assert.That((made.Width, made.Height), Is.EqualTo((40, 20)));
    }

    [Test]
    public void Picture_is_upright_scaled_down_and_without_camera_or_location_data()
    {
        var upload = Make(MagickFormat.Jpeg, 2000, 1000, image =>
        {
            var exif = new ExifProfile();
            exif.SetValue(ExifTag.Make, "SECRETCAM");
            exif.SetValue(ExifTag.GPSLatitudeRef, "N");
            exif.SetValue(ExifTag.Orientation, (ushort)6);
            image.SetProfile(exif);
            image.Orientation = Orientation.RightTop;
            image.Comment = "SECRETWORD";
        });
        Assert.That(System.Text.Encoding.Latin1.GetString(upload), Does.Contain("SECRETCAM"));

        var made = new PictureUpload(upload).Made!;

        using var kept = new MagickImage(made.Jpeg);
        Assert.Multiple(() =>
        {
            Assert.That((made.Width, made.Height), Is.EqualTo((800, 1600)));
            Assert.That(kept.ProfileNames, Is.Empty);
            Assert.That(System.Text.Encoding.Latin1.GetString(made.Jpeg), Does.Not.Contain("SECRET"));
        });
    }

    [Test]
    public void File_that_is_not_a_picture_is_rejected_whatever_its_declared_type()
    {
        foreach (var text in new[] { "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", "%!PS-Adobe",
            "GIF89a", "push graphic-context", "" })
            Assert.That(new PictureUpload(System.Text.Encoding.ASCII.GetBytes(text)).Fault,
                Does.StartWith("This file is not a supported picture."), text);
    }

    [TestCase(MagickFormat.Jpeg)]
    [TestCase(MagickFormat.Png)]
    [TestCase(MagickFormat.WebP)]
    public void Truncated_picture_is_rejected(MagickFormat format)
    {
        var whole = Make(format, 400, 400, image => image.AddNoise(NoiseType.Gaussian));

        Assert.That(new PictureUpload(whole[..(whole.Length / 2)]).Fault, Does.StartWith("This file is damaged"));
    }

    [TestCase(15_000u, "This picture has too many pixels. Reduce its size and upload it again.")]
    [TestCase(50_000u, "This file is damaged or incomplete. Upload it again.")]
    public void Small_file_with_a_huge_picture_is_rejected(uint side, string sentence)
    {
        var bomb = Make(MagickFormat.Png, 40, 20);
        // The first chunk contains width and height; its checksum follows.
        void Put(int at, uint value) => System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(at), value);
        Put(16, side);
        Put(20, side);
        Put(29, Checksum(bomb.AsSpan(12, 17)));

        Assert.That(new PictureUpload(bomb).Fault, Is.EqualTo(sentence));
    }

    /// <summary>CRC-32 as PNG computes it.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }

    [Test]
    public async Task Only_the_owner_and_the_team_see_a_photo()
    {
        using var host = new TrackerHost();
        var theCase = await PartnerCase.Make(host);
        var photo = await (await theCase.Partner.PostAsync($"{theCase.Url}/photos?caption=The%20lamp", new ByteArrayContent(Png()))).Ok();
        var id = photo.GetProperty("id").GetInt64();

        var own = await theCase.Partner.GetAsync($"{theCase.Url}/photos/{id}");
        var team = await theCase.Officer.GetAsync($"{theCase.TeamUrl}/photos/{id}");
        var other = await PartnerCase.Make(host);
        var strange = await host.SignInPartner(other.Stakeholder, "strange").GetAsync($"{theCase.Url}/photos/{id}");
        var mixed = await theCase.Officer.GetAsync($"{other.TeamUrl}/photos/{id}");

        Assert.Multiple(async () =>
        {
            Assert.That(own.Content.Headers.ContentType!.MediaType, Is.EqualTo("image/jpeg"));
            Assert.That(own.Headers.CacheControl!.NoStore, Is.True);
            Assert.That(own.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
            Assert.That(own.Content.Headers.ContentDisposition!.DispositionType, Is.EqualTo("inline"));
            Assert.That(await team.Content.ReadAsByteArrayAsync(), Is.EqualTo(await own.Content.ReadAsByteArrayAsync()));
            Assert.That(strange.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(mixed.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await theCase.Read()).GetProperty("photos").GetInt32(), Is.EqualTo(1));
        });
    }

    [Test]
    public async Task One_photo_of_a_person_is_converted_at_a_time()
    {
        using var conversions = new PictureConversions();
        var large = new PictureUpload(Make(MagickFormat.Png, 3000, 3000));
        var first = conversions.Convert(large, 7, default);

        Assert.ThrowsAsync<Conflict>(() => conversions.Convert(new(Png()), 7, default));
        Assert.DoesNotThrowAsync(() => conversions.Convert(new(Png()), 8, default));
        await first;
        Assert.DoesNotThrowAsync(() => conversions.Convert(new(Png()), 7, default));
        Assert.ThrowsAsync<Invalid>(() => conversions.Convert(new("no picture"u8.ToArray()), 7, default));
    }

    [Test]
    public async Task Action_can_have_10_photos_and_oversized_photos_are_rejected()
    {
        using var host = new TrackerHost();
        var theCase = await PartnerCase.Make(host);
        for (var i = 0; i < AttachPhoto.Most; i++)
            await host.Query(db => db.Execute(
                "INSERT INTO ActionPhoto (ActionId, AttachmentId, Width, Height, Content, At) "
                    + "VALUES (@Action, @Attachment, 1, 1, @Content, @Start)",
                new { theCase.Action, theCase.Attachment, Content = new byte[] { 1 }, TrackerHost.Start }, default));

        var eleventh = await theCase.Partner.PostAsync($"{theCase.Url}/photos", new ByteArrayContent(Png()));
        var large = await theCase.Partner.PostAsync($"{theCase.Url}/photos", new ByteArrayContent(new byte[PictureUpload.Largest + 1]));
        var none = await theCase.Partner.PostAsync($"{theCase.Url}/photos", new ByteArrayContent([]));
        var police = await theCase.Officer.PostAsync($"{theCase.Url}/photos", new ByteArrayContent(Png()));

        Assert.That(await eleventh.ShortfallCodes(), Is.EqualTo(new[] { "action.photos" }));
        Assert.That((await large.Content.ReadAsStringAsync()), Does.Contain("too large"));
        Assert.That(await none.WrongFields(), Is.EqualTo(new[] { "photo" }));
        Assert.That(police.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
