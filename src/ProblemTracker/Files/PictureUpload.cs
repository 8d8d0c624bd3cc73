using ImageMagick;

namespace ProblemTracker.Files;

/// <summary>A picture as it is kept: a JPEG of our own making, without the camera's notes.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record Picture(int Width, int Height, byte[] Jpeg);

/// <summary>
/// A file that somebody sent as a picture. It is looked at once, when it is first asked about: by the validator, so that no transaction
/// waits for it.
/// </summary>
public sealed class PictureUpload(byte[] content)
{
    /// <summary>Bytes.</summary>
    public const int Largest = 10 * 1024 * 1024;

    /// <summary>Bytes of a request that is still read to the end, so that a file that is too large is refused in words.</summary>
    public const int LargestRequest = 32 * 1024 * 1024;

    /// <summary>Pixels on the longer side of what is kept.</summary>
    public const int LongestSide = 1600;

    // A small file can claim to be a huge picture; the largest phones make 200 megapixels by counting twice, and honest ones stay below 60.
    private const uint LargestSide = 16_000;
    private const long MostPixels = 100_000_000;

    private const string NoPicture = "This is not a picture we can read. Send a photo as JPEG, PNG, WebP or HEIC.";
    private const string TooLarge = "This file is too large. A photo may have 10 MB.";
    private const string TooManyPixels = "This picture has too many pixels. Send it smaller.";
    private const string CutOff = "This file is damaged or was cut off on the way. Send it again.";

    private readonly Lazy<(Picture? Made, string? Fault)> _result = new(() => Convert(content));

    static PictureUpload()
    {
        ResourceLimits.Width = LargestSide;
        ResourceLimits.Height = LargestSide;
        ResourceLimits.Memory = 1024UL * 1024 * 1024;
        // Nothing is swapped out to files, and no animation is unrolled.
        ResourceLimits.Disk = 0;
        ResourceLimits.ListLength = 4;
        ResourceLimits.Thread = 2;
    }

    /// <summary>The picture; null where <see cref="Fault"/> says what is wrong.</summary>
    public Picture? Made => _result.Value.Made;

    /// <summary>A sentence for whoever sent it.</summary>
    public string? Fault => _result.Value.Fault;

    private static (Picture?, string?) Convert(byte[] content)
    {
        if (content.Length > Largest) return (null, TooLarge);
        if (Sniff(content) is not { } format || MagickFormatInfo.Create(format) is not { SupportsReading: true }) return (null, NoPicture);
        try
        {
            // The format is said, so that no other reader is tried, whatever the file claims to be further in.
            var settings = new MagickReadSettings { Format = format, FrameIndex = 0, FrameCount = 1 };
            using var image = new MagickImage();
            image.Ping(content, settings);
            if ((long)image.Width * image.Height > MostPixels) return (null, TooManyPixels);
            var cutOff = false;
            // What is missing at the end is but a warning: the rest of the picture would be gray.
            image.Warning += (_, warning) => cutOff |= warning.Message.Contains("premature", StringComparison.OrdinalIgnoreCase);
            image.Read(content, settings);
            return cutOff ? (null, CutOff) : (Kept(image), null);
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

    private static Picture Kept(MagickImage image)
    {
        image.AutoOrient();
        if (image.GetColorProfile() is { } profile) image.TransformColorSpace(profile, ColorProfiles.SRGB);
        image.ColorSpace = ColorSpace.sRGB;
        image.BackgroundColor = MagickColors.White;
        image.Alpha(AlphaAction.Remove);
        image.Resize(new MagickGeometry(LongestSide, LongestSide) { Greater = true });
        // Place, time, camera and owner stand in profiles.
        image.Strip();
        image.Format = MagickFormat.Jpeg;
        image.Quality = 85;
        return new((int)image.Width, (int)image.Height, image.ToByteArray());
    }

    /// <summary>What it is by its first bytes; its name and its declared type count for nothing.</summary>
    private static MagickFormat? Sniff(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? MagickFormat.Jpeg
        : content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? MagickFormat.Png
        : content.Length >= 12 && content.StartsWith("RIFF"u8) && content[8..12].SequenceEqual("WEBP"u8) ? MagickFormat.WebP
        : content.Length >= 12 && content[4..8].SequenceEqual("ftyp"u8) && IsHeic(content[8..12]) ? MagickFormat.Heic : null;

    private static bool IsHeic(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("hevc"u8);
}
