namespace ProblemTracker.Shared;

/// <summary>How something was read, as the audit says it.</summary>
public enum AccessWay { Page, Api, Csv, Print, Picture }

/// <summary>What the current request reads, for the audit log.</summary>
public sealed class Accesses(AccessLog log, TimeProvider clock)
{
    private readonly HashSet<long> _problems = [];

    public AccessWay Way { get; set; }

    /// <summary>Notes that someone reads a problem. Only confidential problems are recorded. Once per request.</summary>
    public void OfProblem(Actor actor, long problemId)
    {
        if (!actor.IsSystem && _problems.Add(problemId))
            log.Add(new(Way == AccessWay.Print ? Access.Printed : Access.Viewed, actor, problemId, clock.GetUtcNow(), new { Way }));
    }

    /// <summary>Records that someone downloads a list as a file.</summary>
    /// <param name="problemId">The only problem that it is about; null if its filter names none.</param>
    /// <param name="isComplete">False if the download broke off.</param>
    public static void OfExport(HttpContext context, string fileName, long? problemId, int rows, bool isComplete)
    {
        var services = context.RequestServices;
        var query = context.Request.Query.Where(q => q.Key != "handler").ToDictionary(q => q.Key, q => q.Value.ToString());
        services.GetRequiredService<AccessLog>().Add(new(Access.Exported, services.GetRequiredService<Actor>(), problemId,
            services.GetRequiredService<TimeProvider>().GetUtcNow(),
            new { List = context.Request.Path.Value, FileName = fileName, Filters = query, Rows = rows, IsComplete = isComplete }));
    }
}

internal static class AccessWays
{
    /// <summary>Tells <see cref="Accesses"/> how the current request reads.</summary>
    public static IApplicationBuilder UseAccessWays(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.RequestServices.GetRequiredService<Accesses>().Way = Of(context.Request);
        return next(context);
    });

    private static AccessWay Of(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var handler = request.Query["handler"].ToString();
        return path.Contains("/photos/", StringComparison.OrdinalIgnoreCase)
            || (path.Contains("/files/", StringComparison.OrdinalIgnoreCase)
                && path.EndsWith("/content", StringComparison.OrdinalIgnoreCase))
            || handler.Equals("photo", StringComparison.OrdinalIgnoreCase) || handler.Equals("content", StringComparison.OrdinalIgnoreCase)
                ? AccessWay.Picture
            : request.Path.StartsWithSegments("/api") ? AccessWay.Api
            : path.TrimEnd('/').EndsWith("/print", StringComparison.OrdinalIgnoreCase)
                || path.TrimEnd('/').EndsWith("/report", StringComparison.OrdinalIgnoreCase) ? AccessWay.Print
            : handler.Equals("csv", StringComparison.OrdinalIgnoreCase) ? AccessWay.Csv
            : AccessWay.Page;
    }
}
