using System.Security.Cryptography;

namespace ProblemTracker.Accounts;

/// <summary>Codes to sign in with when phone and passkey are lost. Each works once. Shown once; only digests are stored.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> Codes)
{
    public const int Count = 10;

    public static readonly RecoveryCodes None = new([]);

    // Without letters and digits that look alike.
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    /// <summary>Ten codes of 16 characters (79 random bits) in groups of four.</summary>
    public static RecoveryCodes New() => new([.. Enumerable.Range(0, Count)
        .Select(_ => string.Join('-', RandomNumberGenerator.GetString(Alphabet, 16).Chunk(4).Select(part => new string(part))))]);

    /// <summary>SHA-256 of the code as typed; case, spaces and hyphens don't count.</summary>
    internal static string Digest(string code) =>
        Secrets.Digest(string.Concat(code.Where(char.IsLetterOrDigit)).ToLowerInvariant());
}
