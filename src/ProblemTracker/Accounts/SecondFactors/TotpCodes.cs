using OtpNet;

namespace ProblemTracker.Accounts;

/// <summary>Codes of authenticator apps: six digits for each 30 seconds (RFC 6238 with SHA-1, which all apps know).</summary>
internal static class TotpCodes
{
    public const int Digits = 6;

    /// <summary>160 random bits.</summary>
    public static byte[] NewSecret() => KeyGeneration.GenerateRandomKey(20);

    /// <summary>The step whose code this is: the present one, or one before or after it, since clocks differ.</summary>
    /// <param name="secret">The app's secret.</param>
    /// <param name="code">As typed; spaces don't count.</param>
    /// <param name="at">The present moment.</param>
    /// <param name="lastStep">The last step whose code was used. Its code and earlier ones don't work anymore.</param>
    /// <returns>The step, in 30 seconds since 1970; null if the code is wrong or used.</returns>
    public static long? Step(byte[] secret, string code, DateTimeOffset at, long lastStep) =>
        new Totp(secret).VerifyTotp(at.UtcDateTime, Tidied(code), out var step, new VerificationWindow(1, 1)) && step > lastStep
            ? step : null;

    /// <summary>The address that an app reads from the picture.</summary>
    public static string Address(byte[] secret, string email) =>
        new OtpUri(OtpType.Totp, secret, email, "ProblemTracker").ToString();

    /// <summary>The secret for typing: base32 in groups of four.</summary>
    public static string Typed(byte[] secret) =>
        string.Join(' ', Base32Encoding.ToString(secret).Chunk(4).Select(part => new string(part)));

    private static string Tidied(string code) => string.Concat(code.Where(c => !char.IsWhiteSpace(c)));
}
