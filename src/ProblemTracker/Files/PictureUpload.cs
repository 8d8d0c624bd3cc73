using ImageMagick;

namespace ProblemTracker.Files;

/// <summary>A picture as stored: a JPEG that we encode, without the camera's metadata.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record Picture(int Width, int Height, byte[] Jpeg);

/// <summary>
/// A file uploaded as a picture. It is converted once, on first use; <see cref="PictureConversions"/> decides when.
/// </summary>
/// <param name="content">The file.</param>
/// <param name="longestSide">Pixels to which the longer side is scaled down.</param>
/// <param name="largest">Bytes of the file.</param>
public sealed class PictureUpload(byte[] content, int longestSide = PictureUpload.LongestSide, int largest = PictureUpload.Largest)
{
    /// <summary>Bytes.</summary>
    public const int Largest = 10 * 1024 * 1024;

    /// <summary>Bytes. Larger than <see cref="Largest"/>, so that a file that is too large gets an error message.</summary>
    public const int LargestRequest = 32 * 1024 * 1024;

    /// <summary>Pixels on the longer side of the stored picture.</summary>
    public const int LongestSide = 1600;

    // A small file can claim to be a huge picture. A few phones claim 200 megapixels; ordinary ones stay below 60.
    private const uint LargestSide = 16_000;
    private const long MostPixels = 100_000_000;

    internal const string NoPicture = "This file is not a supported picture. Upload a JPEG, PNG, WebP or HEIC file.";
    internal const string TooLarge = "This file is too large. Upload a photo of at most 10 MB.";
    internal const string TooManyPixels = "This picture has too many pixels. Reduce its size and upload it again.";
    internal const string CutOff = "This file is damaged or incomplete. Upload it again.";

    /// <summary>Pixels on the longer side of a picture in a gallery.</summary>
    private const int SmallSide = 400;

    private readonly Lazy<(Picture? Made, string? Fault)> _result = new(() => Convert(content, longestSide, largest));

    static PictureUpload()
    {
        ResourceLimits.Width = LargestSide;
        ResourceLimits.Height = LargestSide;
        ResourceLimits.Memory = 1024UL * 1024 * 1024;
        // Don't swap to disk, and don't unroll animations.
        ResourceLimits.Disk = 0;
        ResourceLimits.ListLength = 4;
        ResourceLimits.Thread = 2;
    }

    /// <summary>The converted picture; null if it can't be converted, and then <see cref="Fault"/> says why.</summary>
    public Picture? Made => _result.Value.Made;

    /// <summary>The error message for the person who uploaded it; null if there is no error.</summary>
    public string? Fault => _result.Value.Fault;

    /// <summary>Whether the first bytes are those of a picture that can be converted.</summary>
    public static bool IsPicture(byte[] content) => Sniff(content) is not null;

    /// <summary>A small JPEG of a picture that was converted, for galleries.</summary>
    public static byte[] Small(byte[] jpeg)
    {
        using var image = new MagickImage(jpeg, MagickFormat.Jpeg);
        image.Resize(new MagickGeometry(SmallSide, SmallSide) { Greater = true });
        image.Strip();
        image.Quality = 80;
        return image.ToByteArray();
    }

    private static (Picture?, string?) Convert(byte[] content, int longestSide, int largest)
    {
        if (content.Length > largest) return (null, TooLarge);
        if (Sniff(content) is not { } format || MagickFormatInfo.Create(format) is not { SupportsReading: true }) return (null, NoPicture);
        try
        {
            // Set the format, so that ImageMagick doesn't try another reader based on the file's content.
            var settings = new MagickReadSettings { Format = format, FrameIndex = 0, FrameCount = 1 };
            using var image = new MagickImage();
            image.Ping(content, settings);
            if ((long)image.Width * image.Height > MostPixels) return (null, TooManyPixels);
            var cutOff = false;
            // ImageMagick only warns about a truncated file and fills the rest of the picture with gray.
            image.Warning += (_, warning) => cutOff |= warning.Message.Contains("premature", StringComparison.OrdinalIgnoreCase);
            image.Read(content, settings);
            return cutOff ? (null, CutOff) : (Kept(image, longestSide), null);
        }
        catch (MagickException error) when (error is MagickResourceLimitErrorException
            || error.Message.Contains("limit", StringComparison.OrdinalIgnoreCase))
        {
            return (null, TooManyPixels);
        }
        catch (MagickException)
        {
            return (null, CutOff);
        }
    }

    private static Picture Kept(MagickImage image, int longestSide)
    {
        image.AutoOrient();
        if (image.GetColorProfile() is { } profile) image.TransformColorSpace(profile, ColorProfiles.SRGB);
        image.ColorSpace = ColorSpace.sRGB;
        image.BackgroundColor = MagickColors.White;
        image.Alpha(AlphaAction.Remove);
        image.Resize(new MagickGeometry((uint)longestSide, (uint)longestSide) { Greater = true });
        // Profiles contain place, time, camera and owner.
        image.Strip();
        image.Format = MagickFormat.Jpeg;
        image.Quality = 85;
        return new((int)image.Width, (int)image.Height, image.ToByteArray());
    }

    /// <summary>Detects the format from the first bytes; the file's name and declared type are ignored.</summary>
    private static MagickFormat? Sniff(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? MagickFormat.Jpeg
        : content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? MagickFormat.Png
        : content.Length >= 12 && content.StartsWith("RIFF"u8) && content[8..12].SequenceEqual("WEBP"u8) ? MagickFormat.WebP
        : content.Length >= 12 && content[4..8].SequenceEqual("ftyp"u8) && IsHeic(content[8..12]) ? MagickFormat.Heic : null;

    private static bool IsHeic(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("hevc"u8);
}
