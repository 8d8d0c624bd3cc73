using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace ProblemTracker.Open311;

/// <summary>An answer in the format that the client asked for. One tree of JSON serves both formats.</summary>
/// <param name="root">The name of the XML document's element.</param>
/// <param name="body">In XML, the items of an array are elements of the singular of its name.</param>
internal sealed class Open311Answer(string root, JsonNode body, int status = StatusCodes.Status200OK) : IResult
{
    public const string Json = "json", Xml = "xml";

    private static readonly JsonSerializerOptions JsonFormat = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default };

    /// <summary>By the end of the address, else by the header Accept, else XML, which the standard says every server has.</summary>
    public static string FormatOf(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return Json;
        if (path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)) return Xml;
        var accept = context.Request.Headers.Accept.ToString();
        var json = accept.IndexOf(Json, StringComparison.OrdinalIgnoreCase);
        var xml = accept.IndexOf(Xml, StringComparison.OrdinalIgnoreCase);
        return json >= 0 && (xml < 0 || json < xml) ? Json : Xml;
    }

    public Task ExecuteAsync(HttpContext context)
    {
        var isJson = FormatOf(context) == Json;
        context.Response.StatusCode = status;
        context.Response.ContentType = isJson ? "application/json; charset=utf-8" : "text/xml; charset=utf-8";
        // Public data: programs of other sites may read it in the browser. No cookie counts here.
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return context.Response.Body.WriteAsync(isJson ? JsonSerializer.SerializeToUtf8Bytes(body, JsonFormat) : XmlOf(root, body),
            context.RequestAborted).AsTask();
    }

    /// <summary>Errors as the standard says: each with a code and a description.</summary>
    public static Open311Answer Errors(int status, params IEnumerable<string> descriptions) => new("errors",
        new JsonArray([.. descriptions.Select(text => new JsonObject { ["code"] = status, ["description"] = text })]), status);

    internal static byte[] XmlOf(string root, JsonNode body)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(false), CheckCharacters = true }))
        {
            xml.WriteStartDocument();
            Write(xml, root, body);
        }
        return bytes.ToArray();
    }

    private static void Write(XmlWriter xml, string name, JsonNode? node)
    {
        xml.WriteStartElement(name);
        switch (node)
        {
            case JsonObject members:
                foreach (var (member, value) in members) Write(xml, member, value);
                break;
            case JsonArray items:
                var one = name == "service_requests" ? "request" : name[..^1];
                foreach (var item in items) Write(xml, one, item);
                break;
            case JsonValue value:
                xml.WriteString(Clean(value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString()));
                break;
            default:
                break;
        }
        xml.WriteEndElement();
    }

    /// <summary>Without the characters that no XML document can hold.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) clean.Append(text[i]);
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) clean.Append(text[i]).Append(text[++i]);
        }
        return clean.ToString();
    }

    /// <summary>A moment as the standard writes it.</summary>
    public static string? Time(DateTimeOffset? at) =>
        at?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
