using System.Text;
using System.Text.Json;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Contract;

/// <summary>
/// Summarizes an OpenAPI document as text with one line for each parameter, body, response type and member, so that an API change shows
/// as a diff of a few lines. It includes everything that clients depend on, but no descriptions.
/// </summary>
internal static class ApiSummary
{
    /// <exception cref="NotSupportedException">The document contains something that the summary would not show.</exception>
    public static string Of(JsonElement document)
    {
        Know(document, "openapi", "info", "servers", "paths", "components", "security", "tags");
        Know(document.GetProperty("components"), "schemas", "securitySchemes");
        var text = new StringBuilder();
        text.Append("security ").Append(JsonSerializer.Serialize(document.GetProperty("security"))).Append(", ")
            .Append(JsonSerializer.Serialize(document.GetProperty("components").GetProperty("securitySchemes"))).Append("\n\n");
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var method in path.Value.EnumerateObject())
                AddOperation(text, $"{method.Name.ToUpperInvariant()} {path.Name}", method.Value);
        var schemas = document.GetProperty("components").GetProperty("schemas");
        foreach (var schema in schemas.EnumerateObject().OrderBy(s => s.Name, StringComparer.Ordinal))
            AddSchema(text, schema.Name, schema.Value);
        return text.ToString();
    }

    private static void AddOperation(StringBuilder text, string route, JsonElement operation)
    {
        Know(operation, "tags", "summary", "operationId", "parameters", "requestBody", "responses", "security", "description");
        var tags = string.Join(", ", operation.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));
        text.Append(route).Append("  ").Append(operation.GetProperty("operationId").GetString()).Append('\n');
        text.Append("  ").Append(tags).Append(": ").Append(operation.GetProperty("summary").GetString()).Append('\n');
        if (operation.TryGetProperty("security", out var security))
            text.Append("  security ").Append(JsonSerializer.Serialize(security)).Append('\n');
        if (operation.TryGetProperty("parameters", out var parameters))
            foreach (var parameter in parameters.EnumerateArray())
            {
                Know(parameter, "name", "in", "schema", "required", "description", "example");
                var isRequired = parameter.TryGetProperty("required", out var required) && required.GetBoolean();
                text.Append("  ").Append(parameter.GetProperty("in").GetString()).Append(' ')
                    .Append(Member(parameter.GetProperty("name").GetString()!, isRequired, parameter.GetProperty("schema"))).Append('\n');
            }
        if (operation.TryGetProperty("requestBody", out var body))
        {
            Know(body, "content", "required", "description");
            var isRequired = body.TryGetProperty("required", out var required) && required.GetBoolean();
            text.Append(isRequired ? "  body " : "  body? ").Append(Content(body)).Append('\n');
        }
        // Put responses with the same content on one line.
        foreach (var responses in operation.GetProperty("responses").EnumerateObject().GroupBy(r => Content(r.Value)))
            text.Append("  ").AppendJoin(' ', responses.Select(r => r.Name)).Append(' ').Append(responses.Key).Append('\n');
        text.Append('\n');
    }

    private static void AddSchema(StringBuilder text, string name, JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var properties))
        {
            text.Append(name).Append(": ").Append(TypeOf(schema)).Append("\n\n");
            return;
        }
        text.Append(name).Append(": ").Append(Shape(schema)).Append('\n');
        foreach (var property in properties.EnumerateObject())
            text.Append("  ").Append(Member(property.Name, Requires(schema, property.Name), property.Value)).Append('\n');
        text.Append('\n');
    }

    private static string Member(string name, bool isRequired, JsonElement schema) => $"{name}{(isRequired ? "" : "?")}: {TypeOf(schema)}";

    private static string Content(JsonElement holder)
    {
        Know(holder, "description", "content", "required");
        return !holder.TryGetProperty("content", out var content) ? "nothing" : string.Join(", ", content.EnumerateObject().Select(kind =>
        {
            Know(kind.Value, "schema");
            var type = kind.Value.TryGetProperty("schema", out var schema) ? TypeOf(schema) : "anything";
            return kind.Name == "application/json" ? type : $"{kind.Name} {type}";
        }));
    }

    private static string TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Know(schema, "$ref", "description");
            return reference.GetString()!.Split('/')[^1];
        }
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            Know(schema, "oneOf", "description");
            return string.Join(" | ", choices.EnumerateArray().Select(TypeOf));
        }
        Know(schema, "type", "description", "format", "properties", "additionalProperties", "required", "items", "enum", "default");
        var type = Shape(schema);
        if (schema.TryGetProperty("properties", out var properties))
        {
            var members = properties.EnumerateObject().Select(p => Member(p.Name, Requires(schema, p.Name), p.Value));
            type += $" {{ {string.Join(", ", members)} }}";
        }
        return schema.TryGetProperty("default", out var value) ? $"{type} = {value.GetRawText()}" : type;
    }

    /// <summary>The type without its members.</summary>
    private static string Shape(JsonElement schema)
    {
        var types = !schema.TryGetProperty("type", out var type) ? "anything"
            : type.ValueKind == JsonValueKind.Array ? string.Join(" | ", type.EnumerateArray().Select(t => t.GetString()))
            : type.GetString()!;
        if (schema.TryGetProperty("format", out var format)) types += $"({format.GetString()})";
        if (schema.TryGetProperty("enum", out var values)) types += $" of {string.Join(", ", values.EnumerateArray())}";
        if (schema.TryGetProperty("items", out var items)) types += $" of {TypeOf(items)}";
        if (schema.TryGetProperty("additionalProperties", out var others))
            types += others.ValueKind switch
            {
                JsonValueKind.False => ", closed",
                JsonValueKind.True => ", open",
                _ => $" of any name: {TypeOf(others)}",
            };
        return types;
    }

    private static bool Requires(JsonElement schema, string name) =>
        schema.TryGetProperty("required", out var required) && required.EnumerateArray().Any(r => r.GetString() == name);

    private static void Know(JsonElement element, params string[] known)
    {
        var unknown = element.EnumerateObject().Select(p => p.Name).Except(known).ToList();
        if (unknown.Count > 0) throw new NotSupportedException($"The summary does not show \"{unknown[0]}\" yet: {element.GetRawText()}");
    }
}
