using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using ProblemTracker.Open311;

namespace ProblemTracker.Tests.Open311;

/// <summary>Whatever a text holds, the answer that holds it can be read.</summary>
public sealed class AnswerTests
{
    [FsCheck.NUnit.Property]
    public bool Any_text_comes_back_from_XML_without_what_XML_can_not_hold(string? text)
    {
        var xml = XDocument.Load(new MemoryStream(Open311Answer.XmlOf("requests", new JsonArray(new JsonObject { ["a"] = text }))),
            LoadOptions.PreserveWhitespace);
        return xml.Root!.Element("request")!.Element("a")!.Value.ReplaceLineEndings("\n") == Held(text ?? "").ReplaceLineEndings("\n");
    }

    [FsCheck.NUnit.Property]
    public bool Any_request_of_another_city_is_read_from_both_formats_alike(string? id, string? description, string? address)
    {
        var request = new JsonObject
        {
            ["service_request_id"] = Held(id ?? ""),
            ["description"] = Held(description ?? ""),
            ["address"] = Held(address ?? ""),
            ["lat"] = 39.1,
            ["long"] = -84.5,
        };
        var json = FedRequests.Read(Encoding.UTF8.GetBytes(new JsonArray(request.DeepClone()).ToJsonString())).Single();
        var xml = FedRequests.Read(Open311Answer.XmlOf("service_requests", new JsonArray(request))).Single();
        return Lines(json) == Lines(xml) && json.Latitude is 39.1;
    }

    private static FedRequest Lines(FedRequest request) => request with
    {
        Id = request.Id?.ReplaceLineEndings("\n"),
        Description = request.Description?.ReplaceLineEndings("\n"),
        Address = request.Address?.ReplaceLineEndings("\n"),
    };

    private static string Held(string text)
    {
        var held = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) held.Append(text[i++]);
            else if (!XmlConvert.IsXmlChar(text[i])) continue;
            held.Append(text[i]);
        }
        return held.ToString();
    }
}
