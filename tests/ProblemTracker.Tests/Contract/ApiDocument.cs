using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Contract;

/// <summary>The API as its OpenAPI document describes it, without other knowledge.</summary>
internal sealed class ApiDocument(JsonDocument document)
{
    public sealed record Field(string Path, JsonElement Schema, bool Required);

    public static async Task<ApiDocument> Of(TrackerHost host) =>
        new(JsonDocument.Parse(await host.Anonymous.GetStringAsync("/openapi/v1.json")));

    public JsonElement Root => document.RootElement;

    public IReadOnlyList<Operation> Operations => [.. Root.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject()
            .Select(method => new Operation(this, method.Name.ToUpperInvariant(), path.Name, method.Value)))];

    public JsonElement Resolve(JsonElement schema)
    {
        while (true)
        {
            if (schema.TryGetProperty("$ref", out var reference))
                schema = Root.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
            else if (schema.TryGetProperty("oneOf", out var choices))
                schema = choices.EnumerateArray()
                    .First(c => !(c.TryGetProperty("type", out var t) && t.ValueKind == JsonValueKind.String && t.GetString() == "null"));
            else return schema;
        }
    }

    public bool AllowsNull(JsonElement schema) =>
        schema.TryGetProperty("oneOf", out var choices) ? choices.EnumerateArray().Any(AllowsNull)
        : schema.TryGetProperty("$ref", out _) ? AllowsNull(Resolve(schema))
        : Kinds(schema).Contains("null");

    /// <summary>"string", "integer", "number", "boolean", "array" or "object".</summary>
    public string Kind(JsonElement schema)
    {
        var resolved = Resolve(schema);
        return Kinds(resolved).FirstOrDefault(k => k != "null") ?? (resolved.TryGetProperty("enum", out _) ? "string" : "object");
    }

    /// <summary>A sample value for this schema. Its text and numbers pass most validators.</summary>
    public JsonNode? Sample(JsonElement schema, string name = "", int depth = 0)
    {
        var resolved = Resolve(schema);
        if (resolved.TryGetProperty("enum", out var values)) return values[0].GetString();
        switch (Kind(schema))
        {
            case "string":
                return Format(resolved) switch
                {
                    "date" => "2026-03-09",
                    "date-time" => "2026-03-02T12:00:00Z",
                    "time" => "10:00:00",
                    _ => name.Contains("mail", StringComparison.OrdinalIgnoreCase) ? $"someone-{Guid.NewGuid():N}@test.example"
                        : name.Contains("category", StringComparison.OrdinalIgnoreCase) ? "noise"
                        : name.Equals("code", StringComparison.OrdinalIgnoreCase) ? "noise"
                        : "Every Friday night",
                };
            case "integer":
                return 1;
            case "number":
                return 1.5;
            case "boolean":
                return false;
            case "array":
                return depth > 3 ? new JsonArray() : new JsonArray(Sample(resolved.GetProperty("items"), name, depth + 1));
            default:
                var made = new JsonObject();
                if (depth <= 4 && resolved.TryGetProperty("properties", out var properties))
                    foreach (var property in properties.EnumerateObject())
                        made[property.Name] = Sample(property.Value, property.Name, depth + 1);
                return made;
        }
    }

    private static string? Format(JsonElement schema) => schema.TryGetProperty("format", out var format) ? format.GetString() : null;

    private static IEnumerable<string> Kinds(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!)
        : [type.GetString()!];
}

/// <summary>An HTTP method on a route.</summary>
internal sealed partial record Operation(ApiDocument Document, string Method, string Route, JsonElement Json)
{
    public string Name => Json.GetProperty("operationId").GetString()!;
    public bool AllowsEveryone => Json.TryGetProperty("security", out var security) && security.GetArrayLength() == 0;
    public bool TakesVersion => Headers.Contains("If-Match");
    public bool TakesKey => Headers.Contains("Idempotency-Key");

    public JsonElement? BodySchema =>
        Json.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json)
        ? json.GetProperty("schema") : null;

    public IEnumerable<JsonElement> Parameters => Json.TryGetProperty("parameters", out var list) ? list.EnumerateArray() : [];
    private IEnumerable<string> Headers =>
        Parameters.Where(p => p.GetProperty("in").GetString() == "header").Select(p => p.GetProperty("name").GetString()!);

    /// <summary>Every field of the body, including nested ones, with paths as in error responses.</summary>
    public IReadOnlyList<ApiDocument.Field> Fields => BodySchema is { } body ? [.. In(body, "", 0)] : [];

    /// <summary>The route with this id for every parameter.</summary>
    public string At(long id) => Hole().Replace(Route, id.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => $"{Method} {Route}";

    private IEnumerable<ApiDocument.Field> In(JsonElement schema, string within, int depth)
    {
        var resolved = Document.Resolve(schema);
        if (depth > 5 || !resolved.TryGetProperty("properties", out var properties)) yield break;
        var required = resolved.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(n => n.GetString()).ToHashSet() : [];
        foreach (var property in properties.EnumerateObject())
        {
            var path = within + property.Name;
            yield return new(path, property.Value, required.Contains(property.Name));
            var inner = Document.Kind(property.Value) == "array" ? Document.Resolve(property.Value).GetProperty("items") : property.Value;
            foreach (var field in In(inner, path + (Document.Kind(property.Value) == "array" ? "[0]." : "."), depth + 1))
                yield return field;
        }
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Hole();
}
