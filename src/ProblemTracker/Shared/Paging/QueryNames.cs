using Microsoft.AspNetCore.Http.Metadata;

namespace ProblemTracker.Shared;

internal static class QueryNames
{
    private static readonly string[] Unknown = ["There is no parameter with this name. Remove it or check its spelling."];

    /// <summary>
    /// Checks the names in a query string before the framework binds it, which ignores unknown parameters and reads enums case-sensitively
    /// and from numbers: the API refuses a parameter that the endpoint does not have, and an enum takes its names in any case and nothing
    /// else.
    /// </summary>
    public static IApplicationBuilder UseQueryNames(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var query = context.Request.Query;
        if (query.Count == 0 || context.GetEndpoint() is not { } endpoint) return next();
        var parameters = endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>();
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            var route = (endpoint as RouteEndpoint)?.RoutePattern;
            var known = parameters.Select(parameter => parameter.Name).Where(name => route?.GetParameter(name) is null)
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            var unknown = query.Keys.Where(name => !known.Contains(name)).ToDictionary(name => name, _ => Unknown);
            if (unknown.Count > 0) throw new Invalid(unknown);
        }
        var enums = from parameter in parameters
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
