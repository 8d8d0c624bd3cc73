using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace ProblemTracker.Host;

/// <summary>A secret of 32 bytes outside the database, in a file as Base64.</summary>
internal sealed record KeyFile(byte[] Key)
{
    /// <exception cref="UsageError">The file can't be read, or does not hold such a secret.</exception>
    public static KeyFile Read(string path)
    {
        try
        {
            var key = Convert.FromBase64String(File.ReadAllText(path).Trim());
            if (key.Length == 32) return new(key);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new UsageError($"Keys:File can't be read from {path}: {error.Message} Make one with: openssl rand -base64 32");
        }
        throw new UsageError($"{path} does not hold 32 bytes in Base64. Make a key file with: openssl rand -base64 32");
    }
}

/// <summary>Encrypts keys of the key ring with AES-256-GCM and the secret of a <see cref="KeyFile"/>.</summary>
internal sealed class KeyFileEncryptor(KeyFile file) : IXmlEncryptor
{
    internal const int NonceSize = 12, TagSize = 16;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedBytes = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceSize));
        using var aes = new AesGcm(file.Key, TagSize);
        aes.Encrypt(sealedBytes.AsSpan(0, NonceSize), plain, sealedBytes.AsSpan(NonceSize + TagSize),
            sealedBytes.AsSpan(NonceSize, TagSize));
        return new(new XElement("keyFile", Convert.ToBase64String(sealedBytes)), typeof(KeyFileDecryptor));
    }
}

/// <summary>
/// Decrypts what <see cref="KeyFileEncryptor"/> encrypted. Its name and namespace must stay: each stored key names them, and the framework
/// creates it by them.
/// </summary>
internal sealed class KeyFileDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var file = services.GetService<KeyFile>()
            ?? throw new CryptographicException("The key ring is encrypted with a key file. Set Keys:File to it.");
        var sealedBytes = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[sealedBytes.Length - KeyFileEncryptor.NonceSize - KeyFileEncryptor.TagSize];
        using var aes = new AesGcm(file.Key, KeyFileEncryptor.TagSize);
        aes.Decrypt(sealedBytes.AsSpan(0, KeyFileEncryptor.NonceSize),
            sealedBytes.AsSpan(KeyFileEncryptor.NonceSize + KeyFileEncryptor.TagSize),
            sealedBytes.AsSpan(KeyFileEncryptor.NonceSize, KeyFileEncryptor.TagSize), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
