using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ProblemTracker.Tests.Accounts;

/// <summary>
/// An authenticator with one passkey: an ES256 key, attestation <c>none</c>, user present and verified. It answers as a browser would
/// (W3C Web Authentication Level 2, sections 6.1 and 6.5).
/// </summary>
internal sealed class SoftwarePasskey : IDisposable
{
    private const byte PresentAndVerified = 0x05;
    private const byte HasKey = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private string _owner = "";
    private uint _count;

    /// <summary>The origin that the browser tells; the one of <c>PublicUrl</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>Answers options from <c>OfferPasskey</c> with a new credential.</summary>
    public string Create(string options)
    {
        var wanted = JsonNode.Parse(options)!;
        _owner = wanted["user"]!["id"]!.GetValue<string>();
        var data = AuthenticatorData(wanted["rp"]!["id"]!.GetValue<string>(), PresentAndVerified | HasKey,
            [.. new byte[16], .. BigEndian((ushort)_id.Length), .. _id, .. PublicKey()]);
        var attestation = new CborWriter();
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        attestation.WriteByteString(data);
        attestation.WriteEndMap();
        return Answer(new()
        {
            ["attestationObject"] = Base64Url.EncodeToString(attestation.Encode()),
            ["clientDataJSON"] = Base64Url.EncodeToString(ClientData("webauthn.create", wanted)),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>Answers options from <c>OfferPasskeySignIn</c> with a signature.</summary>
    public string Sign(string options)
    {
        var wanted = JsonNode.Parse(options)!;
        var data = AuthenticatorData(wanted["rpId"]!.GetValue<string>(), PresentAndVerified, []);
        var client = ClientData("webauthn.get", wanted);
        return Answer(new()
        {
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["signature"] = Base64Url.EncodeToString(_key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256,
                DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = _owner,
        });
    }

    public void Dispose() => _key.Dispose();

    private string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(_id),
        ["rawId"] = Base64Url.EncodeToString(_id),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private byte[] ClientData(string type, JsonNode options) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = options["challenge"]!.GetValue<string>(),
        ["origin"] = Origin,
        ["crossOrigin"] = false,
    }.ToJsonString());

    private byte[] AuthenticatorData(string host, byte flags, byte[] credential)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, ++_count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(host)), flags, .. count, .. credential];
    }

    /// <summary>The public key in COSE form: key type EC2, algorithm ES256, curve P-256, x and y.</summary>
    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        foreach (var (label, number) in new[] { (1, 2), (3, -7), (-1, 1) })
        {
            cose.WriteInt32(label);
            cose.WriteInt32(number);
        }
        cose.WriteInt32(-2);
        cose.WriteByteString(point.X!);
        cose.WriteInt32(-3);
        cose.WriteByteString(point.Y!);
        cose.WriteEndMap();
        return cose.Encode();
    }

    private static byte[] BigEndian(ushort number) => [(byte)(number >> 8), (byte)number];
}
