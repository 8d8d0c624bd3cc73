using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ProblemTracker.Host;

/// <summary>
/// Adds what the framework can't detect to the OpenAPI document: how to authenticate, the two headers that writes need, and the error
/// format. A developer who has only <c>/docs</c> must be able to use the API.
/// </summary>
internal sealed class ApiDescription : IOpenApiDocumentTransformer, IOpenApiOperationTransformer, IOpenApiSchemaTransformer
{
    public static void Describe(OpenApiOptions openApi)
    {
        var description = new ApiDescription();
        openApi.AddDocumentTransformer(description).AddOperationTransformer(description).AddSchemaTransformer(description);
        openApi.CreateSchemaReferenceId = NameOf;
    }

    /// <summary>Names a body nested in its endpoint's class after the endpoint, since otherwise every body would be "Body".</summary>
    private static string? NameOf(JsonTypeInfo type) =>
        type.Type is { IsNested: true, DeclaringType: { } outer } && OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name
            ? (outer.Name.EndsWith("Endpoint", StringComparison.Ordinal) ? outer.Name[..^"Endpoint".Length] : outer.Name) + name
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "ProblemTracker API",
            Version = "v1",
            Description = """
                Send `Authorization: Bearer TOKEN`. Create a token with `POST /api/v1/me/tokens` or the verb `token create`.

                Reads return an `ETag`. Send it back in `If-Match` when you change something: without it you get 428, and 412 if someone
                else changed the record first. A worksheet that was never saved has version `"0"`.

                `POST` accepts an optional `Idempotency-Key`. A request sent again with the same key within 24 hours returns the first
                response.

                Errors are problem details (RFC 9457). 400 lists each invalid field in `errors`. 422 lists every unmet requirement in
                `shortfalls` with `code`, `message` and `field`; `blockedBy` lists the records that must be changed first, if they are
                known.

                Lists return `items`, `total` (exact up to 1,000) and `next`. Send `next` as `after` to get the next page, or follow the
                `Link` header.
                """,
        };
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        return Task.CompletedTask;
    }

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var method = metadata.OfType<MethodInfo>().FirstOrDefault();
        var parameters = operation.Parameters ??= [];
        foreach (var parameter in parameters.OfType<OpenApiParameter>())
        {
            parameter.Name = FieldPath.Of(parameter.Name ?? "");
            var described = context.Description.ParameterDescriptions.FirstOrDefault(p => p.Name.Equals(parameter.Name,
                StringComparison.OrdinalIgnoreCase));
            if (EnumIn(described?.Type) is { } names)
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. names.Select(n => (JsonNode)n)] };
        }
        // The framework mistakes the If-Match parameter for a query parameter.
        foreach (var seen in parameters.Where(p => p.Name is "version" && p.In == ParameterLocation.Query).ToList())
            parameters.Remove(seen);
        var isWrite = context.Description.HttpMethod is "POST" or "PUT" or "PATCH" or "DELETE";
        if (method?.GetParameters().Any(p => p.ParameterType == typeof(IfMatch)) is true)
        {
            parameters.Add(Header("If-Match", required: true, "\"3\"", "The version you read, from the `ETag` header."));
            await Refuses(412, "Someone else saved first. `code` is `stale`.");
            await Refuses(428, "`If-Match` is missing.");
        }
        if (context.Description.HttpMethod is "POST")
        {
            parameters.Add(
                Header("Idempotency-Key", required: false, "7b0e5a4e",
                    "Any text of up to 100 characters, different for each new request. A request sent again with the same key within 24 "
                        + "hours returns the first response; with a different body, it returns 422 `idempotency.mismatch`."));
            await Refuses(409,
                "The record already exists, or a request with the same `Idempotency-Key` is still running. `code` says which.");
        }
        if (isWrite || parameters.Any(p => p.In == ParameterLocation.Query))
            await Refuses(400, "`errors` lists each invalid field.", typeof(HttpValidationProblemDetails));
        if (operation.RequestBody is not null) await Refuses(415, "The body is not `application/json`.");
        if (parameters.Any(p => p.In == ParameterLocation.Path))
            await Refuses(404, "The record doesn't exist, or you don't have access to it.");
        if (isWrite) await Refuses(422, "A rule doesn't allow the change. `shortfalls` lists every unmet requirement.");
        if (metadata.OfType<IAllowAnonymous>().Any())
            operation.Security = [];
        else
        {
            await Refuses(401, "The token is missing, unknown, expired or revoked.");
            await Refuses(403, "You don't have permission. `title` says who does.");
        }
        if (operation.Responses is { } responses) operation.Responses = Ordered(responses);

        async Task Refuses(int status, string description, Type? body = null)
        {
            var key = $"{status}";
            operation.Responses ??= [];
            if (operation.Responses.TryGetValue(key, out var known))
            {
                known.Description = description;
                return;
            }
            var type = body ?? typeof(ProblemDetails);
            context.Document!.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
            operation.Responses[key] = new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(type.Name, context.Document) },
                },
            };
        }
    }

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (schema.Enum is { Count: > 0 } values && (Nullable.GetUnderlyingType(type) ?? type).IsEnum)
        {
            schema.Enum = [.. values.Where(v => v is not null && v.GetValueKind() == System.Text.Json.JsonValueKind.String)];
            schema.Type = JsonSchemaType.String;
        }
        if (typeof(ProblemDetails).IsAssignableFrom(type) && schema.Properties is { } properties)
        {
            properties["code"] = Text("Stable, for programs: `validation`, `stale`, `notFound`, or the code of the one shortfall.");
            properties["traceId"] = Text("Identifies the request in the server's log. Give it to your administrator.");
            if (type == typeof(ProblemDetails))
            {
                properties["shortfalls"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Description = "With 422: every unmet requirement.",
                    Items = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { "code", "message", "field" },
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["code"] = Text("Stable, for programs."),
                            ["message"] = Text("What is wrong and how to fix it."),
                            ["field"] = Text("The field to change."),
                        },
                    },
                };
                properties["blockedBy"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Description = "With 422: the records that must be changed first, in this order, if they are known.",
                    Items = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { "kind", "id", "name" },
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["kind"] = Text("What it is: `import`."),
                            ["id"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
                            ["name"] = Text("Its name; of an import, that of the file."),
                        },
                    },
                };
            }
            else if (properties.TryGetValue("errors", out var errors))
                errors.Description = "For each invalid field's path, messages that say how to fix it.";
        }
        return Task.CompletedTask;
    }

    private static OpenApiResponses Ordered(OpenApiResponses responses)
    {
        var ordered = new OpenApiResponses();
        foreach (var (status, response) in responses.OrderBy(r => r.Key, StringComparer.Ordinal)) ordered[status] = response;
        return ordered;
    }

    private static string[]? EnumIn(Type? type)
    {
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return type is { IsEnum: true } ? Enum.GetNames(type) : null;
    }

    private static OpenApiParameter Header(string name, bool required, string example, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Required = required,
        Description = description,
        Example = example,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiSchema Text(string description) =>
        new() { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = description };
}
