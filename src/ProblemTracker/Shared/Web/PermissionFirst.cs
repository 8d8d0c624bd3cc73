using System.Reflection;

namespace ProblemTracker.Shared;

internal static class PermissionFirst
{
    // An endpoint of the API has the name of its message.
    private static readonly Dictionary<string, Permission> Needed = typeof(PermissionFirst).Assembly.GetTypes()
        .Where(type => type.IsAssignableTo(typeof(MediatR.IBaseRequest)))
        .Select(type => (type.Name, type.GetCustomAttribute<NeedsAttribute>()?.Permission))
        .Where(message => message.Permission is not null).ToDictionary(message => message.Name, message => message.Permission!.Value);

    /// <summary>Refuses a request whose sender may not send it at all, before its body is read. Handlers check the record.</summary>
    public static IApplicationBuilder UsePermissionFirst(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (PermissionOf(context.GetEndpoint()) is { } needed)
        {
            var actor = context.RequestServices.GetRequiredService<CurrentActor>().Value;
            if (!actor.IsSignedIn) throw new NotSignedIn();
            if (!actor.Might(needed)) throw Forbidden.Needs(needed);
        }
        return next();
    });

    /// <summary>The permission that an endpoint needs; null if it says none.</summary>
    public static Permission? PermissionOf(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<NeedsAttribute>()?.Permission
            ?? (endpoint?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is { } name
                && Needed.TryGetValue(name, out var needed) ? needed : null);
}
