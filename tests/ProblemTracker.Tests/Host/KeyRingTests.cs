using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using ProblemTracker.Data;
using ProblemTracker.Host;

namespace ProblemTracker.Tests.Host;

/// <summary>A key ring that is encrypted with a certificate. With a key file: see ProcessTests.</summary>
public sealed class KeyRingTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tracker-keys-").FullName;

    [OneTimeTearDown] public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestCase("pem")]
    [TestCase("pfx")]
    public async Task Key_ring_is_encrypted_with_the_certificate_and_opens_with_it_only(string kind)
    {
        using var first = new TrackerHost(settings: new Dictionary<string, string?>());
        await first.Query(db => db.Execute("DELETE FROM DataProtectionKey", null, default));
        var (own, other) = (Certificate(kind), Certificate(kind));
        string secret;
        using (var host = Beside(first, own)) secret = Protector(host).Protect("a link");

        var stored = await first.Query(db => db.Single<string>("SELECT Xml FROM DataProtectionKey", null, default));
        Assert.That(stored, Does.Contain("<EncryptedData").And.Not.Contain("<value>"));
        using (var host = Beside(first, own)) Assert.That(Protector(host).Unprotect(secret), Is.EqualTo("a link"));
        using (var host = Beside(first, other))
            Assert.That(() => Protector(host).Unprotect(secret), Throws.InstanceOf<CryptographicException>());
    }

    [Test]
    public void Start_is_refused_with_a_certificate_that_can_not_encrypt()
    {
        var text = Path.Combine(_folder, "text.pem");
        File.WriteAllText(text, "no certificate");

        Assert.Multiple(() =>
        {
            Assert.That(() => Add("/nowhere.pem"), Throws.TypeOf<UsageError>().With.Message.Contains("can't be read from /nowhere.pem"));
            Assert.That(() => Add(text), Throws.TypeOf<UsageError>().With.Message.Contains("must be a PEM file"));
            Assert.That(() => Add(Certificate("pem", elliptic: true)), Throws.TypeOf<UsageError>().With.Message.Contains("RSA"));
        });

        static void Add(string path) => new ServiceCollection().AddKeyRing(new()
        {
            IsDemo = false,
            DataFolder = "",
            Database = new(new SqliteDialect(), ""),
            KeysCertificate = path,
        });
    }

    private static TrackerHost Beside(TrackerHost first, string certificate) =>
        new(beside: first, settings: new Dictionary<string, string?> { ["Keys:Certificate"] = certificate });

    private static IDataProtector Protector(TrackerHost host) =>
        host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    /// <returns>The path of a new self-signed certificate with its private key.</returns>
    private string Certificate(string kind, bool elliptic = false)
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create();
        var request = elliptic ? new CertificateRequest("CN=keys", curve, HashAlgorithmName.SHA256)
            : new("CN=keys", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.{kind}");
        if (kind == "pfx") File.WriteAllBytes(path, made.Export(X509ContentType.Pfx));
        else
        {
            AsymmetricAlgorithm key = elliptic ? curve : rsa;
            File.WriteAllText(path, $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        }
        return path;
    }
}
