using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace ProblemTracker.Open311;

/// <summary>A request as another city's server gives it, without characters that can't be stored.</summary>
internal sealed record FedRequest(string? Id, string? ServiceCode, string? ServiceName, string? Status, string? Description,
    string? Address, double? Latitude, double? Longitude)
{
    public bool IsOpen => !"closed".Equals(Status, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Reads the answers of other cities' servers: XML without document types, or JSON.</summary>
internal static class FedRequests
{
    private const int LongestSaid = 200;

    /// <exception cref="FeedFault">It is neither, or no list of requests.</exception>
    public static IReadOnlyList<FedRequest> Read(byte[] body)
    {
        try
        {
            return IsXml(body) ? OfXml(body) : OfJson(body);
        }
        catch (XmlException error)
        {
            throw new FeedFault($"The server's answer is not XML that can be read: line {Math.Max(1, error.LineNumber)}.");
        }
        catch (JsonException error)
        {
            throw new FeedFault($"The server's answer is neither XML nor JSON that can be read: line {(error.LineNumber ?? 0) + 1}.");
        }
    }

    /// <summary>What a server says about its error; null if it can't be read.</summary>
    public static string? ErrorIn(byte[] body)
    {
        try
        {
            var said = IsXml(body) ? Document(body).Descendants().FirstOrDefault(element => element.Name.LocalName == "description")?.Value
                : JsonDocument.Parse(body).RootElement is { ValueKind: JsonValueKind.Array } errors && errors.GetArrayLength() > 0
                    ? Text(errors[0], "description") : null;
            return Clean(said) is { } text ? Texts.Cut(text, LongestSaid) : null;
        }
        catch (Exception error) when (error is XmlException or JsonException)
        {
            return null;
        }
    }

    private static bool IsXml(byte[] body) => body.AsSpan().TrimStart("\uFEFF \r\n\t"u8) is [(byte)'<', ..];

    private static List<FedRequest> OfXml(byte[] body)
    {
        var root = Document(body).Root!;
        if (root.Name.LocalName != "service_requests")
            throw new FeedFault($"The server's answer is {Texts.Cut(root.Name.LocalName, 50)}, not service_requests. Check the address.");
        return [.. root.Elements().Where(element => element.Name.LocalName == "request").Select(request =>
            Of(name => request.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value))];
    }

    private static List<FedRequest> OfJson(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw new FeedFault("The server's answer is no list of requests. Check the address.");
        return [.. document.RootElement.EnumerateArray().Select(request => Of(name => Text(request, name)))];
    }

    private static XDocument Document(byte[] body)
    {
        using var reader = XmlReader.Create(new MemoryStream(body),
            new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = body.Length });
        return XDocument.Load(reader);
    }

    private static FedRequest Of(Func<string, string?> value)
    {
        var (latitude, longitude) = (Degrees(value("lat"), 90), Degrees(value("long"), 180));
        var hasPoint = latitude is not null && longitude is not null && (latitude, longitude) is not (0, 0);
        return new(Clean(value("service_request_id")), Clean(value("service_code")), Clean(value("service_name")), Clean(value("status")),
            Clean(value("description")), Clean(value("address")), hasPoint ? latitude : null, hasPoint ? longitude : null);
    }

    private static double? Degrees(string? text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most
            ? degrees : null;

    private static string? Text(JsonElement request, string name) =>
        request.ValueKind == JsonValueKind.Object && request.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        } : null;

    /// <returns>Null for a text that says nothing.</returns>
    private static string? Clean(string? text)
    {
        if (text.IsBlank()) return null;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) if (rune.Value is not (0 or 0xFFFE or 0xFFFF)) clean.Append(rune);
        return clean.ToString().Trim() is { Length: > 0 } left ? left : null;
    }
}
