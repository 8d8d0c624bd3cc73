using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProblemTracker.Shared;

/// <summary>The JSON options used everywhere: camelCase, enums by name, strict reading.</summary>
public static class Json
{
    public static readonly JsonSerializerOptions Options = Strict(new(JsonSerializerDefaults.Web));

    /// <summary>
    /// Requires all parameters and rejects unexpected nulls, numbers for enums, and unknown or repeated members. With web defaults,
    /// <c>POST {}</c> to the stage endpoint would bind the first stage and move the problem back to it.
    /// </summary>
    public static JsonSerializerOptions Strict(JsonSerializerOptions options)
    {
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
        return options;
    }
}
