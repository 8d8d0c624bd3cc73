using System.Security.Cryptography;
using System.Text.Json;
using Fido2NetLib;
using Microsoft.AspNetCore.DataProtection;

namespace ProblemTracker.Accounts;

/// <summary>What a browser needs to ask for a passkey.</summary>
/// <param name="Options">WebAuthn options as JSON.</param>
/// <param name="Offer">The same, encrypted, to send back with the answer.</param>
public sealed record PasskeyOffer(string Options, string Offer);

/// <summary>
/// Passkeys (WebAuthn). They belong to the host of <c>PublicUrl</c>. A machine's own address has no passkeys, so a tracker that listens
/// only there has them at localhost. Each asks for PIN or fingerprint, so a passkey alone is both factors.
/// </summary>
internal sealed class Passkeys(Db db, TrackerOptions options, IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>The origin at which passkeys work, for example <c>https://tracker.example.gov</c>.</summary>
    public static string Origin(TrackerOptions options)
    {
        var address = new Uri(options.PublicUrl);
        return new UriBuilder(address.Scheme, address is { IsLoopback: true, HostNameType: not UriHostNameType.Dns } ? "localhost"
            : address.Host, address.Port).Uri.GetLeftPart(UriPartial.Authority);
    }

    public Fido2 Library() => new(new Fido2Configuration
    {
        RPID = new Uri(Origin(options)).Host,
        RPName = "ProblemTracker",
        Origins = new HashSet<string> { Origin(options) },
    });

    public PasskeyOffer Offer(string json, string purpose) => new(json, Protector(purpose).Protect(json, Lifetime));

    /// <summary>Reads what was offered, and takes care that it is answered once.</summary>
    /// <exception cref="Invalid">The offer is too old, made up, for something else, or was answered.</exception>
    public async Task<string> Accept(string offer, string purpose, CancellationToken ct)
    {
        var tooOld = new Invalid("answer", "That took too long. Try again.");
        string json;
        try
        {
            json = Protector(purpose).Unprotect(offer);
        }
        catch (CryptographicException)
        {
            throw tooOld;
        }
        var now = TimeProvider.System.GetUtcNow();
        var row = new { Digest = Secrets.Digest(offer), now, Before = now - 2 * Lifetime };
        await db.Execute("DELETE FROM AnsweredChallenge WHERE At < @Before", row, ct);
        if (await db.Execute("""
            INSERT INTO AnsweredChallenge (Digest, At)
            SELECT @Digest, @now WHERE NOT EXISTS (SELECT 1 FROM AnsweredChallenge WHERE Digest = @Digest)
            """, row, ct) == 0) throw tooOld;
        return json;
    }

    /// <summary>Runs the library on what a browser sent.</summary>
    /// <exception cref="Invalid">The answer is not that of a passkey.</exception>
    public static async Task<T> Check<TAnswer, T>(string answer, Func<TAnswer, Task<T>> check)
    {
        try
        {
            return await check(JsonSerializer.Deserialize<TAnswer>(answer)!);
        }
        // The library reads bytes that a stranger can make up, and fails in many ways on them; our own errors and the database's pass.
        catch (Exception error) when (error is not (TrackerException or System.Data.Common.DbException or OperationCanceledException))
        {
            throw new Invalid("answer", "This passkey was not accepted. Try again, or use another way to sign in.");
        }
    }

    public static string DigestOf(byte[] credentialId) => Convert.ToHexStringLower(SHA256.HashData(credentialId));

    private ITimeLimitedDataProtector Protector(string purpose) =>
        protection.CreateProtector("passkey", purpose).ToTimeLimitedDataProtector();
}
