using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ProblemTracker.Host;

/// <summary>
/// What the OpenAPI document says beyond what the framework finds: how to sign in, the two headers that writers need, what errors look
/// like. Somebody with nothing but <c>/docs</c> must be able to use the API.
/// </summary>
internal sealed class ApiDescription : IOpenApiDocumentTransformer, IOpenApiOperationTransformer, IOpenApiSchemaTransformer
{
    public static void Describe(OpenApiOptions openApi)
    {
        var description = new ApiDescription();
        openApi.AddDocumentTransformer(description).AddOperationTransformer(description).AddSchemaTransformer(description);
        openApi.CreateSchemaReferenceId = NameOf;
    }

    /// <summary>A body that stands inside its endpoint's class is called after the endpoint, or all of them would be "Body".</summary>
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
                Send `Authorization: Bearer TOKEN`; `POST /api/v1/me/tokens` or the verb `token create` makes one.
                Reads answer an `ETag`; writes that change something send it back in `If-Match` (428 without, 412 if somebody was faster; a worksheet that was never saved has version `"0"`).
                `POST` takes an optional `Idempotency-Key`: sent again within 24 hours it gives the first answer.
                Errors are problem details: 400 names each wrong field in `errors`, 422 lists every missing thing in `shortfalls` with `code`, `message` and `field`.
                Lists answer `items`, `total` (exact up to 1,000), `next`; send `next` as `after` for the next page, or follow the `Link` header.
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
        // The framework sees that a handler takes the header but not what it is.
        foreach (var seen in parameters.Where(p => p.Name is "version" && p.In == ParameterLocation.Query).ToList())
            parameters.Remove(seen);
        var isWrite = context.Description.HttpMethod is "POST" or "PUT" or "PATCH" or "DELETE";
        if (method?.GetParameters().Any(p => p.ParameterType == typeof(IfMatch)) is true)
        {
            parameters.Add(Header("If-Match", required: true, "\"3\"", "The version you read, as the `ETag` gave it."));
            await Refuses(412, "Somebody saved in between: `code` is `stale`.");
            await Refuses(428, "`If-Match` is missing.");
        }
        if (context.Description.HttpMethod is "POST")
        {
            parameters.Add(
                Header("Idempotency-Key", required: false, "7b0e5a4e",
                    "Any text of at most 100 characters, new for each new request. Sent again within 24 hours it gives the first answer; "
                        + "with another body 422 `idempotency.mismatch`."));
            await Refuses(409, "A duplicate, or the same `Idempotency-Key` is still being worked on: `code` says which.");
        }
        if (isWrite || parameters.Any(p => p.In == ParameterLocation.Query))
            await Refuses(400, "`errors` names each wrong field.", typeof(HttpValidationProblemDetails));
        if (operation.RequestBody is not null) await Refuses(415, "The body is not `application/json`.");
        if (parameters.Any(p => p.In == ParameterLocation.Path))
            await Refuses(404, "There is nothing here, or you don't have access to it.");
        if (isWrite) await Refuses(422, "A rule stands against it: `shortfalls` lists all that is missing.");
        if (metadata.OfType<IAllowAnonymous>().Any())
            operation.Security = [];
        else
        {
            await Refuses(401, "The token is missing, unknown or expired.");
            await Refuses(403, "You may not do this; `title` names who can.");
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
            properties["traceId"] = Text("For the administrator, who finds the request in the log by it.");
            if (type == typeof(ProblemDetails))
                properties["shortfalls"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Description = "With 422: everything that is missing.",
                    Items = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Required = new HashSet<string> { "code", "message", "field" },
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["code"] = Text("Stable, for programs."),
                            ["message"] = Text("A sentence for people."),
                            ["field"] = Text("Which field cures it."),
                        },
                    },
                };
            else if (properties.TryGetValue("errors", out var errors))
                errors.Description = "Field paths with the sentences that say how to put each right.";
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
