using Microsoft.AspNetCore.Http.Metadata;

namespace ProblemTracker.Shared;

internal static class QueryEnum
{
    /// <summary>
    /// Enums in a query string: case does not matter, a number or an unknown name is refused. The framework's own binding minds the case
    /// and takes numbers, so names are put right before it reads them.
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
                ?? throw new Invalid(FieldPath.Of(name), "This is not a value of the expected kind.");
        }
        if (named is not null) context.Request.Query = new QueryCollection(named);
        return next();
    });
}
