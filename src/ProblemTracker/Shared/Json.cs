using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProblemTracker.Shared;

/// <summary>The one way this house writes JSON: camelCase, enums by name, strict on reading.</summary>
public static class Json
{
    public static readonly JsonSerializerOptions Options = Strict(new(JsonSerializerDefaults.Web));

    /// <summary>
    /// With web defaults, <c>POST {}</c> to the stage endpoint would bind the first stage and move the problem back to it:
    /// hence required parameters, no nulls where none belong, no numbers for enums, no unknown or repeated members.
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
