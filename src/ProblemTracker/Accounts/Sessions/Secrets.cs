using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ProblemTracker.Accounts;

/// <summary>Random secrets of sessions and tokens, and their digests.</summary>
internal static class Secrets
{
    /// <summary>256 random bits in Base64url, 43 characters.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256, 64 lower-case hexadecimal digits. A fast digest is enough for 256 random bits.</summary>
    public static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
