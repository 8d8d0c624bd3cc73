using Microsoft.AspNetCore.Http.Metadata;

namespace ProblemTracker.Shared;

internal static class QueryEnum
{
    /// <summary>
    /// Accepts enum names in a query string in any case, and rejects numbers and unknown names. The framework's binding is case-sensitive
    /// and accepts numbers, so the names are corrected before it runs.
    /// </summary>
    public static IApplicationBuilder UseEnumNames(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var query = context.Request.Query;
        var enums = from parameter in context.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? []
                    let type = Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType
                    where type.IsEnum && query.ContainsKey(parameter.Name)
                    select (parameter.Name, Type: type);
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues>? named = null;
        foreach (var (name, type) in enums)
        {
            named ??= new(query.ToDictionary(), StringComparer.OrdinalIgnoreCase);
            named[name] = Enum.GetNames(type).FirstOrDefault(known => known.Equals(query[name], StringComparison.OrdinalIgnoreCase))
                ?? throw new Invalid(FieldPath.Of(name), $"Choose one of {string.Join(", ", Enum.GetNames(type))}.");
        }
        if (named is not null) context.Request.Query = new QueryCollection(named);
        return next();
    });
}
