using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;

namespace ProblemTracker.Shared;

/// <summary>Says what a value of a request must look like, from the type that it could not be read as.</summary>
internal static partial class ExpectedValue
{
    private const string Unknown = "This value has the wrong type or format.";

    /// <param name="endpoint">The endpoint that was called; null if there was none.</param>
    /// <param name="name">The name of a parameter in the route or the query string.</param>
    public static string OfParameter(Endpoint? endpoint, string name) =>
        endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Of(found.ParameterInfo.ParameterType) : Unknown;

    /// <param name="endpoint">The endpoint that was called; null if there was none.</param>
    /// <param name="path">A path in its body as System.Text.Json writes it, such as <c>$.items[3].name</c>.</param>
    public static string InBody(Endpoint? endpoint, string path)
    {
        var type = endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        foreach (Match step in Step().Matches(path))
        {
            if (type is null) return Unknown;
            type = step.Groups["member"] is { Success: true, Value: var member }
                ? type.GetProperty(member, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.PropertyType
                : type.IsArray ? type.GetElementType() : type.GenericTypeArguments.FirstOrDefault();
        }
        return type is null ? Unknown : Of(type);
    }

    private static string Of(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } choices => $"Choose one of {string.Join(", ", Enum.GetNames(choices))}.",
        var date when date == typeof(DateOnly) => "Use a date in the form 2026-03-31 (year-month-day).",
        var time when time == typeof(DateTimeOffset) => "Use a time in the form 2026-03-31T14:30:00Z.",
        var flag when flag == typeof(bool) => "Use true or false.",
        var whole when whole == typeof(int) || whole == typeof(long) => "Use a whole number.",
        var number when number == typeof(double) || number == typeof(decimal) => "Use a number.",
        var text when text == typeof(string) => "Use text in quotation marks.",
        { IsGenericType: true } named when named.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) =>
            "Use an object in braces, with a value for each name.",
        var list when list != typeof(string) && list.IsAssignableTo(typeof(System.Collections.IEnumerable)) => "Use a list in brackets.",
        _ => Unknown,
    };

    [GeneratedRegex(@"\.(?<member>\w+)|\[\d+\]")]
    private static partial Regex Step();
}
