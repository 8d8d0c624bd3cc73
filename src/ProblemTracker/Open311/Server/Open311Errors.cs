namespace ProblemTracker.Open311;

/// <summary>Says what is wrong with a request in the standard's own form, whatever refused it.</summary>
internal static class Open311Errors
{
    public const string Path = "/open311";

    /// <summary>Turns refusals below <c>/open311</c> into answers. Unexpected errors are logged and answered as anywhere else.</summary>
    public static IApplicationBuilder UseOpen311Errors(this IApplicationBuilder app)
    {
        app.UseStatusCodePages(pages => Of(pages.HttpContext.Response.StatusCode, pages.HttpContext).ExecuteAsync(pages.HttpContext));
        return app;
    }

    /// <summary>Catches refusals of messages and of the steps before them.</summary>
    public static IApplicationBuilder UseOpen311Refusals(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception error) when (!context.Response.HasStarted && Refusal(error) is { } refusal)
        {
            if (error is TooFast fast) context.Response.Headers.RetryAfter = fast.RetryAfter;
            if (error is Unavailable or WriterBusy) context.Response.Headers.RetryAfter = $"{Unavailable.RetryAfter}";
            await refusal.ExecuteAsync(context);
        }
    });

    private static Open311Answer? Refusal(Exception error) => error switch
    {
        Invalid invalid => Open311Answer.Errors(400, invalid.Errors.SelectMany(wrong => wrong.Value.Select(message =>
            message.StartsWith(wrong.Key, StringComparison.Ordinal) ? message : $"{wrong.Key}: {message}"))),
        // The standard has no 422.
        RuleBroken rule => Open311Answer.Errors(400, rule.Shortfalls.Select(shortfall => shortfall.Message)),
        TrackerException known => Open311Answer.Errors(known.Status, known.Message),
        WriterBusy => Open311Answer.Errors(503, error.Message),
        BadHttpRequestException bad => Open311Answer.Errors(bad.StatusCode, bad.Message),
        _ => null,
    };

    private static Open311Answer Of(int status, HttpContext context) => Open311Answer.Errors(status, status switch
    {
        404 => $"There is nothing at {Texts.Cut(context.Request.Path, 200)}. GET {Path}/discovery.xml says what there is.",
        405 => "This address does not take this method.",
        _ => "Something went wrong on the server. Try again later.",
    });
}
