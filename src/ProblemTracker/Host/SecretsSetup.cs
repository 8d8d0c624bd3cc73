using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using ProblemTracker.Agency;

namespace ProblemTracker.Host;

/// <summary>Secrets at rest: the key ring that protects cookies, links and request hashes, and who can read the data folder.</summary>
internal static class SecretsSetup
{
    private const string HashPurpose = "request-hash";

    /// <summary>Encrypts the key ring with a certificate or with a key file, if one is set.</summary>
    /// <exception cref="UsageError">The certificate or the key file can't be read.</exception>
    public static void AddKeyRing(this IServiceCollection services, TrackerOptions options)
    {
        var ring = services.AddDataProtection().SetApplicationName("ProblemTracker");
        if (options.KeysCertificate is { } certificate)
            ring.ProtectKeysWithCertificate(Read(certificate));
        else if (options.KeysFile is { } file)
        {
            var key = KeyFile.Read(file);
            services.AddSingleton(key);
            services.Configure<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>(keys =>
                keys.XmlEncryptor = new KeyFileEncryptor(key));
        }
    }

    /// <summary>Gives all processes on one database the same key for hashing requests, which is kept encrypted in the settings.</summary>
    public static async Task ShareRequestHash(IServiceProvider services)
    {
        var db = services.GetRequiredService<Db>();
        var protector = services.GetRequiredService<IDataProtectionProvider>().CreateProtector(HashPurpose);
        var key = await db.Write(async () =>
        {
            var stored = await db.Find<string>("SELECT Value FROM Setting WHERE Name = @Name", new { Name = SettingNames.RequestHash },
                CancellationToken.None);
            if (stored is not null && Unprotected(protector, stored) is { } known) return known;
            var made = RandomNumberGenerator.GetBytes(32);
            await SettingSql.Put(db, SettingNames.RequestHash, protector.Protect(Convert.ToBase64String(made)), CancellationToken.None);
            return made;
        }, CancellationToken.None);
        services.GetRequiredService<RequestHash>().Use(key);
    }

    /// <summary>Lets only the account that runs the tracker read what it writes.</summary>
    public static void KeepToOneself(TrackerOptions options)
    {
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _ = Umask(0x3F);
        try
        {
            File.SetUnixFileMode(options.DataFolder, folder);
            foreach (var path in Directory.EnumerateFiles(options.DataFolder)) File.SetUnixFileMode(path, file);
        }
        catch (UnauthorizedAccessException)
        {
            Console.Error.WriteLine(
                $"Warning: {options.DataFolder} belongs to another account, so this one can't keep others from reading it.");
        }
    }

    /// <summary>A warning to print at the start; null if the key ring is encrypted or this is the demo.</summary>
    public static string? Warning(TrackerOptions options) =>
        options.IsDemo || options.KeysCertificate is not null || options.KeysFile is not null ? null
        : "Warning: the keys that protect sessions and links are not encrypted in the database. Set Keys:Certificate or Keys:File "
            + "(see README).";

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "umask")]
    private static extern int Umask(int mask);

    private static byte[]? Unprotected(IDataProtector protector, string stored)
    {
        try
        {
            return Convert.FromBase64String(protector.Unprotect(stored));
        }
        // The key ring was replaced. Keys of requests sent before that no longer match, which is harmless.
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static X509Certificate2 Read(string path)
    {
        X509Certificate2 certificate;
        try
        {
            certificate = path.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase)
                ? X509CertificateLoader.LoadPkcs12FromFile(path, null) : X509Certificate2.CreateFromPemFile(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UsageError($"Keys:Certificate can't be read from {path}: {error.Message} It must be a PEM file with a certificate "
                + "and its private key, or a PFX file without a password.");
        }
        using var key = certificate.GetRSAPrivateKey();
        // Without this, every page would fail once the first key is written.
        return key is not null ? certificate
            : throw new UsageError($"Keys:Certificate at {path} can't encrypt: it needs an RSA key, with its private key in the file.");
    }
}
