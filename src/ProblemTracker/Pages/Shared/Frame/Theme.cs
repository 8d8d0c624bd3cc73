namespace ProblemTracker.Pages.Shared;

/// <summary>The colors of the pages in one browser.</summary>
public enum ThemeChoice
{
    /// <summary>As the device is set.</summary>
    System,
    Light,
    Dark,
}

/// <summary>
/// Keeps the choice of colors in a cookie, since it belongs to a device and not to a person: a screen in a patrol car at night is dark for
/// whoever signs in.
/// </summary>
public static class Theme
{
    private const string Cookie = "theme";

    public static ThemeChoice Of(HttpRequest request) =>
        Enum.TryParse<ThemeChoice>(request.Cookies[Cookie], out var choice) && Enum.IsDefined(choice) ? choice : ThemeChoice.System;

    /// <summary>When the dark style sheet applies. Paper is always white.</summary>
    public static string Media(ThemeChoice choice) =>
        choice == ThemeChoice.Dark ? "screen" : "screen and (prefers-color-scheme: dark)";

    public static void Keep(HttpResponse response, ThemeChoice choice)
    {
        if (choice == ThemeChoice.System) response.Cookies.Delete(Cookie);
        else
            response.Cookies.Append(Cookie, choice.ToString(), new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = response.HttpContext.Request.IsHttps,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
            });
    }
}
